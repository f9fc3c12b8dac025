import { invariant } from '../base/errors.ts';
import type { RecordKind } from '../fields/field.ts';
import { LINE_SLOT, type RowBatch, type RowLayout } from '../fields/rowBatch.ts';
import { copyAndIndex } from './bulk.ts';
import { ROW_INDEXES, ROW_TABLES } from './columns.ts';
import type { Dictionary } from './dictionary.ts';
import { RecordWriter } from './recordWriter.ts';
import { RowEncoder } from './rowEncoder.ts';
import { RowImage } from './rowImage.ts';
import { ID, NOTHING, paramOf, rowPlan, type PlannedColumn, type StoredAs } from './rowPlan.ts';
import { SegmentWriter } from './segments/segmentWriter.ts';
import type { Connection, Statement } from './sqlite.ts';
import { Tally } from './tally.ts';
import { WordTable } from './wordTable.ts';

/** A table of at most this many rows is read into the tally before the first row is added. */
const SMALL_TABLE = 20_000;
/** After this many rows of one import the whole table is read into the tally: faster than asking for each. */
const MANY_ROWS = 50_000;
/** From so many new rows on they go into an image and the indexes are built anew, unless the table is much larger. */
const BULK_ROWS = 8192;
const MUCH_LARGER = 4;

/** How rows of one layout are written. */
interface Layout {
  readonly width: number;
  readonly columns: readonly PlannedColumn[];
  readonly insert: Statement;
  readonly records: RecordWriter;
}

/** What `discard` goes back to. */
export interface RowMark {
  readonly nextId: number;
  readonly added: number;
  readonly tally: number;
  readonly heldAll: boolean;
  readonly image: number;
}

/**
 * Adds the rows of one kind to its table: a row that is stored already becomes a sighting. A large import into a table
 * that is not much larger takes the indexes away and lays its rows into an image of the table, which `finish` copies into
 * it before it builds the indexes anew.
 */
export class RowWriter {
  private readonly db: Connection;
  private readonly kind: RecordKind;
  private readonly table: string;
  private readonly encoder: RowEncoder;
  private readonly dictionary: Dictionary;
  private readonly tally = new Tally();
  private readonly segments: SegmentWriter;
  /** Whether every row of the table is in the tally, so that a row that is not is new. */
  private holdsAll = false;
  private image: RowImage | null = null;
  /** The name under which the image is attached. */
  private attached: string | null = null;
  private readonly existing: number;
  /** Rows of this import so far, and those of them that were new. */
  private offered = 0;
  private added = 0;
  private readonly row: StoredAs = { id: 0, file: 0, copy: 0, hashA: 0, hashB: 0 };
  private nextId: number;
  private layout: Layout | null = null;
  private words: WordTable;
  private readonly findRow: Statement;
  private readonly addSighting: Statement;

  constructor(db: Connection, kind: RecordKind, dictionary: Dictionary, key: string) {
    this.db = db;
    this.kind = kind;
    this.table = ROW_TABLES[kind];
    this.dictionary = dictionary;
    this.words = new WordTable(dictionary);
    this.encoder = new RowEncoder(kind, key);
    this.segments = new SegmentWriter(db, kind);
    this.findRow = db.prepare(`SELECT id FROM ${this.table} WHERE hash_a = ? AND hash_b = ? AND copy = ?`).pluck();
    this.addSighting = db.prepare('INSERT INTO sighting (file, kind, "row", line) VALUES (?, ?, ?, ?)');
    this.existing = db.prepare(`SELECT count(*) FROM ${this.table}`).pluck().get() as number;
    this.nextId = (db.prepare(`SELECT coalesce(max(id), 0) FROM ${this.table}`).pluck().get() as number) + 1;
    if (this.existing <= SMALL_TABLE) this.loadTally();
  }

  /** Makes room for about so many more rows. */
  expect(rows: number): void {
    this.tally.expect(rows);
  }

  /** The following batches are those of another table, of this layout. Answers what `discard` needs to know. */
  startTable(layout: RowLayout): RowMark {
    this.words = new WordTable(this.dictionary);
    this.encoder.use(layout, this.words);
    this.segments.useLayout(layout);
    const columns = rowPlan(this.db, this.kind, layout);
    const written = columns.filter((column) => column.from !== NOTHING);
    invariant(written[0]?.from === ID, 'the number of a row first');
    this.layout = {
      width: layout.width,
      columns: written,
      insert: this.db.prepare(`INSERT INTO ${this.table} (${written.map((column) => column.name).join(', ')}) VALUES (${written.map(() => '?').join(', ')})`),
      records: new RecordWriter(columns),
    };
    return { nextId: this.nextId, added: this.added, tally: this.tally.size, heldAll: this.holdsAll, image: this.image?.mark() ?? 0 };
  }

