import { WIDE, type RowBatch } from '../fields/rowBatch.ts';
import { WIDE_MARK } from './columns.ts';
import { COPY, FILE, HASH_A, HASH_B, NANO, TEXT, WORD, textBytes, type PlannedColumn, type StoredAs } from './rowPlan.ts';
import type { WordTable } from './wordTable.ts';

/** Types of values in a record (SQLite's file format, 2.1). */
const NULL_TYPE = 0;
const ZERO_TYPE = 8;
const ONE_TYPE = 9;
const FIRST_TEXT_TYPE = 13;
const TWO_32 = 2 ** 32;
/** A value takes at most so many bytes, and its type, unless it is a text. */
const VALUE_BYTES = 8;
const TYPE_BYTES = 5;

/**
 * Writes rows as records of SQLite's file format: a header with the type of each column, then their values. That is a
 * tenth of the time of binding each value to a statement. NULLs at the end are left out, as in a table to which columns were
 * added later.
 */
export class RecordWriter {
  /** The types and the values of the record, which are put together where it goes. */
  readonly types: Uint8Array;
  typeBytes = 0;
  values: Uint8Array;
  valueBytes = 0;
  private readonly sources: Uint8Array;
  private readonly slots: Int32Array;

  constructor(plan: readonly PlannedColumn[]) {
    this.sources = Uint8Array.from(plan, (column) => column.from);
    this.slots = Int32Array.from(plan, (column) => column.slot);
    this.types = new Uint8Array(plan.length * TYPE_BYTES);
    this.values = new Uint8Array(plan.length * VALUE_BYTES * 2);
  }

  /** The header begins with its own length. */
  get headerBytes(): number {
    return this.typeBytes + 1 < 0x80 ? this.typeBytes + 1 : this.typeBytes + 2;
  }

  get length(): number {
    return this.headerBytes + this.valueBytes;
  }

  write(row: StoredAs, batch: RowBatch, base: number, { ids }: WordTable): void {
    const { sources, slots, types } = this;
    const { numbers } = batch;
    let { values } = this;
    let typesEnd = 0;
    let valuesEnd = 0;
    let lastEnd = 0;
    for (let column = 0; column < sources.length; column += 1) {
      const source = sources[column]!;
      const at = base + slots[column]!;
      let value = numbers[at]!;
      if (source === WORD) {
        if (value === value) value = ids[value]!;
      } else if (source <= HASH_B) {
        value = source === FILE ? row.file : source === COPY ? row.copy : source === HASH_A ? row.hashA : source === HASH_B ? row.hashB : Number.NaN;
      } else if ((source === TEXT && value === value) || value === WIDE) {
        const isWide = source !== TEXT;
        const text = textBytes(batch, isWide ? numbers[at + 1]! : value);
        const length = isWide ? text.length + 1 : text.length;
        values = this.roomFor(valuesEnd + length);
        if (isWide) values[valuesEnd] = WIDE_MARK.charCodeAt(0);
        values.set(text, valuesEnd + length - text.length);
        valuesEnd += length;
        typesEnd = putVarint(types, typesEnd, FIRST_TEXT_TYPE + 2 * length);
        lastEnd = typesEnd;
        continue;
      } else if (source === NANO && numbers[at - 1] === WIDE) value = Number.NaN;
      if (value !== value) {
        // The number of the row is that of its cell; the column itself is NULL.
        types[typesEnd] = NULL_TYPE;
        typesEnd += 1;
        continue;
      }
      const low = value | 0;
      const type = low === value ? typeOfWord(low) : value < 2 ** 47 && value >= -(2 ** 47) ? 5 : 6;
      if (type === 6) {
        const high = Math.floor(value / TWO_32);
        values[valuesEnd] = high >> 24;
        values[valuesEnd + 1] = high >> 16;
        valuesEnd += 2;
      }
      if (type === 5 || type === 6) {
        const high = Math.floor(value / TWO_32);
        values[valuesEnd] = high >> 8;
        values[valuesEnd + 1] = high;
        valuesEnd += 2;
      }
      if (type >= 4 && type <= 6) values[valuesEnd++] = low >> 24;
      if (type >= 3 && type <= 6) values[valuesEnd++] = low >> 16;
      if (type >= 2 && type <= 6) values[valuesEnd++] = low >> 8;
      if (type <= 6) values[valuesEnd++] = low;
      types[typesEnd] = type;
      typesEnd += 1;
      lastEnd = typesEnd;
    }
    this.typeBytes = lastEnd;
    this.valueBytes = valuesEnd;
  }

  /** Makes room for so many bytes and all values that can follow. */
  private roomFor(bytes: number): Uint8Array {
    const needed = bytes + this.sources.length * VALUE_BYTES;
    if (needed > this.values.length) {
      const larger = new Uint8Array(needed * 2);
      larger.set(this.values);
      this.values = larger;
    }
    return this.values;
  }
}

/** The type of a whole number of 32 bits. */
function typeOfWord(value: number): number {
  const size = value < 0 ? ~value : value;
  if (size < 0x80) return value === 0 ? ZERO_TYPE : value === 1 ? ONE_TYPE : 1;
  if (size < 0x8000) return 2;
  return size < 0x80_0000 ? 3 : 4;
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
