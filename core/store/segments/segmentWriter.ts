import type { RecordKind } from '../../fields/field.ts';
import { LINE_SLOT, type RowBatch, type RowLayout } from '../../fields/rowBatch.ts';
import { ROW_COLUMNS, storedFields, type StoredField } from '../columns.ts';
import type { StoredAs } from '../rowPlan.ts';
import type { WordTable } from '../wordTable.ts';
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
  private slots = new Int32Array(0);
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

  /** The following rows come in batches of this layout. */
  useLayout(layout: RowLayout): void {
    const places = layout.slots.flatMap((slot, place) => (slot < 0 ? [] : [place]));
    const fields = storedFields(this.kind);
    this.use(places.map((place) => fields[place]!));
    this.slots = Int32Array.from(places, (place) => layout.slots[place]!);
  }

  /** Takes a row of a batch. */
  take(row: StoredAs, batch: RowBatch, base: number, words: WordTable): void {
    const columns = this.room(row.id, row.file);
    const { count, slots } = this;
    columns.files.values[count] = row.file;
    columns.lines.values[count] = batch.numbers[base + LINE_SLOT]!;
    columns.copies.values[count] = row.copy;
    const { byField } = columns;
    for (let place = 0; place < byField.length; place += 1) byField[place]!.take(count, batch, base + slots[place]!, words.ids);
    this.added();
  }

  /** Takes a row as the columns of `columnNames` from `at` on hold it; rows come in the order of their numbers. */
  add(params: readonly Stored[], at: number): void {
    const columns = this.room(Number(params[at]), Number(params[at + 1]));
    const { count } = this;
    columns.files.put(count, params[at + 1]!);
    columns.lines.put(count, params[at + 2]!);
    columns.copies.put(count, params[at + 3]!);
    let from = at + ROW_COLUMNS.length;
    for (let place = 0; place < columns.byField.length; place += 1) {
      columns.byField[place]!.put(count, params[from]!, params[from + 1] ?? null);
      from += columns.fields[place]!.columns.length;
    }
    this.added();
  }

  /** Columns with room for the row: it goes on from the rows before, or begins a new segment. */
  private room(row: number, file: number): Columns {
    if (this.count > 0 && (row !== this.first + this.count || this.columns!.files.values[0] !== file)) this.flush();
    if (this.count === this.columns!.capacity) this.grow();
    if (this.count === 0) this.first = row;
    return this.columns!;
  }

  private added(): void {
    this.count += 1;
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
