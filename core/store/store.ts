import { createHmac } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '../base/errors.ts';
import { backUpDay, backUpWish, copyBytes, copyWhole } from './backups.ts';
import { StoredDataset } from './dataset.ts';
import { Decisions } from './decisions.ts';
import { closedFindings, type ClosedFinding } from './findingLife.ts';
import { listImports, rejectedOf, removalOf, type ImportEntry } from './imports.ts';
import { ImportSession } from './importSession.ts';
import { faultsOf } from './integrity.ts';
import { verifyLog, type LogVerdict } from './log/verify.ts';
import { ProjectSettings } from './projectSettings.ts';
import { openProject, type OpenOptions } from './openProject.ts';
import { removeFiles } from './removeFiles.ts';
import { Runs } from './runs.ts';
import { completeSegments } from './segments/completeSegments.ts';
import { SignOffs } from './signOffs.ts';
import { guarded, transact, translated, type Connection } from './sqlite.ts';
import { tempFolder } from './tempFolder.ts';
import { ViewReader } from './views/viewReader.ts';

/** An import that was made, `at` as an ISO time. */
export interface ImportRecord {
  readonly id: number;
  readonly at: string;
}

/** Pages of an index that is searched meanwhile still stay. */
const ONCE_CACHE_KIB = 8192;

/**
 * A project: facts, decisions and runs in one SQLite file. One thread uses one `Store`; another thread opens the same
 * file again and sees only what is committed.
 */
export class Store {
  readonly path: string;
  /** The file's name, for messages. */
  readonly name: string;
  readonly isReadOnly: boolean;
  /** Goes away with the store: of a project that is temporary, or of a copy that is read. */
  private readonly folder: string | null;
  private readonly db: Connection;
  private isOpen = true;
  /** What the user decided, and the log of it. */
  readonly decisions: Decisions;
  readonly signOffs: SignOffs;
  /** What the user sets for this project. */
  readonly settings: ProjectSettings;

  private constructor(path: string, db: Connection, folder: string | null = null) {
    this.path = path;
    this.name = basename(path);
    this.db = db;
    this.folder = folder;
    this.isReadOnly = db.pragma('query_only', { simple: true }) === 1;
    this.decisions = new Decisions(db, this.name);
    this.signOffs = new SignOffs(db, this.name);
    this.settings = new ProjectSettings(db, this.name);
  }

  /**
   * Opens or creates a project; throws `AppError` as `openProject` does. SQLite cannot even read one in a folder that takes no
   * file: then, where it is only to be read, a copy of it is.
   */
  static open(path: string, options: OpenOptions = {}): Store {
    try {
      return new Store(path, openProject(path, options));
    } catch (error) {
      if (options.readonly !== true || !(error instanceof AppError) || error.code !== 'project-read-only') throw error;
      const folder = tempFolder('project');
      const copy = join(folder, basename(path));
      return inFolder(folder, () => {
        for (const suffix of ['', '-wal']) if (existsSync(path + suffix)) copyBytes(path + suffix, copy + suffix, basename(path));
        return new Store(path, openProject(copy, options), folder);
      });
    }
  }

  /** A project in a folder of its own that goes away with `close`. */
  static temporary(): Store {
    const folder = tempFolder('project');
    const path = join(folder, 'temporary.packledger');
    return inFolder(folder, () => new Store(path, openProject(path, { volatile: true }), folder));
  }

  /** Begins an import of about so many bytes: one transaction that ends with `commit` or `rollback`. `at` is an ISO time. */
  startImport(at: string, bytes = 0): ImportSession {
    return guarded(this.name, () => new ImportSession(this.db, this.name, at, bytes));
  }

  /** The imports that are there, the last one first. */
  imports(): readonly ImportRecord[] {
    return guarded(this.name, () => this.db.prepare("SELECT id, at FROM import WHERE state = 'done' ORDER BY id DESC").all() as ImportRecord[]);
  }

  /** Which import each file came with. Numbers of imports are never given out again, those of files may be. */
  importOfFiles(): ReadonlyMap<number, number> {
    return guarded(this.name, () => new Map(this.db.prepare('SELECT id, import FROM file').raw().all() as [number, number][]));
  }

