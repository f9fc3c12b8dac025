import type { Connection } from './sqlite.ts';

/** Threads that sort beside this one: by now nobody reads files any more, and a core is free. */
const SORT_THREADS = 1;
/** Room for sorting, in KiB (negative, as SQLite wants it): what stays in the processor's cache is sorted in half the time. */
const SORT_KIB = -2048;

/**
 * Builds indexes over tables that may hold millions of rows. SQLite's sorter would hold all rows in memory as long as
 * temporary tables live there, and sort them in one go; told to use files it sorts pieces of the size of its cache.
 */
export function buildIndexes(db: Connection, statements: readonly string[]): void {
  const cache = db.pragma('cache_size', { simple: true }) as number;
  const store = db.pragma('temp_store', { simple: true }) as number;
  const threads = db.pragma('threads', { simple: true }) as number;
  const usesFiles = setTempStore(db, 1);
  db.pragma(`threads = ${SORT_THREADS}`);
  db.pragma(`cache_size = ${SORT_KIB}`);
  try {
    for (const sql of statements) db.exec(sql);
  } finally {
    db.pragma(`cache_size = ${cache}`);
    db.pragma(`threads = ${threads}`);
    if (usesFiles) setTempStore(db, store);
  }
}

/** Inside a transaction this fails once there have been temporary tables; then the sorter does as before. */
function setTempStore(db: Connection, store: number): boolean {
  try {
    db.pragma(`temp_store = ${store}`);
    return true;
  } catch {
    return false;
  }
}
