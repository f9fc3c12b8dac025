import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Connection, Statement } from './sqlite.ts';

/** A cell as a reader gives it: a text, or the digits of a number. */
export type RawCell = string | { readonly number: string };

/** A record as its file has it. */
export interface RawRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

const RECORDS_PER_CHUNK = 512;
/** Level 1: half the size of no better level, at a third of its time. */
const ZSTD = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/**
 * Keeps the records of one table as they stand, compressed in chunks: a drawer shows them beside what was read from them.
 * A chunk is a JSON array of arrays, each with the line before its cells.
 */
export class RawWriter {
  private readonly insert: Statement;
  private readonly file: number;
  private json = '';
  private count = 0;
  private first = 0;
  private last = 0;

  constructor(db: Connection, file: number) {
    this.file = file;
    this.insert = db.prepare('INSERT INTO raw_chunk (file, first_line, last_line, body) VALUES (?, ?, ?, ?)');
  }

  add(line: number, cells: readonly RawCell[]): void {
    if (this.count === 0) this.first = line;
    this.last = line;
    const texts: (string | number)[] = [line];
    for (const cell of cells) texts.push(typeof cell === 'string' ? cell : cell.number);
    this.json += (this.count === 0 ? '[' : ',') + JSON.stringify(texts);
    this.count += 1;
    if (this.count === RECORDS_PER_CHUNK) this.flush();
  }

  flush(): void {
    if (this.count === 0) return;
    this.insert.run(this.file, this.first, this.last, zstdCompressSync(`${this.json}]`, ZSTD));
    this.json = '';
    this.count = 0;
  }
}

function recordsOf(body: Uint8Array): RawRecord[] {
  const rows = JSON.parse(zstdDecompressSync(body).toString('utf8')) as [number, ...string[]][];
  return rows.map(([line, ...cells]) => ({ line, cells }));
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
