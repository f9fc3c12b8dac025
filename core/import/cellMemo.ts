/** Entries and bytes at which a memo begins, and at which it forgets everything. */
const FIRST_ENTRIES = 256;
const MOST_ENTRIES = 8192;
const FIRST_BYTES = 8 * 1024;
const MOST_BYTES = 1024 * 1024;
/** A longer cell is read anew each time. */
const LONGEST = 256;
/** Of a longer cell only a sample is hashed. */
const SAMPLED = 28;
/** Cells of one hash beyond so many are read anew each time. */
const MOST_LOOKS = 16;
/** For telling what comes twice in short time: that alone is kept. */
const PASSED = 1024;

/** The bytes of cells, with a view of the same bytes for reading four at a time. */
export interface CellBytes {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

export function cellBytes(bytes: Uint8Array): CellBytes {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}

/**
 * Remembers what bytes were made into, since most cells of an export repeat a few thousand texts: a cell that was seen
 * before costs a hash and a comparison of its bytes, four at a time, instead of a string. All bytes are compared, so a memo
 * never changes an answer; where it is full it forgets.
 */
export class CellMemo<T> {
  private entries = FIRST_ENTRIES;
  /** For each place of the table the number of the value, plus one. */
  private table = new Int32Array(FIRST_ENTRIES * 2);
  private hashes = new Int32Array(FIRST_ENTRIES);
  private from = new Int32Array(FIRST_ENTRIES);
  private lengths = new Int32Array(FIRST_ENTRIES);
  private values: T[] = [];
  private kept = new Uint8Array(FIRST_BYTES);
  private keptView = new DataView(this.kept.buffer);
  private used = 0;
  private readonly passed = new Int32Array(PASSED);
  private hash = 0;

  /** What was kept for the bytes from `from` to before `to`. */
  find({ bytes, view }: CellBytes, from: number, to: number): T | undefined {
    const length = to - from;
    if (length > LONGEST) return undefined;
    const hash = length > SAMPLED ? hashOfSample(view, from, to) : hashOf(bytes, view, from, to);
    this.hash = hash;
    const mask = this.table.length - 1;
    let place = hash & mask;
    for (let looked = 0; looked < MOST_LOOKS; looked += 1) {
      const entry = this.table[place]! - 1;
      if (entry < 0) return undefined;
      if (this.hashes[entry] === hash && this.lengths[entry] === length && this.isKept(entry, bytes, view, from, to)) return this.values[entry];
      place = (place + 1) & mask;
    }
    return undefined;
  }

  private isKept(entry: number, bytes: Uint8Array, view: DataView, from: number, to: number): boolean {
    const words = to - 3;
    let place = this.from[entry]!;
    let at = from;
    for (; at < words; at += 4, place += 4) if (this.keptView.getInt32(place, true) !== view.getInt32(at, true)) return false;
    for (; at < to; at += 1, place += 1) if (this.kept[place] !== bytes[at]) return false;
    return true;
  }

  /** Keeps what the bytes that `find` has just not found were made into, once they come the second time. */
  keep({ bytes }: CellBytes, from: number, to: number, value: T): void {
    const length = to - from;
    if (length > LONGEST) return;
    const { hash } = this;
    if (this.passed[hash & (PASSED - 1)] !== hash) {
      this.passed[hash & (PASSED - 1)] = hash;
      return;
    }
    if (this.values.length === MOST_ENTRIES || this.used + length > MOST_BYTES) this.clear();
    if (this.values.length === this.entries) this.growTable();
    if (this.used + length > this.kept.length) this.growBytes(length);
    const entry = this.values.length;
    this.hashes[entry] = hash;
    this.from[entry] = this.used;
    this.lengths[entry] = length;
    this.kept.set(bytes.subarray(from, to), this.used);
    this.used += length;
    this.values.push(value);
    this.place(entry, hash);
  }

  clear(): void {
    this.table.fill(0);
    this.values = [];
    this.used = 0;
  }

  private place(entry: number, hash: number): void {
    const mask = this.table.length - 1;
    let place = hash & mask;
    while (this.table[place] !== 0) place = (place + 1) & mask;
    this.table[place] = entry + 1;
  }

  private growTable(): void {
    this.entries *= 2;
    this.table = new Int32Array(this.entries * 2);
    this.hashes = grown(this.hashes, this.entries);
    this.from = grown(this.from, this.entries);
    this.lengths = grown(this.lengths, this.entries);
    for (let entry = 0; entry < this.values.length; entry += 1) this.place(entry, this.hashes[entry]!);
  }

  private growBytes(length: number): void {
    const larger = new Uint8Array(Math.max(this.kept.length * 2, this.used + length));
    larger.set(this.kept);
    this.kept = larger;
    this.keptView = new DataView(larger.buffer);
  }
}

function hashOf(bytes: Uint8Array, view: DataView, from: number, to: number): number {
  const words = to - 3;
  let hash = to - from;
  let at = from;
  for (; at < words; at += 4) hash = mixed(hash, view.getInt32(at, true));
  for (; at < to; at += 1) hash = mixed(hash, bytes[at]!);
  return hash ^ (hash >>> 15);
}

/** Of a long cell only its beginning, middle and end: that is where names differ, and all bytes are compared anyway. */
function hashOfSample(view: DataView, from: number, to: number): number {
  const middle = from + ((to - from) >>> 1);
  let hash = mixed(to - from, view.getInt32(from, true));
  hash = mixed(hash, view.getInt32(from + 8, true));
  hash = mixed(hash, view.getInt32(middle - 4, true));
  hash = mixed(hash, view.getInt32(middle, true));
  hash = mixed(hash, view.getInt32(to - 12, true));
  hash = mixed(hash, view.getInt32(to - 8, true));
  hash = mixed(hash, view.getInt32(to - 4, true));
  return hash ^ (hash >>> 15);
}

function mixed(hash: number, word: number): number {
  const next = Math.imul(hash ^ word, 0x9e37_79b1);
  return next ^ (next >>> 13);
}

function grown(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(array);
  return larger;
}
