/** How many texts are remembered, and how long one may be. */
const SLOTS = 8192;
const LONGEST = 64;

/**
 * Remembers what bytes were made into, since most cells of an export repeat a few thousand texts: a cell that was seen
 * before costs a comparison of bytes instead of a new string. It compares all bytes, so it never changes an answer.
 */
export class CellCache<T> {
  private readonly make: (bytes: Uint8Array, from: number, to: number) => T;
  private readonly values: (T | undefined)[] = Array.from({ length: SLOTS }, () => undefined);
  private readonly hashes = new Int32Array(SLOTS);
  private readonly lengths = new Uint8Array(SLOTS);
  private readonly kept = new Uint8Array(SLOTS * LONGEST);
  /** The hash that last came by without being kept: a text is kept when it comes twice, so that amounts that never repeat do not drive out names that do. */
  private readonly passed = new Int32Array(SLOTS);

  constructor(make: (bytes: Uint8Array, from: number, to: number) => T) {
    this.make = make;
  }

  get(bytes: Uint8Array, from: number, to: number): T {
    const length = to - from;
    if (length > LONGEST) return this.make(bytes, from, to);
    let hash = length;
    for (let at = from; at < to; at += 1) hash = (Math.imul(hash, 31) + bytes[at]!) | 0;
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const { hashes, lengths, kept } = this;
    const keptFrom = slot * LONGEST;
    if (hashes[slot] === hash && lengths[slot] === length) {
      let at = 0;
      while (at < length && kept[keptFrom + at] === bytes[from + at]) at += 1;
      const value = this.values[slot];
      if (at === length && value !== undefined) return value;
    }
    const value = this.make(bytes, from, to);
    if (this.passed[slot] === hash) {
      hashes[slot] = hash;
      lengths[slot] = length;
      for (let at = 0; at < length; at += 1) kept[keptFrom + at] = bytes[from + at]!;
      this.values[slot] = value;
    } else {
      this.passed[slot] = hash;
    }
    return value;
  }
}
