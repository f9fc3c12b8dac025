import type { View } from '../../../fields/views.ts';
import type { Connection } from '../../sqlite.ts';
import { tableOf } from '../viewColumn.ts';
import { placesOf, type Places } from './places.ts';
import type { Numbers } from './ranks.ts';
import type { Scan, Source } from './scan.ts';

/** The numbers of a table's rows: from `first`, with room for `length`. */
export interface Span {
  readonly first: number;
  readonly length: number;
}

/** More runs than these are no shorter than a list. */
const MOST_RUNS = 1000;

export function spanOf(db: Connection, view: View): Span {
  // Both at once would read the whole table.
  const [first, last] = db.prepare(`SELECT (SELECT min(id) FROM ${tableOf(view)}), (SELECT max(id) FROM ${tableOf(view)})`).raw().get() as [number | null, number | null];
  return first === null || last === null ? { first: 0, length: 0 } : { first, length: last - first + 1 };
}

/**
 * All rows of a view by their numbers. Counting a large table takes SQLite a second; where the files say that they brought
 * as many rows as there are numbers, no number is missing.
 */
export function naturalPlaces(db: Connection, scan: Scan, view: View, span: Span): Places {
  const brought = view === 'findings' ? db.prepare(`SELECT count(*) FROM ${tableOf(view)}`).pluck() : db.prepare(`SELECT sum(stored) FROM file WHERE kind = '${view}'`).pluck();
  if (span.length === 0) return placesOf({ runs: [] });
  if (brought.get() === span.length) return placesOf({ runs: [span.first, span.length] });
  const rows = numbersOf(scan, { table: tableOf(view), where: '', bound: [] }, span);
  const runs = runsOf(rows);
  return placesOf(runs === null ? { list: rows } : { runs });
}

/** The numbers of all rows of a source, ascending. */
export function numbersOf(scan: Scan, source: Source, { first, length }: Span): Numbers {
  const marks = new Uint8Array(length);
  scan.rows(['r.id'], source, (id) => {
    marks[(id as number) - first] = 1;
  });
  return markedNumbers(marks, first);
}

/** The numbers that are marked with 1, ascending; the first mark is that of `first`. */
export function markedNumbers(marks: Uint8Array, first: number): Numbers {
  let count = 0;
  for (let at = 0; at < marks.length; at += 1) count += marks[at]!;
  const rows = new Int32Array(count);
  let next = 0;
  for (let at = 0; next < count; at += 1) {
    if (marks[at] === 0) continue;
    rows[next] = first + at;
    next += 1;
  }
  return rows;
}

/** Ascending numbers as runs of neighbours: the first and how many, one after the other; `null` where there are too many. */
function runsOf(rows: Numbers): number[] | null {
  const runs: number[] = [];
  let begin = 0;
  for (let at = 1; at <= rows.length; at += 1) {
    if (at < rows.length && rows[at] === rows[at - 1]! + 1) continue;
    runs.push(rows[begin]!, at - begin);
    if (runs.length > 2 * MOST_RUNS) return null;
    begin = at;
  }
  return runs;
}
