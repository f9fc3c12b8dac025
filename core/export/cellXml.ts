import { putBytes, putInteger, utf8 } from './byteSink.ts';
import type { ByteSink } from './byteSink.ts';
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
const AFTER_REFERENCE = {
  shared: openings('" s="', '" t="s"><v>'),
  number: openings('" s="', '"><v>'),
  inline: openings('" s="', '" t="inlineStr"><is><t>'),
  inlinePreserved: openings('" s="', '" t="inlineStr"><is><t xml:space="preserve">'),
  blank: openings('" s="', '"/>'),
};

function openings(before: string, after: string): readonly Uint8Array[] {
  return Array.from({ length: FORMAT_COUNT }, (_, format) => utf8(`${before}${format}${after}`));
}

const ROW_START = utf8('<row r="');
const ROW_START_END = utf8('">');
const ROW_END = utf8('</row>');
const VALUE_END = utf8('</v></c>');
const INLINE_END = utf8('</t></is></c>');

/** More than every fixed part of a cell takes together. */
const FRAME_BYTES = 160;

/** Styles that break long lines in a column of any kind. */
const WRAPPED: ReadonlySet<CellStyle | undefined> = new Set<CellStyle>(['wrap', 'header']);

const PLAIN_TEXT = formatIndex('plain', 'text');
const PLAIN_WRAP = formatIndex('plain', 'wrap');

/** One column of one sheet while it is written. */
export class CellColumn {
  /** `<c r="AB`. */
  readonly opening: Uint8Array;
  readonly textVariant: Variant;
  readonly plainFormat: number;
  readonly texts = new ColumnTexts();

  constructor(index: number, kind: ColumnKind) {
    this.opening = utf8(`<c r="${columnLetters(index)}`);
    this.textVariant = kind === 'wrap' ? 'wrap' : 'text';
    this.plainFormat = kind === 'wrap' ? PLAIN_WRAP : PLAIN_TEXT;
  }
}

export class CellWriter {
  private readonly sink: ByteSink;
  private readonly shared: SharedStrings;
  /** The digits of the current row number, written into the reference of each of its cells. */
  private readonly rowDigits = new Uint8Array(8);
  private rowLength = 0;

  constructor(sink: ByteSink, shared: SharedStrings) {
    this.sink = sink;
    this.shared = shared;
  }

  startRow(row: number): void {
    this.rowLength = putInteger(this.rowDigits, 0, row);
    this.sink.put(ROW_START);
    this.sink.put(this.rowDigits.subarray(0, this.rowLength));
    this.sink.put(ROW_START_END);
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

  private putText(whole: string, column: CellColumn, look: Look, variant: Variant): void {
    const text = fitCell(whole);
    this.sink.reserve(text.length * MAX_XML_BYTES_PER_UNIT + FRAME_BYTES);
    const breaks = text.includes('\n');
    // A line break that does not wrap is not seen.
    const format = look === 'plain' && !breaks && variant === column.textVariant ? column.plainFormat : formatIndex(look, breaks ? 'wrap' : variant);
    if (text === '') {
      if (look !== 'plain') this.putOpening(column, AFTER_REFERENCE.blank[format]!);
      return;
    }
    const index = this.shared.indexOf(text, column.texts);
    if (index >= 0) {
      this.putOpening(column, AFTER_REFERENCE.shared[format]!);
      const { bytes } = this.sink;
      this.sink.at = putBytes(bytes, putInteger(bytes, this.sink.at, index), VALUE_END);
      return;
    }
    this.putOpening(column, (needsSpacePreserved(text) ? AFTER_REFERENCE.inlinePreserved : AFTER_REFERENCE.inline)[format]!);
    putXmlText(this.sink, text);
    this.sink.put(INLINE_END);
  }

  private putNumber(number: string, style: CellStyle | undefined, column: CellColumn): void {
    let text: string | null = number;
    let decimals = readyDecimals(number);
    if (decimals < 0) {
      text = roundedForSheet(number);
      if (text === null) return this.putText(number, column, lookOf(style, false), 'text');
      decimals = Math.max(0, text.length - 1 - (text.includes('.') ? text.indexOf('.') : text.length - 1));
    }
    const variant = decimals === 0 ? 'integer' : decimals <= SHOWN_DECIMALS ? 'decimal' : 'general';
    this.sink.reserve(text.length + FRAME_BYTES);
    this.putOpening(column, AFTER_REFERENCE.number[formatIndex(lookOf(style, false), variant)]!);
    const { bytes, at } = this.sink;
    for (let index = 0; index < text.length; index += 1) bytes[at + index] = text.charCodeAt(index);
    this.sink.at = putBytes(bytes, at + text.length, VALUE_END);
  }

  private putOpening(column: CellColumn, after: Uint8Array): void {
    const { bytes } = this.sink;
    let at = putBytes(bytes, this.sink.at, column.opening);
    for (let digit = 0; digit < this.rowLength; digit += 1) bytes[at + digit] = this.rowDigits[digit]!;
    at += this.rowLength;
    this.sink.at = putBytes(bytes, at, after);
  }
}

function lookOf(style: CellStyle | undefined, linked: boolean): Look {
  if (style === undefined) return linked ? 'link' : 'plain';
  return style === 'wrap' ? 'plain' : style;
}
