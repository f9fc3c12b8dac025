import { addMonths, DAY, endOf, HOUR, monthOf, monthStart, startOfDay, type CivilTime } from '../base/time.ts';
import type { Fine, Nano } from './fixed.ts';
import type { ItemSpec, ProductSpec } from './products.ts';

/** What there is before anything happens: who owns which packages and when the owners use what. */

/** How the life of a package is cut into periods; `null` for one balance until the end. */
export type Cycle = { readonly months: CivilTime } | { readonly seconds: number } | null;

export interface CapacityPlan {
  /** The billing item that it serves; `null` for all of them. */
  readonly item: string | null;
  readonly unit: string;
  readonly amount: Nano;
  /** Balance when the exported window begins; what was used before is not exported. */
  readonly opening: Nano;
}

export type RenewalMode = 'manual' | 'auto' | 'none';

export interface PackagePlan {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly product: ProductSpec;
  readonly capacities: readonly CapacityPlan[];
  readonly cycle: Cycle;
  readonly effective: CivilTime;
  /** As printed: an end of `…:59` is the last second, any other the first moment outside. */
  readonly expiry: CivilTime;
  readonly paidAt: CivilTime;
  /** `null` for a free package. */
  readonly price: Fine | null;
  readonly refund: { readonly at: CivilTime; readonly amount: Fine } | null;
  /** A renewal that moved the expiry: when it was paid, and the expiry that was printed before. */
  readonly renewal: { readonly paidAt: CivilTime; readonly oldExpiry: CivilTime } | null;
  readonly renewalMode: RenewalMode;
  readonly inactive: boolean;
  /** Moments at which a faulty system fills the balance up inside a period. */
  readonly refills: readonly CivilTime[];
}

/** When the owners use something: a share of all steps, or bursts of steps at equal distances. */
export type Rhythm =
  | { readonly kind: 'share'; readonly perMille: number }
  | { readonly kind: 'bursts'; readonly every: number; readonly length: number; readonly offset: number };

export interface Interval {
  readonly start: CivilTime;
  /** First moment outside. */
  readonly end: CivilTime;
}

/** One owner group with one product: what happens in one scope never touches another. */
export interface ScopePlan {
  readonly index: number;
  readonly seed: number;
  readonly product: ProductSpec;
  readonly items: readonly ItemSpec[];
  /** In the order in which they are drawn. */
  readonly packages: readonly PackagePlan[];
  readonly owners: readonly string[];
  readonly rhythm: Rhythm;
  /** Usage lies in here, and in none of the pauses. */
  readonly usage: Interval;
  readonly pauses: readonly Interval[];
  readonly snapshot: CivilTime;
}

/** The period that contains `time`. */
export function periodAt(cycle: Cycle, plan: { readonly effective: CivilTime; readonly expiry: CivilTime }, time: CivilTime): Interval {
  if (cycle === null) return { start: plan.effective, end: endOf(plan.expiry) };
  if ('seconds' in cycle) {
    const start = Math.floor(time / cycle.seconds) * cycle.seconds;
    return { start, end: start + cycle.seconds };
  }
  let count = monthOf(time) - monthOf(cycle.months);
  if (addMonths(cycle.months, count) > time) count -= 1;
  return { start: addMonths(cycle.months, count), end: addMonths(cycle.months, count + 1) };
}

/** Number of periods that end in `(from, to]`. */
export function periodsBetween(cycle: Cycle, from: CivilTime, to: CivilTime): number {
  if (cycle === null) return 0;
  if ('seconds' in cycle) return Math.round((to - Math.floor(from / cycle.seconds) * cycle.seconds) / cycle.seconds);
  let count = 0;
  let at = from;
  while (at < to) {
    at = periodAt(cycle, { effective: from, expiry: to }, at).end;
    if (at <= to) count += 1;
  }
  return count;
}

/** The frame in time of one demo. */
export interface Frame {
  readonly snapshot: CivilTime;
  /** First moment of the exported usage. */
  readonly windowStart: CivilTime;
  /** First moment after the last usage; everything is posted before the snapshot. */
  readonly usageEnd: CivilTime;
  /** Days without usage and without a deduction file. */
  readonly holes: readonly Interval[];
}

const EARLIER_DAYS = 30;

/** When the earlier overview was taken, where there is one. */
export function earlierMoment({ snapshot }: Frame): CivilTime {
  return startOfDay(snapshot) - EARLIER_DAYS * DAY + 12 * HOUR;
}

const WINDOW_DAYS = 85;
const HOLES_FROM_DAY = 3;
const HOLES_EVERY_DAYS = 7;

/** Snapshots at the first second of a month, in the middle of days and months, and around a leap day. */
const SNAPSHOTS: readonly CivilTime[] = [
  monthStart(2025 * 12 + 7),
  monthStart(2025 * 12 + 7) + 5 * DAY + 9 * HOUR + 1800,
  monthStart(2025 * 12 + 8),
  monthStart(2025 * 12 + 6) + 19 * DAY + 18 * HOUR,
  monthStart(2024 * 12 + 2) + 11 * DAY + 7 * HOUR + 41 * 60 + 5,
  monthStart(2026 * 12 + 1) + 27 * DAY + 12 * HOUR,
];

export function frameOf(seed: number, holes: number): Frame {
  const snapshot = SNAPSHOTS[Math.abs(seed) % SNAPSHOTS.length]!;
  const windowStart = startOfDay(snapshot) - WINDOW_DAYS * DAY;
  return {
    snapshot,
    windowStart,
    usageEnd: Math.floor((snapshot - 2 * HOUR) / HOUR) * HOUR,
    holes: Array.from({ length: holes }, (_, index) => {
      const start = windowStart + (HOLES_FROM_DAY + index * HOLES_EVERY_DAYS) * DAY;
      return { start, end: start + DAY };
    }),
  };
}
