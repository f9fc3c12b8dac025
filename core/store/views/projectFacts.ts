import { formatMonth } from '../../base/time.ts';
import { surveyOf } from './survey.ts';
import type { ViewReader } from './viewReader.ts';

const MOST_MONTHS = 240;

/** What the scope offers: months from the first to the last that any row falls into, accounts and currencies. */
export interface ScopeChoices {
  readonly months: string[];
  readonly accounts: string[];
  readonly currencies: string[];
}

export function scopeChoices(reader: ViewReader): ScopeChoices {
  const { deductions, bill, accounts, currencies } = surveyOf(reader);
  const months = [...deductions.keys(), ...bill.keys()];
  const isUnprinted = [...reader.files().values()].some((file) => file.kind === 'bill' && file.layout === 'cn' && !file.columns.includes('currency'));
  return {
    months: months.length === 0 ? [] : monthsBetween(Math.min(...months), Math.max(...months)),
    accounts: sorted(accounts),
    // A bill of the China site prints no currency and is in CNY.
    currencies: [...new Set([...currencies, ...(isUnprinted ? ['CNY'] : [])])].sort(),
  };
}

/** In the order of the code points. */
function sorted(texts: ReadonlySet<string>): string[] {
  return [...texts].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

export function monthsBetween(first: number, last: number): string[] {
  const months: string[] = [];
  for (let month = first; month <= last && months.length < MOST_MONTHS; month += 1) months.push(formatMonth(month));
  return months;
}
