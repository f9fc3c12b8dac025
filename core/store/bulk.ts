import type { Connection } from './sqlite.ts';

/** Room for sorting, in KiB (negative, as SQLite wants it): what stays in the processor's cache is sorted in half the time. */
const SORT_KIB = -2048;
/** Rows that are laid behind each other need no pages again. */
const COPY_KIB = -8192;

/**
 * Lets SQLite sort in files of its own instead of in memory, where it would hold all rows at once. Only outside of a transaction; answers
 * how to go back.
 */
export function withTempFiles(db: Connection): () => void {
  const store = db.pragma('temp_store', { simple: true }) as number;
  db.pragma('temp_store = FILE');
  return () => void db.pragma(`temp_store = ${store}`);
}

/** Copies rows by the million and builds indexes over them in little memory. */
export function copyAndIndex(db: Connection, copies: readonly string[], indexes: readonly string[]): void {
  const cache = db.pragma('cache_size', { simple: true }) as number;
  try {
    db.pragma(`cache_size = ${COPY_KIB}`);
    for (const sql of copies) db.exec(sql);
    db.pragma(`cache_size = ${SORT_KIB}`);
    for (const sql of indexes) db.exec(sql);
  } finally {
    db.pragma(`cache_size = ${cache}`);
  }
}
