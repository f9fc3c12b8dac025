import type { RecordKind } from '../../fields/field.ts';
import type { StoredField } from '../columns.ts';
import { ROW_COLUMNS } from '../columns.ts';
import type { Connection, Statement } from '../sqlite.ts';
import { encodeColumn } from './columnBody.ts';
import { Columns, COPY, LINE, type Column, type Stored } from './columns.ts';

/** Rows of one segment: enough for a column of it to be worth a read of its own, few enough to hold several in memory. */
export const SEGMENT_ROWS = 1 << 15;
/** Room for so many is made at first: most files are small. */
const FIRST_ROWS = 1 << 9;
const GROWTH = 8;

/** Gathers the rows of one kind and writes them once more as segments: rows of one file, whose numbers follow each other. */
export class SegmentWriter {
  private readonly kind: RecordKind;
  private readonly insert: Statement;
  private readonly insertColumn: Statement;
  private columns: Columns | null = null;
  private first = 0;
  private count = 0;

  constructor(db: Connection, kind: RecordKind) {
    this.kind = kind;
    this.insert = db.prepare('INSERT INTO segment (kind, first_row, last_row, file) VALUES (?, ?, ?, ?)');
    this.insertColumn = db.prepare('INSERT INTO segment_column (segment, key, body) VALUES (?, ?, ?)');
  }

  /** The following rows have values only in these fields. */
  use(fields: readonly StoredField[]): void {
    this.flush();
    this.columns = new Columns(fields, FIRST_ROWS);
  }

  /** Takes a row as the columns of `columnNames` from `at` on hold it; rows come in the order of their numbers. */
  add(params: readonly Stored[], at: number): void {
    if (this.count === this.columns!.capacity) this.grow();
    const columns = this.columns!;
    const row = Number(params[at]);
    if (this.count > 0 && (row !== this.first + this.count || columns.files.values[0] !== Number(params[at + 1]))) this.flush();
    const { count } = this;
    if (count === 0) this.first = row;
    columns.files.put(count, params[at + 1]!);
    columns.lines.put(count, params[at + 2]!);
    columns.copies.put(count, params[at + 3]!);
    let from = at + ROW_COLUMNS.length;
    for (let place = 0; place < columns.byField.length; place += 1) {
      columns.byField[place]!.put(count, params[from]!, params[from + 1] ?? null);
      from += columns.fields[place]!.columns.length;
    }
    this.count = count + 1;
    if (this.count === SEGMENT_ROWS) this.flush();
  }

  private grow(): void {
    const { columns, count } = this;
    const places = Int32Array.from({ length: count }, (_, at) => at);
    this.columns = new Columns(columns!.fields, Math.min(count * GROWTH, SEGMENT_ROWS));
    this.columns.scatter(columns!, places, places, count);
  }

  flush(): void {
    const { columns, count, first } = this;
    if (columns === null || count === 0) return;
    const id = Number(this.insert.run(this.kind, first, first + count - 1, columns.files.values[0]).lastInsertRowid);
    const keyed: [string, Column][] = [[LINE, columns.lines], [COPY, columns.copies], ...columns.fields.map(({ key }, place): [string, Column] => [key, columns.byField[place]!])];
    for (const [key, column] of keyed) {
      const body = encodeColumn(column, count);
      if (body !== null) this.insertColumn.run(id, key, body);
    }
    this.forget();
  }

  /** Forgets what is not written yet. */
  forget(): void {
    for (const column of this.columns?.byField ?? []) column.forget();
    this.count = 0;
  }
}
