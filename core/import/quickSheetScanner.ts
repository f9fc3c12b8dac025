import { ascii, hasAt } from './bytes.ts';
import { DATE, NUMBER, PLAIN, SHARED, type SheetContext } from './cellValues.ts';
import { isWellFormed } from './encoding.ts';
import type { Reading } from './limits.ts';
import { SerialDates, WRITTEN_BYTES } from './serialDates.ts';
import { SheetScanner } from './sheetScanner.ts';

const QUOTE = 34;
const AMPERSAND = 38;
const MINUS = 45;
const POINT = 46;
const SLASH = 47;
const LESS = 60;
const EQUALS = 61;
const GREATER = 62;
const SPACE = 32;
const RETURN = 13;
const UNDERSCORE = 95;
const DIGIT_0 = 48;
const DIGIT_9 = 57;
const LETTER_A = 65;
const LETTER_Z = 90;
const LETTER_C = 99;
const LETTER_N = 110;
const LETTER_R = 114;
const LETTER_S = 115;
const LETTER_T = 116;
const LETTER_V = 118;
const LETTER_X = 120;
const QUESTION = 63;

/** No place: the cell is written in another way. */
const OTHER = -1;

/** More than the tags of a usual cell take, so that looking at them never leaves the window. */
const LONGEST_MARKUP = 160;

/** Of a number of a style or string. */
const MOST_DIGITS = 9;
/** Of a number with a fraction that is shown as it is stored. */
const SHOWN_DIGITS = 15;

const INLINE_BYTES = 6;
const INLINE_KEPT = ascii('is><t xml:space="preserve">');
const INLINE_END_BYTES = 13;
const VALUE_END_BYTES = 8;
const CELL_END = ascii('/c>');
const STR = ascii('str');
const INLINE_STR = ascii('inlineStr');

/**
 * A sheet scanner that reads the cells of nearly every file as what they are, `<c r="B2" s="1" t="s"><v>7</v></c>`, in
 * one pass over their bytes, and puts their texts down as bytes. Any other way to write a cell (prefixes, formulas, rich text,
 * comments, references, other quotes), any value that is not what it shows, and any cell that the window cuts off are left to the
 * tokens.
 */
export class QuickSheetScanner extends SheetScanner {
  private readonly dates: SerialDates;
  /** Of the cell being looked at; they become the scanner's state only when the cell is of the usual form to its end. */
  private nextColumn = 0;
  private nextType = NUMBER;
  private isNumber = false;
  private written = 0;
  private isQuick = false;

  constructor(reading: Reading, entry: string, context: SheetContext) {
    super(reading, entry, context);
    this.dates = new SerialDates(context.is1904);
  }

  override scan(window: Uint8Array, last: boolean): number {
    // Where some text is not what it should be, the tokens tell whether it is one that is read.
    this.isQuick = isWellFormed(this.reading, window.subarray(0, window.lastIndexOf(GREATER) + 1));
    return super.scan(window, last);
  }

  protected override quick(from: number): number {
    if (!this.isQuick) return from;
    // What a cell says takes no more bytes than the cell, unless it stands elsewhere.
    this.rows.reserve(this.bytes.length - from);
    let done = from;
    for (let next = this.cell(done); next !== OTHER; next = this.cell(done)) done = next;
    return done;
  }

  /** The place behind the cell that begins at `from`. */
  private cell(from: number): number {
    const { bytes } = this;
    if (from > bytes.length - LONGEST_MARKUP || bytes[from] !== LESS || bytes[from + 1] !== LETTER_C) return OTHER;
    const behind = this.attributesTo(from + 2);
    if (bytes[behind] === SLASH && bytes[behind + 1] === GREATER) return this.empty(behind + 2);
    if (bytes[behind] !== GREATER || bytes[behind + 1] !== LESS) return OTHER;
    let at = behind + 2;
    this.isNumber = false;
    if (bytes[at] === LETTER_V && bytes[at + 1] === GREATER) {
      at += 2;
      if (bytes[at] === LESS) return isValueEnd(bytes, at) ? this.empty(at + VALUE_END_BYTES) : OTHER;
      const end = this.nextType === SHARED ? this.shared(at) : this.nextType === NUMBER ? this.number(at) : this.nextType === DATE ? this.date(at) : this.plain(at);
      return end !== OTHER && isValueEnd(bytes, end) ? this.done(end + VALUE_END_BYTES) : OTHER;
    }
    if (isInline(bytes, at)) at += INLINE_BYTES;
    else if (hasAt(bytes, INLINE_KEPT, at)) at += INLINE_KEPT.length;
    else return hasAt(bytes, CELL_END, at) ? this.empty(at + CELL_END.length) : OTHER;
    const end = this.plain(at);
    return end !== OTHER && isInlineEnd(bytes, end) ? this.done(end + INLINE_END_BYTES) : OTHER;
  }

  private empty(place: number): number {
    this.column = this.nextColumn;
    return place;
  }

  private done(place: number): number {
    this.column = this.nextColumn;
    if (this.written > this.rows.used) {
      this.checkColumn();
      this.rows.place(this.nextColumn, this.written, this.isNumber);
    }
    return place;
  }

