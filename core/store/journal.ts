import type { Connection } from './sqlite.ts';

/** An import of fewer bytes gains nothing. */
const LARGE_BYTES = 32 * 1024 * 1024;

/**
 * For a large import into a project that holds nothing yet: with the journal of old that SQLite rolls back, new pages are
 * written once, where the write-ahead log has them written, summed, read and written again. Nobody can be reading an empty
 * project in earnest; where somebody has it open all the same, or it is temporary, it keeps its journal. Answers how to go
 * back. A process that dies in between leaves a project that is opened as any other.
 */
export function withFastJournal(db: Connection, bytes: number): () => void {
  const isEmpty = bytes >= LARGE_BYTES && db.pragma('main.journal_mode', { simple: true }) === 'wal' && db.prepare('SELECT NOT EXISTS (SELECT 1 FROM file)').pluck().get() === 1;
  if (!isEmpty || !setJournal(db, 'delete')) return () => {};
  return () => void setJournal(db, 'wal');
}

/** Answers whether it could be done: not while another connection has the project open, which is not waited for. */
function setJournal(db: Connection, mode: 'delete' | 'wal'): boolean {
  const timeout = db.pragma('busy_timeout', { simple: true }) as number;
  db.pragma('busy_timeout = 0');
  try {
    return db.pragma(`main.journal_mode = ${mode}`, { simple: true }) === mode;
  } catch {
    return false;
  } finally {
    db.pragma(`busy_timeout = ${timeout}`);
  }
}
