import { recordsOf, type RawChunk, type RawRecord } from './rawChunks.ts';
import type { Connection, Statement } from './sqlite.ts';

/** Keeps the records of tables as they stand: a drawer shows them beside what was read from them. */
export class RawWriter {
  private readonly insert: Statement;

  constructor(db: Connection) {
    this.insert = db.prepare('INSERT INTO raw_chunk (file, first_line, last_line, body) VALUES (?, ?, ?, ?)');
  }

  add(file: number, { firstLine, lastLine, body }: RawChunk): void {
    this.insert.run(file, firstLine, lastLine, body);
  }
}

/** The record that starts at a line, `null` where it was not kept. */
export function rawRecord(db: Connection, file: number, line: number): RawRecord | null {
  const body = db.prepare('SELECT body FROM raw_chunk WHERE file = ? AND first_line <= ? AND last_line >= ? ORDER BY first_line DESC LIMIT 1').pluck().get(file, line, line) as Uint8Array | undefined;
  return body === undefined ? null : (recordsOf(body).find((record) => record.line === line) ?? null);
}

/** The first records of a table, its header first. */
export function firstRecords(db: Connection, file: number, count: number): RawRecord[] {
  const body = db.prepare('SELECT body FROM raw_chunk WHERE file = ? ORDER BY first_line LIMIT 1').pluck().get(file) as Uint8Array | undefined;
  return body === undefined ? [] : recordsOf(body).slice(0, count);
}
