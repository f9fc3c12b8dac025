import { invariant } from '../../base/errors.ts';
import type { RecordKind } from '../../fields/field.ts';
import { ROW_COLUMNS, ROW_TABLES, columnNames, type StoredField } from '../columns.ts';
import type { Connection, Statement } from '../sqlite.ts';
import { decodeColumn } from './columnBody.ts';
import { Columns, COPY, LINE, type Column, type Stored } from './columns.ts';
import { SEGMENT_ROWS } from './segmentWriter.ts';

/** Rows with neighbouring numbers: those of a segment, or of a stretch of the table for which there is none. */
interface RowWindow {
  readonly first: number;
  readonly last: number;
  /** `null` where the rows are read from the table. */
  readonly segment: Segment | null;
}

interface Segment {
  readonly id: number;
  readonly file: number;
}

/**
 * All rows of a kind as windows of at most `SEGMENT_ROWS` rows, in the order of their numbers. A window comes out of its segment where there
 * is one, else out of the table itself, so that a project without segments (an older one, or one from which rows were taken) reads the
 * same, only slower.
 */
export class RowWindows {
  readonly kind: RecordKind;
  private readonly db: Connection;
  private readonly windows: readonly RowWindow[];
  private readonly body: Statement;

  constructor(db: Connection, kind: RecordKind) {
    this.db = db;
    this.kind = kind;
    this.windows = windowsOf(db, kind);
    this.body = db.prepare('SELECT body FROM segment_column WHERE segment = ? AND key = ?').pluck();
  }

  get count(): number {
    return this.windows.length;
  }

  /** How many rows there are at most: numbers that were taken back leave holes. */
  get rows(): number {
    return this.windows.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  }

  /** First and last number of the rows of each window that has no segment. */
  get bare(): { readonly first: number; readonly last: number }[] {
    return this.windows.filter(({ segment }) => segment === null);
  }

  /** Columns that hold any one window. */
  columns(fields: readonly StoredField[]): Columns {
    return new Columns(fields, this.windows.reduce((most, { first, last, segment }) => Math.max(most, segment === null ? Math.min(SEGMENT_ROWS, last - first + 1) : last - first + 1), 1));
  }

  /** Puts the rows of a window into `columns`; answers how many they are. */
  load(window: number, columns: Columns): number {
    const { first, last, segment } = this.windows[window]!;
    if (segment === null) return loadRows(this.db, this.kind, first, last, columns);
    const count = last - first + 1;
    invariant(count <= columns.capacity, 'a segment that fits its columns');
    for (let at = 0; at < count; at += 1) columns.rows.values[at] = first + at;
    columns.files.values.fill(segment.file, 0, count);
    this.fill(segment, LINE, columns.lines, count);
    this.fill(segment, COPY, columns.copies, count);
    columns.fields.forEach(({ key }, place) => this.fill(segment, key, columns.byField[place]!, count));
    return count;
  }

  /** A column that the segment lacks is absent in all of its rows. */
  private fill({ id }: Segment, key: string, column: Column, count: number): void {
    const body = this.body.get(id, key) as Uint8Array | undefined;
    if (body === undefined) column.clear(count);
    else decodeColumn(body, column, count);
  }
}

function windowsOf(db: Connection, kind: RecordKind): RowWindow[] {
  const segments = db.prepare('SELECT id, file, first_row AS first, last_row AS last FROM segment WHERE kind = ? ORDER BY first_row').all(kind) as (Segment & { readonly first: number; readonly last: number })[];
  // Asked for both ends at once, SQLite would look at every row.
  const first = db.prepare(`SELECT min(id) FROM ${ROW_TABLES[kind]}`).pluck().get() as number | null;
  const last = db.prepare(`SELECT max(id) FROM ${ROW_TABLES[kind]}`).pluck().get() as number | null;
  if (first === null || last === null) return [];
  const windows: RowWindow[] = [];
  let next = first;
  for (const { id, file, first: from, last: to } of segments) {
    windows.push(...tableWindows(db, kind, next, from - 1), { first: from, last: to, segment: { id, file } });
    next = to + 1;
  }
  windows.push(...tableWindows(db, kind, next, last));
  return windows;
}

/** Cuts the rows with numbers in `[from, to]` into windows; there may be holes, or none at all. */
function tableWindows(db: Connection, kind: RecordKind, from: number, to: number): RowWindow[] {
  if (from > to) return [];
  const windows: RowWindow[] = [];
  const ends = db.prepare(`SELECT min(id) AS first, max(id) AS last FROM (SELECT id FROM ${ROW_TABLES[kind]} WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ${SEGMENT_ROWS})`);
  for (let next = from; next <= to;) {
    const { first, last } = ends.get(next, to) as { readonly first: number | null; readonly last: number | null };
    if (first === null || last === null) break;
    windows.push({ first, last, segment: null });
    next = last + 1;
  }
  return windows;
}

/** Puts the rows with numbers in `[first, last]`, at most a window full, from the table into `columns`. */
function loadRows(db: Connection, kind: RecordKind, first: number, last: number, columns: Columns): number {
  const { fields, byField } = columns;
  for (const column of byField) column.clear(columns.capacity);
  const rows = db.prepare(`SELECT ${columnNames(fields).join(', ')} FROM ${ROW_TABLES[kind]} WHERE id BETWEEN ? AND ? ORDER BY id`).raw().iterate(first, last) as Iterable<readonly Stored[]>;
  let count = 0;
  for (const row of rows) {
    columns.rows.put(count, row[0]!);
    columns.files.put(count, row[1]!);
    columns.lines.put(count, row[2]!);
    columns.copies.put(count, row[3]!);
    let from: number = ROW_COLUMNS.length;
    for (let place = 0; place < byField.length; place += 1) {
      byField[place]!.put(count, row[from]!, row[from + 1] ?? null);
      from += fields[place]!.columns.length;
    }
    count += 1;
  }
  return count;
}
