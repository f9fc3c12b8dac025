import { Decimal } from '../../base/decimal.ts';
import { invariant } from '../../base/errors.ts';
import { WIDE, type RowBatch, type Storage } from '../../fields/rowBatch.ts';
import { WIDE_MARK, type StoredField } from '../columns.ts';
import { batchText } from '../rowPlan.ts';

/** What SQLite holds in one column of one row. */
export type Stored = number | bigint | string | null;

/** A number of text of the dictionary is never 0: that stands for an absent one. */
export const NO_TEXT = 0;

/** Names of columns that are no field's. */
export const LINE = '#line';
export const COPY = '#copy';

/**
 * The values of one field for many rows, in arrays of numbers. All columns of one storage have one shape, so that the code that reads
 * them stays fast however many there are.
 */
export interface Column {
  /** Takes what SQLite holds in the columns of the field. */
  put(at: number, first: Stored, second: Stored): void;
  /** Takes what a batch of rows says at a slot; `ids` are the texts of the dictionary behind its words. */
  take(at: number, batch: RowBatch, slot: number, ids: Int32Array): void;
  isAbsent(at: number): boolean;
  /** Makes the first `count` rows absent. */
  clear(count: number): void;
  /** Drops what is kept outside of the arrays: every row will be put anew. */
  forget(): void;
  /** Gives its memory back at once, without waiting for the collector; it must not be asked any more. */
  release(): void;
  /** Takes rows of another column of the same storage: the one at `from[i]` goes to `to[i]`. */
  scatter(source: Column, from: Int32Array, to: Int32Array, count: number): void;
}

export class RefColumn implements Column {
  readonly ids: Int32Array;

  constructor(capacity: number) {
    this.ids = new Int32Array(capacity);
  }

  put(at: number, first: Stored): void {
    this.ids[at] = first === null ? NO_TEXT : Number(first);
  }

  take(at: number, { numbers }: RowBatch, slot: number, ids: Int32Array): void {
    const word = numbers[slot]!;
    this.ids[at] = Number.isNaN(word) ? NO_TEXT : ids[word]!;
  }

  isAbsent(at: number): boolean {
    return this.ids[at] === NO_TEXT;
  }

  clear(count: number): void {
    this.ids.fill(NO_TEXT, 0, count);
  }

  forget(): void {}

  release(): void {
    giveBack(this.ids);
  }

  scatter(source: RefColumn, from: Int32Array, to: Int32Array, count: number): void {
    const { ids } = source;
    for (let index = 0; index < count; index += 1) this.ids[to[index]!] = ids[from[index]!]!;
  }
}

export class IntegerColumn implements Column {
  readonly values: Float64Array;

  constructor(capacity: number) {
    this.values = new Float64Array(capacity);
  }

  put(at: number, first: Stored): void {
    this.values[at] = first === null ? Number.NaN : Number(first);
  }

  take(at: number, { numbers }: RowBatch, slot: number): void {
    this.values[at] = numbers[slot]!;
  }

  isAbsent(at: number): boolean {
    return Number.isNaN(this.values[at]!);
  }

  clear(count: number): void {
    this.values.fill(Number.NaN, 0, count);
  }

  forget(): void {}

  release(): void {
    giveBack(this.values);
  }

  scatter(source: IntegerColumn, from: Int32Array, to: Int32Array, count: number): void {
    const { values } = source;
    for (let index = 0; index < count; index += 1) this.values[to[index]!] = values[from[index]!]!;
  }

  at(index: number): number | null {
    const value = this.values[index]!;
    return Number.isNaN(value) ? null : value;
  }
}

export class DecimalColumn implements Column {
  readonly wholes: Float64Array;
  readonly nanos: Int32Array;
  /** Numbers that do not fit into the two arrays, by the place of their row. */
  readonly odd = new Map<number, Decimal>();
  /** Prices, rates and zeros repeat from row to row: an equal number is the same object. */
  private lastWhole = 0;
  private lastNano = 0;
  private last: Decimal = Decimal.zero;

  constructor(capacity: number) {
    this.wholes = new Float64Array(capacity);
    this.nanos = new Int32Array(capacity);
  }

  put(at: number, first: Stored, second: Stored): void {
    const isNarrow = first !== null && typeof first !== 'string';
    this.wholes[at] = isNarrow ? Number(first) : Number.NaN;
    this.nanos[at] = isNarrow ? Number(second) : 0;
    if (typeof first === 'string') this.odd.set(at, Decimal.of(first.slice(WIDE_MARK.length)));
  }

  take(at: number, batch: RowBatch, slot: number): void {
    const whole = batch.numbers[slot]!;
    const isWide = whole === WIDE;
    this.wholes[at] = isWide ? Number.NaN : whole;
    // An absent number has no billionths: NaN becomes 0.
    this.nanos[at] = isWide ? 0 : batch.numbers[slot + 1]!;
    if (isWide) this.odd.set(at, Decimal.of(batchText(batch, batch.numbers[slot + 1]!)));
  }

