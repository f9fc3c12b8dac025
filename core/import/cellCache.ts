/** Texts are kept in buckets by their hash; a full bucket forgets one of its texts for a new one. */
const BUCKETS = 4096;
const WAYS = 4;
/** A longer text is made anew each time. */
const LONGEST = 64;

/** The hash so far, with one more byte; 0 begins. Whoever looks for the end of a text makes the hash on the way. */
export function hashed(hash: number, byte: number): number {
  return (Math.imul(hash, 31) + byte) | 0;
}

/**
 * Remembers what bytes were made into, since most cells of an export repeat a few thousand texts: a cell that was seen
 * before costs a comparison of bytes instead of a new string. It compares all bytes, so it never changes an answer.
 */
export class CellCache<T> {
  private readonly make: (bytes: Uint8Array, from: number, to: number) => T;
  private readonly values: (T | undefined)[] = Array.from({ length: BUCKETS * WAYS }, () => undefined);
  private readonly hashes = new Int32Array(BUCKETS * WAYS);
  private readonly lengths = new Uint8Array(BUCKETS * WAYS);
  private readonly kept = new Uint8Array(BUCKETS * WAYS * LONGEST);
  /**
   * For each bucket the hash that last came by without being kept: a text is kept when it comes twice in short time, so
   * that amounts that never repeat do not drive out names that do.
   */
  private readonly passed = new Int32Array(BUCKETS);
  private turn = 0;

  constructor(make: (bytes: Uint8Array, from: number, to: number) => T) {
    this.make = make;
  }

  /** `hash` is what `hashed` makes of the same bytes. */
  get(bytes: Uint8Array, from: number, to: number, hash: number): T {
    const length = to - from;
    if (length > LONGEST) return this.make(bytes, from, to);
    const bucket = (hash ^ (hash >>> 15)) & (BUCKETS - 1);
    const { hashes, lengths, kept } = this;
    for (let slot = bucket * WAYS; slot < bucket * WAYS + WAYS; slot += 1) {
      if (hashes[slot] !== hash || lengths[slot] !== length) continue;
      const keptFrom = slot * LONGEST;
      let at = 0;
      while (at < length && kept[keptFrom + at] === bytes[from + at]) at += 1;
      const value = this.values[slot];
      if (at === length && value !== undefined) return value;
    }
    const value = this.make(bytes, from, to);
    if (this.passed[bucket] === hash) this.keep(bucket, hash, bytes.subarray(from, to), value);
    else this.passed[bucket] = hash;
    return value;
  }

  private keep(bucket: number, hash: number, text: Uint8Array, value: T): void {
    const first = bucket * WAYS;
    let slot = first;
    while (slot < first + WAYS && this.values[slot] !== undefined) slot += 1;
    if (slot === first + WAYS) {
      slot = first + this.turn;
      this.turn = (this.turn + 1) % WAYS;
    }
    this.hashes[slot] = hash;
    this.lengths[slot] = text.length;
    this.kept.set(text, slot * LONGEST);
    this.values[slot] = value;
  }
}
