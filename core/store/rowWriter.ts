import { invariant } from '../base/errors.ts';
import type { FieldValue, RecordKind } from '../fields/field.ts';
import { ROW_INDEXES, ROW_TABLES, columnNames, usedFields } from './columns.ts';
import type { Dictionary } from './dictionary.ts';
import { RowEncoder, type Param } from './rowEncoder.ts';
import type { Connection, Statement } from './sqlite.ts';
import { SegmentWriter } from './segments/segmentWriter.ts';
import { Tally } from './tally.ts';

/** Rows that go into one INSERT. */
const ROWS_PER_INSERT = 16;
/** A table of at most this many rows is read into the tally before the first row is added. */
const SMALL_TABLE = 20_000;
/** After this many rows of one import the whole table is read into the tally: faster than asking for each. */
const MANY_ROWS = 50_000;
/** A table with more rows keeps its indexes: building them anew would take longer than keeping them. */
const LARGE_TABLE = 1_000_000;

/** The statements for one set of columns. */
interface Inserts {
  /** Parameters per row. */
  readonly width: number;
  readonly one: Statement;
  readonly many: Statement;
}

/**
 * Adds the rows of one kind to its table: a row that is stored already becomes a sighting. A large import into a table
 * that is not much larger takes the indexes away and `finish` builds them anew.
 */
export class RowWriter {
  private readonly db: Connection;
  private readonly kind: RecordKind;
  private readonly encoder: RowEncoder;
  private readonly tally = new Tally();
  private readonly segments: SegmentWriter;
  /** Whether every row of the table is in the tally, so that a row that is not is new. */
  private holdsAll = false;
  private hasIndexes = true;
  private readonly existing: number;
  /** Rows of this import so far, and those of them that were new. */
  private offered = 0;
  private added = 0;
  private nextId: number;
  private params: Param[] = [];
  private pending = 0;
  private inserts: Inserts | null = null;
  private readonly insertsByColumns = new Map<string, Inserts>();
  private readonly findRow: Statement;
  private readonly addSighting: Statement;

  constructor(db: Connection, kind: RecordKind, dictionary: Dictionary, key: string) {
    this.db = db;
    this.kind = kind;
    this.encoder = new RowEncoder(kind, dictionary, key);
    this.segments = new SegmentWriter(db, kind);
    const table = ROW_TABLES[kind];
    this.findRow = db.prepare(`SELECT id FROM ${table} WHERE hash_a = ? AND hash_b = ? AND copy = ?`).pluck();
    this.addSighting = db.prepare('INSERT INTO sighting (file, kind, "row", line) VALUES (?, ?, ?, ?)');
    this.existing = db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
    this.nextId = (db.prepare(`SELECT coalesce(max(id), 0) FROM ${table}`).pluck().get() as number) + 1;
    if (this.existing <= SMALL_TABLE) this.loadTally();
  }

  /** The number that the next new row will have. */
  get nextRow(): number {
    return this.nextId;
  }

  /** The following rows have values only in columns with these keys. */
  useColumns(keys: readonly string[]): void {
    this.flush();
    const fields = usedFields(this.kind, keys);
    this.encoder.use(fields);
    this.segments.use(fields);
    const names = columnNames(fields);
    const list = names.join(', ');
    this.inserts = this.insertsByColumns.get(list) ?? this.prepareInserts(names);
    this.insertsByColumns.set(list, this.inserts);
    this.params = Array.from({ length: this.inserts.width * ROWS_PER_INSERT }, () => null);
  }

  private prepareInserts(names: readonly string[]): Inserts {
    const one = `(${names.map(() => '?').join(', ')})`;
    const insert = `INSERT INTO ${ROW_TABLES[this.kind]} (${names.join(', ')}) VALUES `;
    return {
      width: names.length,
      one: this.db.prepare(insert + one),
      many: this.db.prepare(insert + Array.from({ length: ROWS_PER_INSERT }, () => one).join(', ')),
    };
  }

