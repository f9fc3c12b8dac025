import { Decimal } from '../../base/decimal.ts';
import { AppError } from '../../base/errors.ts';
import { DAY, monthOf, parseCivil, type CivilTime } from '../../base/time.ts';
import type { Condition, Filter, View } from '../../fields/views.ts';
import { columnOf, type ViewColumn } from './viewColumn.ts';

export type Bound = string | number | bigint;

/** A piece of a WHERE clause with its parameters. */
export interface Piece {
  readonly sql: string;
  readonly bound: readonly Bound[];
}

export type Comparison = 'less' | 'atMost' | 'more' | 'atLeast' | 'equals' | 'notEqual';
const SIGNS: Readonly<Record<Comparison, string>> = { less: '<', atMost: '<=', more: '>', atLeast: '>=', equals: '=', notEqual: '<>' };

export function filterPiece(view: View, filter: Filter): Piece {
  if (!('any' in filter)) return conditionPiece(view, filter);
  const pieces = filter.any.map((condition) => conditionPiece(view, condition));
  return { sql: `(${pieces.map(({ sql }) => sql).join(' OR ')})`, bound: pieces.flatMap(({ bound }) => bound) };
}

export function conditionPiece(view: View, condition: Condition): Piece {
  const column = columnOf(view, condition.field);
  switch (condition.op) {
    case 'blank':
      return absent(column);
    case 'present':
      return negated(absent(column));
    case 'in':
      return oneOf(column, condition.values);
    case 'notIn':
      return negated(oneOf(column, condition.values));
    case 'between': {
      const from = compared(column, 'atLeast', condition.from);
      const to = compared(column, 'atMost', condition.to);
      return { sql: `(${from.sql} AND ${to.sql})`, bound: [...from.bound, ...to.bound] };
    }
    case 'contains':
    case 'starts':
    case 'ends':
      return matching(column, patternOf(condition.op, condition.value));
    case 'notContains':
      return negated(matching(column, patternOf('contains', condition.value)));
    case 'notEqual':
      return negated(compared(column, 'equals', condition.value));
    default:
      return compared(column, condition.op, condition.value);
  }
}

/** What is not so, absent values included. */
function negated({ sql, bound }: Piece): Piece {
  return { sql: `((${sql}) IS NOT TRUE)`, bound };
}

function absent(column: ViewColumn): Piece {
  if (column.storage !== 'extra') return { sql: `${column.sql} IS NULL`, bound: [] };
  const { sql, bound } = amongExtras(column, 'TRUE', []);
  return { sql: `(${sql}) IS NOT TRUE`, bound };
}

/** What LIKE is asked for. */
export function patternOf(op: 'contains' | 'starts' | 'ends', value: string): string {
  const text = value.replace(/[\\%_]/g, '\\$&');
  return `${op === 'starts' ? '' : '%'}${text}${op === 'ends' ? '' : '%'}`;
}

const LIKE = "value LIKE ? ESCAPE '\\'";
const AMONG = 'value IN (SELECT one.atom FROM json_each(?) AS one)';
/** The titles of files as `value`, with their numbers. */
export const FILE_TITLES = "(SELECT id, name || coalesce(' › ' || sheet, '') AS value FROM file)";

/**
 * What a condition asks of the text of a column, over `value`; whether it is negated, and whether absent values pass, is for the caller to
 * see. `null` where it asks for nothing else, or for two things at once.
 */
export function wordTest(condition: Condition): Piece | null {
  switch (condition.op) {
    case 'blank':
    case 'present':
    case 'between':
      return null;
    case 'in':
    case 'notIn':
      return { sql: AMONG, bound: [JSON.stringify(condition.values.filter((value) => value !== null))] };
    case 'contains':
    case 'notContains':
      return { sql: LIKE, bound: [patternOf('contains', condition.value)] };
    case 'starts':
    case 'ends':
      return { sql: LIKE, bound: [patternOf(condition.op, condition.value)] };
    default:
      return comparedWords(condition.op === 'notEqual' ? 'equals' : condition.op, condition.value);
  }
}

function comparedWords(op: Comparison, value: string): Piece {
  return { sql: `value ${SIGNS[op]} ? COLLATE NOCASE`, bound: [value] };
}

function matching(column: ViewColumn, pattern: string): Piece {
  if (column.storage === 'decimal' || column.kind === 'count') throw wrong(column, 'contains');
  if (column.kind === 'time') return { sql: `strftime('%Y-%m-%d %H:%M:%S', ${column.sql}, 'unixepoch') LIKE ? ESCAPE '\\'`, bound: [pattern] };
  if (column.kind === 'month') return { sql: `printf('%04d-%02d', ${column.sql} / 12, ${column.sql} % 12 + 1) LIKE ? ESCAPE '\\'`, bound: [pattern] };
  return words(column, LIKE, [pattern]);
}

