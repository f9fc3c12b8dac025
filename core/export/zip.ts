import type { Chunks, Codecs } from '../base/codecs.ts';
import { invariant } from '../base/errors.ts';
import { utf8 } from './byteSink.ts';
import { crc32 } from '../base/crc32.ts';
import { centralHeader, dataDescriptor, endRecords, localHeader } from './zipRecords.ts';
import type { ZipEntry } from './zipRecords.ts';

/** What the writers borrow from the host. Its CRC-32 is several times faster than ours, where it lends one; `seed` is the sum so far, 0 at first. */
export interface WriterCodecs extends Pick<Codecs, 'deflateRaw'> {
  /** How many pieces `deflateRaw` uses at a time; once it asks for the next, older ones may be overwritten. Without it none ever is. */
  readonly held?: number;
  readonly crc32?: (bytes: Uint8Array, seed: number) => number;
}

/** One file of an archive; its content is read once, when its turn comes. */
export interface ZipPart {
  readonly name: string;
  readonly content: Chunks;
}

/**
 * A zip file, written as its parts arrive; memory holds one piece at a time. A part is asked for only after the one
 * before it has been read to its end, so later parts may tell what earlier ones turned out to be.
 *
 * An error thrown by a part's content comes out as it is. A consumer that stops early ends `parts` as well.
 */
export async function* writeZip(parts: AsyncIterable<ZipPart>, codecs: WriterCodecs): AsyncGenerator<Uint8Array> {
  const entries: ZipEntry[] = [];
  let offset = 0;
  for await (const part of parts) {
    const name = utf8(part.name);
    const header = localHeader(name);
    yield header;
    const content = new MeasuredContent(part.content, codecs.crc32 ?? crc32);
    let compressedSize = 0;
    try {
      for await (const piece of codecs.deflateRaw(content.pieces())) {
        compressedSize += piece.length;
        yield piece;
      }
    } catch (error) {
      throw content.failure ?? error;
    }
    if (content.failure !== null) throw content.failure;
    invariant(content.ended, 'a codec reads its input to the end');
    const entry = { name, crc: content.crc, compressedSize, size: content.size, offset };
    const descriptor = dataDescriptor(entry);
    yield descriptor;
    entries.push(entry);
    offset += header.length + compressedSize + descriptor.length;
  }
  let directorySize = 0;
  for (const entry of entries) {
    const header = centralHeader(entry);
    directorySize += header.length;
    yield header;
  }
  yield endRecords(entries.length, directorySize, offset);
}

/** Counts and checks what passes through to the compressor, and keeps what went wrong on the way. */
class MeasuredContent {
  crc = 0;
  size = 0;
  ended = false;
  failure: Error | null = null;
  private readonly content: Chunks;
  private readonly sumOf: (bytes: Uint8Array, seed: number) => number;

  constructor(content: Chunks, sumOf: (bytes: Uint8Array, seed: number) => number) {
    this.content = content;
    this.sumOf = sumOf;
  }

  async *pieces(): AsyncGenerator<Uint8Array> {
    try {
      for await (const piece of this.content) {
        this.crc = this.sumOf(piece, this.crc);
        this.size += piece.length;
        yield piece;
      }
      this.ended = true;
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error('the content of a zip entry failed', { cause: error });
      throw this.failure;
    }
  }
}