  /** Adds the rows of a batch; `context` belongs to their identity (the snapshot of an overview). Answers how many are new. */
  add(file: number, batch: RowBatch, context: number | null): number {
    const { encoder, layout, row, words } = this;
    invariant(layout !== null, 'a table before its rows');
    words.take(batch);
    const before = this.added;
    for (let index = 0; index < batch.count; index += 1) {
      const base = index * layout.width;
      encoder.hash(batch, base, context);
      const { hashA, hashB } = encoder;
      this.offered += 1;
      if (this.offered === MANY_ROWS && !this.holdsAll) this.loadTally();
      const copy = this.placeOf(file, hashA, hashB, batch.numbers[base + LINE_SLOT]!);
      if (copy < 0) continue;
      row.id = this.nextId;
      row.file = file;
      row.copy = copy;
      row.hashA = hashA;
      row.hashB = hashB;
      this.nextId += 1;
      this.added += 1;
      this.write(batch, base);
      this.segments.take(row, batch, base, words);
      if (this.image === null && this.added >= BULK_ROWS && this.added * MUCH_LARGER >= this.existing) this.startImage();
    }
    return this.added - before;
  }

  private write(batch: RowBatch, base: number): void {
    const { image, words, row } = this;
    const { records, insert, columns } = this.layout!;
    if (image !== null) {
      records.write(row, batch, base, words);
      if (records.length <= image.mostBytes) {
        image.add(row.id, records);
        return;
      }
    }
    insert.run(columns.map((column) => paramOf(column, row, batch, base, words)));
  }

  /** The copy as which a row is new, or -1 where that copy is stored (and now noted as seen in this file). */
  private placeOf(file: number, hashA: number, hashB: number, line: number): number {
    const { tally } = this;
    let copy = 0;
    let firstRow = -1;
    for (;;) {
      const entry = tally.find(hashA, hashB, copy);
      if (entry < 0) {
        const stored = this.holdsAll ? undefined : (this.findRow.get(hashA, hashB, copy) as number | undefined);
        tally.add(entry, { hashA, hashB, copy }, stored ?? this.nextId, file);
        if (copy > 0) tally.sawCopy(firstRow, file, copy);
        if (stored === undefined) return copy;
        this.addSighting.run(file, this.kind, stored, line);
        return -1;
      }
      if (tally.stampAt(entry) !== file) {
        tally.stamp(entry, file);
        if (copy > 0) tally.sawCopy(firstRow, file, copy);
        this.addSighting.run(file, this.kind, tally.rowAt(entry), line);
        return -1;
      }
      if (copy === 0) {
        firstRow = tally.rowAt(entry);
        copy = tally.copyToTry(firstRow, file);
      } else copy += 1;
    }
  }

  private loadTally(): void {
    const { tally } = this;
    const rows = this.db.prepare(`SELECT id, hash_a, hash_b, copy FROM ${this.table}`).raw().iterate() as Iterable<[number, number, number, number]>;
    for (const [id, hashA, hashB, copy] of rows) {
      const entry = tally.find(hashA, hashB, copy);
      if (entry < 0) tally.add(entry, { hashA, hashB, copy }, id, 0);
    }
    this.holdsAll = true;
  }

  private startImage(): void {
    if (!this.holdsAll) this.loadTally();
    for (const name of Object.keys(ROW_INDEXES[this.kind])) this.db.exec(`DROP INDEX ${name}`);
    this.image = new RowImage(this.db, this.table);
  }

  /** Takes back the rows of a table that turned out to be refused. */
  discard(file: number, { nextId, added, tally, heldAll, image }: RowMark): void {
    this.image?.cut(image);
    // A segment never holds rows of two tables.
    this.segments.forget();
    this.db.prepare('DELETE FROM segment WHERE kind = ? AND first_row >= ?').run(this.kind, nextId);
    this.db.prepare(`DELETE FROM ${this.table} WHERE id >= ?`).run(nextId);
    this.db.prepare('DELETE FROM sighting WHERE file = ?').run(file);
    this.nextId = nextId;
    this.added = added;
    // What was read into the tally since then stands behind the rows that go.
    this.tally.cut(heldAll === this.holdsAll ? tally : 0, file);
    if (heldAll !== this.holdsAll) this.loadTally();
  }

  /** Copies the image into the table and builds missing indexes. A row stored twice would stop here. */
  finish(): void {
    const { db, image, table } = this;
    this.segments.flush();
    if (image === null) return;
    const isFilled = image.finish();
    if (isFilled) {
      this.attached = `image_${db.prepare('SELECT count(*) FROM pragma_database_list').pluck().get() as number}`;
      db.prepare(`ATTACH ? AS ${this.attached}`).run(image.path);
    }
    copyAndIndex(db, isFilled ? [`INSERT INTO main.${table} SELECT * FROM ${this.attached}.${table}`] : [], Object.values(ROW_INDEXES[this.kind]));
  }

  /** Removes the image; once the transaction is over. */
  close(): void {
    if (this.attached !== null) this.db.exec(`DETACH ${this.attached}`);
    this.attached = null;
    this.image?.remove();
    this.image = null;
  }
}
