import type { ByteSource, Chunks } from './table.ts';

/** Reading and gathering bytes: slices of a source, little-endian numbers, windows over a stream of chunks. */

export const NO_BYTES: Uint8Array = new Uint8Array(0);

const READ_BYTES = 1024 * 1024;

/** The bytes of a text that is known to be ASCII. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function hasAt(bytes: Uint8Array, pattern: Uint8Array, at = 0): boolean {
  if (bytes.length < at + pattern.length) return false;
  for (let index = 0; index < pattern.length; index += 1) {
    if (bytes[at + index] !== pattern[index]) return false;
  }
  return true;
}

export function u16(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8);
}

export function u32(bytes: Uint8Array, at: number): number {
  return (u16(bytes, at) | (u16(bytes, at + 2) << 16)) >>> 0;
}

/** A 64-bit number; one beyond the exact integers comes out as a number that no file reaches. */
export function u64(bytes: Uint8Array, at: number): number {
  return u32(bytes, at + 4) * 2 ** 32 + u32(bytes, at);
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  let length = 0;
  for (const piece of pieces) length += piece.length;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The bytes from `from` to before `to`, in pieces; ends early where the source does. */
export function* chunksOf(source: ByteSource, from = 0, to = source.size): Generator<Uint8Array> {
  for (let at = from; at < to;) {
    const chunk = source.read(at, Math.min(READ_BYTES, to - at));
    if (chunk.length === 0) return;
    yield chunk;
    at += chunk.length;
  }
}

/** All but the first `count` bytes. */
export async function* without(chunks: Chunks, count: number): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const chunk of chunks) {
    if (left >= chunk.length) {
      left -= chunk.length;
      continue;
    }
    yield left === 0 ? chunk : chunk.subarray(left);
    left = 0;
  }
}

/** Everything in one piece; `null` where that is more than `limit` bytes. */
export async function wholeOf(chunks: Chunks, limit: number): Promise<Uint8Array | null> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > limit) return null;
    pieces.push(chunk);
  }
  return pieces.length === 0 ? NO_BYTES : joined(pieces);
}

export function memorySource(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
  };
}

/** A stretch of another source. */
export function partOf(source: ByteSource, name: string, from: number, size: number): ByteSource {
  return {
    name,
    size,
    read: (offset, length) => source.read(from + offset, Math.max(0, Math.min(length, size - offset))),
  };
}

/**
 * Cuts a stream into windows of at least `size` bytes and hands each to `scan`, which answers how many bytes it is
 * done with; the rest is the beginning of the next window. Where it could not take any, the next window is twice as
 * large, so that a long token is looked at a few times and not once for each chunk. The last window comes with `last`
 * and may be empty. Yields after each window, so that the caller can hand on what was found.
 */
export async function* windows(chunks: Chunks, size: number, scan: (window: Uint8Array, last: boolean) => number): AsyncGenerator<void> {
  let pieces: Uint8Array[] = [];
  let held = 0;
  let wanted = size;
  for await (const chunk of chunks) {
    let bytes = chunk;
    let at = 0;
    if (held + chunk.length < wanted) {
      pieces.push(chunk);
      held += chunk.length;
      continue;
    }
    if (held > 0) {
      // What is left over is joined with just so much of the chunk as makes a window, and not with all of it.
      const bridge = joined([...pieces, chunk.subarray(0, wanted - held)]);
      const used = scan(bridge, false);
      wanted = used === 0 ? wanted * 2 : size;
      yield;
      at = used - held;
      if (at < 0) {
        bytes = joined([bridge.subarray(used), chunk.subarray(bridge.length - held)]);
        at = 0;
      }
    }
    while (bytes.length - at >= wanted) {
      const used = scan(bytes.subarray(at, at + wanted), false);
      at += used;
      wanted = used === 0 ? wanted * 2 : size;
      yield;
    }
    pieces = at < bytes.length ? [bytes.subarray(at)] : [];
    held = bytes.length - at;
  }
  scan(pieces.length === 0 ? NO_BYTES : joined(pieces), true);
  yield;
}
