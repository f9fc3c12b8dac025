import { addMonths, monthOf, parseCivil, type CivilTime } from '../../base/time.ts';
import type { Query, Scope, View } from '../../fields/views.ts';
import { filterPiece, patternOf, type Bound, type Piece } from './condition.ts';
import { isWords, viewColumns } from './viewColumn.ts';

const MOST_WORDS = 8;

/** The conditions of a query. Throws `input-invalid`. */
export function wherePiece(query: Query): Piece {
  const pieces = [
    ...query.filters.map((filter) => filterPiece(query.view, filter)),
    ...quickPieces(query.view, query.quick),
    ...scopePieces(query.view, query.scope),
  ];
  if (pieces.length === 0) return { sql: '', bound: [] };
  return { sql: `WHERE ${pieces.map(({ sql }) => sql).join(' AND ')}`, bound: pieces.flatMap(({ bound }) => bound) };
}

/** Each word must stand in some text column. */
function quickPieces(view: View, quick: string): Piece[] {
  const words = quick.split(/\s+/).filter((word) => word !== '').slice(0, MOST_WORDS);
  return words.map((word) => anyText(view, word));
}

/** Rows of which some text column contains the word. */
export function anyText(view: View, word: string): Piece {
  const columns = viewColumns(view).filter(isWords);
  const refs = columns.filter(({ storage }) => storage === 'ref');
  const texts = columns.filter(({ storage }) => storage === 'text');
  const pattern = patternOf('contains', word);
  const tests = texts.map(({ sql }) => `${sql} LIKE ? ESCAPE '\\'`);
  const bound: Bound[] = texts.map(() => pattern);
  for (const { sql } of refs) {
    tests.push(`${sql} IN (SELECT id FROM text WHERE value LIKE ? ESCAPE '\\')`);
    bound.push(pattern);
  }
  return { sql: `(${tests.join(' OR ')})`, bound };
}

/** How the scope narrows a view: months by the time that a record is about, accounts by whoever used or paid. */
function scopePieces(view: View, scope: Scope): Piece[] {
  const { accounts, currencies } = scope;
  const { start, end } = momentsOf(scope);
  const pieces: Piece[] = [...periodPieces(view, start, end)];
  if (accounts !== undefined && accounts.length > 0) pieces.push(...accountPieces(view, accounts));
  if (currencies !== undefined && currencies.length > 0) {
    if (view === 'bill') pieces.push(currencyPiece(currencies));
    if (view === 'findings') pieces.push({ sql: '(r."currency" IS NULL OR r."currency" IN (SELECT atom FROM json_each(?)))', bound: [JSON.stringify(currencies)] });
  }
  return pieces;
}

/** The first moment of the months of a scope, and the one behind their last; `null` where they have no such bound. */
export function momentsOf({ from, to }: Scope): { readonly start: CivilTime | null; readonly end: CivilTime | null } {
  return { start: from === undefined ? null : parseCivil(`${from}-01`)!, end: to === undefined ? null : addMonths(parseCivil(`${to}-01`)!, 1) };
}

/** A bill of the China site prints no currency and is in CNY. */
function currencyPiece(currencies: readonly string[]): Piece {
  const printed = inTexts(['r."currency"'], currencies);
  if (!currencies.includes('CNY')) return printed;
  return { sql: `(${printed.sql} OR (r."currency" IS NULL AND r.file IN (SELECT id FROM file WHERE layout = 'cn')))`, bound: printed.bound };
}

function periodPieces(view: View, start: number | null, end: number | null): Piece[] {
  const range = (low: string, high: string): Piece[] => [
    ...(start === null ? [] : [{ sql: `${high} >= ?`, bound: [start] }]),
    ...(end === null ? [] : [{ sql: `${low} < ?`, bound: [end] }]),
  ];
  switch (view) {
    case 'packages':
      // A package belongs to every month that it was valid in.
      return range('coalesce(r."effective", 0)', 'coalesce(r."endedAt", r."expiry", 9e15)');
    case 'deductions':
      return range('coalesce(r."usageStart", r."deductedAt")', 'coalesce(r."usageStart", r."deductedAt")');
    case 'bill':
      return [...(start === null ? [] : [billMonthPiece('>=', start)]), ...(end === null ? [] : [billMonthPiece('<', end)])];
    default:
      return [];
  }
}

/**
 * The billing month of a line, as the checks understand it: printed, else when a prepaid line was paid and any other was used.
 * It is held against the first moment of a month.
 */
function billMonthPiece(sign: string, start: number): Piece {
  const time = `CASE WHEN r."billingMode" = (SELECT id FROM text WHERE value = 'prepaid') THEN coalesce(r."transactionTime", r."usageStart") ELSE coalesce(r."usageStart", r."transactionTime") END`;
  return { sql: `CASE WHEN r."billMonth" IS NOT NULL THEN r."billMonth" ${sign} ? ELSE ${time} ${sign} ? END`, bound: [monthOf(start), start] };
}

/** Whoever used or paid. */
export const ACCOUNT_FIELDS = { packages: ['packageOwner'], deductions: ['usageOwner', 'packageOwner'], bill: ['owner', 'payer'] } as const;

function accountPieces(view: View, accounts: readonly string[]): Piece[] {
  return view === 'findings' ? [] : [inTexts(ACCOUNT_FIELDS[view].map((field) => `r."${field}"`), accounts)];
}

function inTexts(columns: readonly string[], values: readonly string[]): Piece {
  const list = JSON.stringify(values);
  return {
    sql: `(${columns.map((sql) => `${sql} IN (SELECT id FROM text WHERE value IN (SELECT atom FROM json_each(?)))`).join(' OR ')})`,
    bound: columns.map(() => list),
  };
}