  /** Each of these puts down a value, up to `written`, and answers the place behind it. */
  private plain(from: number): number {
    const { bytes } = this;
    const last = bytes.length - LONGEST_MARKUP;
    const out = this.rows.bytes;
    let to = this.rows.used;
    let at = from;
    for (let byte = bytes[at]!; byte !== LESS; byte = bytes[at]!) {
      if (byte === AMPERSAND || byte === RETURN || (byte === UNDERSCORE && bytes[at + 1] === LETTER_X)) return OTHER;
      out[to] = byte;
      to += 1;
      at += 1;
      if (at > last) return OTHER;
    }
    this.written = to;
    return at;
  }

  /** Digits, perhaps with a point among them: a text that `numberCell` leaves as it is. */
  private number(from: number): number {
    const { bytes } = this;
    const end = Math.min(bytes.length - LONGEST_MARKUP, from + LONGEST_MARKUP);
    const out = this.rows.bytes;
    let to = this.rows.used;
    let at = from;
    let point = -1;
    if (bytes[at] === MINUS) {
      out[to] = MINUS;
      to += 1;
      at += 1;
    }
    const first = at;
    for (let byte = bytes[at]!; byte !== LESS; byte = bytes[at]!) {
      if (!isDigit(byte)) {
        if (byte !== POINT || point >= 0) return OTHER;
        point = at;
      }
      out[to] = byte;
      to += 1;
      at += 1;
      if (at > end) return OTHER;
    }
    if (at === first || (point >= 0 && (point === first || point === at - 1 || at - first > SHOWN_DIGITS + 1))) return OTHER;
    this.written = to;
    this.isNumber = true;
    return at;
  }

  private date(from: number): number {
    const end = this.dates.write(this.bytes, from, this.rows.bytes, this.rows.used);
    this.written = this.rows.used + WRITTEN_BYTES;
    return end;
  }

  private shared(from: number): number {
    const { bytes, rows, context: { strings } } = this;
    let at = from;
    let index = 0;
    for (; isDigit(bytes[at]!) && at < from + MOST_DIGITS; at += 1) index = index * 10 + bytes[at]! - DIGIT_0;
    if (at === from || bytes[at] !== LESS) return OTHER;
    if (strings === null) {
      rows.bytes[rows.used] = QUESTION;
      this.written = rows.used + 1;
      return at;
    }
    if (index >= strings.count) return OTHER;
    const source = strings.bytes;
    const end = strings.end(index);
    let place = strings.end(index - 1);
    rows.reserve(end - place + bytes.length - at);
    const out = rows.bytes;
    let to = rows.used;
    for (; place < end; place += 1, to += 1) out[to] = source[place]!;
    this.written = to;
    return at;
  }

  /** Reads `r`, `s` and `t` in any order; the place behind the last one that is of the usual form. */
  private attributesTo(from: number): number {
    const { bytes } = this;
    let at = from;
    let column = this.column + 1;
    let type = NUMBER;
    for (let count = 0; count < 3 && bytes[at] === SPACE && bytes[at + 2] === EQUALS && bytes[at + 3] === QUOTE; count += 1) {
      const name = bytes[at + 1]!;
      let place = at + 4;
      if (name === LETTER_R) {
        column = -1;
        for (let letter = bytes[place]!; letter >= LETTER_A && letter <= LETTER_Z && place < at + 7; letter = bytes[place]!) {
          column = (column + 1) * 26 + letter - LETTER_A;
          place += 1;
        }
        if (column < 0) break;
        while (bytes[place] !== QUOTE && place < at + 20) place += 1;
      } else if (name === LETTER_S) {
        let style = 0;
        for (; isDigit(bytes[place]!) && place < at + 4 + MOST_DIGITS; place += 1) style = style * 10 + bytes[place]! - DIGIT_0;
        if (type === NUMBER && this.isDateStyle(style)) type = DATE;
      } else if (name === LETTER_T) {
        if (bytes[place] === LETTER_S && bytes[place + 1] === QUOTE) {
          type = SHARED;
          place += 1;
        } else if (bytes[place] === LETTER_N) {
          place += 1;
        } else {
          type = PLAIN;
          place += hasAt(bytes, INLINE_STR, place) ? INLINE_STR.length : hasAt(bytes, STR, place) ? STR.length : 0;
        }
      } else {
        break;
      }
      if (bytes[place] !== QUOTE || place === at + 4) break;
      at = place + 1;
    }
    this.nextColumn = column;
    this.nextType = type;
    return at;
  }
}

function isDigit(byte: number): boolean {
  return byte >= DIGIT_0 && byte <= DIGIT_9;
}

/** `is><t>` */
function isInline(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 105 && bytes[at + 1] === 115 && bytes[at + 2] === 62 && bytes[at + 3] === 60 && bytes[at + 4] === 116 && bytes[at + 5] === 62;
}

/** `</v></c>` */
function isValueEnd(bytes: Uint8Array, at: number): boolean {
  return bytes[at + 1] === 47 && bytes[at + 2] === 118 && bytes[at + 3] === 62 && bytes[at + 4] === 60 && bytes[at + 5] === 47 && bytes[at + 6] === 99
    && bytes[at + 7] === 62 && bytes[at] === 60;
}

/** `</t></is></c>` */
function isInlineEnd(bytes: Uint8Array, at: number): boolean {
  return bytes[at + 1] === 47 && bytes[at + 2] === 116 && bytes[at + 3] === 62 && bytes[at + 4] === 60 && bytes[at + 5] === 47 && bytes[at + 6] === 105
    && bytes[at + 7] === 115 && bytes[at + 8] === 62 && bytes[at + 9] === 60 && bytes[at + 10] === 47 && bytes[at + 11] === 99 && bytes[at + 12] === 62 && bytes[at] === 60;
}
