import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { AppError, type ErrorCode } from '../base/errors.ts';

export type Connection = Database.Database;
export type Statement = Database.Statement;

/** `PKLG`: marks a SQLite file as a project of ours. */
export const APPLICATION_ID = 0x504b_4c47;

/** How long a writer waits for another one, in milliseconds. */
const BUSY_TIMEOUT_MS = 3000;
/** Pages that stay in memory, in KiB. */
const CACHE_KIB = 98_304;

/** Rows are read and written by the million: larger pages than the usual ones mean a tenth less work on the way in. */
const PAGE_BYTES = 16_384;
/** What a large import leaves of its journal on the disk. */
const JOURNAL_LIMIT_BYTES = 64 * 1024 * 1024;

export interface ConnectOptions {
  readonly readonly?: boolean;
  /** Nothing needs to survive a power cut: a temporary project. */
  readonly volatile?: boolean;
  /** Pages that stay in memory, in KiB, where it is not the usual number. */
  readonly cacheKib?: number;
}

/**
 * Opens a connection with the settings that all of ours share. One that only looks takes part in the bookkeeping of the project's
 * log all the same, so that it leaves nothing beside the project when it goes.
 */
export function connect(path: string, { readonly = false, volatile = false, cacheKib = CACHE_KIB }: ConnectOptions = {}): Connection {
  const db = new Database(path, { fileMustExist: readonly, timeout: BUSY_TIMEOUT_MS });
  try {
    db.pragma(`query_only = ${readonly ? 'ON' : 'OFF'}`);
    db.pragma('foreign_keys = ON');
    db.pragma('temp_store = MEMORY');
    // Negative, as SQLite wants it for KiB.
    db.pragma(`cache_size = ${-cacheKib}`);
    db.pragma('trusted_schema = OFF');
    if (!readonly) {
      // Only a file that is empty yet takes it.
      db.pragma(`page_size = ${PAGE_BYTES}`);
      db.pragma(volatile ? 'journal_mode = MEMORY' : 'journal_mode = WAL');
      db.pragma(`journal_size_limit = ${JOURNAL_LIMIT_BYTES}`);
      db.pragma(`synchronous = ${volatile ? 'OFF' : 'NORMAL'}`);
    }
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

const CODES: readonly (readonly [string, ErrorCode])[] = [
  ['SQLITE_BUSY', 'project-locked'], ['SQLITE_LOCKED', 'project-locked'], ['SQLITE_READONLY_DBMOVED', 'project-gone'], ['SQLITE_READONLY', 'project-read-only'], ['SQLITE_PERM', 'project-read-only'],
  ['SQLITE_FULL', 'disk-full'], ['SQLITE_CORRUPT', 'project-damaged'], ['SQLITE_NOTADB', 'project-damaged'], ['SQLITE_CANTOPEN', 'out-unwritable'],
  // A file that ends before it should is damaged; whatever else a disk refuses says nothing about the file.
  ['SQLITE_IOERR_SHORT_READ', 'project-damaged'], ['SQLITE_IOERR', 'project-unreachable'],
];

/** What SQLite throws because of the environment, as an `AppError` that names the file; anything else stays as it is. */
export function translated(error: unknown, file: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const known = CODES.find(([prefix]) => error.code.startsWith(prefix));
  return known === undefined ? error : new AppError(known[1], { file }, error);
}

/** Runs `work`, with the errors of SQLite translated. */
export function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translated(error, file);
  }
}

/** Where a connection found its file, so that it is noticed when another one lies there, or none. */
const places = new WeakMap<Connection, string>();

function placeOf(path: string): string | null {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.dev}:${stat.ino}`;
}

/** Remembers which file a connection has open. */
export function rememberPlace(db: Connection): void {
  const place = placeOf(db.name);
  if (place !== null) places.set(db, place);
}

/**
 * Throws `project-gone` where the project's file was moved, deleted or replaced since it was opened: what is written then would go into
 * a file that nobody finds again, without any error.
 */
export function mustBeThere(db: Connection, file: string): void {
  const place = places.get(db);
  if (place !== undefined && placeOf(db.name) !== place) throw new AppError('project-gone', { file });
}

/** Runs `work` as one transaction that writes, into the file that was opened, with the errors of SQLite translated. */
export function transact<T>(db: Connection, file: string, work: () => T): T {
  return guarded(file, () => {
    mustBeThere(db, file);
    return db.transaction(work).immediate();
  });
}