  isAbsent(at: number): boolean {
    return Number.isNaN(this.wholes[at]!) && !this.odd.has(at);
  }

  clear(count: number): void {
    this.wholes.fill(Number.NaN, 0, count);
    this.nanos.fill(0, 0, count);
    this.odd.clear();
  }

  forget(): void {
    this.odd.clear();
  }

  release(): void {
    giveBack(this.wholes);
    giveBack(this.nanos);
    this.odd.clear();
  }

  scatter(source: DecimalColumn, from: Int32Array, to: Int32Array, count: number): void {
    const { wholes, nanos, odd } = source;
    for (let index = 0; index < count; index += 1) {
      this.wholes[to[index]!] = wholes[from[index]!]!;
      this.nanos[to[index]!] = nanos[from[index]!]!;
    }
    if (odd.size === 0) return;
    for (let index = 0; index < count; index += 1) {
      const value = odd.get(from[index]!);
      if (value !== undefined) this.odd.set(to[index]!, value);
    }
  }

  at(index: number): Decimal | null {
    const whole = this.wholes[index]!;
    const nano = this.nanos[index]!;
    if (whole === this.lastWhole && nano === this.lastNano) return this.last;
    if (Number.isNaN(whole)) return this.odd.size === 0 ? null : (this.odd.get(index) ?? null);
    this.lastWhole = whole;
    this.lastNano = nano;
    this.last = Decimal.ofParts(whole, nano);
    return this.last;
  }
}

export class TextColumn implements Column {
  readonly texts: (string | null)[];

  constructor(capacity: number) {
    this.texts = Array.from({ length: capacity }, () => null);
  }

  put(at: number, first: Stored): void {
    this.texts[at] = first === null ? null : String(first);
  }

  take(at: number, batch: RowBatch, slot: number): void {
    const text = batch.numbers[slot]!;
    this.texts[at] = Number.isNaN(text) ? null : batchText(batch, text);
  }

  isAbsent(at: number): boolean {
    return this.texts[at] === null;
  }

  clear(count: number): void {
    this.texts.fill(null, 0, count);
  }

  forget(): void {}

  release(): void {
    this.texts.length = 0;
  }

  scatter(source: TextColumn, from: Int32Array, to: Int32Array, count: number): void {
    for (let index = 0; index < count; index += 1) this.texts[to[index]!] = source.texts[from[index]!]!;
  }
}

function giveBack({ buffer }: Float64Array | Int32Array): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}

function columnFor(storage: Storage, capacity: number): Column {
  switch (storage) {
    case 'ref': return new RefColumn(capacity);
    case 'decimal': return new DecimalColumn(capacity);
    case 'text': return new TextColumn(capacity);
    default: return new IntegerColumn(capacity);
  }
}

/** Rows of one kind, column by column: which row of which file they are, and the values of some fields. */
export class Columns {
  readonly capacity: number;
  readonly fields: readonly StoredField[];
  readonly rows: IntegerColumn;
  readonly files: IntegerColumn;
  readonly lines: IntegerColumn;
  readonly copies: IntegerColumn;
  readonly byField: readonly Column[];

  constructor(fields: readonly StoredField[], capacity: number) {
    this.fields = fields;
    this.capacity = capacity;
    this.rows = new IntegerColumn(capacity);
    this.files = new IntegerColumn(capacity);
    this.lines = new IntegerColumn(capacity);
    this.copies = new IntegerColumn(capacity);
    this.byField = fields.map(({ storage }) => columnFor(storage, capacity));
  }

  /** The column of a field of names, units or choices that is among `fields`. */
  refs(key: string): RefColumn {
    const column = this.column(key);
    invariant(column instanceof RefColumn, `numbers of text of ${key}`);
    return column;
  }

  /** The column of a field of times, months or counts. */
  integers(key: string): IntegerColumn {
    const column = this.column(key);
    invariant(column instanceof IntegerColumn, `integers of ${key}`);
    return column;
  }

  /** The column of a field of decimals. */
  decimals(key: string): DecimalColumn {
    const column = this.column(key);
    invariant(column instanceof DecimalColumn, `decimals of ${key}`);
    return column;
  }

  /** The column of any field that is among `fields`. */
  column(key: string): Column {
    const place = this.fields.findIndex((field) => field.key === key);
    invariant(place >= 0, `a column of ${key}`);
    return this.byField[place]!;
  }

  release(): void {
    for (const column of [this.rows, this.files, this.lines, this.copies, ...this.byField]) column.release();
  }

  scatter(source: Columns, from: Int32Array, to: Int32Array, count: number): void {
    this.rows.scatter(source.rows, from, to, count);
    this.files.scatter(source.files, from, to, count);
    this.lines.scatter(source.lines, from, to, count);
    this.copies.scatter(source.copies, from, to, count);
    this.byField.forEach((column, place) => column.scatter(source.byField[place]!, from, to, count));
  }
}
