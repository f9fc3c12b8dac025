import { DAY, monthOf } from '../../base/time.ts';
import type { Cell } from './orders/scan.ts';
import type { ViewReader } from './viewReader.ts';

/** What one reading of the large tables tells about a project: how many rows fall into which month, whose they are, in which currencies. */
export interface Survey {
  /** Rows by month number; a row without a time is in none. */
  readonly deductions: ReadonlyMap<number, number>;
  readonly bill: ReadonlyMap<number, number>;
  /** Numbers of the files that bill lines of a month come from. */
  readonly billFiles: ReadonlyMap<number, ReadonlySet<number>>;
  /** Months of bill lines that are about use, not about a purchase. */
  readonly used: ReadonlySet<number>;
  readonly accounts: ReadonlySet<string>;
  /** Currencies that bills print. */
  readonly currencies: ReadonlySet<string>;
}

export function surveyOf(reader: ViewReader): Survey {
  return reader.version.onceOfFacts('survey', () => {
    const accounts = new Set<Cell>();
    const currencies = new Set<Cell>();
    const deductions = deductionMonths(reader, accounts);
    const { bill, billFiles, used } = billMonths(reader, accounts, currencies);
    reader.scan.rows(['r."packageOwner"'], { table: 'package_row', where: '', bound: [] }, (...[owner]) => void accounts.add(owner!));
    const names = (ids: ReadonlySet<Cell>): Set<string> => new Set([...ids].filter((id) => id !== null).map((id) => reader.texts.of(id as number)));
    return { deductions, bill, billFiles, used, accounts: names(accounts), currencies: names(currencies) };
  });
}

function deductionMonths({ scan }: ViewReader, accounts: Set<Cell>): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  const month = monthsByDay();
  scan.rows(['r."usageStart"', 'r."usageOwner"', 'r."packageOwner"'], { table: 'deduction_row', where: '', bound: [] }, (...[time, user, owner]) => {
    count(counts, month(time!));
    accounts.add(user!);
    accounts.add(owner!);
  });
  return counts;
}

/** The billing month of a line as in `billMonthPiece`. */
function billMonths({ db, scan }: ViewReader, accounts: Set<Cell>, currencies: Set<Cell>): Pick<Survey, 'bill' | 'billFiles' | 'used'> {
  const prepaid = db.prepare("SELECT id FROM text WHERE value = 'prepaid'").pluck().get() as number | undefined;
  const bill = new Map<number, number>();
  const billFiles = new Map<number, Set<number>>();
  const used = new Set<number>();
  const month = monthsByDay();
  const columns = ['r."billMonth"', 'r."billingMode"', 'r."usageStart"', 'r."transactionTime"', 'r."owner"', 'r."payer"', 'r."currency"', 'r.file'];
  scan.rows(columns, { table: 'bill_row', where: '', bound: [] }, (...[printed, mode, usage, paid, owner, payer, currency, file]) => {
    const isPrepaid = mode !== null && mode === prepaid;
    const own = printed !== null ? (printed as number) : month(isPrepaid ? (paid ?? usage)! : (usage ?? paid)!);
    count(bill, own);
    if (own !== null) {
      if (!isPrepaid) used.add(own);
      const files = billFiles.get(own);
      if (files === undefined) billFiles.set(own, new Set([file as number]));
      else files.add(file as number);
    }
    accounts.add(owner!);
    accounts.add(payer!);
    currencies.add(currency!);
  });
  return { bill, billFiles, used };
}

function count(counts: Map<number, number>, month: number | null): void {
  if (month !== null) counts.set(month, (counts.get(month) ?? 0) + 1);
}

/** The month of a moment; days are looked up, because there are few of them. */
function monthsByDay(): (time: Cell) => number | null {
  const months = new Map<number, number>();
  return (time) => {
    if (time === null) return null;
    const day = Math.floor((time as number) / DAY);
    let month = months.get(day);
    if (month === undefined) months.set(day, (month = monthOf(day * DAY)));
    return month;
  };
}
