import { formatCivil } from '../../base/time.ts';
import type { Query } from '../../fields/views.ts';
import type { ViewReader } from './viewReader.ts';
import { tableOf } from './viewColumn.ts';
import { wherePiece } from './viewQuery.ts';

/** First and last moment that the rows of a query speak of, for the name of an export; `null` where they tell none. */
export function periodOf({ db }: ViewReader, query: Query): { start: string; end: string } | null {
  const ends = {
    deductions: 'min(r."usageStart"), max(coalesce(r."usageEnd", r."usageStart"))',
    bill: 'min(coalesce(r."usageStart", r."transactionTime")), max(coalesce(r."usageEnd", r."usageStart", r."transactionTime"))',
    packages: 'min(r."effective"), max(coalesce(r."endedAt", r."expiry"))',
    findings: '',
  }[query.view];
  if (ends === '') return null;
  const where = wherePiece(query);
  const [start, end] = db.prepare(`SELECT ${ends} FROM ${tableOf(query.view)} AS r ${where.sql}`).raw().get(...where.bound) as [number | null, number | null];
  return start === null || end === null ? null : { start: formatCivil(start), end: formatCivil(end) };
}
