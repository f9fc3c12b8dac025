import { LINE_COLUMN } from '../../../fields/views.ts';
import { ROW_TABLES, WIDE_MARK } from '../../columns.ts';
import { NO_TEXT, type DecimalColumn } from '../../segments/columns.ts';
import type { Connection } from '../../sqlite.ts';
import { fileTitle } from '../display.ts';
import { eachWindow, type SegmentKind } from '../eachWindow.ts';
import type { ViewColumn } from '../viewColumn.ts';
import { NumberColumn } from './numberRanks.ts';
import { ABSENT, type Ranks } from './ranks.ts';
import type { Span } from './rowNumbers.ts';
import type { Cell, Scan, Source } from './scan.ts';
import { TextColumn } from './textRanks.ts';

const SEGMENT_KINDS: readonly SegmentKind[] = ['deductions', 'bill'];

/** Severity is sorted by its weight, not by its name. */
const SEVERITY_WEIGHT = "CASE r.\"severity\" WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END";

/** Reads a column of all rows of a table and ranks its values. */
export function columnRanks(db: Connection, scan: Scan, column: ViewColumn, table: string, span: Span): Ranks {
  const all: Source = { table, where: '', bound: [] };
  const kind = SEGMENT_KINDS.find((one) => ROW_TABLES[one] === table);
  if (kind !== undefined && column.storage !== 'extra' && column.storage !== 'text') return windowRanks({ db, scan }, column, kind, span);
  switch (column.storage) {
    case 'decimal':
      return numberRanks(scan, [column.sql, column.nano], all, span);
    case 'ref':
      return keyedRanks(scan, column.sql, all, span, textOrder(db));
    case 'file':
      return keyedRanks(scan, column.sql, all, span, fileOrder(db));
    case 'extra':
      return keyedRanks(scan, column.sql, all, span, extraOrder(db, table, column.header));
    case 'text':
      if (column.key === 'severity') return numberRanks(scan, [SEVERITY_WEIGHT], all, span);
      return new TextColumn(scan, column.sql, table, span.first, span.length).ranks(span.first, scan.pause);
    default:
      return numberRanks(scan, [column.sql], all, span);
  }
}

/** The same out of columns, which takes half the time of reading the table. */
function windowRanks(reader: { readonly db: Connection; readonly scan: Scan }, { key, storage }: ViewColumn, kind: SegmentKind, { first, length }: Span): Ranks {
  if (storage === 'ref' || storage === 'file') {
    const { rankOf, most } = storage === 'ref' ? textOrder(reader.db) : fileOrder(reader.db);
    const of = new Uint32Array(length).fill(ABSENT);
    eachWindow(reader, kind, [key], (columns, rows) => {
      const places = columns.rows.values;
      const keys = storage === 'ref' ? columns.refs(key).ids : columns.files.values;
      for (let at = 0; at < rows; at += 1) if (storage === 'file' || keys[at] !== NO_TEXT) of[places[at]! - first] = rankOf[keys[at]!] ?? ABSENT;
    });
    return { of, first, most };
  }
  const numbers = new NumberColumn(length, storage === 'decimal');
  eachWindow(reader, kind, [key], (columns, rows) => {
    const places = columns.rows.values;
    if (storage === 'decimal') putDecimals(numbers, columns.decimals(key), places, first, rows);
    else {
      const { values } = key === LINE_COLUMN ? columns.lines : columns.integers(key);
      for (let at = 0; at < rows; at += 1) if (!Number.isNaN(values[at]!)) numbers.put(places[at]! - first, values[at]!, 0);
    }
  });
  reader.scan.pause();
  return numbers.ranks(first);
}

function putDecimals(numbers: NumberColumn, { wholes, nanos, odd }: DecimalColumn, places: Float64Array, first: number, rows: number): void {
  for (let at = 0; at < rows; at += 1) if (!Number.isNaN(wholes[at]!)) numbers.put(places[at]! - first, wholes[at]!, nanos[at]!);
  for (const [at, value] of odd) if (at < rows) numbers.putWide(places[at]! - first, `${WIDE_MARK}${value.toString()}`);
}

function numberRanks(scan: Scan, columns: readonly string[], all: Source, { first, length }: Span): Ranks {
  const numbers = new NumberColumn(length, columns.length > 1);
  scan.rows(['r.id', ...columns], all, (id: Cell, whole: Cell, nano: Cell) => {
    if (typeof whole === 'number') numbers.put((id as number) - first, whole, nano as number);
    else if (whole !== null) numbers.putWide((id as number) - first, whole);
  });
  scan.pause();
  return numbers.ranks(first);
}

/** What a column of numbers of texts is sorted by: the rank of the text behind each number. */
interface KeyOrder {
  readonly rankOf: Uint32Array;
  readonly most: number;
}

function keyedRanks(scan: Scan, column: string, all: Source, { first, length }: Span, { rankOf, most }: KeyOrder): Ranks {
  const of = new Uint32Array(length).fill(ABSENT);
  scan.rows(['r.id', column], all, (id: Cell, key: Cell) => {
    // A text beyond the last that has a rank has none either: other unknown columns, but not this one.
    if (key !== null) of[(id as number) - first] = rankOf[key as number] ?? ABSENT;
  });
  return { of, first, most };
}

/** All texts of the dictionary, as its index has them. */
function textOrder(db: Connection): KeyOrder {
  const size = (db.prepare('SELECT max(id) FROM text').pluck().get() as number | null) ?? 0;
  const ids = db.prepare('SELECT id FROM text ORDER BY value').pluck().iterate() as Iterable<number>;
  const rankOf = new Uint32Array(size + 1).fill(ABSENT);
  let rank = 0;
  for (const id of ids) {
    rankOf[id] = rank;
    rank += 1;
  }
  return { rankOf, most: Math.max(0, rank - 1) };
}

function fileOrder(db: Connection): KeyOrder {
  const files = db.prepare('SELECT id, name, sheet FROM file').all() as { readonly id: number; readonly name: string; readonly sheet: string | null }[];
  return ranked(files.map((file) => [file.id, fileTitle(file)]));
}

/** A row without this verbatim cell is absent. */
function extraOrder(db: Connection, table: string, header: string): KeyOrder {
  return ranked(extraCells(db, table, header));
}

/** The verbatim cells under a header by the number of the text in which they lie as JSON. */
export function extraCells(db: Connection, table: string, header: string): [number, string][] {
  return db.prepare(`SELECT text.id, cell.value FROM text, json_each(text.value) AS cell
    WHERE text.id IN (SELECT DISTINCT extra FROM ${table} WHERE extra IS NOT NULL) AND cell.key = ?`).raw().all(header) as [number, string][];
}

/** Ranks by text, in the order of the code points. */
function ranked(entries: readonly (readonly [number, string])[]): KeyOrder {
  const sorted = entries.map(([id, text]) => ({ id, text, bytes: Buffer.from(text) })).sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  const rankOf = new Uint32Array(sorted.reduce((most, { id }) => Math.max(most, id), 0) + 1).fill(ABSENT);
  let rank = 0;
  sorted.forEach(({ id, text }, at) => {
    if (at > 0 && text !== sorted[at - 1]!.text) rank += 1;
    rankOf[id] = rank;
  });
  return { rankOf, most: rank };
}
