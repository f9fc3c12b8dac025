import { addMonths, DAY, HOUR, monthOf, monthStart, startOfDay, type CivilTime } from '../base/time.ts';
import { NANO, nano, type Nano } from './fixed.ts';
import type { CapacityPlan, Cycle, PackagePlan, Rhythm, ScopePlan } from './plan.ts';
import { capacityFor, daysBefore, expectedUse, openingOf, type Planner } from './planner.ts';
import type { ProductSpec } from './products.ts';
import { Random } from './random.ts';

/** The accounts of a clean demo: for every product an owner group with packages that last, others that run out, and the rest. */

const WINDOW_SECONDS = 85 * DAY;
const HUGE: Nano = nano('10000000000000');

interface Draft {
  readonly planner: Planner;
  readonly product: ProductSpec;
  readonly owners: readonly string[];
  readonly rhythm: Rhythm;
  readonly random: Random;
}

function draft(planner: Planner, product: ProductSpec, rhythm: Rhythm): Draft {
  const owners = planner.owners(product);
  return { planner, product, owners, rhythm, random: planner.random(Number(owners[0]!.slice(3)) + product.code.length * 7919 + product.code.charCodeAt(0)) };
}

function finish({ planner, product, owners, rhythm }: Draft, packages: readonly PackagePlan[]): ScopePlan {
  return planner.scope({ product, packages, owners, rhythm });
}

/** Packages of one product and owner group that last until the snapshot and beyond. */
export function lastingScope(planner: Planner, product: ProductSpec, rhythm: Rhythm, renewed: boolean): ScopePlan {
  const work = draft(planner, product, rhythm);
  switch (product.shape) {
    case 'total':
      return finish(work, product.code === 'hy' ? [hugePackage(work)] : totalPackages(work, [{ tenths: 3, daysAgo: 100 }, { tenths: 3, daysAgo: 40 }, { tenths: 30, daysAgo: -10 }]));
    case 'combo':
      return finish(work, [comboPackage(work)]);
    case 'unlimited':
      return finish(work, [unlimitedPackage(work)]);
    default:
      return finish(work, [periodPackage(work, renewed)]);
  }
}

/** Packages that are used up within the window: afterwards the owners pay as they go. */
export function endingScope(planner: Planner, product: ProductSpec, rhythm: Rhythm): ScopePlan {
  const work = draft(planner, product, rhythm);
  return finish(work, totalPackages(work, [{ tenths: 3, daysAgo: 90 }, { tenths: 3, daysAgo: 15 }]));
}

/** A first package that expires with a balance, and a second one that goes on. */
export function expiringScope(planner: Planner, product: ProductSpec, rhythm: Rhythm): ScopePlan {
  const work = draft(planner, product, rhythm);
  const [first, second] = totalPackages(work, [{ tenths: 25, daysAgo: 200 }, { tenths: 30, daysAgo: 20 }]);
  const expiry = planner.frame.windowStart + 41 * DAY - 1;
  return finish(work, [{ ...first!, expiry }, second!]);
}

/** Owners without any package. */
export function payingScope(planner: Planner, product: ProductSpec, rhythm: Rhythm): ScopePlan {
  return finish(draft(planner, product, rhythm), []);
}

/** A package that was used a little and given back. */
export function refundedScope(planner: Planner, product: ProductSpec, rhythm: Rhythm): ScopePlan {
  const work = draft(planner, product, rhythm);
  const [pack] = totalPackages(work, [{ tenths: 30, daysAgo: 30 }]);
  const at = planner.frame.windowStart + 38 * DAY + 10 * HOUR;
  const amount = ((pack!.price ?? 0n) * 4n) / 10n;
  const usage = { start: planner.frame.windowStart, end: planner.frame.windowStart + 30 * DAY };
  return planner.scope({ product, owners: work.owners, rhythm, usage, packages: [{ ...pack!, refund: { at, amount } }] });
}

/** A package that was paid for and begins later. */
export function inactiveScope(planner: Planner, product: ProductSpec): ScopePlan {
  const owners = planner.owners(product);
  const { snapshot, windowStart } = planner.frame;
  const effective = startOfDay(snapshot) + 40 * DAY;
  const amount = 50_000n * NANO;
  const pack = planner.pack(product, {
    owner: owners[0]!, capacities: [capacity(product, amount, amount)], cycle: null, effective, expiry: addMonths(effective, 12) - 1,
    more: { inactive: true, paidAt: windowStart + 60 * DAY + 15 * HOUR },
  });
  return planner.scope({ product, owners, packages: [pack], rhythm: { kind: 'share', perMille: 0 }, usage: { start: windowStart, end: windowStart } });
}

