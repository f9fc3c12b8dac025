/**
 * The records of a zip file (APPNOTE 6.3.10) that a streaming writer needs. Sizes follow their entry in a data
 * descriptor, names are UTF-8, and every time is 1980-01-01 00:00, so that equal content makes equal bytes.
 * Records have a 64-bit form where a number does not fit into 32 bits, and only there: Excel refuses it otherwise.
 */
export interface ZipEntry {
  readonly name: Uint8Array;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Where the entry's local header begins. */
  readonly offset: number;
}

const LIMIT_32 = 0xffff_ffff;
const LIMIT_16 = 0xffff;
const DEFLATE = 8;
/** A data descriptor follows, and the name is UTF-8. */
const FLAGS = 0x0808;
const DOS_TIME = 0;
const DOS_DATE = (1 << 5) | 1;
const VERSION = 20;
const VERSION_ZIP64 = 45;

/** The bytes of little-endian numbers, each given with its width in bytes. */
function record(...fields: readonly (readonly [width: 2 | 4 | 8, value: number])[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, [width]) => sum + width, 0));
  let at = 0;
  for (const [width, value] of fields) {
    let rest = value;
    for (let place = 0; place < width; place += 1) {
      bytes[at + place] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    at += width;
  }
  return bytes;
}

function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

export function localHeader(name: Uint8Array): Uint8Array {
  return joined(record(
    [4, 0x04034b50], [2, VERSION], [2, FLAGS], [2, DEFLATE], [2, DOS_TIME], [2, DOS_DATE],
    [4, 0], [4, 0], [4, 0], [2, name.length], [2, 0],
  ), name);
}

export function dataDescriptor({ crc, compressedSize, size }: ZipEntry): Uint8Array {
  const width = Math.max(compressedSize, size) > LIMIT_32 ? 8 : 4;
  return record([4, 0x08074b50], [4, crc], [width, compressedSize], [width, size]);
}

/** The directory's entry; numbers of 2^32-1 and more move into a zip64 extra field. */
export function centralHeader({ name, crc, compressedSize, size, offset }: ZipEntry): Uint8Array {
  const wide = [size, compressedSize, offset].filter((value) => value >= LIMIT_32);
  const extra = wide.length === 0 ? new Uint8Array(0) : record([2, 1], [2, wide.length * 8], ...wide.map((value) => [8, value] as const));
  const version = wide.length === 0 ? VERSION : VERSION_ZIP64;
  return joined(record(
    [4, 0x02014b50], [2, version], [2, version], [2, FLAGS], [2, DEFLATE], [2, DOS_TIME], [2, DOS_DATE],
    [4, crc], [4, Math.min(compressedSize, LIMIT_32)], [4, Math.min(size, LIMIT_32)],
    [2, name.length], [2, extra.length], [2, 0], [2, 0], [2, 0], [4, 0], [4, Math.min(offset, LIMIT_32)],
  ), name, extra);
}

/** The end of the file, after a directory of `count` entries in `size` bytes at `offset`. */
export function endRecords(count: number, size: number, offset: number): Uint8Array {
  const end = record(
    [4, 0x06054b50], [2, 0], [2, 0], [2, Math.min(count, LIMIT_16)], [2, Math.min(count, LIMIT_16)],
    [4, Math.min(size, LIMIT_32)], [4, Math.min(offset, LIMIT_32)], [2, 0],
  );
  if (count < LIMIT_16 && size < LIMIT_32 && offset < LIMIT_32) return end;
  const end64 = record(
    [4, 0x06064b50], [8, 44], [2, VERSION_ZIP64], [2, VERSION_ZIP64], [4, 0], [4, 0], [8, count], [8, count], [8, size], [8, offset],
  );
  const locator = record([4, 0x07064b50], [4, 0], [8, offset + size], [4, 1]);
  return joined(end64, locator, end);
}
