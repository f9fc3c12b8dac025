import { isUtf8 } from 'node:buffer';
import { Readable, pipeline, type Transform } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import type { WriterCodecs } from '../export/zip.ts';
import type { Lent } from '../import/limits.ts';
import type { Chunks, Codecs } from '../import/table.ts';
import { PIECES_AT_ONCE, deflateInBlocks } from './deflate.ts';
import { readForeignWorkbook } from './foreignThread.ts';

/** Larger chunks cost fewer turns of the event loop: 1 MiB measured twice as fast as 32 KiB. */
const CHUNK_BYTES = 1024 * 1024;

/**
 * zlib for the pure readers and writers. It runs in Node's thread pool, so the next chunk is inflated while the last
 * one is read, and never more than that ahead. A damaged or truncated stream rejects; a consumer that stops early
 * destroys the stream, which also ends the chunks that feed it.
 */
export const nodeCodecs: Codecs & Lent & WriterCodecs = {
  inflateRaw: (chunks) => through(createInflateRaw({ chunkSize: CHUNK_BYTES }), chunks),
  deflateRaw: deflateInBlocks,
  held: PIECES_AT_ONCE,
  crc32: (bytes, seed) => crc32(bytes, seed),
  isUtf8: (bytes) => isUtf8(bytes),
  foreignWorkbook: (bytes) => readForeignWorkbook(bytes),
};

async function* through(transform: Transform, chunks: Chunks): AsyncGenerator<Uint8Array> {
  // The iteration below reports every error; the callback is only there because `pipeline` wants one.
  pipeline(Readable.from(chunks, { objectMode: true, highWaterMark: 1 }), transform, () => {});
  for await (const chunk of transform) yield chunk as Uint8Array;
}
