import { formatCivil, formatMonth } from '../../base/time.ts';
import type { FileFact } from '../../fields/facts.ts';
import type { Query } from '../../fields/views.ts';
import { decimalOf, type Texts } from '../rowDecoder.ts';
import type { Connection } from '../sqlite.ts';
import { fileTitle } from './display.ts';
import { eachChosen, isSegmentKind } from './eachWindow.ts';
import { extraCells } from './orders/columnRanks.ts';
import { sourceOf } from './orders/maker.ts';
import type { Scan } from './orders/scan.ts';
import { columnOf, type ViewColumn } from './viewColumn.ts';

export interface DistinctValue {
  readonly value: string | null;
  readonly count: number;
}

export interface DistinctOptions {
  readonly field: string;
  /** Only values that contain this, whatever their case. */
  readonly search: string;
  readonly limit: number;
}

interface Readers {
  readonly db: Connection;
  readonly scan: Scan;
  readonly texts: Texts;
  readonly files: ReadonlyMap<number, FileFact>;
  /** The rows of the query, `null` for all; asked where they are looked up in columns. */
  readonly chosen: () => Int32Array | null;
}

type Counts = ReadonlyMap<string | null, number>;

/** The values of a column among the rows of a query, most frequent first, and how many there are. */
export function distinctValues(readers: Readers, query: Query, { field, search, limit }: DistinctOptions): { values: DistinctValue[]; total: number } {
  const column = columnOf(query.view, field);
  const counts = countsOf(readers, query, column);
  const wanted = search.toLowerCase();
  const found = Array.from(counts, ([value, count]): DistinctValue => ({ value, count })).filter(({ value }) => wanted === '' || value?.toLowerCase().includes(wanted) === true);
  found.sort((a, b) => b.count - a.count);
  return { values: found.slice(0, limit), total: found.length };
}

function countsOf(readers: Readers, query: Query, column: ViewColumn): Counts {
  const { texts, files } = readers;
  switch (column.storage) {
    case 'ref':
      return renamed(keyCounts(readers, query, column), (key) => texts.of(key));
    case 'file':
      return renamed(keyCounts(readers, query, column), (key) => fileTitle(files.get(key)!));
    case 'extra': {
      const cells = new Map(extraCells(readers.db, sourceOf(query).table, column.header));
      return renamed(keyCounts(readers, query, column), (key) => cells.get(key) ?? null);
    }
    default:
      return valueCounts(readers, query, column);
  }
}

/** How many rows have each number of a text or file; 0 stands for none. */
function keyCounts(readers: Readers, query: Query, { key: field, storage, sql }: ViewColumn): ReadonlyMap<number, number> {
  let counts = new Uint32Array(1024);
  const count = (key: number): void => {
    if (key >= counts.length) {
      const wider = new Uint32Array(2 * key);
      wider.set(counts);
      counts = wider;
    }
    counts[key] = counts[key]! + 1;
  };
  const { view } = query;
  if (isSegmentKind(view) && storage !== 'extra') {
    eachChosen(readers, { kind: view, rows: readers.chosen() }, [field], (columns, places, length) => {
      const keys = storage === 'file' ? columns.files.values : columns.refs(field).ids;
      for (let index = 0; index < length; index += 1) count(keys[places[index]!]!);
    });
  } else readers.scan.rows([sql], sourceOf(query), (cell) => count((cell ?? 0) as number));
  const found = new Map<number, number>();
  counts.forEach((times, key) => {
    if (times > 0) found.set(key, times);
  });
  return found;
}

/** Two numbers may stand for the same value. */
function renamed(counts: ReadonlyMap<number, number>, nameOf: (key: number) => string | null): Counts {
  const named = new Map<string | null, number>();
  for (const [key, count] of counts) {
    const name = key === 0 ? null : nameOf(key);
    named.set(name, (named.get(name) ?? 0) + count);
  }
  return named;
}

interface Group {
  readonly value: number | string | null;
  readonly nano: number | null;
  readonly count: number;
}

function valueCounts({ db }: Readers, query: Query, column: ViewColumn): Counts {
  const { table, where, bound } = sourceOf(query);
  const nano = column.storage === 'decimal' ? column.nano : 'NULL';
  const groups = db.prepare(`SELECT ${column.sql} AS value, ${nano} AS nano, count(*) AS count FROM ${table} AS r ${where} GROUP BY 1, 2`).all(...bound) as Group[];
  return new Map(groups.map((group) => [shownValue(column, group), group.count]));
}

function shownValue({ storage, kind }: ViewColumn, { value, nano }: Group): string | null {
  if (value === null) return null;
  if (storage === 'decimal') return decimalOf(value, nano)!.toString();
  if (kind === 'time') return formatCivil(value as number);
  return kind === 'month' ? formatMonth(value as number) : String(value);
}
