import { hasAt, u16, u32, u64 } from './bytes.ts';
import { crc32 } from '../base/crc32.ts';
import { readError, type Reading } from './limits.ts';
import type { ByteSource } from './table.ts';

/** The list of entries at the end of a zip archive (PKWARE APPNOTE 6.3.10, sections 4.3.12 to 4.3.16 and 4.5.3). */
export interface ZipEntry {
  /** With `/` between folders; never used as a path on a disk. */
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Where its own header begins. */
  readonly offset: number;
}

const END = Uint8Array.from([0x50, 0x4b, 0x05, 0x06]);
const END64 = Uint8Array.from([0x50, 0x4b, 0x06, 0x06]);
const LOCATOR64 = Uint8Array.from([0x50, 0x4b, 0x06, 0x07]);
const ENTRY = Uint8Array.from([0x50, 0x4b, 0x01, 0x02]);
const END_BYTES = 22;
const LOCATOR_BYTES = 20;
const END64_BYTES = 56;
const ENTRY_BYTES = 46;
const COMMENT_BYTES = 0xffff;
/** More than ten thousand names can take. */
const DIRECTORY_BYTES = 64 * 1024 * 1024;
const FULL_16 = 0xffff;
const FULL_32 = 0xffffffff;

interface Directory {
  readonly count: number;
  readonly bytes: number;
  readonly offset: number;
  /** Bytes before the archive, which its offsets do not count. */
  readonly before: number;
}

/** Throws `zip-damaged`, `zip-too-many-entries`, `zip-too-large` and `zip-ratio`. */
export function zipEntries(reading: Reading, source: ByteSource): ZipEntry[] {
  const directory = findDirectory(reading, source);
  const { archiveEntries } = reading.limits;
  if (directory.count > archiveEntries) throw readError(reading, 'zip-too-many-entries', { limit: archiveEntries, count: directory.count });
  if (directory.bytes > DIRECTORY_BYTES) throw readError(reading, 'zip-damaged');
  const bytes = source.read(directory.offset, directory.bytes);
  if (bytes.length < directory.bytes) throw readError(reading, 'zip-damaged');
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let index = 0; index < directory.count; index += 1) {
    if (!hasAt(bytes, ENTRY, at) || bytes.length < at + ENTRY_BYTES) throw readError(reading, 'zip-damaged');
    const next = at + ENTRY_BYTES + u16(bytes, at + 28) + u16(bytes, at + 30) + u16(bytes, at + 32);
    if (next > bytes.length) throw readError(reading, 'zip-damaged');
    entries.push(entryAt(bytes, at, directory.before));
    at = next;
  }
  checkSizes(reading, entries, source.size);
  return entries;
}

function findDirectory(reading: Reading, source: ByteSource): Directory {
  const tailFrom = Math.max(0, source.size - END_BYTES - COMMENT_BYTES);
  const tail = source.read(tailFrom, source.size - tailFrom);
  const at = findEnd(tail);
  if (at < 0) throw readError(reading, 'zip-damaged');
  let count = u16(tail, at + 10);
  let bytes = u32(tail, at + 12);
  let offset = u32(tail, at + 16);
  let end = tailFrom + at;
  if (u16(tail, at + 4) !== u16(tail, at + 6)) throw readError(reading, 'zip-damaged');
  const locator = source.read(Math.max(0, end - LOCATOR_BYTES), LOCATOR_BYTES);
  if ((count === FULL_16 || bytes === FULL_32 || offset === FULL_32) && hasAt(locator, LOCATOR64)) {
    end = [u64(locator, 8), end - LOCATOR_BYTES - END64_BYTES].find((place) => place >= 0 && place < source.size && hasAt(source.read(place, 4), END64)) ?? -1;
    if (end < 0) throw readError(reading, 'zip-damaged');
    const large = source.read(end, END64_BYTES);
    if (large.length < END64_BYTES) throw readError(reading, 'zip-damaged');
    count = u64(large, 32);
    bytes = u64(large, 40);
    offset = u64(large, 48);
  }
  const before = end - bytes - offset;
  if (before < 0) throw readError(reading, 'zip-damaged');
  return { count, bytes, offset: offset + before, before };
}

