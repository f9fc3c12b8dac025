import { addMonths, DAY, monthOf, startOfDay } from '../base/time.ts';
import { NANO, plainFine, type Nano } from './fixed.ts';
import type { PackagePlan, Rhythm } from './plan.ts';
import { capacityFor, expectedUse } from './planner.ts';
import { PLAIN, productOf } from './products.ts';
import { playCase } from './source.ts';
import { idOf, type Bench } from './bench.ts';

/** Money at risk, without any contradiction. */

export function idlePackage(bench: Bench): void {
  const { windowStart } = bench.frame;
  const home = bench.total({ usage: { start: windowStart, end: windowStart + 40 * DAY } });
  bench.expect({ check: 'idle-package', packageId: idOf(home), severity: 'warning', note: 'nothing deducted for more than 40 days' });
}

export function expectedWaste(bench: Bench, turn: number): void {
  const { snapshot } = bench.frame;
  const home = bench.total({ rhythm: { kind: 'bursts', every: 50, length: 1, offset: 7 }, expiry: startOfDay(snapshot) + (15 + (turn % 10)) * DAY - 1, daysAgo: 200, tenths: 60, full: true });
  bench.expect({ check: 'expected-waste', packageId: idOf(home), severity: 'warning', note: 'most of it will be left when it expires in two or three weeks' });
}

export function realisedWaste(bench: Bench, turn: number): void {
  const { snapshot, windowStart } = bench.frame;
  const expiry = startOfDay(snapshot) - (12 + (turn % 10)) * DAY - 1;
  const home = bench.total({ usage: { start: windowStart, end: expiry + 1 - DAY }, expiry, daysAgo: 280 });
  bench.expect({ check: 'realised-waste', packageId: idOf(home), severity: 'info', note: 'expired with a balance' });
}

/** An account without packages uses an item every day for three months, of which other accounts have packages. */
export function uncoveredUse(bench: Bench, turn: number): void {
  const product = PLAIN[turn % 3]!;
  const home = bench.keep(bench.planner.scope({ product, owners: bench.planner.owners(product, 1), packages: [], rhythm: { kind: 'bursts', every: 12, length: 1, offset: 3 } }));
  bench.total({ product });
  const months = new Map<number, { readonly days: Set<number>; cost: bigint }>();
  for (const { start, discounted, net } of home.lines) {
    const month = months.get(monthOf(start)) ?? { days: new Set<number>(), cost: 0n };
    month.days.add(startOfDay(start));
    month.cost += bench.settings.layout === 'cn' ? discounted : net;
    months.set(monthOf(start), month);
  }
  const last = [...months.values()].filter(({ days }) => days.size >= 10).slice(-3);
  const money = last.reduce((sum, { cost }) => sum + cost, 0n);
  bench.expect({ check: 'uncovered-use', product: product.product, money: plainFine(money), severity: 'info', note: `used on most days by ${home.plan.owners[0]}, who has no package` });
}

/** Some days' worth of a package that is used every day, and valid for months. */
export function earlyRunOut(bench: Bench): void {
  const { planner, frame } = bench;
  const rhythm: Rhythm = { kind: 'bursts', every: 24, length: 2, offset: 5 };
  const product = PLAIN[0]!;
  const owners = planner.owners(product, 1);
  const effective = frame.windowStart - 90 * DAY;
  const pack = (amount: Nano): PackagePlan => planner.pack(product, { owner: owners[0]!, cycle: null, effective, expiry: addMonths(effective, 12) - 1, capacities: [{ item: null, unit: product.unit, amount, opening: amount }] });
  // What is used does not depend on how much there is, as long as there is enough: once to see, once to keep.
  const plenty = planner.scope({ product, owners, packages: [pack(capacityFor(expectedUse(product, product.items, rhythm, 1, 85 * DAY), 40))], rhythm });
  const used = playCase(plenty, frame).deductions.reduce((sum, { deducted }) => sum + deducted, 0n);
  const home = bench.keep({ ...plenty, packages: [pack(((used * 11n) / (10n * NANO)) * NANO)] });
  bench.expect({ check: 'early-run-out', packageId: idOf(home), severity: 'warning', note: 'some days\' worth left of a package that is valid for months' });
}

/** A package per day that is twenty times too large. */
export function lowPeriodUse(bench: Bench): void {
  const home = bench.monthly({ product: productOf('cap'), tenths: 2000, rhythm: { kind: 'bursts', every: 24, length: 1, offset: 9 } });
  bench.expect({ check: 'low-period-use', packageId: idOf(home), severity: 'warning', note: 'less than a tenth of each day\'s capacity is used' });
}

/** A package that still waits to be activated, with some weeks to go. */
export function notActivated(bench: Bench, turn: number): void {
  const { planner, frame } = bench;
  const product = PLAIN[turn % PLAIN.length]!;
  const owners = planner.owners(product, 1);
  const effective = startOfDay(frame.snapshot) - 40 * DAY;
  const amount = 50_000n * NANO;
  const pack = planner.pack(product, {
    owner: owners[0]!, capacities: [{ item: null, unit: product.unit, amount, opening: amount }], cycle: null, effective, expiry: startOfDay(frame.snapshot) + (10 + (turn % 15)) * DAY - 1, more: { inactive: true },
  });
  const home = bench.keep(planner.scope({ product, owners, packages: [pack], rhythm: { kind: 'share', perMille: 0 }, usage: { start: frame.windowStart, end: frame.windowStart } }));
  bench.expect({ check: 'not-activated', packageId: idOf(home), severity: 'warning', note: 'not activated, and the deadline is near' });
}
