import { endOf, type CivilTime } from '../base/time.ts';
import { advance, type PackageState } from './draw.ts';
import { periodsBetween, type PackagePlan } from './plan.ts';
import type { Overview, StatusCode } from './records.ts';

/** What the overview says of a package at the snapshot. */
export function overviewOf(state: PackageState, snapshot: CivilTime): Overview {
  const { plan } = state;
  const blank: Overview = {
    pack: plan, status: statusOf(state, snapshot), unit: plan.product.shape === 'combo' ? null : plan.product.unit,
    periodRemaining: null, periodTotal: null, periodStart: null, periodEnd: null, periodsRemaining: null, periodsTotal: null,
    remaining: null, total: null, combo: [], effective: plan.effective, expiry: plan.expiry, endedAt: endedAt(state), renewalMode: plan.renewalMode, cells: null,
  };
  return { ...blank, ...balancesOf(state, snapshot) };
}

function statusOf({ plan, emptiedAt }: PackageState, snapshot: CivilTime): StatusCode {
  if (plan.inactive) return 'inactive';
  if (plan.refund !== null) return 'refunded';
  if (emptiedAt !== null && emptiedAt < endOf(plan.expiry)) return 'exhausted';
  return endOf(plan.expiry) <= snapshot ? 'expired' : 'valid';
}

/** The earliest of expiry, exhaustion and refund; packages in force show their expiry, as the vendor's page does. */
function endedAt({ plan, emptiedAt }: PackageState): CivilTime | null {
  if (plan.inactive) return null;
  return Math.min(plan.expiry, emptiedAt ?? plan.expiry, plan.refund?.at ?? plan.expiry);
}

function balancesOf(state: PackageState, snapshot: CivilTime): Partial<Overview> {
  const { plan, balances } = state;
  if (plan.product.shape === 'unlimited') return {};
  if (plan.product.shape === 'combo') {
    return { combo: plan.capacities.map(({ item, unit, amount }, index) => ({ item: item ?? '', unit, remaining: balances[index]!.amount, total: amount })) };
  }
  const capacity = plan.capacities[0]!.amount;
  if (plan.cycle === null) return { remaining: balances[0]!.amount, total: capacity };
  advance(state, snapshot);
  const { period, amount } = balances[0]!;
  const single = { periodRemaining: amount, periodTotal: capacity, periodStart: period.start, periodEnd: period.end };
  if (plan.product.shape === 'slice') return single;
  return { ...single, ...countsOf(plan, period.start, amount) };
}

/** Periods that end after the snapshot, the current one included; the total counts the current balance and the full ones to come. */
function countsOf(plan: PackagePlan, current: CivilTime, amount: bigint): Partial<Overview> {
  const end = endOf(plan.expiry);
  const periodsTotal = periodsBetween(plan.cycle, plan.effective, end);
  const periodsRemaining = periodsBetween(plan.cycle, Math.max(current, plan.effective), end);
  const capacity = plan.capacities[0]!.amount;
  return { periodsTotal, periodsRemaining, remaining: amount + capacity * BigInt(periodsRemaining - 1), total: capacity * BigInt(periodsTotal) };
}
