import { invariant, type Refusal } from '../base/errors.ts';
import type { CivilTime } from '../base/time.ts';
import { RECORD_KINDS, type RecordKind } from '../fields/field.ts';
import type { FileFact, RowCounts } from '../fields/facts.ts';
import { rowLayout, type RowBatch, type SetAside } from '../fields/rowBatch.ts';
import { Dictionary } from './dictionary.ts';
import type { RawChunk, RawRecord } from './rawChunks.ts';
import { RawWriter, firstRecords } from './rawRows.ts';
import { importedAt, rejectedOf, type RejectedEntry } from './imports.ts';
import { withFastJournal } from './journal.ts';
import { withTempFiles } from './bulk.ts';
import { removeFiles } from './removeFiles.ts';
import { RowWriter } from './rowWriter.ts';
import { guarded, mustBeThere, type Connection, type Statement } from './sqlite.ts';

/** What is known of a table before its first row. */
export interface NewFile {
  readonly name: string;
  readonly sheet: string | null;
  readonly kind: RecordKind;
  readonly layout: string;
  readonly format: string;
  readonly encoding: string | null;
  readonly headerLine: number;
  readonly columns: readonly string[];
  readonly missing: readonly string[];
  readonly unknownHeaders: readonly string[];
  readonly snapshot: CivilTime | null;
  readonly snapshotAssumed: boolean;
}

/** What is known of a table after its last row; how many rows were stored or known already is the writer's to say. */
export type FileOutcome = Pick<FileFact, 'sha256' | 'scales' | 'window' | 'windowFromName' | 'products' | 'unknownWords' | 'totals'> & { readonly counts: Pick<RowCounts, 'read' | 'ignored' | 'rejected'> };

export interface KnownSnapshot {
  readonly at: CivilTime;
  readonly assumed: boolean;
}

/** One table on its way in. `finish` keeps it, `discard` takes back everything that came from it. */
export interface FileWriter {
  readonly id: number;
  /** Makes room for about so many more rows. */
  expect(rows: number): void;
  /** Adds rows; their layout is that of the columns of the file. */
  add(batch: RowBatch): void;
  setAside(record: SetAside): void;
  /** Keeps records as the file has them. */
  keep(chunk: RawChunk): void;
  /** Answers what became of the rows. */
  finish(outcome: FileOutcome): RowCounts;
  discard(): void;
}

/**
 * One import: a single transaction, so that it is there as a whole or not at all. Nobody else may use the connection
 * until `commit` or `rollback`.
 */
export class ImportSession {
  readonly id: number;
  private readonly db: Connection;
  private readonly name: string;
  private readonly key: string;
  private dictionary: Dictionary | null = null;
  private readonly writers = new Map<RecordKind, RowWriter>();
  /** Writers that are finished, until the transaction is over. */
  private readonly finished: RowWriter[] = [];
  private readonly addRejected: Statement;
  private readonly raw: RawWriter;
  private readonly restoreJournal: () => void;
  private readonly restoreTemp: () => void;
  private isOpen = true;

  constructor(db: Connection, name: string, at: string, bytes: number) {
    this.db = db;
    this.name = name;
    mustBeThere(db, name);
    this.restoreJournal = withFastJournal(db, bytes);
    this.restoreTemp = withTempFiles(db);
    db.exec('BEGIN IMMEDIATE');
    try {
      this.key = db.prepare("SELECT value FROM project WHERE name = 'hash-key'").pluck().get() as string;
      this.id = Number(db.prepare("INSERT INTO import (at, state) VALUES (?, 'done')").run(at).lastInsertRowid);
      this.addRejected = db.prepare('INSERT INTO rejected_row (file, line, field, reason, cell, record, known) VALUES (?, ?, ?, ?, ?, ?, ?)');
      this.raw = new RawWriter(db);
    } catch (error) {
      db.exec('ROLLBACK');
      this.restoreTemp();
      this.restoreJournal();
      throw error;
    }
  }

  /** When the same bytes were taken according to an earlier import, so that a copy of a file is the same overview. */
  knownSnapshot(sha256: string): KnownSnapshot | null {
    const found = this.db.prepare('SELECT snapshot AS at, snapshot_assumed AS assumed FROM file WHERE sha256 = ? AND snapshot IS NOT NULL ORDER BY snapshot_assumed, id LIMIT 1')
      .get(sha256) as { readonly at: CivilTime; readonly assumed: number } | undefined;
    return found === undefined ? null : { at: found.at, assumed: found.assumed === 1 };
  }

