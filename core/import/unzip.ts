import { AppError } from '../base/errors.ts';
import { chunksOf, hasAt, memorySource, partOf, u16, wholeOf } from './bytes.ts';
import { crc32 } from '../base/crc32.ts';
import { inside, readError, type Reading } from './limits.ts';
import type { ByteSource } from './table.ts';
import { zipEntries, type ZipEntry } from './zipDirectory.ts';

/** An open archive. Nothing of it is ever written to a disk. */
export interface Archive {
  readonly reading: Reading;
  readonly source: ByteSource;
  readonly entries: readonly ZipEntry[];
}

const STORED = 0;
const DEFLATED = 8;
const HEADER = Uint8Array.from([0x50, 0x4b, 0x03, 0x04]);
const HEADER_BYTES = 30;

/** Throws `zip-damaged` for what breaks off, and the limits' codes. */
export function openArchive(reading: Reading, source: ByteSource): Archive {
  return { reading, source, entries: zipEntries(reading, source) };
}

/** The entry of that name, whatever its letter case and its leading slash; a workbook's parts are found like this. */
export function findEntry(archive: Archive, name: string): ZipEntry | undefined {
  const wanted = name.replace(/^\/+/, '');
  return archive.entries.find((entry) => entry.name === wanted)
    ?? archive.entries.find((entry) => entry.name.replace(/^\/+/, '').toLowerCase() === wanted.toLowerCase());
}

/** A name that would leave the folder that one unpacks to. Such archives are made to do harm, so the entry is not read. */
export function isUnsafeName(name: string): boolean {
  return name.startsWith('/') || /^[a-z]:/i.test(name) || name.includes('\0') || name.split('/').includes('..');
}

/** What computers put into archives without being asked. */
export function isNoise(name: string): boolean {
  return name.endsWith('/') || name.startsWith('__MACOSX/') || name.includes('/__MACOSX/') || /(^|\/)\.DS_Store$/.test(name);
}

/**
 * The bytes of an entry, its length and CRC-32 checked on the way. Throws `zip-encrypted`, `zip-method` and, also after
 * the first bytes, `zip-damaged`. A consumer that stops early stops the inflating as well.
 */
export async function* entryChunks(archive: Archive, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const { codecs } = archive.reading;
  const packed = chunksOf(archive.source, ...packedRange(archive, entry));
  const sumOf = codecs.crc32?.bind(codecs) ?? crc32;
  let bytes = 0;
  let sum = 0;
  try {
    for await (const chunk of entry.method === STORED ? packed : codecs.inflateRaw(packed)) {
      bytes += chunk.length;
      if (bytes > entry.bytes) throw damaged(archive, entry);
      sum = sumOf(chunk, sum);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof AppError ? error : damaged(archive, entry, error);
  }
  if (bytes !== entry.bytes || sum !== entry.crc) throw damaged(archive, entry);
}

/** Where the packed bytes of the entry begin and end. */
function packedRange(archive: Archive, entry: ZipEntry): [from: number, to: number] {
  const { reading, source } = archive;
  if (entry.encrypted) throw readError(inside(reading, entry.name), 'zip-encrypted', { entry: entry.name });
  if (entry.method !== STORED && entry.method !== DEFLATED) {
    throw readError(inside(reading, entry.name), 'zip-method', { entry: entry.name, method: entry.method });
  }
  if (entry.offset > source.size) throw damaged(archive, entry);
  const header = source.read(entry.offset, HEADER_BYTES);
  if (header.length < HEADER_BYTES || !hasAt(header, HEADER)) throw damaged(archive, entry);
  const from = entry.offset + HEADER_BYTES + u16(header, 26) + u16(header, 28);
  if (from + entry.packedBytes > source.size) throw damaged(archive, entry);
  return [from, from + entry.packedBytes];
}

function damaged(archive: Archive, entry: ZipEntry, cause?: unknown): AppError {
  return readError(inside(archive.reading, entry.name), 'zip-damaged', { entry: entry.name }, cause);
}

/**
 * An entry that has to be read at any place, such as an archive inside an archive: as it lies there where it is stored,
 * inflated into memory where it is not. Throws `zip-too-large` beyond what memory is meant to hold.
 */
export async function entrySource(archive: Archive, entry: ZipEntry): Promise<ByteSource> {
  if (entry.method === STORED && !entry.encrypted) {
    const [from, to] = packedRange(archive, entry);
    return partOf(archive.source, entry.name, from, to - from);
  }
  const limit = archive.reading.limits.nestedBytes;
  const bytes = entry.bytes > limit ? null : await wholeOf(entryChunks(archive, entry), limit);
  if (bytes === null) throw readError(inside(archive.reading, entry.name), 'zip-too-large', { entry: entry.name, limit });
  return memorySource(entry.name, bytes);
}