  /** Adds a row of `file`; `context` belongs to its identity (the snapshot of an overview). Answers whether it is new. */
  add(file: number, values: readonly FieldValue[], extra: string | null, context: number | null, line: number): boolean {
    const { encoder, params, inserts } = this;
    invariant(inserts !== null, 'columns before rows');
    const at = this.pending * inserts.width;
    encoder.encode(values, extra, context, params, at);
    this.offered += 1;
    if (this.offered === MANY_ROWS && !this.holdsAll) this.loadTally();
    const copy = this.placeOf(file, encoder.hashA, encoder.hashB, line);
    if (copy < 0) return false;
    params[at] = this.nextId;
    params[at + 1] = file;
    params[at + 2] = line;
    params[at + 3] = copy;
    params[at + 4] = encoder.hashA;
    params[at + 5] = encoder.hashB;
    this.segments.add(params, at);
    this.nextId += 1;
    this.added += 1;
    this.pending += 1;
    if (this.pending === ROWS_PER_INSERT) this.flush();
    if (this.added === MANY_ROWS) this.takeIndexesAway();
    return true;
  }

  /** The copy as which a row is new, or -1 where that copy is stored (and now noted as seen in this file). */
  private placeOf(file: number, hashA: number, hashB: number, line: number): number {
    const { tally } = this;
    let copy = 0;
    let firstRow = -1;
    for (;;) {
      const slot = tally.find(hashA, hashB, copy);
      if (slot < 0) {
        const stored = this.holdsAll ? undefined : (this.findRow.get(hashA, hashB, copy) as number | undefined);
        tally.add(slot, { hashA, hashB, copy }, stored ?? this.nextId, file);
        if (copy > 0) tally.sawCopy(firstRow, file, copy);
        if (stored === undefined) return copy;
        this.addSighting.run(file, this.kind, stored, line);
        return -1;
      }
      if (tally.stampAt(slot) !== file) {
        tally.stamp(slot, file);
        if (copy > 0) tally.sawCopy(firstRow, file, copy);
        this.addSighting.run(file, this.kind, tally.rowAt(slot), line);
        return -1;
      }
      if (copy === 0) {
        firstRow = tally.rowAt(slot);
        copy = tally.copyToTry(firstRow, file);
      } else copy += 1;
    }
  }

  private flush(): void {
    const { inserts, params, pending } = this;
    this.pending = 0;
    if (inserts === null || pending === 0) return;
    if (pending === ROWS_PER_INSERT) inserts.many.run(params);
    else for (let row = 0; row < pending; row += 1) inserts.one.run(params.slice(row * inserts.width, (row + 1) * inserts.width));
  }

  private loadTally(): void {
    const { tally } = this;
    const rows = this.db.prepare(`SELECT id, hash_a, hash_b, copy FROM ${ROW_TABLES[this.kind]}`).raw().iterate() as Iterable<[number, number, number, number]>;
    for (const [id, hashA, hashB, copy] of rows) {
      const slot = tally.find(hashA, hashB, copy);
      if (slot < 0) tally.add(slot, { hashA, hashB, copy }, id, 0);
    }
    this.holdsAll = true;
  }

  private takeIndexesAway(): void {
    if (this.existing > LARGE_TABLE) return;
    this.flush();
    for (const name of Object.keys(ROW_INDEXES[this.kind])) this.db.exec(`DROP INDEX ${name}`);
    this.hasIndexes = false;
  }

  /** Takes back the rows of a file that turned out to be refused; `firstRow` was `nextRow` before it. */
  discard(file: number, firstRow: number): void {
    this.flush();
    // A segment never holds rows of two files.
    this.segments.forget();
    this.db.prepare('DELETE FROM segment WHERE kind = ? AND first_row >= ?').run(this.kind, firstRow);
    this.db.prepare(`DELETE FROM ${ROW_TABLES[this.kind]} WHERE id >= ?`).run(firstRow);
    this.db.prepare('DELETE FROM sighting WHERE file = ?').run(file);
    this.nextId = firstRow;
    this.tally.clear();
    this.holdsAll = false;
    this.loadTally();
  }

  /** Writes what is pending and builds missing indexes. A row stored twice would stop here. */
  finish(): void {
    this.flush();
    this.segments.flush();
    if (this.hasIndexes) return;
    for (const sql of Object.values(ROW_INDEXES[this.kind])) this.db.exec(sql);
    this.hasIndexes = true;
  }
}
