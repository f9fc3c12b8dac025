import { DAY, formatDay, monthOf, monthStart, startOfDay } from '../base/time.ts';
import { billColumns } from './billCells.ts';
import { deductionColumns, packageColumns } from './cells.ts';
import type { Column } from './columns.ts';
import { BILL_FILE, deductionName, filesOfDeduction, lastDay, tableFile } from './files.ts';
import { idOf, place, standsAlone, type Bench } from './bench.ts';
import { mix } from './random.ts';
import { needOf } from './draw.ts';
import { NANO, plainNano } from './fixed.ts';
import { settleFrom } from './lines.ts';
import { productOf, type ProductSpec } from './products.ts';
import { wrongDocuments } from './wrongDocuments.ts';

/** Faults of cells, columns and whole files. */

/** A word that nobody knows, in place of a status, a transaction type or a renewal mode. */
export function unknownValue(bench: Bench, turn: number): void {
  const which = turn % 3;
  if (which === 1) {
    const { line } = bench.line();
    line.cells = { transactionType: bench.settings.layout === 'cn' ? '按量计费周结' : 'Weekly settlement' };
    bench.expect({ check: 'unknown-value', severity: 'info', file: BILL_FILE, note: `transaction type of ${line.transactionId}: ${line.cells['transactionType']}` });
    return;
  }
  const home = bench.total();
  const cells: Readonly<Record<string, string>> = which === 0 ? { status: `冻结${turn}` } : { renewalMode: `联系商务${turn}` };
  home.overviews[0]!.cells = cells;
  bench.expect({ check: 'unknown-value', severity: 'info', note: `${Object.keys(cells).join()} of ${idOf(home)}: ${Object.values(cells).join()}` });
}

/** A cell that cannot be read: a day that does not exist, NaN, an id that a spreadsheet broke, words for a number. */
export function rejectedRow(bench: Bench, turn: number): void {
  const which = turn % 4;
  if (which === 1 || which === 2) {
    const { line } = bench.line();
    line.cells = which === 1 ? { originalCost: 'NaN' } : { transactionId: '3.2E+11' };
    bench.expect({ check: 'rejected-row', severity: 'error', file: BILL_FILE, note: which === 1 ? `original cost NaN in ${line.transactionId}` : 'transaction id 3.2E+11' });
    return;
  }
  const { home, rows, index } = place(bench, () => bench.unlimited(), standsAlone);
  const { settings, frame } = bench;
  const row = rows[index]!;
  row.cells = which === 0 ? { deductedAt: '2025-02-30 00:00:00' } : { rawUsage: '五百' };
  const files = filesOfDeduction(frame, settings, home.plan.product.product, row.start);
  for (const file of files) bench.expect({ check: 'rejected-row', severity: 'error', file, note: which === 0 ? 'deduction time 2025-02-30 00:00:00' : 'raw usage 五百' });
}

const HOLE_PRODUCTS = ['text', 'did', 'cap', 'gme', 'img', 'audi', 'qidian', 'cnb'];

/** A day that no file of deductions covers, on which one product was used and paid as you go. */
export function coverageHole(bench: Bench, turn: number): void {
  const { holes } = bench.frame;
  const hole = holes[(turn + Math.floor(turn / HOLE_PRODUCTS.length)) % holes.length]!;
  const product = productOf(HOLE_PRODUCTS[turn % HOLE_PRODUCTS.length]!);
  const owners = bench.planner.owners(product, 1);
  const plan = bench.planner.scope({ product, owners, packages: [], rhythm: { kind: 'bursts', every: 4, length: 1, offset: 0 }, usage: hole });
  bench.keep({ ...plan, pauses: [] });
  bench.expect({ check: 'coverage-hole', product: product.product, severity: 'warning', note: `${product.product} used on ${formatDay(hole.start)}, which no file of deductions covers` });
}

