import { DAY, formatDay, HOUR, MINUTE, monthOf, monthStart } from '../base/time.ts';
import { idOf, place, standsAlone, type Bench } from './bench.ts';
import { billColumns } from './billCells.ts';
import { BILL_FILE, EARLIER_FILE, tableFile } from './files.ts';
import { earlierOf } from './faultSnapshots.ts';
import { fine, NANO, plainFine } from './fixed.ts';
import { precisionLine } from './lines.ts';
import type { Rhythm } from './plan.ts';
import { capacityFor, expectedUse, openingOf } from './planner.ts';
import { PLAIN, PLAIN_UNLIMITED, productOf } from './products.ts';

/** Faults that came last: of purchases, prices, coefficients, intervals, files and totals. */

const BURSTS: Rhythm = { kind: 'bursts', every: 240, length: 6, offset: 130 };

/** Two packages of one kind, size, term and price, bought four minutes apart. */
export function repeatedPurchase(bench: Bench, turn: number): void {
  const { planner, frame } = bench;
  const product = PLAIN[turn % PLAIN.length]!;
  const owners = planner.owners(product, 1);
  const effective = frame.windowStart - (62 + (turn % 20)) * DAY;
  const amount = capacityFor(expectedUse(product, product.items, BURSTS, 1, 85 * DAY), 40);
  const capacities = [{ item: null, unit: product.unit, amount, opening: amount }];
  const expiry = effective + 365 * DAY - 1;
  const first = planner.pack(product, { owner: owners[0]!, cycle: null, effective, expiry, capacities });
  const second = planner.pack(product, { owner: owners[0]!, cycle: null, effective, expiry, capacities, more: { price: first.price, paidAt: first.paidAt + 4 * MINUTE } });
  bench.keep(planner.scope({ product, owners, packages: [first, second], rhythm: BURSTS }));
  bench.expect({ check: 'repeated-purchase', packageId: second.id, money: plainFine(first.price!), severity: 'warning', note: `bought four minutes after ${first.id}, at the same price` });
}

/** A package that costs three times what its use costs as one goes, and an owner who pays as he goes. */
export function dearPackage(bench: Bench, turn: number): void {
  const { planner, frame, random } = bench;
  const product = PLAIN[turn % PLAIN.length]!;
  bench.keep(planner.scope({ product, owners: planner.owners(product, 1), packages: [], rhythm: { kind: 'bursts', every: 300, length: 1, offset: 40 } }));
  const owners = planner.owners(product, 1);
  const effective = frame.windowStart - (60 + random.below(60)) * DAY;
  const amount = capacityFor(expectedUse(product, product.items, BURSTS, 1, 85 * DAY), 40);
  const parts = { owner: owners[0]!, cycle: null, effective, expiry: effective + 365 * DAY - 1, capacities: [{ item: null, unit: product.unit, amount, opening: openingOf(product, amount, random) }] };
  const usual = planner.pack(product, parts);
  const dear = planner.pack(product, { ...parts, more: { price: usual.price! * 4n } });
  bench.keep(planner.scope({ product, owners, packages: [dear], rhythm: BURSTS }));
  bench.expect({ check: 'dear-package', packageId: dear.id, severity: 'info', note: 'it costs nearly three times what its capacity costs as you go' });
}

/** One row of a package has twice the coefficient and half the usage: it deducts what it did. */
export function coefficientChange(bench: Bench, turn: number): void {
  const product = PLAIN[turn % 2 === 0 ? 0 : 1]!;
  const { home, rows, index } = place(bench, () => bench.total({ product }), (all, at) => standsAlone(all, at) && all[at]!.raw % (2n * NANO) === 0n && all[at]!.raw > 0n);
  const row = rows[index]!;
  row.raw /= 2n;
  row.coefficient *= 2n;
  bench.expect({ check: 'coefficient-change', packageId: idOf(home), note: 'twice the coefficient for half the usage in one row' });
}

/** A line that ends before it begins. */
export function billInterval(bench: Bench): void {
  const { line } = bench.line();
  line.end = line.start - HOUR;
  bench.expect({ check: 'bill-interval', transactionId: line.transactionId, severity: 'warning', note: 'usage that ends an hour before it begins' });
}

/** A line that names no instance, no owner, no product, or several of them not. */
const NAMELESS = [['instanceId'], ['owner'], ['product'], ['owner', 'instanceId'], ['product', 'instanceId'], ['owner', 'product'], ['owner', 'product', 'instanceId']] as const;

export function unattributed(bench: Bench, turn: number): void {
  const { line } = bench.line();
  const fields = NAMELESS[turn % NAMELESS.length]!;
  line.cells = Object.fromEntries(fields.map((field) => [field, '-']));
  bench.expect({ check: 'unattributed', file: BILL_FILE, money: plainFine(bench.settings.layout === 'cn' ? line.discounted : line.net), severity: 'info', note: `a line without ${fields.join(', ')}` });
}

/** A payer of its own with one line, and a correction of rounding that no rounding of one line explains. */
export function precisionDifference(bench: Bench, turn: number): void {
  const { line, home } = bench.line();
  const payer = `2000200030${String(turn).padStart(2, '0')}`;
  const month = monthOf(line.start);
  const off = fine('0.37') + fine('1') * BigInt(turn);
  line.cells = { payer };
  const correction = precisionLine(payer, PLAIN_UNLIMITED, { start: monthStart(month), end: monthStart(month + 1) }, -off, 1000 + turn);
  correction.cells = { payer };
  home.lines.push(correction);
  bench.expect({ check: 'precision-difference', file: BILL_FILE, quantity: plainFine(off - fine('0.01')), severity: 'warning', note: `a precision line of -${plainFine(off)} beside one line of ${payer}` });
}

/** A package that only the earlier overview shows, and that went on deducting. */
export function staleSnapshot(bench: Bench): void {
  const home = bench.total();
  earlierOf(bench, home);
  home.overviews = [];
  bench.expect({ check: 'stale-snapshot', file: EARLIER_FILE, severity: 'info', note: `${idOf(home)} is in the earlier overview alone, and deducted until ${formatDay(home.deductions.at(-1)!.at)}` });
}

/** An export of the bill in parts, of which the second is missing; nothing that was used is. */
export function truncatedExport(bench: Bench, turn: number): void {
  const { planner, settings } = bench;
  const home = bench.keep(planner.scope({ product: productOf('did'), owners: planner.owners(productOf('did'), 1), packages: [], rhythm: { kind: 'bursts', every: 240, length: 2, offset: 100 } }));
  const { lines } = home;
  home.lines = [];
  const half = Math.floor(lines.length / 2);
  const name = (part: number): string => `L3-bill_details-split-${turn}_part${part}.csv`;
  bench.addFile(tableFile(name(1), 'bill', billColumns(settings), () => lines.slice(0, half)), half);
  bench.addFile(tableFile(name(3), 'bill', billColumns(settings), () => lines.slice(half)), lines.length - half);
  bench.expect({ check: 'truncated-export', file: name(3), severity: 'warning', note: 'parts 1 and 3 of an export, without part 2' });
}
