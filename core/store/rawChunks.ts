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
/** A fast level, and two bytes a character: a quarter less time than level 1 over UTF-8, for half as much again on disk. */
const JSON_ZSTD = { params: { [constants.ZSTD_c_compressionLevel]: -3 } };
/** Bytes of a text file take no longer at this level than at a faster one, and a third less room. */
const BYTES_ZSTD = { chunkSize: 96 * 1024, params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Marks a chunk that holds bytes; any other begins with the magic number of zstd, 0x28, and holds JSON. */
const BYTES_MARK = 1;
const WORD = 4;

/** Makes chunks: of the bytes of a text file, or of `[lines, records]` as JSON in UTF-16. */
export class RawPacker {
  private unpacked = Buffer.allocUnsafe(0);

  pack(piece: RawPiece): RawChunk {
    const { firstLine, lastLine } = piece;
    return { firstLine, lastLine, body: 'json' in piece ? zstdCompressSync(Buffer.from(piece.json, JSON_ENCODING), JSON_ZSTD) : this.packed(piece) };
  }

  /**
   * In words of 32 bits, little-endian: the number of records, the delimiter, and for each record by how much its line is
   * higher than that of the one before, and its length; then the bytes of the records.
   */
  private packed({ bytes, lines, lengths, delimiter }: Extract<RawPiece, { bytes: Uint8Array }>): Uint8Array {
    const count = lines.length;
    const headerBytes = (2 + 2 * count) * WORD;
    if (this.unpacked.length < headerBytes + bytes.length) this.unpacked = Buffer.allocUnsafe((headerBytes + bytes.length) * 2);
    const { unpacked } = this;
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
}

/** The records of a chunk of either form. */
export function recordsOf(body: Uint8Array): RawRecord[] {
  if (body[0] === BYTES_MARK) return recordsOfBytes(zstdDecompressSync(body.subarray(1)));
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
