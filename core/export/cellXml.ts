import { fragment, putFragment, putInteger } from './byteSink.ts';
import type { ByteSink, Fragment } from './byteSink.ts';
import { fitCell } from './cell.ts';
import type { CellStyle, ColumnKind, OutCell } from './cell.ts';
import { readyDecimals, roundedForSheet } from './sheetNumber.ts';
import { ColumnTexts } from './sharedStrings.ts';
import type { SharedStrings } from './sharedStrings.ts';
import { columnLetters } from './sheetNames.ts';
import { FORMAT_COUNT, SHOWN_DECIMALS, formatIndex } from './styles.ts';
import type { Look, Variant } from './styles.ts';
import { MAX_XML_BYTES_PER_UNIT, needsSpacePreserved, putXmlText } from './xmlText.ts';

/**
 * One cell as XML, such as `<c r="B7" s="1" t="s"><v>12</v></c>`. A text is a shared or an inline string and never
 * anything else, so nothing in it can run as a formula, whatever it begins with.
 */

/** What stands between a cell's reference and its content, for every cell format. */
export const AFTER_REFERENCE = {
  shared: openings('" s="', '" t="s"><v>'),
  number: openings('" s="', '"><v>'),
  inline: openings('" s="', '" t="inlineStr"><is><t>'),
  inlinePreserved: openings('" s="', '" t="inlineStr"><is><t xml:space="preserve">'),
  blank: openings('" s="', '"/>'),
};

function openings(before: string, after: string): readonly Fragment[] {
  return Array.from({ length: FORMAT_COUNT }, (_, format) => fragment(`${before}${format}${after}`));
}

const ROW_START = fragment('<row r="');
const ROW_START_END = fragment('">');
const ROW_END = fragment('</row>');
export const VALUE_END = fragment('</v></c>');
export const INLINE_END = fragment('</t></is></c>');

/** More than every fixed part of a cell takes together. */
export const FRAME_BYTES = 160;

const ZERO = 48;
const POINT = 46;

/** Styles that break long lines in a column of any kind. */
const WRAPPED: ReadonlySet<CellStyle | undefined> = new Set<CellStyle>(['wrap', 'header']);

const PLAIN_TEXT = formatIndex('plain', 'text');
const PLAIN_WRAP = formatIndex('plain', 'wrap');

/** One column of one sheet while it is written. */
export class CellColumn {
  /** `<c r="AB`. */
  readonly opening: Fragment;
  readonly textVariant: Variant;
  readonly plainFormat: number;
  readonly texts = new ColumnTexts();

  constructor(index: number, kind: ColumnKind) {
    this.opening = fragment(`<c r="${columnLetters(index)}`);
    this.textVariant = kind === 'wrap' ? 'wrap' : 'text';
    this.plainFormat = kind === 'wrap' ? PLAIN_WRAP : PLAIN_TEXT;
  }
}

export class CellWriter {
  private readonly sink: ByteSink;
  private readonly shared: SharedStrings;
  /** The digits of the current row number, written into the reference of each of its cells, and the same as one word. */
  private readonly rowDigits = new Uint8Array(8);
  private readonly rowView = new DataView(this.rowDigits.buffer);
  private rowWord = 0;
  private rowLength = 0;

  constructor(sink: ByteSink, shared: SharedStrings) {
    this.sink = sink;
    this.shared = shared;
  }

  startRow(row: number): void {
    const { sink } = this;
    this.rowLength = putInteger(this.rowDigits, 0, row);
    this.rowWord = this.rowView.getFloat64(0, true);
    sink.reserve(FRAME_BYTES);
    sink.at = putFragment(sink.view, this.putRowDigits(putFragment(sink.view, sink.at, ROW_START)), ROW_START_END);
  }

  private putRowDigits(at: number): number {
    this.sink.view.setFloat64(at, this.rowWord, true);
    return at + this.rowLength;
  }

  endRow(): void {
    this.sink.put(ROW_END);
  }

