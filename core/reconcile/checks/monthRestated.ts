import { Decimal } from '../../base/decimal.ts';
import { compareText } from '../../base/order.ts';
import { DAY, formatMonth, type MonthNumber } from '../../base/time.ts';
import { QuadMap } from '../../base/tuples.ts';
import type { BillRow } from '../../fields/bill.ts';
import { amountOf, type FileFact } from '../../fields/facts.ts';
import { lineCurrency } from '../billLine.ts';
import type { LineCheck, Report } from '../check.ts';
import type { Evidence } from '../finding.ts';
import { fileTitle } from '../files.ts';
import { show } from '../show.ts';
import { evidenceOf, monthOfLine, type LineWorld } from '../world.ts';

const ROWS_KEPT = 10;

/**
 * A month that was exported on the 2nd and again on the 20th may have changed in between: the vendor settles late and corrects. Lines that
 * both files hold are one line each; what only one of them holds was added, removed or changed, and the project now counts both
 * versions. Which file is the newer one does not stand in them, so that a person must take the older import back.
 *
 * Two files are compared for accounts and products that both hold, on the days of payment that lie inside both. Files that
 * share fewer lines than they differ in are parts of one export rather than two exports.
 */
export const monthRestated: LineCheck = {
  onlyLines: true,
  id: 'month-restated',
  family: 'totals',
  needs: ['bill'],
  texts: {
    title: { zh: '同月账单重出', en: 'Month exported twice' },
    rule: { zh: '两个文件共有的账号、产品与扣费日内，各行相同；容差 0', en: 'For the accounts, products and days of payment that two files share their lines are the same; tolerance 0' },
    act: { zh: '撤销较早的那次导入', en: 'Take back the import of the older one' },
    files: { zh: '{month}（支付者 {payer}）：{first} 与 {second} 都有 {common} 行', en: '{month} (payer {payer}): {first} and {second} both hold {common} lines' },
    only: { zh: '只在 {file}：{count} 行，{amount} {currency}', en: 'Only in {file}: {count} lines, {amount} {currency}' },
    difference: { zh: '合计相差 {difference} {currency}', en: 'Their totals differ by {difference} {currency}' },
    parts: { zh: '两个文件相同的行少于不同的行，更像同一次导出的两部分', en: 'The files share fewer lines than they differ in, so that they rather are parts of one export' },
  },
  start(world, report) {
    const files = [...world.files.values()].filter(({ kind }) => kind === 'bill').sort((a, b) => compareText(fileTitle(a), fileTitle(b)) || compareText(a.sha256, b.sha256));
    if (files.length < 2) return {};
    const book = new Book(world);
    return { line: (line) => book.hear(line), end: () => book.answer(files, report) };
  },
};

/** Lines of one day that the same files hold. */
interface Cell {
  readonly day: number;
  readonly files: readonly number[];
  count: number;
  amount: Decimal;
  readonly rows: Evidence[];
}

/** What one account paid for one product, by month. */
interface Account {
  readonly payer: string | null;
  readonly currency: string | null;
  readonly name: string;
  /** By day and set of files. */
  readonly months: Map<MonthNumber, Map<number, Cell>>;
}

/** More sets of files than this do not meet in a project. */
const SETS = 1 << 16;

class Book {
  private readonly world: LineWorld;
  private readonly accounts = new QuadMap<Account>();
  private readonly all: Account[] = [];
  /** Numbers of the sets of files that hold lines together. */
  private readonly sets = new Map<string, number>();
  private readonly ofOne = new Map<number, number>();

  constructor(world: LineWorld) {
    this.world = world;
  }

  hear(line: BillRow): void {
    const amount = amountOf(line);
    const month = monthOfLine(line);
    const time = line.transactionTime ?? line.usageStart;
    if (amount === null || month === null || time === null) return;
    const { months } = this.account(line);
    let cells = months.get(month);
    if (cells === undefined) months.set(month, (cells = new Map()));
    const files = this.world.sightings('bill').filesOf(line);
    const day = Math.floor(time / DAY);
    const place = day * SETS + this.setOf(files);
    let cell = cells.get(place);
    if (cell === undefined) cells.set(place, (cell = { day, files, count: 0, amount: Decimal.zero, rows: [] }));
    cell.count += 1;
    cell.amount = cell.amount.plus(amount);
    if (cell.rows.length < ROWS_KEPT) cell.rows.push(evidenceOf('bill', line));
  }

  private setOf(files: readonly number[]): number {
    const known = files.length === 1 ? this.ofOne.get(files[0]!) : undefined;
    if (known !== undefined) return known;
    const name = files.join(' ');
    let number = this.sets.get(name);
    if (number === undefined) this.sets.set(name, (number = this.sets.size));
    if (files.length === 1) this.ofOne.set(files[0]!, number);
    return number;
  }