/** A small file of its own, without a column that it needs. */
export function missingColumn(bench: Bench, turn: number): void {
  const { settings, frame } = bench;
  const which = turn % 3;
  if (which === 1) {
    const home = bench.keep(bench.planner.scope({ product: productOf('did'), owners: bench.planner.owners(productOf('did'), 1), packages: [], rhythm: { kind: 'bursts', every: 240, length: 2, offset: 100 } }));
    const { lines } = home;
    home.lines = [];
    add(bench, `L3-bill_details-${turn}.csv`, 'bill', without(billColumns(settings), ['组件刊例价', 'Component List Price']), lines);
    return;
  }
  const home = bench.total();
  if (which === 0) {
    const rows = home.deductions;
    home.deductions = [];
    add(bench, deductionName({ start: frame.windowStart, end: lastDay(frame) + DAY }, mix(settings.seed, turn, 6)), 'deductions', without(deductionColumns(settings), ['抵扣系数', 'Deduction Factor']), rows);
    return;
  }
  const rows = home.overviews;
  home.overviews = [];
  add(bench, `资源包总览-${turn}.csv`, 'packages', without(packageColumns(settings), ['生效/到期时间', 'Effective/Expiration Time', '到期时间', 'Expiration Time']), rows);
}

function without<R>(columns: readonly Column<R>[], headers: readonly string[]): Column<R>[] {
  return columns.filter(({ header }) => !headers.includes(header));
}

function add<R>(bench: Bench, name: string, kind: 'packages' | 'deductions' | 'bill', columns: readonly Column<R>[], records: readonly R[]): void {
  bench.addFile(tableFile(name, kind, columns, () => records), records.length);
  bench.expect({ check: 'missing-column', file: name, severity: 'error', note: 'a column that its kind of file needs is not there' });
}

/** A document of another kind altogether. */
export function wrongDocument(bench: Bench, turn: number): void {
  const documents = wrongDocuments(formatDay(bench.frame.windowStart).slice(0, 7));
  const { name, header, rows, note } = documents[turn % documents.length]!;
  const unique = turn < documents.length ? name : name.replace('.csv', `-${turn}.csv`);
  bench.addFile({ name: unique, kind: 'other', header, rows: () => rows }, 0);
  bench.expect({ check: 'wrong-document', file: unique, severity: 'error', note });
}

/** A product that nobody else uses, exported a second time with one line changed, missing or added. */
export function monthRestated(bench: Bench, turn: number): void {
  const { planner, settings } = bench;
  const product: ProductSpec = { ...productOf('did'), code: 'again', product: `重出账单产品${turn}`, subproduct: `重出账单产品${turn}-基础版` };
  const home = bench.keep(planner.scope({ product, owners: planner.owners(product, 1), packages: [], rhythm: { kind: 'bursts', every: 20, length: 1, offset: 9 } }));
  // In the middle of a month, because the first and the last day of a file may be there in part.
  const middle = monthStart(monthOf(bench.frame.windowStart) + 2) + 10 * DAY;
  const line = home.lines.find(({ start, net }) => start >= middle && net > 0n)!;
  const changed = { ...line };
  changed.usage += 700n * NANO;
  settleFrom(changed, 'usage');
  const which = turn % 3;
  const again = which === 0 ? home.lines.map((other) => (other === line ? changed : other)) : which === 1 ? home.lines.filter((other) => other !== line) : [...home.lines, { ...changed, transactionId: `${changed.transactionId.slice(0, -1)}x` }];
  const name = `L3-bill_details-再次导出-${turn}.csv`;
  bench.addFile(tableFile(name, 'bill', billColumns(settings), () => again), which === 1 ? 0 : 1);
  bench.expect({ check: 'month-restated', file: name, severity: 'warning', note: ['a line with more usage in the second export', 'a line missing in the second export', 'a line more in the second export'][which]! });
}

/** A second export of a package's last deductions, of which the very last shows more than in the first one. */
export function restatedRow(bench: Bench, turn: number): void {
  for (;;) {
    const home = bench.total();
    const rows = home.deductions.slice(-5);
    const last = rows.at(-1)!;
    const raw = last.raw + BigInt(2 + turn) * NANO;
    const deducted = needOf(last.item, raw);
    if (rows.length < 5 || rows.some((row) => row !== last && row.at === last.at) || deducted > last.before!) continue;
    const again = [...rows.slice(0, -1), { ...last, raw, deducted, after: last.before! - deducted }];
    const name = deductionName({ start: startOfDay(rows[0]!.start), end: startOfDay(last.start) + DAY }, mix(bench.settings.seed, turn, 8));
    bench.addFile(tableFile(name, 'deductions', deductionColumns(bench.settings), () => again), 1);
    bench.expect({ check: 'restated-row', packageId: idOf(home), quantity: plainNano(deducted - last.deducted), severity: 'warning', note: 'the last deduction shows more in a second export' });
    return;
  }
}
