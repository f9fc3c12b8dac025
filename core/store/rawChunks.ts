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
/** A higher level takes longer, and a faster one writes a third more. */
const ZSTD = { chunkSize: 96 * 1024, params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/**
 * Mark chunks that hold bytes of a text file, and cells of a workbook as UTF-8. Earlier versions wrote cells as characters of one or two
 * bytes, and before that JSON, which has no mark and begins with the magic number of zstd, 0x28.
 */
const BYTES_MARK = 1;
const CHARACTERS_MARK = 2;
const CELLS_MARK = 3;
const WORD = 4;

/** Makes chunks: of the bytes of a text file, or of the cells of a workbook. */
export class RawPacker {
  private unpacked = Buffer.allocUnsafe(0);
  private words = new Int32Array(0);

  pack(piece: RawPiece): RawChunk {
    const { firstLine, lastLine } = piece;
    return { firstLine, lastLine, body: 'delimiter' in piece ? this.packedLines(piece) : this.packedCells(piece) };
  }

  /**
   * In words of 32 bits, little-endian: the number of records, the delimiter, and for each record by how much its line is
   * higher than that of the one before, and its length; then the bytes of the records.
   */
  private packedLines({ bytes, lines, lengths, delimiter }: Extract<RawPiece, { delimiter: string }>): Uint8Array {
    const count = lines.length;
    const words = this.room(2 + 2 * count, bytes);
    words[0] = count;
    words[1] = delimiter.charCodeAt(0);
    steps(lines, words, 2);
    words.set(lengths, 2 + count);
    return this.compressed(BYTES_MARK, 2 + 2 * count, bytes);
  }

  /**
   * In words: the number of records and of cells; for each record by how much its line is higher than that of the one before; for
   * each its number of cells; for each cell its length; then the bytes of all cells.
   */
  private packedCells({ bytes, lines, widths, cellLengths }: Extract<RawPiece, { widths: Int32Array }>): Uint8Array {
    const count = lines.length;
    const header = 2 + 2 * count + cellLengths.length;
    const words = this.room(header, bytes);
    words[0] = count;
    words[1] = cellLengths.length;
    steps(lines, words, 2);
    words.set(widths, 2 + count);
    words.set(cellLengths, 2 + 2 * count);
    return this.compressed(CELLS_MARK, header, bytes);
  }

  /** Memory of our own for so many words and the bytes behind them, used for one chunk after the other. */
  private room(header: number, bytes: Uint8Array): Int32Array {
    const length = header * WORD + bytes.length;
    if (this.unpacked.length < length) {
      this.unpacked = Buffer.from(new ArrayBuffer(Math.ceil((length * 2) / WORD) * WORD));
      this.words = new Int32Array(this.unpacked.buffer);
    }
    return this.words;
  }

  private compressed(mark: number, header: number, bytes: Uint8Array): Uint8Array {
    this.unpacked.set(bytes, header * WORD);
    return Buffer.concat([Uint8Array.of(mark), zstdCompressSync(this.unpacked.subarray(0, header * WORD + bytes.length), ZSTD)]);
  }
}

/** By how much each line is higher than the one before. */
function steps(lines: Int32Array, words: Int32Array, from: number): void {
  let before = 0;
  for (let record = 0; record < lines.length; record += 1) {
    words[from + record] = lines[record]! - before;
    before = lines[record]!;
  }
}

/** The records of a chunk of any form. */
export function recordsOf(body: Uint8Array): RawRecord[] {
  if (body[0] === BYTES_MARK) return recordsOfBytes(zstdDecompressSync(body.subarray(1)));
  if (body[0] === CELLS_MARK) return recordsOfCells(zstdDecompressSync(body.subarray(1)));
  if (body[0] === CHARACTERS_MARK) return recordsOfCharacters(zstdDecompressSync(body.subarray(1)));
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
  const [count, cells] = [word(0), word(1)];
  let line = 0;
  let cell = 2 + 2 * count;
  let from = (cell + cells) * WORD;
  return Array.from({ length: count }, (_, record) => {
    line += word(2 + record);
    const texts = Array.from({ length: word(2 + count + record) }, () => {
      const to = from + word(cell);
      const text = unpacked.toString('utf8', from, to);
      cell += 1;
      from = to;
      return text;
    });
    return { line, cells: texts };
  });
}

function recordsOfCharacters(unpacked: Buffer): RawRecord[] {
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
