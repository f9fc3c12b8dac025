import { endOf, type CivilTime } from '../base/time.ts';
import { NANO, roundedQuotient, type Nano } from './fixed.ts';
import { periodAt, type Interval, type PackagePlan } from './plan.ts';
import type { ItemSpec } from './products.ts';
import type { Deduction } from './records.ts';

/** The balances of packages, and how usage draws on them. */

interface Balance {
  period: Interval;
  amount: Nano;
}

export interface PackageState {
  readonly plan: PackagePlan;
  /** One for each capacity. */
  readonly balances: Balance[];
  /** When the last balance of a package without periods reached zero. */
  emptiedAt: CivilTime | null;
  refilled: number;
}

/** Some usage of one owner, as it is measured. */
export interface Use {
  readonly owner: string;
  readonly item: ItemSpec;
  readonly raw: Nano;
  readonly start: CivilTime;
  readonly end: CivilTime;
  /** Where its settlement begins: several uses may share a line of the bill. */
  readonly step: CivilTime;
}

/** A rest too small for any price is not billed but counted as covered; the vendor computes raw usage back as well. */
const LEAST_REST: Nano = 1000n;

/** A faulty refill leaves a balance that the period has not had before, or it could be taken for a fork of the chain. */
const SHORT_OF_FULL: Nano = (41n * NANO) / 4n;

/** The state of a package when the exported window begins. */
export function openPackage(plan: PackagePlan, windowStart: CivilTime): PackageState {
  const from = Math.max(windowStart, plan.effective);
  return {
    plan,
    balances: plan.capacities.map(({ opening }) => ({ period: periodAt(plan.cycle, plan, from), amount: opening })),
    emptiedAt: null,
    refilled: 0,
  };
}

/** Begins the period that contains `at`, if it is another one: a full balance, nothing carried over. */
export function advance(state: PackageState, at: CivilTime): void {
  const { plan, balances } = state;
  if (plan.cycle === null) return;
  balances.forEach((balance, index) => {
    if (at >= balance.period.end) {
      balance.period = periodAt(plan.cycle, plan, at);
      balance.amount = plan.capacities[index]!.amount;
    }
  });
  while (state.refilled < plan.refills.length && plan.refills[state.refilled]! <= at) {
    state.refilled += 1;
    balances.forEach((balance, index) => {
      balance.amount = plan.capacities[index]!.amount - SHORT_OF_FULL;
    });
  }
}

/** What `raw` takes from a package, in its unit. */
export function needOf(item: ItemSpec, raw: Nano): Nano {
  return roundedQuotient(raw * item.ratio[0] * item.coefficient, item.ratio[1] * NANO);
}

/** The raw usage that a deduction stands for, as the vendor computes it back when a package runs out. */
function rawOf(item: ItemSpec, deducted: Nano): Nano {
  return roundedQuotient(deducted * item.ratio[1] * NANO, item.ratio[0] * item.coefficient);
}

function covers(plan: PackagePlan, use: Use, at: CivilTime): boolean {
  return !plan.inactive && plan.effective <= use.start && use.end <= endOf(plan.expiry) && (plan.refund === null || at < plan.refund.at);
}

/** Draws on the packages in their order, adds a deduction for each part to `out`, and returns the raw usage that is left. */
export function draw(states: readonly PackageState[], use: Use, at: CivilTime, out: Deduction[]): Nano {
  let rest = use.raw;
  for (const state of states) {
    if (rest === 0n) break;
    if (!covers(state.plan, use, at)) continue;
    if (state.plan.product.shape === 'unlimited') {
      out.push(deductionOf(state.plan, use, at, { before: null, deducted: needOf(use.item, rest), raw: rest, unit: state.plan.capacities[0]!.unit }));
      return 0n;
    }
    advance(state, at);
    const which = state.plan.capacities.findIndex(({ item }) => item === null || item === use.item.name);
    const balance = state.balances[which];
    if (balance === undefined || balance.amount === 0n) continue;
    const need = needOf(use.item, rest);
    const deducted = need < balance.amount ? need : balance.amount;
    let raw = need <= balance.amount ? rest : rawOf(use.item, deducted);
    if (rest - raw < LEAST_REST) raw = rest;
    out.push(deductionOf(state.plan, use, at, { before: balance.amount, deducted, raw, unit: state.plan.capacities[which]!.unit }));
    balance.amount -= deducted;
    rest -= raw;
    if (state.plan.cycle === null && state.balances.every(({ amount }) => amount === 0n)) state.emptiedAt = at;
  }
  return rest;
}

function deductionOf(pack: PackagePlan, use: Use, at: CivilTime, amounts: { before: Nano | null; deducted: Nano; raw: Nano; unit: string }): Deduction {
  return {
    pack, item: use.item, at, owner: use.owner, start: use.start, end: use.end, coefficient: use.item.coefficient,
    ...amounts, after: amounts.before === null ? null : amounts.before - amounts.deducted, cells: null,
  };
}