  /** Takes an import back: what other imports also hold stays. Does nothing where there is no such import. */
  removeImport(id: number): void {
    transact(this.db, this.name, () => {
      removeFiles(this.db, this.db.prepare('SELECT id FROM file WHERE import = ?').pluck().all(id) as number[]);
      this.db.prepare('DELETE FROM refused_file WHERE import = ?').run(id);
      this.db.prepare("UPDATE import SET state = 'removed' WHERE id = ?").run(id);
    });
  }

  /** All facts as they stand now. */
  dataset(): StoredDataset {
    return guarded(this.name, () => new StoredDataset(this.db));
  }

  /** Writes the segments that are missing: of a project of an older version, or where imports were taken back. Needs a project that may be written. */
  completeSegments(): void {
    transact(this.db, this.name, () => completeSegments(this.db));
  }

  /** For whoever reads everything once: no pages are kept in memory while `work` goes on. */
  withoutCache<T>(work: () => T): T {
    const kept = this.db.pragma('cache_size', { simple: true }) as number;
    this.db.pragma(`cache_size = ${-ONCE_CACHE_KIB}`);
    this.db.pragma('shrink_memory');
    try {
      return work();
    } finally {
      this.db.pragma(`cache_size = ${kept}`);
    }
  }

  /** What went wrong with the file, as an `AppError` where the environment is to blame. */
  explained(error: unknown): unknown {
    return translated(error, this.name);
  }

  get runs(): Runs {
    return new Runs(this.db, this.name);
  }

  /** What the list of imports shows, the last one first. */
  importList(): ImportEntry[] {
    return guarded(this.name, () => listImports(this.db));
  }

  /** How many rows an import alone holds, and how many others hold too. */
  removal(id: number): { removed: number; kept: number } {
    return guarded(this.name, () => removalOf(this.db, id));
  }

  rejectedRows(file: number, start: number, end: number): ReturnType<typeof rejectedOf> {
    return guarded(this.name, () => rejectedOf(this.db, file, start, end));
  }

  /** Findings that the last run no longer has, the last ones first. */
  closedFindings(limit: number): { total: number; findings: ClosedFinding[] } {
    return guarded(this.name, () => closedFindings(this.db, limit));
  }

  /** Who tells when a run had a finding first, as an ISO time. */
  firstSeen(): (key: string) => string | null {
    const first = this.db.prepare('SELECT first_seen FROM finding_life WHERE key = ?').pluck();
    return (key) => (first.get(key) as string | undefined) ?? null;
  }

  /** Goes through the whole log of decisions and tells the first thing in it that is not as it was written; `noted` is a hash that it must have. */
  verifyLog(noted?: string): LogVerdict {
    return guarded(this.name, () => this.db.transaction(() => verifyLog(this.db, noted))());
  }

  /** What grids ask. For a store of its own that writes nothing: it learns of changes by other connections only. */
  views(): ViewReader {
    return guarded(this.name, () => new ViewReader(this.db));
  }

  /** A complete copy of the project under another name, whole or not at all. Throws `out-unwritable` and `disk-full`. */
  copyTo(path: string): void {
    copyWhole(this.db, path);
  }

  /** Makes a backup beside the project: the day's (`2025-08-31`), or one that the user wishes at an ISO time. Answers its name. */
  backUp(of: { readonly day: string } | { readonly now: string }): string {
    return 'day' in of ? backUpDay(this.db, this.path, of.day) : backUpWish(this.db, this.path, of.now);
  }

  /** What pseudonyms of this project are made with. It never leaves the program, and no other project has it. */
  redactionSecret(): Buffer {
    const key = guarded(this.name, () => this.db.prepare("SELECT value FROM project WHERE name = 'hash-key'").pluck().get() as string);
    return createHmac('sha256', key).update('redaction').digest();
  }

  /** Whether there is anything that a backup would save. */
  get isWorthABackup(): boolean {
    return guarded(this.name, () => this.db.prepare('SELECT EXISTS (SELECT 1 FROM file) OR EXISTS (SELECT 1 FROM log)').pluck().get() === 1);
  }

  /** Reads the whole file and tells what is wrong with it, in SQLite's words; nothing where it is sound. At most `MOST_FAULTS`. */
  faults(): string[] {
    return guarded(this.name, () => faultsOf(this.db));
  }

  /** Closes the file; a temporary project is gone afterwards. */
  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.db.close();
    if (this.folder !== null) rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What fails leaves no folder. */
function inFolder<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
