/**
 * Which rows are stored, by identity: a row's two hashes and the number of the copy. An open-addressing table in typed
 * arrays, because a million rows in a `Map` would cost ten times the memory.
 *
 * `stamp` is the file in which a copy was seen last. Within one file every copy counts; across files the number of copies
 * is the maximum.
 */
const FIRST_CAPACITY = 1 << 12;
const MAX_LOAD = 0.7;

export class Tally {
  size = 0;
  private capacity = FIRST_CAPACITY;
  private limit = FIRST_CAPACITY * MAX_LOAD;
  private a = new Uint32Array(FIRST_CAPACITY);
  private b = new Float64Array(FIRST_CAPACITY).fill(-1);
  private rows = new Float64Array(FIRST_CAPACITY);
  private stamps = new Uint32Array(FIRST_CAPACITY);
  /** For rows with several copies in one file: the next copy to look at, so that many copies cost no more than few. */
  private readonly nextCopy = new Map<number, { stamp: number; copy: number }>();

  /** The slot of an identity, or `-1 - slot` of the free slot where it would go. */
  find(hashA: number, hashB: number, copy: number): number {
    const key = keyOf(hashA, copy);
    const mask = this.capacity - 1;
    let slot = (key ^ Math.imul(hashB | 0, 0x9e37_79b1)) & mask;
    for (;;) {
      const b = this.b[slot]!;
      if (b === -1) return -1 - slot;
      if (b === hashB && this.a[slot] === key) return slot;
      slot = (slot + 1) & mask;
    }
  }

  /** Fills a free slot that `find` has just answered. */
  add(free: number, identity: { readonly hashA: number; readonly hashB: number; readonly copy: number }, row: number, stamp: number): void {
    const slot = -1 - free;
    this.a[slot] = keyOf(identity.hashA, identity.copy);
    this.b[slot] = identity.hashB;
    this.rows[slot] = row;
    this.stamps[slot] = stamp;
    this.size += 1;
    if (this.size > this.limit) this.grow();
  }

  rowAt(slot: number): number {
    return this.rows[slot]!;
  }

  stampAt(slot: number): number {
    return this.stamps[slot]!;
  }

  stamp(slot: number, stamp: number): void {
    this.stamps[slot] = stamp;
  }

  /** The copy at which to go on looking in this file; `firstRow` names the identity. */
  copyToTry(firstRow: number, stamp: number): number {
    const next = this.nextCopy.get(firstRow);
    return next === undefined || next.stamp !== stamp ? 1 : next.copy;
  }

  sawCopy(firstRow: number, stamp: number, copy: number): void {
    this.nextCopy.set(firstRow, { stamp, copy: copy + 1 });
  }

  clear(): void {
    this.size = 0;
    this.b.fill(-1);
    this.nextCopy.clear();
  }

  private grow(): void {
    const { a, b, rows, stamps, capacity } = this;
    this.capacity = capacity * 2;
    this.limit = this.capacity * MAX_LOAD;
    this.a = new Uint32Array(this.capacity);
    this.b = new Float64Array(this.capacity).fill(-1);
    this.rows = new Float64Array(this.capacity);
    this.stamps = new Uint32Array(this.capacity);
    const mask = this.capacity - 1;
    for (let old = 0; old < capacity; old += 1) {
      const hashB = b[old]!;
      if (hashB === -1) continue;
      let slot = (a[old]! ^ Math.imul(hashB | 0, 0x9e37_79b1)) & mask;
      while (this.b[slot] !== -1) slot = (slot + 1) & mask;
      this.a[slot] = a[old]!;
      this.b[slot] = hashB;
      this.rows[slot] = rows[old]!;
      this.stamps[slot] = stamps[old]!;
    }
  }
}

/** The copy's number, worked into the first hash: copy 0 keeps it as it is. */
function keyOf(hashA: number, copy: number): number {
  return (hashA ^ Math.imul(copy, 0x85eb_ca6b)) >>> 0;
}
