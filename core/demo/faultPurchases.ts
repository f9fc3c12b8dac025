import { addMonths, DAY, HOUR, startOfDay } from '../base/time.ts';
import { fine, NANO, plainFine } from './fixed.ts';
import { prepaidLine } from './lines.ts';
import { idOf, type Bench } from './bench.ts';
import type { Rhythm } from './plan.ts';
import { capacityFor, expectedUse } from './planner.ts';
import { young, youngMonthly } from './faultStarts.ts';
import { PLAIN, productOf } from './products.ts';

/** Faults between packages and what was paid for them. */

/** A purchase of a package that exists nowhere. */
export function purchaseWithoutPackage(bench: Bench, turn: number): void {
  const product = productOf(['audi', 'img', 'hy'][turn % 3]!);
  const owners = bench.planner.owners(product, 1);
  const effective = bench.frame.windowStart + (20 + (turn % 30)) * DAY;
  const amount = 77_000n * NANO;
  const pack = bench.planner.pack(product, { owner: owners[0]!, cycle: null, effective, expiry: addMonths(effective, 12) - 1, capacities: [{ item: null, unit: product.unit, amount, opening: amount }] });
  const home = bench.keep(bench.planner.scope({ product, owners, packages: [], rhythm: { kind: 'bursts', every: 1, length: 0, offset: 0 }, usage: { start: effective, end: effective } }));
  const line = prepaidLine(pack, 'purchase', pack.price!, { at: pack.paidAt, start: effective, end: pack.expiry }, [home.plan.index, 60]);
  home.lines.push(line);
  bench.expect({ check: 'purchase-without-package', transactionId: line.transactionId, severity: 'warning', note: `a purchase of ${pack.id}, which exists nowhere` });
}

export function packageWithoutPurchase(bench: Bench, turn: number): void {
  const begin = 3 + (turn % 10);
  const { windowStart, usageEnd } = bench.frame;
  const home = bench.total({ daysAgo: -begin, usage: { start: windowStart + (begin + 1) * DAY, end: usageEnd } });
  home.lines = home.lines.filter(({ kind }) => kind !== 'purchase');
  bench.expect({ check: 'package-without-purchase', packageId: idOf(home), severity: 'warning', note: 'no line pays for it' });
}

/** A refund line without a refunded package, a refunded package without a line, more given back than paid. */
export function refundLine(bench: Bench, turn: number): void {
  const { windowStart } = bench.frame;
  const home = bench.total({ usage: { start: windowStart, end: windowStart + 62 * DAY } });
  const [pack] = home.plan.packages;
  const at = windowStart + 72 * DAY + 10 * HOUR;
  const which = turn % 3;
  if (which !== 0) Object.assign(home.overviews[0]!, { status: 'refunded', endedAt: at });
  const amount = which === 2 ? pack!.price! + fine('100') : (pack!.price! * 4n) / 10n;
  const line = prepaidLine(pack!, 'refund', -amount, { at, start: at, end: at }, [home.plan.index, 50]);
  if (which !== 1) home.lines.push(line);
  const notes = ['a refund line, but the package is in force', 'refunded, but no refund line', 'refunded 100 more than was paid'];
  bench.expect({ check: 'refund-line', packageId: idOf(home), ...(which === 1 ? {} : { transactionId: line.transactionId }), note: notes[which]! });
}

/** A renewal was paid for and nothing came of it; an expiry moved and nothing was paid for it, with periods and without. */
export function renewalLine(bench: Bench, turn: number): void {
  const which = turn % 3;
  if (which === 0) {
    const home = bench.monthly();
    const [pack] = home.plan.packages;
    const start = pack!.expiry + 1;
    const line = prepaidLine(pack!, 'renewal', pack!.price!, { at: bench.frame.windowStart + 40 * DAY, start, end: addMonths(start, 12) - 1 }, [home.plan.index, 55]);
    home.lines.push(line);
    bench.expect({ check: 'renewal-line', packageId: idOf(home), transactionId: line.transactionId, money: plainFine(line.net), severity: 'error', note: 'a renewal that moved no expiry' });
    return;
  }
  const home = which === 1 ? youngMonthly(bench) : young(bench, turn);
  const [overview] = home.overviews;
  const expiry = addMonths(overview!.expiry + 1, 3) - 1;
  Object.assign(overview!, { expiry, endedAt: expiry });
  if (which === 1) {
    overview!.periodsTotal! += 3;
    overview!.periodsRemaining! += 3;
    overview!.total! += 3n * overview!.periodTotal!;
    overview!.remaining! += 3n * overview!.periodTotal!;
  }
  bench.expect({ check: 'renewal-line', packageId: idOf(home), severity: 'warning', note: 'an expiry three months later than what was paid for' });
}


/** A package that is followed by another one some days after its end; what was used in between was billed. */
export function renewalGap(bench: Bench, turn: number): void {
  const { planner, frame, settings } = bench;
  const product = PLAIN[turn % PLAIN.length]!;
  const owners = planner.owners(product, 1);
  const end = startOfDay(frame.windowStart) + 40 * DAY;
  const begin = end + (4 + (turn % 5)) * DAY;
  const rhythm: Rhythm = { kind: 'bursts', every: 30, length: 2, offset: bench.random.below(28) };
  const amount = capacityFor(expectedUse(product, product.items, rhythm, 1, 85 * DAY), 20);
  const capacities = [{ item: null, unit: product.unit, amount, opening: amount }];
  const first = planner.pack(product, { owner: owners[0]!, cycle: null, effective: addMonths(end, -12), expiry: end - 1, capacities });
  const second = planner.pack(product, { owner: owners[0]!, cycle: null, effective: begin, expiry: addMonths(begin, 12) - 1, capacities });
  const home = bench.keep(planner.scope({ product, owners, packages: [first, second], rhythm }));
  const billed = home.lines.filter(({ kind, start }) => kind === 'usage' && start >= end && start < begin);
  const money = billed.reduce((sum, line) => sum + (settings.layout === 'cn' ? line.discounted : line.net), 0n);
  bench.expect({ check: 'renewal-gap', packageId: second.id, money: plainFine(money), severity: 'warning', note: `usage billed in the days between ${first.id} and its successor` });
}
