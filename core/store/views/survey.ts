import { DAY, monthOf } from '../../base/time.ts';
import { NO_TEXT } from '../segments/columns.ts';
import { BILLING_FIELDS, billingTimes } from './billingTime.ts';
import { eachWindow } from './eachWindow.ts';
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
    const accounts = new Set<number>();
    const currencies = new Set<number>();
    const deductions = deductionMonths(reader, accounts);
    const { bill, billFiles, used } = billMonths(reader, accounts, currencies);
    reader.scan.rows(['r."packageOwner"'], { table: 'package_row', where: '', bound: [] }, (owner) => void accounts.add((owner ?? NO_TEXT) as number));
    const names = (ids: ReadonlySet<number>): Set<string> => new Set([...ids].filter((id) => id !== NO_TEXT).map((id) => reader.texts.of(id)));
    return { deductions, bill, billFiles, used, accounts: names(accounts), currencies: names(currencies) };
  });
}

function deductionMonths(reader: ViewReader, accounts: Set<number>): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  const month = monthsByDay();
  eachWindow(reader, 'deductions', ['usageStart', 'usageOwner', 'packageOwner'], (columns, rows) => {
    const [times, users, owners] = [columns.integers('usageStart').values, columns.refs('usageOwner').ids, columns.refs('packageOwner').ids];
    for (let at = 0; at < rows; at += 1) {
      count(counts, month(times[at]!));
      accounts.add(users[at]!);
      accounts.add(owners[at]!);
    }
  });
  return counts;
}

function billMonths(reader: ViewReader, accounts: Set<number>, currencies: Set<number>): Pick<Survey, 'bill' | 'billFiles' | 'used'> {
  const timesIn = billingTimes(reader.db);
  const bill = new Map<number, number>();
  const billFiles = new Map<number, Set<number>>();
  let [lastMonth, lastFile] = [Number.NaN, Number.NaN];
  const used = new Set<number>();
  const month = monthsByDay();
  eachWindow(reader, 'bill', [...BILLING_FIELDS, 'owner', 'payer', 'currency'], (columns, rows) => {
    const { months, isPrepaid, timeOf } = timesIn(columns);
    const [owners, payers, printedCurrencies] = [columns.refs('owner').ids, columns.refs('payer').ids, columns.refs('currency').ids];
    const files = columns.files.values;
    for (let at = 0; at < rows; at += 1) {
      const own = Number.isNaN(months[at]) ? month(timeOf(at)) : months[at]!;
      count(bill, own);
      if (own !== null) {
        if (!isPrepaid(at)) used.add(own);
        // Lines of one month and one file follow one another.
        if (own !== lastMonth || files[at] !== lastFile) {
          [lastMonth, lastFile] = [own, files[at]!];
          if (!billFiles.has(own)) billFiles.set(own, new Set());
          billFiles.get(own)!.add(lastFile);
        }
      }
      accounts.add(owners[at]!);
      accounts.add(payers[at]!);
      currencies.add(printedCurrencies[at]!);
    }
  });
  return { bill, billFiles, used };
}

function count(counts: Map<number, number>, month: number | null): void {
  if (month !== null) counts.set(month, (counts.get(month) ?? 0) + 1);
}

/** The month of a moment; days are looked up, because there are few of them. */
function monthsByDay(): (time: number) => number | null {
  const months = new Map<number, number>();
  return (time) => {
    if (Number.isNaN(time)) return null;
    const day = Math.floor(time / DAY);
    let month = months.get(day);
    if (month === undefined) months.set(day, (month = monthOf(day * DAY)));
    return month;
  };
}
