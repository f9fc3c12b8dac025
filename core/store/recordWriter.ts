import { WIDE, type RowBatch } from '../fields/rowBatch.ts';
import { WIDE_MARK } from './columns.ts';
import { COPY, FILE, HASH_A, HASH_B, NANO, NUMBER, TEXT, WHOLE, WORD, textBytes, type PlannedColumn, type StoredAs } from './rowPlan.ts';
import type { WordTable } from './wordTable.ts';

/** Types of values in a record (SQLite's file format, 2.1). */
const NULL_TYPE = 0;
const ZERO_TYPE = 8;
const ONE_TYPE = 9;
const FIRST_TEXT_TYPE = 13;
const BYTES_OF_TYPE = [0, 1, 2, 3, 4, 6, 8] as const;

const FIRST_BYTES = 4096;
const TWO_32 = 2 ** 32;

/**
 * Writes rows as records of SQLite's file format: a header with the type of each column, then their values. That is a
 * tenth of the time of binding each value to a statement. NULLs at the end are left out, as in a table to which columns were
 * added later.
 */
export class RecordWriter {
  /** The record, up to `length`. */
  bytes = new Uint8Array(FIRST_BYTES);
  length = 0;
  private readonly sources: Uint8Array;
  private readonly slots: Int32Array;
  /** Types, then values; they are put together when it is known how long the types are. */
  private types: Uint8Array;
  private body = new Uint8Array(FIRST_BYTES);
  private typesEnd = 0;
  private bodyEnd = 0;

  constructor(plan: readonly PlannedColumn[]) {
    this.sources = Uint8Array.from(plan, (column) => column.from);
    this.slots = Int32Array.from(plan, (column) => column.slot);
    // A type takes at most five bytes.
    this.types = new Uint8Array(plan.length * 5);
  }

  write(row: StoredAs, batch: RowBatch, base: number, words: WordTable): void {
    const { sources, slots } = this;
    const { numbers } = batch;
    this.typesEnd = 0;
    this.bodyEnd = 0;
    let end = 0;
    if (this.body.length < sources.length * 8) this.body = new Uint8Array(sources.length * 16);
    for (let column = 0; column < sources.length; column += 1) {
      const source = sources[column]!;
      const at = base + slots[column]!;
      const number = numbers[at]!;
      if (source === WORD || source >= NUMBER) {
        if (number !== number) this.nothing();
        else if (source === WORD) this.integer(words.ids[number]!);
        else if (source === TEXT) this.text('', textBytes(batch, number));
        else if (source === WHOLE && number === WIDE) this.text(WIDE_MARK, textBytes(batch, numbers[at + 1]!));
        else if (source === NANO && numbers[at - 1] === WIDE) this.nothing();
        else this.integer(number);
      } else if (source === FILE) this.integer(row.file);
      else if (source === COPY) this.integer(row.copy);
      else if (source === HASH_A) this.integer(row.hashA);
      else if (source === HASH_B) this.integer(row.hashB);
      // The number of the row is that of its cell; the column itself is NULL.
      else this.nothing();
      if (this.types[this.typesEnd - 1] !== NULL_TYPE) end = this.typesEnd;
    }
    this.typesEnd = end;
    this.join();
  }

  private nothing(): void {
    this.types[this.typesEnd] = NULL_TYPE;
    this.typesEnd += 1;
  }

  private integer(value: number): void {
    const type = typeOf(value);
    this.types[this.typesEnd] = type;
    this.typesEnd += 1;
    if (type >= ZERO_TYPE) return;
    const { body } = this;
    const bytes = BYTES_OF_TYPE[type]!;
    let at = this.bodyEnd;
    if (bytes > 4) {
      const high = Math.floor(value / TWO_32);
      if (bytes === 8) {
        body[at] = high >> 24;
        body[at + 1] = high >> 16;
        at += 2;
      }
      body[at] = high >> 8;
      body[at + 1] = high;
      at += 2;
    }
    const low = value | 0;
    if (bytes > 3) {
      body[at] = low >> 24;
      at += 1;
    }
    if (bytes > 2) {
      body[at] = low >> 16;
      at += 1;
    }
    if (bytes > 1) {
      body[at] = low >> 8;
      at += 1;
    }
    body[at] = low;
    this.bodyEnd = at + 1;
  }

  private text(mark: string, bytes: Uint8Array): void {
    const length = mark.length + bytes.length;
    this.typesEnd = putVarint(this.types, this.typesEnd, FIRST_TEXT_TYPE + 2 * length);
    const end = this.bodyEnd + length;
    // What follows is at most eight bytes for each column.
    const needed = end + this.sources.length * 8;
    if (needed > this.body.length) {
      const larger = new Uint8Array(needed * 2);
      larger.set(this.body);
      this.body = larger;
    }
    if (mark !== '') this.body[this.bodyEnd] = mark.charCodeAt(0);
    this.body.set(bytes, this.bodyEnd + mark.length);
    this.bodyEnd = end;
  }

  private join(): void {
    const { types, typesEnd, body, bodyEnd } = this;
    const headerBytes = typesEnd + 1 < 0x80 ? typesEnd + 1 : typesEnd + 2;
    this.length = headerBytes + bodyEnd;
    if (this.length > this.bytes.length) this.bytes = new Uint8Array(this.length * 2);
    const { bytes } = this;
    let at = putVarint(bytes, 0, headerBytes);
    for (let from = 0; from < typesEnd; from += 1, at += 1) bytes[at] = types[from]!;
    for (let from = 0; from < bodyEnd; from += 1, at += 1) bytes[at] = body[from]!;
  }
}

function typeOf(value: number): number {
  if (value === 0) return ZERO_TYPE;
  if (value === 1) return ONE_TYPE;
  const size = value < 0 ? -1 - value : value;
  if (size < 0x80) return 1;
  if (size < 0x8000) return 2;
  if (size < 0x80_0000) return 3;
  if (size < 0x8000_0000) return 4;
  return size < 0x8000_0000_0000 ? 5 : 6;
}

/** Writes a number of up to 53 bits, seven bits in each byte; answers the place behind it. */
export function putVarint(bytes: Uint8Array, at: number, value: number): number {
  if (value < 0x80) {
    bytes[at] = value;
    return at + 1;
  }
  let count = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) count += 1;
  let rest = value;
  for (let place = at + count - 1; place >= at; place -= 1) {
    bytes[place] = (rest % 0x80) | (place === at + count - 1 ? 0 : 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return at + count;
}
