import { Decimal } from '../../base/decimal.ts';
import { compareText } from '../../base/order.ts';
import { formatMonth } from '../../base/time.ts';
import type { BillRow } from '../../fields/bill.ts';
import { AMOUNT_FIELDS, amountOf } from '../../fields/facts.ts';
import type { StatedAmount, StatedTotal } from '../../fields/totals.ts';
import { lineCurrency } from '../billLine.ts';
import type { Check, Ledger, Report } from '../check.ts';
import { fileEvidence, fileTitle } from '../files.ts';
import type { Evidence } from '../finding.ts';
import { show } from '../show.ts';
import { LinesOfFiles, type LinesOfFile, type PrintedColumn } from '../totalsRow.ts';
import { evidenceOf, monthOfLine, type LedgerWorld } from '../world.ts';

/**
 * The console says that May cost 12,345.67, and the lines of May add up to 12,305.67: forty are missing in the file, or nobody can
 * explain them. The user states what a month should cost, in all or for one payer or one product, and in which currency. Every line of the
 * month counts, corrections of rounding included. A total may be rounded to the decimals with which it was stated; whole numbers count as exact.
 * A bill that ends with a totals row states the sums of its own columns: those are held to all lines of the file, also to lines that other files hold.
 */
export const statedTotal: Check = {
  id: 'stated-total',
  family: 'totals',
  needs: ['bill'],
  texts: {
    title: { zh: '应付总额', en: 'Stated total' },
    rule: { zh: '账单各行合计 = 所填总额（按月、支付者、产品、币种），文件末尾的合计行 = 该文件各行之和；容差为所填金额末位的一半，填整数时为 0', en: 'The lines add up to the total that was stated (per month, payer, product and currency), and those of a file to its own totals row; tolerance half a unit of the last place, 0 for a whole number' },
    act: { zh: '核对所填金额，或重新下载该月账单', en: 'Check the stated amount, or download the bill of the month again' },
    stated: { zh: '{month}{scope}：所填总额 {stated} {currency}', en: '{month}{scope}: stated total {stated} {currency}' },
    sum: { zh: '账单 {lines} 行合计 {sum} {currency}', en: '{lines} lines of the bill add up to {sum} {currency}' },
    file: { zh: '{file}：{lines} 行，{sum} {currency}', en: '{file}: {lines} lines, {sum} {currency}' },
    difference: { zh: '差额 {stated} − {sum} = {difference} {currency}，容差 {tolerance}', en: 'Difference {stated} − {sum} = {difference} {currency}, tolerance {tolerance}' },
    row: { zh: '{file} 第 {line} 行是合计行', en: '{file}: row {line} is a totals row' },
    column: { zh: '{fields}：合计行 {stated}，{lines} 行之和 {sum}，差额 {difference}，容差 {tolerance}', en: '{fields}: the totals row says {stated}, {lines} lines add up to {sum}: difference {difference}, tolerance {tolerance}' },
    agrees: { zh: '{fields}：合计行 {stated}，与各行之和相符', en: '{fields}: the totals row says {stated}, and the lines agree' },
    severalTotals: { zh: '{file} 有多个合计行，不知道各自合计哪些行', en: '{file} has several totals rows, and nobody knows which lines each is about' },
    notLast: { zh: '{file} 的合计行不在全部明细之后', en: 'The totals row of {file} does not come after all of its lines' },
    rowsSetAside: { zh: '{file} 有行被搁置，其合计不可知', en: 'Rows of {file} are set aside, so that its sum is unknown' },
    severalCurrencies: { zh: '{file} 有多种币种，不能合计', en: '{file} has several currencies, which have no sum' },
    unreadable: { zh: '{file} 合计行的“{cell}”不是金额', en: '"{cell}" in the totals row of {file} is no amount' },
    none: { zh: '没有填写应付总额（设置 › 应付总额），文件也没有合计行', en: 'No total is stated (Settings › Stated totals), and no file has a totals row' },
    notLoaded: { zh: '{month} 的账单未加载', en: 'The bill of {month} is not loaded' },
    noAmount: { zh: '{count} 行没有金额，合计不可知', en: '{count} lines have no amount, so that the sum is unknown' },
  },
  ledger: (world) => new TotalsBook(world),
  start(_world, report, { sums, months, ofFiles }: TotalsBook) {
    if (sums.length === 0 && ofFiles.files.length === 0) {
      report.notCheckable(report.say('none'));
      return {};
    }
    return {
      end() {
        for (const sum of sums) judge(sum, months, report);
        for (const file of ofFiles.files) judgeFile(file, report);
      },
    };
  },
};

/** What lines added up to, as plain data. */
interface Kept {
  readonly months: ReadonlySet<number>;
  readonly sums: readonly Pick<LinesOfTotal, 'files' | 'amount' | 'lines' | 'withoutAmount'>[];
  readonly ofFiles: ReturnType<LinesOfFiles['kept']>;
}

/** The lines of everything that somebody states a total of. */
class TotalsBook implements Ledger {
  readonly sums: readonly LinesOfTotal[];
  readonly months = new Set<number>();
  readonly ofFiles: LinesOfFiles;

  constructor(world: LedgerWorld) {
    this.sums = world.totals.map((total) => new LinesOfTotal(total, world));
    this.ofFiles = new LinesOfFiles(world);
  }

  line(line: BillRow): void {
    if (this.sums.length === 0 && this.ofFiles.files.length === 0) return;
    this.ofFiles.hear(line);
    const month = monthOfLine(line);
    if (month === null) return;
    this.months.add(month);
    for (const sum of this.sums) if (sum.total.month === month) sum.hear(line);
  }

