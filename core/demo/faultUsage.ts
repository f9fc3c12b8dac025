import { addMonths, DAY, HOUR } from '../base/time.ts';
import { fine, NANO, plainFine, plainNano } from './fixed.ts';
import { idOf, place, standsAlone, type Bench } from './bench.ts';
import type { Rhythm } from './plan.ts';
import { capacityFor, expectedUse } from './planner.ts';
import { PLAIN, productOf } from './products.ts';
import { settleFrom } from './lines.ts';
import type { BillLine } from './records.ts';
import type { Case } from './source.ts';

/** Faults between usage, deductions and pay-as-you-go lines. */

/** Usage is billed although the package, which covers the very item, has balance: total, unlimited, monthly. */
export function billedWithBalance(bench: Bench, turn: number): void {
  const make = [() => bench.total(), () => bench.unlimited(), () => bench.monthly()][turn % 3]!;
  // In a quiet hour after a burst, with the balance above zero for long after.
  const { home, rows, index } = place(bench, make, (all, at) => at > 1 && at < all.length - 2 && all[at + 1]!.start - all[at]!.end > 20 * HOUR);
  const quiet = Math.max(...rows.filter(({ start }) => start <= rows[index]!.start).map(({ end }) => end));
  const line = bench.extraLine(home, quiet, BigInt(20 + bench.random.below(60)) * NANO);
  home.lines.push(line);
  bench.expect({
    check: 'billed-with-balance', packageId: idOf(home), transactionId: line.transactionId, money: plainFine(line.net), severity: 'error',
    note: 'usage billed although its package had balance',
  });
}

/** A line of a product that prints raw and deducted usage, fully covered by a package per month. */
function coveredLine(bench: Bench): { home: Case; line: BillLine } {
  const home = bench.monthly({ product: productOf('ccc') });
  const lines = home.lines.filter(({ kind, deducted }) => kind === 'usage' && deducted !== null && deducted > fine('10'));
  return { home, line: lines[Math.floor(lines.length / 3) + bench.random.below(Math.floor(lines.length / 3))]! };
}

const OFF = fine('2.5');

export function deductedUsage(bench: Bench): void {
  const { line } = coveredLine(bench);
  line.raw! += OFF;
  line.deducted! += OFF;
  bench.expect({ check: 'deducted-usage', transactionId: line.transactionId, quantity: plainFine(OFF), severity: 'error', note: 'raw and deducted usage printed 2.5 too high' });
}

export function netUsage(bench: Bench): void {
  const { line } = coveredLine(bench);
  line.raw! += OFF;
  bench.expect({ check: 'net-usage', transactionId: line.transactionId, quantity: plainFine(OFF), severity: 'error', note: 'raw usage printed 2.5 too high' });
}

export function overDeduction(bench: Bench): void {
  const { line } = coveredLine(bench);
  line.raw = line.deducted! - OFF;
  bench.expect({ check: 'over-deduction', transactionId: line.transactionId, quantity: plainFine(OFF), severity: 'error', note: 'raw usage printed 2.5 below what was deducted' });
}

export function deductionWithoutBill(bench: Bench): void {
  const { home, line } = coveredLine(bench);
  home.lines = home.lines.filter((other) => other !== line);
  bench.expect({ check: 'deduction-without-bill', packageId: idOf(home), severity: 'warning', note: `no line for the deductions of ${line.component}` });
}

/** One row of a package is of usage of an account that has nothing else. */
export function ownerMismatch(bench: Bench): void {
  const { home, rows, index } = place(bench, () => bench.total(), standsAlone);
  const [owner] = bench.planner.owners(home.plan.product, 1);
  rows[index]!.owner = owner!;
  bench.expect({ check: 'owner-mismatch', packageId: idOf(home), severity: 'info', note: `usage of ${owner} in one row` });
}

/** A package that expires later pays although one that comes first has balance; in every other turn that balance is lost. */
export function deductOrder(bench: Bench, turn: number): void {
  const { planner, frame } = bench;
  const product = PLAIN[turn % PLAIN.length]!;
  const owners = planner.owners(product, 1);
  const rhythm: Rhythm = { kind: 'bursts', every: 90, length: 3, offset: bench.random.below(80) };
  const amount = capacityFor(expectedUse(product, product.items, rhythm, 1, 85 * DAY), 40);
  const capacities = [{ item: null, unit: product.unit, amount, opening: amount }];
  const [begin, end] = [frame.windowStart + 30 * DAY, frame.windowStart + (turn % 2 === 0 ? 62 : 150) * DAY];
  const first = planner.pack(product, { owner: owners[0]!, cycle: null, effective: addMonths(end, -12), expiry: end - 1, capacities });
  const later = planner.pack(product, { owner: owners[0]!, cycle: null, effective: begin, expiry: addMonths(begin, 12) - 1, capacities });
  // Packages are drawn on in the order in which they stand here.
  const home = bench.keep(planner.scope({ product, owners, packages: [later, first], rhythm }));
  const left = home.deductions.filter(({ pack }) => pack === first).reduce((rest, { deducted }) => rest - deducted, amount);
  bench.expect({
    check: 'deduct-order', packageId: later.id, quantity: plainNano(left), severity: turn % 2 === 0 ? 'warning' : 'info',
    note: `it paid although ${first.id}, which expires earlier, had balance`,
  });
}

/** In one interval two packages run out; the line for the rest prints no deducted usage, and 2.5 too much or too little is billed. */
export function splitUsage(bench: Bench, turn: number): void {
  const { planner, frame } = bench;
  const product = productOf('trtc');
  const over = turn % 2 === 0;
  for (;;) {
    const owners = planner.owners(product, 1);
    const rhythm: Rhythm = { kind: 'bursts', every: 60, length: 2, offset: bench.random.below(58) };
    const effective = frame.windowStart - 30 * DAY;
    const [large, small] = [capacityFor(expectedUse(product, product.items, rhythm, 1, 40 * DAY), 10), 4n * NANO];
    const packages = [large, small].map((amount, index) => planner.pack(product, {
      owner: owners[0]!, cycle: null, effective, expiry: addMonths(effective, 12) - 1 + index * DAY, capacities: [{ item: null, unit: product.unit, amount, opening: amount }],
      ...(index === 0 ? {} : { more: { price: fine('0.05') } }),
    }));
    const plan = planner.scope({ product, owners, packages, rhythm });
    const home = bench.keep(plan);
    const [first, second] = packages.map((pack) => home.deductions.filter((row) => row.pack === pack));
    const both = second!.find(({ start, after }) => after === 0n && first!.some((row) => row.start === start));
    const line = both === undefined ? undefined : home.lines.find(({ kind, start, usage }) => kind === 'usage' && start === both.start && usage > 2n * OFF);
    if (line === undefined) continue;
    line.deducted = null;
    line.usage += over ? OFF : -OFF;
    settleFrom(line, 'usage');
    bench.expect({ check: 'split-usage', transactionId: line.transactionId, quantity: plainFine(OFF), severity: over ? 'error' : 'info', note: `2.5 ${over ? 'too much' : 'too little'} billed beside two packages` });
    return;
  }
}