function capacity(product: ProductSpec, amount: Nano, opening: Nano): CapacityPlan {
  return { item: null, unit: product.unit, amount, opening };
}

export interface Lot {
  /** Capacity in tenths of what the window is expected to use. */
  readonly tenths: number;
  /** Days before the window at which it begins; below zero for a begin inside the window. */
  readonly daysAgo: number;
}

/** Packages of one year each, one balance each, in the order of their expiry. */
function totalPackages({ planner, product, owners, rhythm, random }: Draft, lots: readonly Lot[]): PackagePlan[] {
  const use = expectedUse(product, product.items, rhythm, owners.length, WINDOW_SECONDS);
  return lots.map(({ tenths, daysAgo }) => {
    const amount = capacityFor(use, tenths);
    const effective = daysBefore(planner.frame.windowStart, daysAgo);
    const opening = daysAgo > 80 ? openingOf(product, amount, random) : amount;
    return planner.pack(product, { owner: owners[0]!, capacities: [capacity(product, amount, opening)], cycle: null, effective, expiry: addMonths(effective, 12) - 1 });
  });
}

function hugePackage({ planner, product, owners }: Draft): PackagePlan {
  const effective = daysBefore(planner.frame.windowStart, 60);
  return planner.pack(product, {
    owner: owners[0]!, capacities: [capacity(product, HUGE, nano('9876543210987.123456789'))], cycle: null, effective, expiry: addMonths(effective, 12) - 1,
  });
}

function comboPackage({ planner, product, owners, rhythm, random }: Draft): PackagePlan {
  const effective = daysBefore(planner.frame.windowStart, 70);
  const capacities = product.items.map((item, index): CapacityPlan => {
    const amount = capacityFor(expectedUse(product, [item], rhythm, owners.length, WINDOW_SECONDS), index === 0 ? 40 : 6);
    return { item: item.name, unit: item.rawUnit, amount, opening: index === 0 ? openingOf(product, amount, random) : amount };
  });
  return planner.pack(product, { owner: owners[0]!, capacities, cycle: null, effective, expiry: addMonths(effective, 12) - 1 });
}

function unlimitedPackage({ planner, product, owners }: Draft): PackagePlan {
  const effective = monthStart(monthOf(planner.frame.windowStart) - 2);
  return planner.pack(product, { owner: owners[0]!, capacities: [capacity(product, 0n, 0n)], cycle: null, effective, expiry: addMonths(effective, 12) });
}

const SLICE_CAPACITY: Nano = 8n * NANO;

export interface Periods {
  readonly cycle: Cycle;
  readonly effective: CivilTime;
  readonly seconds: number;
}

/** How the periods of a product lie in time. */
export function periodsOf(product: ProductSpec, windowStart: CivilTime, monthsAgo: number): Periods {
  const month = monthStart(monthOf(windowStart) - monthsAgo);
  switch (product.shape) {
    case 'anniversary':
      return { cycle: { months: month + 14 * DAY }, effective: month + 14 * DAY, seconds: 30 * DAY };
    case 'day':
      return { cycle: { seconds: DAY }, effective: month + 9 * DAY, seconds: DAY };
    case 'slice':
      return { cycle: { seconds: HOUR }, effective: month, seconds: HOUR };
    default:
      return { cycle: { months: month }, effective: month, seconds: 30 * DAY };
  }
}

function periodPackage({ planner, product, owners, rhythm, random }: Draft, renewed: boolean): PackagePlan {
  const { windowStart } = planner.frame;
  const { cycle, effective, seconds } = periodsOf(product, windowStart, renewed ? 5 : random.between(1, 4));
  const use = expectedUse(product, product.items, rhythm, owners.length, seconds);
  const amount = product.shape === 'slice' ? SLICE_CAPACITY : capacityFor(use, product.shape === 'day' ? 15 : 9);
  const begun = product.shape === 'month' || product.shape === 'anniversary';
  const inclusive = random.chance(500) ? 1 : 0;
  return planner.pack(product, {
    owner: owners[0]!, capacities: [capacity(product, amount, begun ? openingOf(product, amount, random) : amount)], cycle, effective,
    expiry: addMonths(effective, 12) - inclusive,
    more: renewed
      ? { renewalMode: 'auto', renewal: { paidAt: addMonths(effective, 6) - 3 * DAY + 10 * HOUR, oldExpiry: addMonths(effective, 6) - inclusive } }
      : {},
  });
}

/** Rows of deductions that a scope of this product has in the window if its owners use it in every step. */
export function fullRows(product: ProductSpec): number {
  const steps = WINDOW_SECONDS / product.settleSeconds;
  return steps * product.owners * (product.items.length * 0.85) * (product.settleSeconds / product.recordSeconds);
}
