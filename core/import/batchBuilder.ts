import { Decimal } from '../base/decimal.ts';
import type { CivilTime } from '../base/time.ts';
import { CATALOGUES } from '../fields/index.ts';
import type { Field, FieldValue } from '../fields/field.ts';
import { EXTRA_SLOT, LINE_SLOT, WIDE, storageOf, type RowBatch, type RowLayout, type Storage } from '../fields/rowBatch.ts';
import { flatText } from './flatText.ts';
import { Words } from './words.ts';

const FIRST_ROWS = 1024;
const FIRST_TEXT_BYTES = 32 * 1024;
const FIRST_TEXTS = 1024;

const encoder = new TextEncoder();

/** Gathers the rows of a table in a batch. The row being read is the one behind those that were kept. */
export class BatchBuilder {
  readonly words = new Words();
  readonly slots: readonly number[];
  readonly fields: readonly Field[];
  private readonly storages: readonly Storage[];
  private readonly isDecimal: readonly boolean[];
  private readonly width: number;
  private rows = 0;
  /** Where the row being read begins. */
  private base = 0;
  private numbers: Float64Array<ArrayBuffer>;
  private texts = new Uint8Array(FIRST_TEXT_BYTES);
  private textEnds = new Int32Array(FIRST_TEXTS);
  private textCount = 0;
  private textBytes = 0;

  constructor({ kind, slots, width }: RowLayout) {
    this.slots = slots;
    this.width = width;
    this.fields = CATALOGUES[kind].fields;
    this.storages = this.fields.map((field) => storageOf(field.kind));
    this.isDecimal = this.storages.map((storage) => storage === 'decimal');
    this.numbers = new Float64Array(FIRST_ROWS * width);
  }

  get count(): number {
    return this.rows;
  }

  startRow(line: number): void {
    const { base, width } = this;
    if (base + width > this.numbers.length) this.numbers = grown(this.numbers, new Float64Array(this.numbers.length * 2));
    this.numbers.fill(Number.NaN, base, base + width);
    this.numbers[base + LINE_SLOT] = line;
  }

  keepRow(extra: string | null): void {
    if (extra !== null) this.numbers[this.base + EXTRA_SLOT] = this.words.numberOf(extra);
    this.rows += 1;
    this.base += this.width;
  }

  /** Whether the row has no value yet for the field at `place`. */
  isEmpty(place: number): boolean {
    return Number.isNaN(this.numbers[this.base + this.slots[place]!]);
  }

  /** The word or whole number of a field of the row; NaN where it is absent. */
  number(place: number): number {
    const slot = this.slots[place]!;
    return slot < 0 ? Number.NaN : this.numbers[this.base + slot]!;
  }

  setNumber(place: number, value: number): void {
    this.numbers[this.base + this.slots[place]!] = value;
  }

  setDecimal(place: number, whole: number, nano: number): void {
    const at = this.base + this.slots[place]!;
    this.numbers[at] = whole;
    this.numbers[at + 1] = nano;
  }

  setText(place: number, bytes: Uint8Array, from: number, to: number): void {
    this.setNumber(place, this.addText(bytes, from, to));
  }

  /** Sets the numbers that `encoded` made of a value. */
  setEncoded(place: number, first: number, second: number): void {
    const at = this.base + this.slots[place]!;
    this.numbers[at] = first;
    if (this.isDecimal[place] === true) this.numbers[at + 1] = second;
  }

  /** A value as its numbers; the second is that of a decimal. */
  encoded(place: number, value: FieldValue): readonly [first: number, second: number] {
    if (typeof value === 'number') return [value, 0];
    if (typeof value === 'string') return [this.storages[place] === 'ref' ? this.words.numberOf(value) : this.addString(value), 0];
    if (value === null) return [Number.NaN, Number.NaN];
    return value.isNarrow ? [value.whole, value.nano] : [WIDE, this.addString(value.toString())];
  }

  /** Whether numbers that `encoded` made mean the same in another batch: they name no text of this one. */
  isLasting(place: number, first: number): boolean {
    return this.storages[place] !== 'text' && first !== WIDE;
  }

  /** The value of a field of the row; for what is asked of few rows. */
  value(place: number): FieldValue {
    const number = this.number(place);
    if (Number.isNaN(number)) return null;
    switch (this.storages[place]!) {
      case 'ref': return this.words.textOf(number);
      case 'text': return this.textAt(number);
      case 'decimal': {
        const second = this.numbers[this.base + this.slots[place]! + 1]!;
        return number === WIDE ? Decimal.of(this.textAt(second)) : Decimal.ofParts(number, second);
      }
      default: return number satisfies CivilTime;
    }
  }

  /**
   * The rows since `startBatch`. The batch is valid until the next one is started, which fills the same arrays: new ones for
   * each batch would keep the collector busy.
   */
  take(): RowBatch {
    return {
      count: this.rows,
      numbers: this.numbers.subarray(0, this.base),
      texts: this.texts.subarray(0, this.textBytes),
      textEnds: this.textEnds.subarray(0, this.textCount),
      ...this.words.taken(),
    };
  }

  startBatch(): void {
    this.rows = 0;
    this.base = 0;
    this.textCount = 0;
    this.textBytes = 0;
  }

  private addString(text: string): number {
    const bytes = encoder.encode(text);
    return this.addText(bytes, 0, bytes.length);
  }

  private addText(bytes: Uint8Array, from: number, to: number): number {
    const end = this.textBytes + to - from;
    if (end > this.texts.length) this.texts = grown(this.texts, new Uint8Array(Math.max(end, this.texts.length * 2)));
    if (this.textCount === this.textEnds.length) this.textEnds = grown(this.textEnds, new Int32Array(this.textEnds.length * 2));
    for (let at = from, place = this.textBytes; at < to; at += 1, place += 1) this.texts[place] = bytes[at]!;
    this.textBytes = end;
    this.textEnds[this.textCount] = end;
    this.textCount += 1;
    return this.textCount - 1;
  }

  private textAt(number: number): string {
    return flatText(this.texts, number === 0 ? 0 : this.textEnds[number - 1]!, this.textEnds[number]!);
  }
}

function grown<T extends Float64Array | Int32Array | Uint8Array>(array: T, larger: T): T {
  larger.set(array);
  return larger;
}
