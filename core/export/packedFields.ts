import { Fragment, fragment, putFragment, putInteger } from './byteSink.ts';
import type { ByteSink } from './byteSink.ts';
import { putCell } from './csvField.ts';
import { digitsOf } from './packed.ts';
import type { PackedColumn, PackedDecimal, PackedRow } from './packed.ts';
import { DIGIT_BYTES, MOST_DECIMALS, TimeDigits, putDecimal } from './packedDigits.ts';

/**
 * Packed values as fields of a CSV, each with the comma before it. A text that repeats is turned into bytes once; digits
 * are written as they are. The result is what `putCell` makes of `unpacked`.
 */
export interface PackedFields {
  put(row: PackedRow): void;
}

const COMMA = fragment(',');
const BLANK = fragment('');

/** `isLater` where another column stands before this one. */
export function packedFields(packed: PackedColumn, isLater: boolean, sink: ByteSink): PackedFields {
  const comma = isLater ? COMMA : BLANK;
  switch (packed.as) {
    case 'text':
      return new TextFields(packed, comma, sink);
    case 'code':
      return new CodeFields(packed, comma, sink);
    case 'time':
      return new TimeFields(packed.at, comma, sink);
    case 'count':
      return new CountFields(packed.at, comma, sink);
    default:
      return new DecimalFields(packed, comma, sink);
  }
}

class TextFields implements PackedFields {
  private readonly packed: Extract<PackedColumn, { as: 'text' }>;
  private readonly comma: Fragment;
  private readonly sink: ByteSink;

  constructor(packed: Extract<PackedColumn, { as: 'text' }>, comma: Fragment, sink: ByteSink) {
    this.packed = packed;
    this.comma = comma;
    this.sink = sink;
  }

  put(row: PackedRow): void {
    const { packed: { at, named }, sink } = this;
    const value = row[at]!;
    sink.put(this.comma);
    if (value !== null) putCell(sink, named === undefined ? String(value) : named(String(value)));
  }
}

/** Fields that a column keeps ready: a table in which the numbers of a dictionary lie side by side and a newcomer takes the place of another. */
const MOST_KEPT = 1 << 13;

/** A longer field is not kept, so that what all columns keep stays small. */
const MOST_KEPT_BYTES = 256;

/** A column that found hardly any field again, after this many, keeps no more. */
const TRIAL_FIELDS = 4096;

class CodeFields implements PackedFields {
  private readonly packed: Extract<PackedColumn, { as: 'code' }>;
  private readonly comma: Fragment;
  private readonly sink: ByteSink;
  private readonly codes = new Float64Array(MOST_KEPT).fill(Number.NaN);
  private readonly fields: Fragment[] = Array.from({ length: MOST_KEPT }, () => BLANK);
  private seen = 0;
  private fresh = 0;
  private repeats = true;

  constructor(packed: Extract<PackedColumn, { as: 'code' }>, comma: Fragment, sink: ByteSink) {
    this.packed = packed;
    this.comma = comma;
    this.sink = sink;
  }

  put(row: PackedRow): void {
    const { sink } = this;
    const code = row[this.packed.at] as number | null;
    if (code === null) {
      sink.put(this.comma);
      return;
    }
    this.seen += 1;
    const place = code & (MOST_KEPT - 1);
    if (this.codes[place] === code) sink.put(this.fields[place]!);
    else this.putFresh(code, place);
  }

  private putFresh(code: number, place: number): void {
    const { sink } = this;
    const { bytes, at } = sink;
    sink.put(this.comma);
    putCell(sink, this.packed.text(code));
    if (!this.repeats) return;
    this.fresh += 1;
    if (this.fresh > TRIAL_FIELDS && this.fresh * 2 > this.seen) this.repeats = false;
    // A field that went into a new piece is kept when it comes again.
    if (sink.bytes !== bytes || sink.at - at > MOST_KEPT_BYTES) return;
    this.codes[place] = code;
    this.fields[place] = new Fragment(bytes.subarray(at, sink.at));
  }
}

class TimeFields implements PackedFields {
  private readonly at: number;
  private readonly comma: Fragment;
  private readonly sink: ByteSink;
  private readonly digits = new TimeDigits();

  constructor(at: number, comma: Fragment, sink: ByteSink) {
    this.at = at;
    this.comma = comma;
    this.sink = sink;
  }

  put(row: PackedRow): void {
    const { sink } = this;
    const time = row[this.at] as number | null;
    sink.reserve(DIGIT_BYTES + 1);
    const start = putFragment(sink.view, sink.at, this.comma);
    sink.at = time === null ? start : this.digits.put(sink, start, time);
  }
}

class CountFields implements PackedFields {
  private readonly at: number;
  private readonly comma: Fragment;
  private readonly sink: ByteSink;

  constructor(at: number, comma: Fragment, sink: ByteSink) {
    this.at = at;
    this.comma = comma;
    this.sink = sink;
  }

  put(row: PackedRow): void {
    const { sink } = this;
    const count = row[this.at] as number | null;
    sink.reserve(DIGIT_BYTES + 1);
    const start = putFragment(sink.view, sink.at, this.comma);
    if (count === null) {
      sink.at = start;
    } else if (count < 0) {
      sink.at = start;
      putCell(sink, { number: String(count) });
    } else {
      sink.at = putInteger(sink.bytes, start, count);
    }
  }
}

class DecimalFields implements PackedFields {
  private readonly packed: PackedDecimal;
  private readonly comma: Fragment;
  private readonly sink: ByteSink;

  constructor(packed: PackedDecimal, comma: Fragment, sink: ByteSink) {
    this.packed = packed;
    this.comma = comma;
    this.sink = sink;
  }

  put(row: PackedRow): void {
    const { packed, sink } = this;
    const whole = row[packed.at]!;
    sink.reserve(DIGIT_BYTES + 1);
    const start = putFragment(sink.view, sink.at, this.comma);
    if (whole === null) {
      sink.at = start;
      return;
    }
    const least = packed.decimals(row);
    if (typeof whole === 'string' || least > MOST_DECIMALS) {
      sink.at = start;
      putCell(sink, { number: digitsOf(row, packed) });
      return;
    }
    sink.at = putDecimal(sink, start, whole, row[packed.at + 1] as number, least);
  }
}
