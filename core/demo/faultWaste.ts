import { DAY, monthOf, startOfDay } from '../base/time.ts';
import { plainFine } from './fixed.ts';
import { PLAIN } from './products.ts';
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
