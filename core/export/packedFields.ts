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

/** Fields kept in bytes, for each column; beyond that they are forgotten and made anew. */
const MOST_KEPT = 20_000;

/** A column that found hardly any field again, after this many, keeps none. */
const TRIAL_FIELDS = 4096;

class CodeFields implements PackedFields {
  private readonly packed: Extract<PackedColumn, { as: 'code' }>;
  private readonly comma: Fragment;
  private readonly sink: ByteSink;
  private readonly fields = new Map<number, Fragment>();
  private lastCode = Number.NaN;
  private lastField = BLANK;
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
    if (code !== this.lastCode) {
      const field = this.repeats ? this.fields.get(code) : undefined;
      if (field === undefined) {
        this.putFresh(code);
        return;
      }
      this.lastCode = code;
      this.lastField = field;
    }
    sink.put(this.lastField);
  }

  private putFresh(code: number): void {
    const { sink, fields } = this;
    const { bytes, at } = sink;
    sink.put(this.comma);
    putCell(sink, this.packed.text(code));
    if (!this.repeats) return;
    this.fresh += 1;
    if (this.fresh > TRIAL_FIELDS && this.fresh * 2 > this.seen) this.repeats = false;
    if (fields.size >= MOST_KEPT) fields.clear();
    // A field that went into a new piece is kept when it comes again.
    if (sink.bytes === bytes) fields.set(code, new Fragment(bytes.slice(at, sink.at)));
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
    sink.at = putDecimal(sink.bytes, start, whole, row[packed.at + 1] as number, least);
  }
}
