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

/** Opens a connection with the settings that all of ours share. */
export function connect(path: string, { readonly = false, volatile = false, cacheKib = CACHE_KIB }: ConnectOptions = {}): Connection {
  const db = new Database(path, { readonly, timeout: BUSY_TIMEOUT_MS });
  try {
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
  ['SQLITE_BUSY', 'project-locked'], ['SQLITE_LOCKED', 'project-locked'], ['SQLITE_READONLY', 'project-read-only'], ['SQLITE_PERM', 'project-read-only'],
  ['SQLITE_FULL', 'disk-full'], ['SQLITE_CORRUPT', 'project-damaged'], ['SQLITE_NOTADB', 'project-damaged'], ['SQLITE_CANTOPEN', 'out-unwritable'],
  ['SQLITE_IOERR', 'project-damaged'],
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