/** The end record whose comment reaches exactly to the end of the file, else the last that fits (a download padded with bytes). */
function findEnd(tail: Uint8Array): number {
  let fitting = -1;
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1) {
    if (tail[at] !== 0x50 || !hasAt(tail, END, at)) continue;
    const end = at + END_BYTES + u16(tail, at + 20);
    if (end === tail.length) return at;
    if (end < tail.length && fitting < 0) fitting = at;
  }
  return fitting;
}

function entryAt(bytes: Uint8Array, at: number, before: number): ZipEntry {
  const flags = u16(bytes, at + 8);
  const nameEnd = at + ENTRY_BYTES + u16(bytes, at + 28);
  const rawName = bytes.subarray(at + ENTRY_BYTES, nameEnd);
  const extra = extraFields(bytes.subarray(nameEnd, nameEnd + u16(bytes, at + 30)));
  // The 64-bit field holds only those values that did not fit, in this order.
  const wide = extra.get(0x0001);
  let wideAt = 0;
  const sized = (value: number): number => {
    if (value !== FULL_32 || wide === undefined || wide.length < wideAt + 8) return value;
    wideAt += 8;
    return u64(wide, wideAt - 8);
  };
  const size = sized(u32(bytes, at + 24));
  const packedBytes = sized(u32(bytes, at + 20));
  const offset = sized(u32(bytes, at + 42));
  return {
    name: nameOf(rawName, (flags & 0x800) !== 0, extra.get(0x7075)),
    method: u16(bytes, at + 10),
    encrypted: (flags & 0x2041) !== 0,
    crc: u32(bytes, at + 16),
    packedBytes,
    bytes: size,
    offset: offset + before,
  };
}

function extraFields(bytes: Uint8Array): Map<number, Uint8Array> {
  const fields = new Map<number, Uint8Array>();
  for (let at = 0; at + 4 <= bytes.length;) {
    const length = u16(bytes, at + 2);
    fields.set(u16(bytes, at), bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return fields;
}

/**
 * Windows in Chinese writes names in GBK and says nothing about it; other programs write UTF-8 without saying so; some
 * add the UTF-8 name as field 0x7075, valid while the plain name has the checksum that it records.
 */
function nameOf(raw: Uint8Array, utf8: boolean, unicode: Uint8Array | undefined): string {
  if (unicode !== undefined && unicode.length > 5 && u32(unicode, 1) === crc32(raw, 0)) return slashed(text(unicode.subarray(5), ['utf-8']));
  return slashed(text(raw, utf8 ? ['utf-8'] : ['utf-8', 'gb18030']));
}

function text(bytes: Uint8Array, encodings: readonly string[]): string {
  for (const encoding of encodings) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next one, or at last a name with U+FFFD in it.
    }
  }
  return new TextDecoder('utf-8').decode(bytes);
}

function slashed(name: string): string {
  return name.replaceAll('\\', '/');
}

/** A bomb says what it inflates to, or is caught lying by the reader of the entry. Overlapping entries show in the sum. */
function checkSizes(reading: Reading, entries: readonly ZipEntry[], archiveSize: number): void {
  const { archiveBytes, archiveRatio, archiveRatioFrom } = reading.limits;
  let total = 0;
  for (const entry of entries) {
    total += entry.bytes;
    if (entry.bytes > archiveRatioFrom && entry.bytes > entry.packedBytes * archiveRatio) {
      throw readError(reading, 'zip-ratio', { entry: entry.name, limit: archiveRatio });
    }
  }
  if (total > archiveBytes) throw readError(reading, 'zip-too-large', { limit: archiveBytes });
  if (total > archiveRatioFrom && total > archiveSize * archiveRatio) throw readError(reading, 'zip-ratio', { entry: '', limit: archiveRatio });
}
