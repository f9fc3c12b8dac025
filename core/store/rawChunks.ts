import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { cellsOfRecord } from '../base/csvRecord.ts';
import type { RawPiece } from '../fields/rowBatch.ts';

/** Records as their file has them, compressed; what one row of `raw_chunk` holds. */
export interface RawChunk {
  readonly firstLine: number;
  readonly lastLine: number;
  readonly body: Uint8Array;
}

/** A record as its file has it. */
export interface RawRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

const JSON_ENCODING = 'utf16le';
/** A fast level, and two bytes a character where one does not do: a quarter less time than level 1 over UTF-8, for half as much again on disk. */
const CELLS_ZSTD = { params: { [constants.ZSTD_c_compressionLevel]: -3 } };
/** Bytes of a text file take no longer at this level than at a faster one, and a third less room. */
const BYTES_ZSTD = { chunkSize: 96 * 1024, params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Mark chunks that hold bytes of a text file, and cells; any other begins with the magic number of zstd, 0x28, and holds JSON, which earlier versions wrote. */
const BYTES_MARK = 1;
const CELLS_MARK = 2;
const WORD = 4;

/** Makes chunks: of the bytes of a text file, or of the cells of a workbook. */
export class RawPacker {
  private unpacked = Buffer.allocUnsafe(0);

  pack(piece: RawPiece): RawChunk {
    const { firstLine, lastLine } = piece;
    return { firstLine, lastLine, body: 'cells' in piece ? this.packedCells(piece) : this.packed(piece) };
  }

  /**
   * In words of 32 bits, little-endian: the number of records, the delimiter, and for each record by how much its line is
   * higher than that of the one before, and its length; then the bytes of the records.
   */
  private packed({ bytes, lines, lengths, delimiter }: Extract<RawPiece, { bytes: Uint8Array }>): Uint8Array {
    const count = lines.length;
    const headerBytes = (2 + 2 * count) * WORD;
    const unpacked = this.room(headerBytes + bytes.length);
    unpacked.writeInt32LE(count, 0);
    unpacked.writeInt32LE(delimiter.charCodeAt(0), WORD);
    let line = 0;
    for (let record = 0; record < count; record += 1) {
      unpacked.writeInt32LE(lines[record]! - line, (2 + record) * WORD);
      unpacked.writeInt32LE(lengths[record]!, (2 + count + record) * WORD);
      line = lines[record]!;
    }
    unpacked.set(bytes, headerBytes);
    return Buffer.concat([Uint8Array.of(BYTES_MARK), zstdCompressSync(unpacked.subarray(0, headerBytes + bytes.length), BYTES_ZSTD)]);
  }

  /**
   * In words: the number of records, 1 where characters take two bytes; for each record by how much its line is higher than that of the
   * one before, and its number of cells; the length of each cell in characters; then the characters of all cells.
   */
  private packedCells({ lines, cells }: Extract<RawPiece, { cells: unknown }>): Uint8Array {
    const texts: string[] = [];
    for (const record of cells) for (const cell of record) texts.push(typeof cell === 'string' ? cell : cell.number);
    const all = texts.join('');
    const isWide = WIDE_CHARACTER.test(all);
    const headerBytes = (2 + 2 * lines.length + texts.length) * WORD;
    const bytes = headerBytes + (isWide ? 2 : 1) * all.length;
    const unpacked = this.room(bytes);
    const words = new Int32Array(unpacked.buffer, unpacked.byteOffset, headerBytes / WORD);
    words[0] = lines.length;
    words[1] = isWide ? 1 : 0;
    let at = 2;
    for (let record = 0; record < lines.length; record += 1) {
      words[at] = lines[record]! - (record === 0 ? 0 : lines[record - 1]!);
      words[at + 1] = cells[record]!.length;
      at += 2;
    }
    for (const text of texts) {
      words[at] = text.length;
      at += 1;
    }
    unpacked.write(all, headerBytes, isWide ? 'utf16le' : 'latin1');
    return Buffer.concat([Uint8Array.of(CELLS_MARK), zstdCompressSync(unpacked.subarray(0, bytes), CELLS_ZSTD)]);
  }

  /** A buffer of its own memory, used for one chunk after the other. */
  private room(bytes: number): Buffer {
    if (this.unpacked.length < bytes) this.unpacked = Buffer.from(new ArrayBuffer(bytes * 2));
    return this.unpacked;
  }
}

/** Beyond what one byte holds. */
const WIDE_CHARACTER = /[\u0100-\uFFFF]/;

/** The records of a chunk of any form. */
export function recordsOf(body: Uint8Array): RawRecord[] {
  if (body[0] === BYTES_MARK) return recordsOfBytes(zstdDecompressSync(body.subarray(1)));
  if (body[0] === CELLS_MARK) return recordsOfCells(zstdDecompressSync(body.subarray(1)));
  const [lines, records] = JSON.parse(zstdDecompressSync(body).toString(JSON_ENCODING)) as [number[], (string | { readonly number: string })[][]];
  return lines.map((line, at) => ({ line, cells: records[at]!.map((cell) => (typeof cell === 'string' ? cell : cell.number)) }));
}

function recordsOfBytes(unpacked: Buffer): RawRecord[] {
  const word = (at: number): number => unpacked.readInt32LE(at * WORD);
  const count = word(0);
  const delimiter = String.fromCharCode(word(1));
  const records: RawRecord[] = [];
  let line = 0;
  let from = (2 + 2 * count) * WORD;
  for (let record = 0; record < count; record += 1) {
    line += word(2 + record);
    const to = from + word(2 + count + record);
    records.push({ line, cells: cellsOfRecord(unpacked.toString('utf8', from, to), delimiter) });
    from = to;
  }
  return records;
}

function recordsOfCells(unpacked: Buffer): RawRecord[] {
  const word = (at: number): number => unpacked.readInt32LE(at * WORD);
  const count = word(0);
  const isWide = word(1) === 1;
  const widths = Array.from({ length: count }, (_, record) => word(3 + 2 * record));
  const firstCell = 2 + 2 * count;
  const all = unpacked.toString(isWide ? 'utf16le' : 'latin1', (firstCell + widths.reduce((sum, width) => sum + width, 0)) * WORD);
  let line = 0;
  let cell = firstCell;
  let from = 0;
  return widths.map((width, record) => {
    line += word(2 + 2 * record);
    const cells = Array.from({ length: width }, () => {
      const start = from;
      from += word(cell);
      cell += 1;
      return all.slice(start, from);
    });
    return { line, cells };
  });
}