  private account(line: BillRow): Account {
    const currency = lineCurrency(this.world, line);
    let account = this.accounts.get(line.payer, currency, line.owner, line.product);
    if (account === undefined) {
      account = { payer: line.payer, currency, name: `${line.owner ?? ''}\u0001${line.product ?? ''}`, months: new Map() };
      this.accounts.set(line.payer, currency, line.owner, line.product, account);
      this.all.push(account);
    }
    return account;
  }

  answer(files: readonly FileFact[], report: Report): void {
    const bills = new Map<string, Bill>();
    for (const account of this.all.sort((a, b) => compareText(a.name, b.name))) {
      for (const [month, cells] of account.months) {
        const key = `${month} ${account.payer ?? ''} ${account.currency ?? ''}`;
        const bill = bills.get(key);
        if (bill === undefined) bills.set(key, { month, payer: account.payer, currency: account.currency, accounts: [[...cells.values()]] });
        else bill.accounts.push([...cells.values()]);
      }
    }
    for (const key of [...bills.keys()].sort(compareText)) {
      for (let first = 0; first < files.length; first += 1) {
        for (let second = first + 1; second < files.length; second += 1) compare(bills.get(key)!, files[first]!, files[second]!, report);
      }
    }
  }
}

interface Bill {
  readonly month: MonthNumber;
  readonly payer: string | null;
  readonly currency: string | null;
  /** The lines of each account and product. */
  readonly accounts: (readonly Cell[])[];
}

interface Side {
  count: number;
  amount: Decimal;
  readonly rows: Evidence[];
}

function compare(bill: Bill, first: FileFact, second: FileFact, report: Report): void {
  const both: Side = { count: 0, amount: Decimal.zero, rows: [] };
  const ones: readonly [Side, Side] = [{ count: 0, amount: Decimal.zero, rows: [] }, { count: 0, amount: Decimal.zero, rows: [] }];
  for (const cells of bill.accounts) {
    const shared = sharedDays(cells, first.id, second.id);
    if (shared === null) continue;
    for (const cell of [...cells].sort((a, b) => a.day - b.day)) {
      const [inFirst, inSecond] = [cell.files.includes(first.id), cell.files.includes(second.id)];
      if (cell.day < shared.from || cell.day > shared.to || (!inFirst && !inSecond)) continue;
      const side = inFirst && inSecond ? both : inFirst ? ones[0] : ones[1];
      side.count += cell.count;
      side.amount = side.amount.plus(cell.amount);
      if (side !== both && side.rows.length < ROWS_KEPT) side.rows.push(...cell.rows);
    }
  }
  const other = ones[0].count + ones[1].count;
  if (both.count === 0) return;
  if (other === 0) report.pass();
  else if (both.count < other) report.notCheckable(report.say('parts'));
  else tell(bill, [first, second], both, ones, report);
}

/** The days of payment inside both files. A day with which only one of them begins or ends may be there in part. */
function sharedDays(cells: readonly Cell[], first: number, second: number): { readonly from: number; readonly to: number } | null {
  const span = (file: number): { from: number; to: number } | null => {
    const days = cells.filter(({ files }) => files.includes(file)).map(({ day }) => day);
    return days.length === 0 ? null : { from: Math.min(...days), to: Math.max(...days) };
  };
  const [a, b] = [span(first), span(second)];
  if (a === null || b === null) return null;
  return { from: Math.max(a.from, b.from) + (a.from === b.from ? 0 : 1), to: Math.min(a.to, b.to) - (a.to === b.to ? 0 : 1) };
}

function tell(bill: Bill, files: readonly [FileFact, FileFact], both: Side, ones: readonly [Side, Side], report: Report): void {
  const difference = ones[0].amount.minus(ones[1].amount).abs();
  const currency = bill.currency ?? '';
  report.fail({
    severity: 'warning',
    subject: [bill.month, bill.payer, bill.currency, fileTitle(files[0]), fileTitle(files[1])],
    rows: [...ones[0].rows, ...ones[1].rows],
    quantity: difference,
    unit: bill.currency,
    money: difference,
    currency: bill.currency,
    why: [
      report.say('files', { month: formatMonth(bill.month), payer: bill.payer ?? '-', first: fileTitle(files[0]), second: fileTitle(files[1]), common: both.count }),
      ...ones.flatMap((side, index) => (side.count === 0 ? [] : [report.say('only', { file: fileTitle(files[index]!), count: side.count, amount: show(side.amount), currency })])),
      report.say('difference', { difference: show(difference), currency }),
    ],
  });
}
