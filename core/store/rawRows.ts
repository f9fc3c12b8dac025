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
/** A fast level, and two bytes a character: a quarter less time than level 1 over UTF-8, for half as much again on disk. */
const ZSTD = { params: { [constants.ZSTD_c_compressionLevel]: -3 } };
const ENCODING = 'utf16le';

/** What a chunk holds: the lines at which its records start, and their cells. */
type Chunk = readonly [lines: readonly number[], records: readonly (readonly RawCell[])[]];

/**
 * Keeps the records of one table as they stand, compressed in chunks: a drawer shows them beside what was read from them. A
 * chunk is put into JSON as a whole, which costs half of doing it record by record.
 */
export class RawWriter {
  private readonly insert: Statement;
  private readonly file: number;
  private lines: number[] = [];
  private records: (readonly RawCell[])[] = [];

  constructor(db: Connection, file: number) {
    this.file = file;
    this.insert = db.prepare('INSERT INTO raw_chunk (file, first_line, last_line, body) VALUES (?, ?, ?, ?)');
  }

  add(line: number, cells: readonly RawCell[]): void {
    this.lines.push(line);
    this.records.push(cells);
    if (this.lines.length === RECORDS_PER_CHUNK) this.flush();
  }

  flush(): void {
    const { lines, records } = this;
    if (lines.length === 0) return;
    this.insert.run(this.file, lines[0], lines.at(-1), zstdCompressSync(Buffer.from(JSON.stringify([lines, records] satisfies Chunk), ENCODING), ZSTD));
    this.lines = [];
    this.records = [];
  }
}

function recordsOf(body: Uint8Array): RawRecord[] {
  const [lines, records] = JSON.parse(zstdDecompressSync(body).toString(ENCODING)) as Chunk;
  return lines.map((line, at) => ({ line, cells: records[at]!.map((cell) => (typeof cell === 'string' ? cell : cell.number)) }));
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