  /** Takes away what the same bytes said under an assumed time: now the user has told the time. */
  forgetAssumed(sha256: string): void {
    const files = this.db.prepare("SELECT id FROM file WHERE sha256 = ? AND kind = 'packages' AND snapshot_assumed = 1").pluck().all(sha256) as number[];
    if (files.length === 0) return;
    const writer = this.writers.get('packages');
    this.writers.delete('packages');
    if (writer !== undefined) {
      this.finished.push(writer);
      guarded(this.name, () => writer.finish());
    }
    guarded(this.name, () => removeFiles(this.db, files));
  }

  startFile(file: NewFile): FileWriter {
    invariant(this.isOpen, 'an open import');
    return guarded(this.name, () => {
      const id = this.insertFile(file);
      const writer = this.writerOf(file.kind);
      const mark = writer.startTable(rowLayout(file.kind, file.columns));
      let stored = 0;
      let offered = 0;
      return {
        id,
        expect: (rows) => writer.expect(rows),
        add: (batch) => guarded(this.name, () => {
          offered += batch.count;
          stored += writer.add(id, batch, file.snapshot);
        }),
        setAside: ({ line, field, reason, cell, cells, known }) => void this.addRejected.run(id, line, field, reason, cell, JSON.stringify(cells), JSON.stringify(known)),
        keep: (chunk) => guarded(this.name, () => this.raw.add(id, chunk)),
        finish: (outcome) => guarded(this.name, () => {
          const counts = { ...outcome.counts, stored, known: offered - stored };
          this.finishFile(id, outcome, counts);
          return counts;
        }),
        discard: () => guarded(this.name, () => {
          writer.discard(id, mark);
          this.db.prepare('DELETE FROM file WHERE id = ?').run(id);
        }),
      };
    });
  }

  /** The first records of a table that has come in, its header first. */
  firstRecords(file: number, count: number): RawRecord[] {
    return firstRecords(this.db, file, count);
  }

  /** The first rows of a table that were set aside. */
  firstRejected(file: number, count: number): RejectedEntry[] {
    return rejectedOf(this.db, file, 0, count).rows;
  }

  /** When the same bytes came in before this import, as an ISO time. */
  importedAt(sha256: string): string | null {
    return importedAt(this.db, sha256, this.id);
  }

  /** Notes a document that was refused. */
  refuse(name: string, { code, values }: Refusal): void {
    this.db.prepare('INSERT INTO refused_file (import, name, code, "values") VALUES (?, ?, ?, ?)').run(this.id, name, code, JSON.stringify(values));
  }

  commit(): void {
    invariant(this.isOpen, 'an open import');
    guarded(this.name, () => {
      for (const writer of this.writers.values()) writer.finish();
      mustBeThere(this.db, this.name);
      this.db.exec('COMMIT');
      this.isOpen = false;
      this.close();
    });
  }

  /** Takes everything back; does nothing after `commit`. */
  rollback(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    // A full disk may already have ended the transaction.
    if (this.db.inTransaction) this.db.exec('ROLLBACK');
    this.close();
  }

  private close(): void {
    for (const writer of [...this.finished, ...this.writers.values()]) writer.close();
    this.restoreTemp();
    this.restoreJournal();
  }

  private writerOf(kind: RecordKind): RowWriter {
    invariant(RECORD_KINDS.includes(kind), 'a kind of record');
    this.dictionary ??= new Dictionary(this.db, this.key);
    let writer = this.writers.get(kind);
    if (writer === undefined) {
      writer = new RowWriter(this.db, kind, this.dictionary, this.key);
      this.writers.set(kind, writer);
    }
    return writer;
  }

  private insertFile(file: NewFile): number {
    const columns = {
      import: this.id, name: file.name, sheet: file.sheet, kind: file.kind, layout: file.layout, format: file.format, encoding: file.encoding,
      sha256: '', header_line: file.headerLine, columns: JSON.stringify(file.columns), missing: JSON.stringify(file.missing),
      unknown_headers: JSON.stringify(file.unknownHeaders), snapshot: file.snapshot, snapshot_assumed: file.snapshotAssumed ? 1 : 0,
    };
    const names = Object.keys(columns);
    const result = this.db.prepare(`INSERT INTO file (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`).run(...Object.values(columns));
    return Number(result.lastInsertRowid);
  }

  private finishFile(id: number, { sha256, scales, window, windowFromName, products, unknownWords, totals }: FileOutcome, counts: RowCounts): void {
    this.db.prepare(`UPDATE file SET sha256 = ?, read = ?, stored = ?, known = ?, ignored = ?, rejected = ?, scales = ?, window_start = ?, window_end = ?,
      window_from_name = ?, products = ?, unknown_words = ?, totals = ? WHERE id = ?`)
      .run(sha256, counts.read, counts.stored, counts.known, counts.ignored, counts.rejected, JSON.stringify(scales), window?.start ?? null, window?.end ?? null,
        windowFromName ? 1 : 0, JSON.stringify(products), JSON.stringify(unknownWords), JSON.stringify(totals), id);
  }
}