  kept(): Kept {
    return { months: this.months, sums: this.sums.map(({ files, amount, lines, withoutAmount }) => ({ files, amount, lines, withoutAmount })), ofFiles: this.ofFiles.kept() };
  }

  recall(kept: unknown): void {
    const { months, sums, ofFiles } = kept as Kept;
    for (const month of months) this.months.add(month);
    this.sums.forEach((sum, place) => Object.assign(sum, sums[place]));
    this.ofFiles.recall(ofFiles);
  }
}

interface FileSum {
  amount: Decimal;
  lines: number;
  readonly first: Evidence;
}

/** The lines that a stated total is about. */
class LinesOfTotal {
  readonly total: StatedTotal;
  readonly files = new Map<number, FileSum>();
  amount = Decimal.zero;
  lines = 0;
  withoutAmount = 0;
  private readonly world: LedgerWorld;
  private readonly product: string | null;

  constructor(total: StatedTotal, world: LedgerWorld) {
    this.total = total;
    this.world = world;
    this.product = total.product === null ? null : world.names.product(total.product);
  }

  hear(line: BillRow): void {
    const { payer, currency } = this.total;
    if (payer !== null && line.payer !== payer) return;
    if (this.product !== null && this.world.names.product(line.product) !== this.product) return;
    if (lineCurrency(this.world, line) !== currency) return;
    const amount = amountOf(line);
    if (amount === null) {
      this.withoutAmount += 1;
      return;
    }
    this.amount = this.amount.plus(amount);
    this.lines += 1;
    const file = this.files.get(line.file);
    if (file === undefined) this.files.set(line.file, { amount, lines: 1, first: evidenceOf('bill', line) });
    else {
      file.amount = file.amount.plus(amount);
      file.lines += 1;
    }
  }

  /** By file, in the order of their names. */
  byFile(): (FileSum & { readonly name: string })[] {
    return [...this.files].map(([id, sum]) => ({ ...sum, name: this.world.files.get(id)?.name ?? '?' })).sort((a, b) => compareText(a.name, b.name));
  }
}

function toleranceOf({ scale }: StatedAmount): Decimal {
  return scale === 0 ? Decimal.zero : Decimal.halfUnit(scale);
}

/** So many files are told apart. */
const FILES_TOLD = 10;

function judge(sum: LinesOfTotal, months: ReadonlySet<number>, report: Report): void {
  const { month, payer, product, currency, amount: stated, scale } = sum.total;
  if (!months.has(month)) {
    report.notCheckable(report.say('notLoaded', { month: formatMonth(month) }));
    return;
  }
  if (sum.withoutAmount > 0) {
    report.notCheckable(report.say('noAmount', { count: sum.withoutAmount }));
    return;
  }
  const tolerance = toleranceOf(sum.total);
  const difference = stated.minus(sum.amount);
  if (!difference.abs().isGreaterThan(tolerance)) {
    report.pass();
    return;
  }
  const files = sum.byFile();
  report.fail({
    severity: 'error',
    subject: [formatMonth(month), payer, product, currency],
    product,
    rows: files.map(({ first }) => first),
    quantity: difference.abs(),
    unit: currency,
    money: difference.abs(),
    currency,
    why: [
      report.say('stated', { month: formatMonth(month), scope: [payer, product].map((part) => (part === null ? '' : ` · ${part}`)).join(''), stated: show(stated, scale), currency }),
      report.say('sum', { lines: sum.lines, sum: show(sum.amount), currency }),
      ...(files.length < 2 ? [] : files.slice(0, FILES_TOLD).map(({ name, lines, amount }) => report.say('file', { file: name, lines, sum: show(amount), currency }))),
      report.say('difference', { stated: show(stated, scale), sum: show(sum.amount), difference: show(difference), currency, tolerance: show(tolerance) }),
    ],
  });
}

type Readable = PrintedColumn & { readonly stated: StatedAmount };

/** How much more the totals row says of a column than the lines do. */
function differenceOf({ stated, sum }: Readable): Decimal {
  return stated.amount.minus(sum);
}

function differs(column: Readable): boolean {
  return differenceOf(column).abs().isGreaterThan(toleranceOf(column.stated));
}

/** One finding for a file, whatever columns differ: lines that are missing are missing in all of them. */
function judgeFile(lines: LinesOfFile, report: Report): void {
  const { file, row, currency } = lines;
  const name = fileTitle(file);
  const doubt = lines.doubt();
  if (doubt !== null) {
    report.notCheckable(report.say(doubt, { file: name }));
    return;
  }
  const columns = lines.printed();
  const readable = columns.filter((column): column is Readable => column.stated !== null);
  const wrong = readable.filter(differs);
  if (wrong.length === 0) {
    const odd = columns.find(({ stated }) => stated === null);
    if (odd === undefined) report.pass();
    else report.notCheckable(report.say('unreadable', { file: name, cell: odd.printed }));
    return;
  }
  const cost = AMOUNT_FIELDS.flatMap((key) => wrong.find(({ field }) => field === key) ?? [])[0] ?? wrong[0]!;
  const difference = differenceOf(cost).abs();
  report.fail({
    severity: 'error',
    subject: [file.name, file.sheet, 'totals'],
    rows: [fileEvidence(file, row.line)],
    quantity: difference,
    unit: currency,
    money: difference,
    currency,
    why: [
      report.say('row', { file: name, line: row.line }),
      ...readable.map((column) => told(column, report)),
    ],
  });
}

function told(column: Readable, report: Report): ReturnType<Report['say']> {
  const { field: fields, printed, sum, lines, stated } = column;
  if (!differs(column)) return report.say('agrees', { fields, stated: printed });
  return report.say('column', { fields, stated: printed, lines, sum: show(sum), difference: show(differenceOf(column)), tolerance: show(toleranceOf(stated)) });
}
