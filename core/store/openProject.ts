import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { randomBytes } from 'node:crypto';
import { AppError } from '../base/errors.ts';
import { backUpVersion } from './backups.ts';
import { LATEST_VERSION, MIGRATIONS } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';
import { APPLICATION_ID, connect, guarded, rememberPlace, type ConnectOptions, type Connection } from './sqlite.ts';

/** The header of a SQLite file: its first 16 bytes, then the places of `user_version` and `application_id`. */
const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;
const VERSION_AT = 60;
const APPLICATION_AT = 68;

export interface OpenOptions extends ConnectOptions {
  /** The steps to bring the project to; the program's own unless a test says otherwise. */
  readonly migrations?: readonly Migration[];
}

/**
 * Opens a project, creates it where there is no file (or an empty one), and brings an older one to the present layout
 * after a backup beside it. Throws `AppError`: `project-newer` and `project-not-ours` with the file untouched,
 * `project-damaged`, `project-locked`, `project-older` (one that is only read), `project-read-only` (also where its folder takes no file),
 * `project-unreachable`, `file-unreadable`, `disk-full`, `out-unwritable`.
 */
export function openProject(path: string, options: OpenOptions = {}): Connection {
  const file = basename(path);
  const migrations = options.migrations ?? MIGRATIONS;
  const latest = migrations.at(-1)?.version ?? LATEST_VERSION;
  const isNew = look(path, file, latest);
  if (isNew && options.readonly === true) throw new AppError('file-missing', { file });
  if (!isNew && options.readonly !== true) mustBeWritable(path, file);
  return inItsFolder(file, isNew, () => {
    const db = connect(path, options);
    try {
      const version = isNew ? 0 : versionOf(db);
      if (version > latest) throw newer(file, version, latest);
      if (!isNew && version === 0) throw new AppError('project-damaged', { file });
      if (isNew) db.pragma(`application_id = ${APPLICATION_ID}`);
      if (version < latest) {
        if (options.readonly === true) throw new AppError('project-older', { file });
        if (!isNew) backUpVersion(db, path, version);
        migrate(db, migrations, version);
      }
      check(db, file);
      rememberPlace(db);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/**
 * Reads the header without SQLite, which would touch the file. Answers whether the project is yet to be created. The
 * header is up to date because every migration ends with a checkpoint.
 */
function look(path: string, file: string, latest: number): boolean {
  if (!existsSync(path)) {
    if (!existsSync(dirname(path))) throw new AppError('out-unwritable', { file });
    return true;
  }
  const stat = statSync(path);
  if (!stat.isFile()) throw new AppError('project-not-ours', { file });
  if (stat.size === 0) return true;
  const header = Buffer.alloc(HEADER_BYTES);
  const handle = openToRead(path, file);
  try {
    readSync(handle, header, 0, HEADER_BYTES, 0);
  } finally {
    closeSync(handle);
  }
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC || header.readUInt32BE(APPLICATION_AT) !== APPLICATION_ID) {
    throw new AppError('project-not-ours', { file });
  }
  const version = header.readUInt32BE(VERSION_AT);
  if (version > latest) throw newer(file, version, latest);
  return false;
}

function openToRead(path: string, file: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw new AppError('file-unreadable', { file, reason: (error as NodeJS.ErrnoException).code ?? '' }, error);
  }
}

/** SQLite opens a file that it may not write without a word, and refuses only what is written later. */
function mustBeWritable(path: string, file: string): void {
  try {
    closeSync(openSync(path, 'r+'));
  } catch (error) {
    throw new AppError('project-read-only', { file }, error);
  }
}

/** A project that is there but cannot be opened lies in a folder that does not take the log beside it. */
function inItsFolder<T>(file: string, isNew: boolean, open: () => T): T {
  try {
    return guarded(file, open);
  } catch (error) {
    if (isNew || !(error instanceof AppError) || error.code !== 'out-unwritable' || !(error.cause instanceof Error)) throw error;
    throw new AppError('project-read-only', { file }, error.cause);
  }
}

function newer(file: string, version: number, latest: number): AppError {
  return new AppError('project-newer', { file, version, supported: latest });
}

function versionOf(db: Connection): number {
  return db.pragma('user_version', { simple: true }) as number;
}

/** All steps that are missing, in one transaction. */
function migrate(db: Connection, migrations: readonly Migration[], from: number): void {
  db.transaction(() => {
    for (const { version, statements, move } of migrations) {
      if (version <= from) continue;
      for (const statement of statements) db.exec(statement);
      move?.(db);
      db.pragma(`user_version = ${version}`);
    }
    // Rows are told apart by a keyed hash: with a key of its own per project nobody can prepare rows that collide.
    db.prepare("INSERT OR IGNORE INTO project (name, value) VALUES ('hash-key', ?)").run(randomBytes(16).toString('hex'));
  }).immediate();
  db.pragma('wal_checkpoint(TRUNCATE)');
}

/** A project without its tables, or one that cannot be read at all, is damaged. */
function check(db: Connection, file: string): void {
  const tables = db.prepare("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('file', 'text', 'package_row', 'deduction_row', 'bill_row', 'raw_chunk')").pluck().get();
  const hasKnown = db.prepare("SELECT EXISTS (SELECT 1 FROM pragma_table_info('rejected_row') WHERE name = 'known')").pluck().get() === 1;
  const key = tables === 6 && hasKnown ? db.prepare("SELECT value FROM project WHERE name = 'hash-key'").pluck().get() : undefined;
  if (typeof key !== 'string') throw new AppError('project-damaged', { file });
}
