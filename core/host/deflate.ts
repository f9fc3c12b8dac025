import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { constants, deflateRaw as deflateRawCallback, type ZlibOptions } from 'node:zlib';
import type { Chunks } from '../base/codecs.ts';

const deflateRaw = promisify<Uint8Array, ZlibOptions, Buffer>(deflateRawCallback);

/** Room for what a piece becomes: each time it runs out, the pool hands the piece back and is asked again. */
const CHUNK_BYTES = 192 * 1024;

/**
 * Level 2 over sheets of ours: as fast as level 1 and 8 % smaller; level 6 takes three times as long for another 22 %. The
 * larger memory level is worth a tenth of the time.
 */
const BLOCK: ZlibOptions = { level: 2, memLevel: 9, chunkSize: CHUNK_BYTES, finishFlush: constants.Z_SYNC_FLUSH };

/** An empty last block (RFC 1951, 3.2.3: final, fixed codes, end of block). */
const LAST = Uint8Array.of(3, 0);

/** Pieces on their way at a time: one for each thread of the pool, but no more than there are processors to feed. */
export const PIECES_AT_ONCE = Math.max(2, Math.min(4, availableParallelism()));

/**
 * Deflates each piece for itself in the thread pool, several at a time, and joins them: a stream of blocks that end at a
 * whole byte may go on with any other. Whoever makes the pieces goes on meanwhile, and waits where the pool is behind, so
 * that memory holds a few pieces. Pieces should be large (1 MiB), since none refers to the one before.
 */
export async function* deflateInBlocks(chunks: Chunks): AsyncGenerator<Uint8Array> {
  const underway: Promise<Uint8Array>[] = [];
  try {
    for await (const chunk of chunks) {
      if (chunk.length === 0) continue;
      const block = deflateRaw(chunk, BLOCK);
      // Awaited in its turn; until then a failure is no unhandled one.
      block.catch(() => {});
      underway.push(block);
      if (underway.length >= PIECES_AT_ONCE) yield await underway.shift()!;
    }
    while (underway.length > 0) yield await underway.shift()!;
    yield LAST;
  } finally {
    await Promise.allSettled(underway);
  }
}