  /** Writes a cell of the current row; a blank one only where it has a look. */
  put(cell: OutCell, column: CellColumn): void {
    if (cell === null || cell === '') return;
    if (typeof cell === 'string') this.putText(cell, column, 'plain', column.textVariant);
    else if ('number' in cell) this.putNumber(cell.number, cell.style, column);
    else this.putText(cell.text, column, lookOf(cell.style, cell.link !== undefined), WRAPPED.has(cell.style) ? 'wrap' : column.textVariant);
  }

  /** A text without a look, as `put` writes it; answers its shared number, -1 where it has none. */
  putPlainText(text: string, column: CellColumn): number {
    return this.putText(text, column, 'plain', column.textVariant);
  }

  private putText(whole: string, column: CellColumn, look: Look, variant: Variant): number {
    const text = fitCell(whole);
    this.sink.reserve(text.length * MAX_XML_BYTES_PER_UNIT + FRAME_BYTES);
    const format = formatOf(text, column, look, variant);
    if (text === '') {
      if (look !== 'plain') this.putOpening(column, AFTER_REFERENCE.blank[format]!);
      return -1;
    }
    const index = this.shared.indexOf(text, column.texts);
    if (index >= 0) {
      this.putOpening(column, AFTER_REFERENCE.shared[format]!);
      const { bytes, view } = this.sink;
      this.sink.at = putFragment(view, putInteger(bytes, this.sink.at, index), VALUE_END);
      return index;
    }
    this.putOpening(column, (needsSpacePreserved(text) ? AFTER_REFERENCE.inlinePreserved : AFTER_REFERENCE.inline)[format]!);
    putXmlText(this.sink, text);
    this.sink.put(INLINE_END);
    return -1;
  }

  /** A number cell; `number` are plain digits, and whoever gives more than 15 significant ones gets them rounded. */
  putNumber(number: string, style: CellStyle | undefined, column: CellColumn): void {
    let text: string | null = number;
    let decimals = readyDecimals(number);
    if (decimals < 0) {
      text = roundedForSheet(number);
      if (text === null) {
        this.putText(number, column, lookOf(style, false), 'text');
        return;
      }
      decimals = Math.max(0, text.length - 1 - (text.includes('.') ? text.indexOf('.') : text.length - 1));
    }
    const variant = decimals === 0 ? 'integer' : decimals <= SHOWN_DECIMALS ? 'decimal' : 'general';
    this.sink.reserve(text.length + FRAME_BYTES);
    this.putOpening(column, AFTER_REFERENCE.number[formatIndex(lookOf(style, false), variant)]!);
    const { bytes, view, at } = this.sink;
    // The format says how many decimals are seen; zeros at the end would only make the file larger.
    let { length } = text;
    if (decimals > 0) {
      while (text.charCodeAt(length - 1) === ZERO) length -= 1;
      if (text.charCodeAt(length - 1) === POINT) length -= 1;
    }
    for (let index = 0; index < length; index += 1) bytes[at + index] = text.charCodeAt(index);
    this.sink.at = putFragment(view, at + length, VALUE_END);
  }

  /** All that stands in front of a cell's content, `after` being what follows its reference; the caller has reserved the room. */
  putOpening(column: CellColumn, after: Fragment): void {
    const { sink } = this;
    sink.at = putFragment(sink.view, this.putRowDigits(putFragment(sink.view, sink.at, column.opening)), after);
  }

  /** The cell of a plain text that is shared under `index`; the caller has reserved the room. */
  putShared(column: CellColumn, index: number, breaks: boolean): void {
    this.putOpening(column, AFTER_REFERENCE.shared[breaks ? PLAIN_WRAP : column.plainFormat]!);
    const { sink } = this;
    sink.at = putFragment(sink.view, putInteger(sink.bytes, sink.at, index), VALUE_END);
  }
}

function formatOf(text: string, column: CellColumn, look: Look, variant: Variant): number {
  // A line break that does not wrap is not seen.
  const breaks = text.includes('\n');
  return look === 'plain' && !breaks && variant === column.textVariant ? column.plainFormat : formatIndex(look, breaks ? 'wrap' : variant);
}

function lookOf(style: CellStyle | undefined, linked: boolean): Look {
  if (style === undefined) return linked ? 'link' : 'plain';
  return style === 'wrap' ? 'plain' : style;
}
