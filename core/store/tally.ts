/**
 * Which rows are stored, by identity: a row's two hashes and the number of the copy. An open-addressing table in typed
 * arrays, because a million rows in a `Map` would cost ten times the memory. The table itself holds only 8 bytes for each
 * place, a part of the hash and the number of the entry, so that a new row costs one look at memory that is not at hand;
 * the entries are filled one after the other.
 *
 * `stamp` is the file in which a copy was seen last. Within one file every copy counts; across files the number of copies
 * is the maximum.
 */
const FIRST_CAPACITY = 1 << 12;
const MAX_LOAD = 0.7;

export interface Identity {
  readonly hashA: number;
  readonly hashB: number;
  readonly copy: number;
}

export class Tally {
  size = 0;
  private capacity = FIRST_CAPACITY;
  /** Two words for each place: the key, and the number of the entry plus one. */
  private table = new Int32Array(FIRST_CAPACITY * 2);
  private keys = new Int32Array(0);
  private b = new Float64Array(0);
  private rows = new Float64Array(0);
  private stamps = new Uint32Array(0);
  /** For rows with several copies in one file: the next copy to look at, so that many copies cost no more than few. */
  private readonly nextCopy = new Map<number, { stamp: number; copy: number }>();

  /** Makes room for so many more entries at once: growing bit by bit means copying bit by bit. */
  expect(more: number): void {
    const entries = this.size + more;
    if (entries > this.keys.length) this.growEntries(entries);
    let capacity = this.capacity;
    while (entries > capacity * MAX_LOAD) capacity *= 2;
    if (capacity > this.capacity) this.growTable(capacity);
  }

  /** The number of the entry of an identity, or `-1 - place` of the free place where it would go. */
  find(hashA: number, hashB: number, copy: number): number {
    const key = keyOf(hashA, copy);
    const mask = this.capacity - 1;
    const { table } = this;
    for (let place = placeOf(key, hashB) & mask; ; place = (place + 1) & mask) {
      const entry = table[place * 2 + 1]! - 1;
      if (entry < 0) return -1 - place;
      if (table[place * 2] === key && this.b[entry] === hashB) return entry;
    }
  }

  /** Fills a free place that `find` has just answered. */
  add(free: number, { hashA, hashB, copy }: Identity, row: number, stamp: number): void {
    const place = -1 - free;
    const entry = this.size;
    if (entry === this.keys.length) this.growEntries(Math.max(FIRST_CAPACITY, Math.ceil(entry * 1.5)));
    const key = keyOf(hashA, copy);
    this.keys[entry] = key;
    this.b[entry] = hashB;
    this.rows[entry] = row;
    this.stamps[entry] = stamp;
    this.table[place * 2] = key;
    this.table[place * 2 + 1] = entry + 1;
    this.size += 1;
    if (this.size > this.capacity * MAX_LOAD) this.growTable(this.capacity * 2);
  }

  rowAt(entry: number): number {
    return this.rows[entry]!;
  }

  stampAt(entry: number): number {
    return this.stamps[entry]!;
  }

  stamp(entry: number, stamp: number): void {
    this.stamps[entry] = stamp;
  }

  /** The copy at which to go on looking in this file; `firstRow` names the identity. */
  copyToTry(firstRow: number, stamp: number): number {
    const next = this.nextCopy.get(firstRow);
    return next === undefined || next.stamp !== stamp ? 1 : next.copy;
  }

  sawCopy(firstRow: number, stamp: number, copy: number): void {
    this.nextCopy.set(firstRow, { stamp, copy: copy + 1 });
  }

  /**
   * Forgets all entries but the first ones, those that were there when `size` had this value, and that any of them was seen
   * in a file whose number another file may get.
   */
  cut(size: number, stamp: number): void {
    this.size = size;
    for (let entry = 0; entry < size; entry += 1) if (this.stamps[entry] === stamp) this.stamps[entry] = 0;
    this.nextCopy.clear();
    this.fillTable();
  }

  private growEntries(length: number): void {
    this.keys = grown(this.keys, new Int32Array(length));
    this.b = grown(this.b, new Float64Array(length));
    this.rows = grown(this.rows, new Float64Array(length));
    this.stamps = grown(this.stamps, new Uint32Array(length));
  }

  private growTable(capacity: number): void {
    this.capacity = capacity;
    this.fillTable();
  }

  private fillTable(): void {
    const mask = this.capacity - 1;
    const table = new Int32Array(this.capacity * 2);
    for (let entry = 0; entry < this.size; entry += 1) {
      const key = this.keys[entry]!;
      let place = placeOf(key, this.b[entry]!) & mask;
      while (table[place * 2 + 1] !== 0) place = (place + 1) & mask;
      table[place * 2] = key;
      table[place * 2 + 1] = entry + 1;
    }
    this.table = table;
  }
}

/** The copy's number, worked into the first hash: copy 0 keeps it as it is. */
function keyOf(hashA: number, copy: number): number {
  return hashA ^ Math.imul(copy, 0x85eb_ca6b);
}

function placeOf(key: number, hashB: number): number {
  return key ^ Math.imul(hashB | 0, 0x9e37_79b1);
}

function grown<T extends Int32Array | Float64Array | Uint32Array>(array: T, larger: T): T {
  larger.set(array);
  return larger;
}
