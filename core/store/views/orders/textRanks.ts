import { ABSENT, sortByKeys, type Numbers, type Ranks } from './ranks.ts';
import type { Scan } from './scan.ts';

/** Rows whose texts lie in one piece of bytes. */
const CHUNK_BITS = 14;
const CHUNK_ROWS = 1 << CHUNK_BITS;
/** Groups up to this size are sorted by comparing. */
const SMALL = 24;
/** Bytes of a text that go into one key, four times over with their number: a shorter text comes first. */
const KEY_BYTES = 3;
const KEY_MOST = (1 << (8 * KEY_BYTES + 2)) - 1;

/** Texts that begin alike up to a depth, by their places in the order. */
interface Group {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
}

/**
 * A column of texts that hardly repeat, as bytes. They are sorted as SQLite compares texts: byte by byte in UTF-8, which is
 * the order of the code points. No text ever becomes a string.
 */
export class TextColumn {
  private readonly chunks: Uint8Array[] = [];
  /** Where a row's text begins in its chunk. */
  private readonly starts: Uint32Array;
  /** Places of the rows that have a text; later in the order of the texts. */
  private places: Numbers;
  /** Whether the text at a place of the order equals the one before. */
  private readonly isSame: Uint8Array;

  constructor(scan: Scan, column: string, table: string, first: number, length: number) {
    this.starts = new Uint32Array(length);
    const present = new Int32Array(length);
    let count = 0;
    for (let chunk = 0; chunk < length; chunk += CHUNK_ROWS) {
      const end = Math.min(chunk + CHUNK_ROWS, length);
      let at = chunk;
      const bytes = scan.texts(column, table, first + chunk, first + end - 1, (row, start) => {
        const place = row - first;
        // A number without a text ends where it begins: before the next one.
        for (; at <= place; at += 1) this.starts[at] = start;
        present[count] = place;
        count += 1;
      });
      for (; at < end; at += 1) this.starts[at] = bytes.length + 1;
      this.chunks.push(bytes);
    }
    this.places = present.subarray(0, count);
    this.isSame = new Uint8Array(count);
  }

  /** The ranks; `first` is the number of the row at place 0. */
  ranks(first: number, pause: () => void): Ranks {
    const groups: Group[] = [{ from: 0, to: this.places.length, depth: 0 }];
    let looked = 0;
    for (let group = groups.pop(); group !== undefined; group = groups.pop()) {
      looked += group.to - group.from;
      if (looked >= CHUNK_ROWS) {
        looked = 0;
        pause();
      }
      if (group.to - group.from <= SMALL) this.sortSmall(group);
      else this.divide(group, groups);
    }
    const of = new Uint32Array(this.starts.length).fill(ABSENT);
    let rank = 0;
    this.places.forEach((place, at) => {
      if (at > 0 && this.isSame[at] === 0) rank += 1;
      of[place] = rank;
    });
    return { of, first, most: rank };
  }

  /** Sorts a group by its next bytes; texts that are still alike become groups of their own. */
  private divide({ from, to, depth: known }: Group, groups: Group[]): void {
    const depth = this.commonDepth(from, to, known);
    const items = this.places.slice(from, to);
    const keys = new Uint32Array(items.length);
    for (let at = 0; at < items.length; at += 1) keys[at] = this.key(items[at]!, depth);
    const sorted = sortByKeys(items, keys, KEY_MOST);
    this.places.set(sorted.items, from);
    let begin = 0;
    for (let at = 1; at <= items.length; at += 1) {
      const key = sorted.keys[begin]!;
      if (at < items.length && sorted.keys[at] === key) continue;
      if (at - begin > 1) {
        // Where the key is not full, the texts have ended and are equal.
        if ((key & 3) === KEY_BYTES) groups.push({ from: from + begin, to: from + at, depth: depth + KEY_BYTES });
        else this.isSame.fill(1, from + begin + 1, from + at);
      }
      begin = at;
    }
  }

  /** The next bytes from `depth` on and their number. */
  private key(place: number, depth: number): number {
    const bytes = this.chunks[place >> CHUNK_BITS]!;
    const start = this.starts[place]! + depth;
    const left = this.end(place) - start;
    if (left >= KEY_BYTES) return (bytes[start]! << 18) | (bytes[start + 1]! << 10) | (bytes[start + 2]! << 2) | KEY_BYTES;
    if (left === 2) return (bytes[start]! << 18) | (bytes[start + 1]! << 10) | 2;
    return left === 1 ? (bytes[start]! << 18) | 1 : 0;
  }

  /** Where a text ends: one byte before the next one begins, or with its piece. */
  private end(place: number): number {
    const next = place + 1;
    return (next & (CHUNK_ROWS - 1)) === 0 || next === this.starts.length ? this.chunks[place >> CHUNK_BITS]!.length : this.starts[next]! - 1;
  }

  /** How far all texts of a group begin alike. */
  private commonDepth(from: number, to: number, known: number): number {
    const model = this.places[from]!;
    const modelBytes = this.chunks[model >> CHUNK_BITS]!;
    const modelStart = this.starts[model]!;
    let depth = this.end(model) - modelStart;
    for (let at = from + 1; at < to && depth > known; at += 1) {
      const place = this.places[at]!;
      const bytes = this.chunks[place >> CHUNK_BITS]!;
      const start = this.starts[place]!;
      depth = Math.min(depth, this.end(place) - start);
      for (let byte = known; byte < depth; byte += 1) if (bytes[start + byte] !== modelBytes[modelStart + byte]) depth = byte;
    }
    return depth;
  }

  private sortSmall({ from, to, depth }: Group): void {
    const { places } = this;
    for (let at = from + 1; at < to; at += 1) {
      const place = places[at]!;
      let hole = at;
      while (hole > from && this.compare(places[hole - 1]!, place, depth) > 0) {
        places[hole] = places[hole - 1]!;
        hole -= 1;
      }
      places[hole] = place;
    }
    for (let at = from + 1; at < to; at += 1) if (this.compare(places[at - 1]!, places[at]!, depth) === 0) this.isSame[at] = 1;
  }

  private compare(a: number, b: number, depth: number): number {
    const bytesA = this.chunks[a >> CHUNK_BITS]!;
    const bytesB = this.chunks[b >> CHUNK_BITS]!;
    const [endA, endB] = [this.end(a), this.end(b)];
    let atA = this.starts[a]! + depth;
    let atB = this.starts[b]! + depth;
    for (; atA < endA && atB < endB; atA += 1, atB += 1) if (bytesA[atA] !== bytesB[atB]) return bytesA[atA]! - bytesB[atB]!;
    return endA - atA - (endB - atB);
  }
}
