import { formatMonth, monthOf } from '../../base/time.ts';
import { billMonthSql } from './viewQuery.ts';
import type { ViewReader } from './viewReader.ts';

const MOST_MONTHS = 240;

/** What the scope offers: months from the first to the last that any row falls into, accounts and currencies. */
export interface ScopeChoices {
  readonly months: string[];
  readonly accounts: string[];
  readonly currencies: string[];
}

export function scopeChoices(reader: ViewReader): ScopeChoices {
  return reader.version.once('scope', () => {
    const { db } = reader;
    const ends = [
      db.prepare(`SELECT min(${billMonthSql()}), max(${billMonthSql()}) FROM bill_row AS r`).raw().get() as (number | null)[],
      (db.prepare('SELECT min("usageStart"), max("usageStart") FROM deduction_row').raw().get() as (number | null)[]).map((time) => (time === null ? null : monthOf(time))),
    ].flat().filter((month) => month !== null);
    const texts = (sql: string): string[] => db.prepare(`SELECT DISTINCT value FROM text WHERE id IN (${sql}) ORDER BY value`).pluck().all() as string[];
    return {
      months: ends.length === 0 ? [] : monthsBetween(Math.min(...ends), Math.max(...ends)),
      accounts: texts('SELECT "usageOwner" FROM deduction_row UNION SELECT "packageOwner" FROM deduction_row UNION SELECT "owner" FROM bill_row UNION SELECT "payer" FROM bill_row UNION SELECT "packageOwner" FROM package_row'),
      currencies: currenciesOf(texts('SELECT "currency" FROM bill_row'), reader),
    };
  });
}

/** A bill of the China site prints no currency and is in CNY. */
function currenciesOf(printed: readonly string[], reader: ViewReader): string[] {
  const isUnprinted = [...reader.files().values()].some((file) => file.kind === 'bill' && file.layout === 'cn' && !file.columns.includes('currency'));
  return [...new Set([...printed, ...(isUnprinted ? ['CNY'] : [])])].sort();
}

export function monthsBetween(first: number, last: number): string[] {
  const months: string[] = [];
  for (let month = first; month <= last && months.length < MOST_MONTHS; month += 1) months.push(formatMonth(month));
  return months;
}
