import { createHash } from 'node:crypto';
import type { ByteSource } from '../import/table.ts';

const CHUNK_BYTES = 1 << 20;

/** A source that notes how far it was read and makes its SHA-256 along the way, so that a file is read once. */
export interface HashedSource extends ByteSource {
  /** The byte behind the last one that was read. */
  readonly reached: number;
  /** The SHA-256 of all bytes, in hexadecimal digits; reads what was not read yet. */
  sha256(): string;
}

export function hashedSource(source: ByteSource): HashedSource {
  const { name, size } = source;
  const hash = createHash('sha256');
  let hashed = 0;
  let reached = 0;
  let digest: string | null = null;

  function readOn(offset: number, length: number): Uint8Array {
    const bytes = source.read(offset, length);
    // Only what follows the bytes so far belongs into the sum, whatever is read in between or again.
    if (digest === null && offset <= hashed && offset + bytes.length > hashed) {
      hash.update(bytes.subarray(hashed - offset));
      hashed = offset + bytes.length;
    }
    return bytes;
  }

  return {
    name,
    size,
    get reached() {
      return reached;
    },
    read(offset, length) {
      reached = Math.max(reached, Math.min(size, offset + length));
      return readOn(offset, length);
    },
    sha256() {
      if (digest !== null) return digest;
      while (hashed < size && readOn(hashed, CHUNK_BYTES).length > 0);
      digest = hash.digest('hex');
      return digest;
    },
  };
}