/** A condition on the text of a column, written over `value`. */
function words(column: ViewColumn, test: string, bound: readonly Bound[]): Piece {
  switch (column.storage) {
    case 'ref':
      return { sql: `${column.sql} IN (SELECT id FROM text WHERE ${test})`, bound };
    case 'file':
      return { sql: `r.file IN (SELECT id FROM ${FILE_TITLES} WHERE ${test})`, bound };
    case 'extra':
      return amongExtras(column, test, bound);
    default:
      return { sql: test.replaceAll('value', column.sql), bound };
  }
}

/** A condition on a verbatim cell, which lies in a JSON object under its header. */
function amongExtras({ header }: ViewColumn, test: string, bound: readonly Bound[]): Piece {
  const inner = test.replaceAll('value', 'cell.value');
  return { sql: `r.extra IN (SELECT text.id FROM text, json_each(text.value) AS cell WHERE text.value LIKE '{"%' AND json_valid(text.value) AND cell.key = ? AND ${inner})`, bound: [header, ...bound] };
}

function oneOf(column: ViewColumn, values: readonly (string | null)[]): Piece {
  const given = values.filter((value) => value !== null);
  const pieces: Piece[] = [];
  if (given.length < values.length) pieces.push(absent(column));
  if (given.length > 0) pieces.push(isWord(column) ? words(column, AMONG, [JSON.stringify(given)]) : someOf(column, given));
  if (pieces.length === 0) return { sql: 'FALSE', bound: [] };
  return { sql: `(${pieces.map(({ sql }) => sql).join(' OR ')})`, bound: pieces.flatMap(({ bound }) => bound) };
}

function someOf(column: ViewColumn, values: readonly string[]): Piece {
  const pieces = values.map((value) => compared(column, 'equals', value));
  return { sql: `(${pieces.map(({ sql }) => sql).join(' OR ')})`, bound: pieces.flatMap(({ bound }) => bound) };
}

function isWord({ storage }: ViewColumn): boolean {
  return storage !== 'decimal' && storage !== 'integer';
}

function compared(column: ViewColumn, op: Comparison, value: string): Piece {
  if (isWord(column)) {
    const { sql, bound } = comparedWords(op, value);
    return words(column, sql, bound);
  }
  if (column.storage === 'decimal') return decimalCompared(column, op, value);
  if (column.kind === 'time') return timeCompared(column, op, value);
  const number = numberIn(column, value);
  if (number === null) throw wrong(column, value);
  return { sql: `${column.sql} ${SIGNS[op]} ?`, bound: [number] };
}

/** What is written for a column of months or counts; `null` where that is none. */
export function numberIn({ kind }: ViewColumn, value: string): number | null {
  return kind === 'month' ? monthNumber(value) : /^-?\d{1,15}$/.test(value.trim()) ? Number(value) : null;
}

/** The first and the last second of what is written: a date alone is a whole day. */
export function timesIn(value: string): { readonly first: CivilTime; readonly last: CivilTime } | null {
  const text = value.trim();
  const time = parseCivil(text);
  return time === null ? null : { first: time, last: /\d:\d/.test(text) ? time : time + DAY - 1 };
}

/** Which end of the times counts: what is at most a day, or more than it, is held against its last second. */
export function timeBound(op: Comparison, { first, last }: { readonly first: CivilTime; readonly last: CivilTime }): CivilTime {
  return op === 'atMost' || op === 'more' ? last : first;
}

/** What is written for a column of decimals; `null` where that is none. */
export function decimalIn(value: string): Decimal | null {
  return Decimal.parse(value.replace(/[,\s]/g, ''));
}

function monthNumber(value: string): number | null {
  const match = /^(\d{4})-(\d{2})$/.exec(value.trim());
  const time = match === null ? parseCivil(value) : parseCivil(`${value.trim()}-01`);
  return time === null ? null : monthOf(time);
}

function timeCompared(column: ViewColumn, op: Comparison, value: string): Piece {
  const times = timesIn(value);
  if (times === null) throw wrong(column, value);
  if (op === 'equals') return { sql: `${column.sql} BETWEEN ? AND ?`, bound: [times.first, times.last] };
  return { sql: `${column.sql} ${SIGNS[op]} ?`, bound: [timeBound(op, times)] };
}

function decimalCompared({ sql, nano, ...column }: ViewColumn, op: Comparison, value: string): Piece {
  const number = decimalIn(value);
  if (number === null) throw wrong(column, value);
  const sign = SIGNS[op];
  const wide = `decimal_compare(${sql}, ${nano}, ?) ${sign} 0`;
  if (!number.isNarrow) return { sql: `(${sql} IS NOT NULL AND ${wide})`, bound: [number.toString()] };
  return {
    sql: `CASE typeof(${sql}) WHEN 'integer' THEN (${sql}, ${nano}) ${sign} (?, ?) WHEN 'text' THEN ${wide} END`,
    bound: [BigInt(number.whole), number.nano, number.toString()],
  };
}

function wrong({ key }: { readonly key: string }, value: string): AppError {
  return new AppError('input-invalid', { detail: `${key}: ${value.slice(0, 100)}` });
}
