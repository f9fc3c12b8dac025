import type { AppError } from '../base/errors.ts';
import type { ByteRecords } from './byteRecords.ts';
import { CellRows } from './cellRows.ts';
import { BOOLEAN, cellOfValue, DATE, ISO_DATE, NUMBER, PLAIN, SHARED, type SheetContext } from './cellValues.ts';
import { spells } from './flatText.ts';
import { readError, type Reading } from './limits.ts';
import type { Cell } from './table.ts';
import { LISTEN, QUICK, XmlScanner } from './xml.ts';

/** The elements that matter, as codes; all others are 0. */
const DATA = 1;
const ROW = QUICK + 2;
const CELL = 3;
const INLINE = 4;
const RUN = 5;
const VALUE = LISTEN + 6;
const TEXT = LISTEN + 7;

const AMPERSAND = 38;
const [LETTER_B, LETTER_C, LETTER_D, LETTER_N, LETTER_R, LETTER_S, LETTER_T, LETTER_V] = [98, 99, 100, 110, 114, 115, 116, 118];

/**
 * Reads the rows of a worksheet (ECMA-376 part 1, 18.3.1). Formulas are not evaluated: their stored values are read.
 * Throws `workbook-damaged` with the row, and `too-many-columns`.
 */
export class SheetScanner extends XmlScanner {
  protected readonly context: SheetContext;
  protected readonly rows = new CellRows();
  private row = 0;
  /** Of the cell being read, from 0. */
  protected column = -1;
  protected readonly columns: number;
  private type = NUMBER;
  private value: Cell = '';
  /** Text of the value being read. */
  private pieces = '';

  constructor(reading: Reading, entry: string, context: SheetContext) {
    super(reading, entry);
    this.columns = reading.limits.columns;
    this.context = context;
  }

  /** The rows of the window scanned last, until the next one is. */
  taken(): ByteRecords {
    return this.rows.taken();
  }

  override scan(window: Uint8Array, last: boolean): number {
    this.rows.goOn();
    return super.scan(window, last);
  }

  protected override opened(from: number, to: number): number {
    const { bytes, home } = this;
    if (to - from === 1) {
      const letter = bytes[from];
      if (home === ROW) return letter === LETTER_C ? this.beginCell() : 0;
      if (home === CELL) return letter === LETTER_V ? VALUE : 0;
      if (home === INLINE && letter === LETTER_R) return RUN;
      return (home === INLINE || home === RUN) && letter === LETTER_T ? TEXT : 0;
    }
    if (home === DATA && spells(bytes, from, to, 'row')) return this.beginRow();
    if (home === CELL && spells(bytes, from, to, 'is')) return INLINE;
    return this.depth === 1 && spells(bytes, from, to, 'sheetData') ? DATA : 0;
  }

  protected override closed(code: number): void {
    if (code === CELL) {
      if (this.value !== '') this.putCell(this.value);
    } else if (code >= LISTEN) {
      if (this.pieces !== '') this.take(this.pieces, code === TEXT ? PLAIN : this.type);
      this.pieces = '';
    } else if (code === ROW) {
      this.rows.endRow();
    }
  }

  protected override text(from: number, to: number, isCdata: boolean): void {
    this.pieces += this.decoded(from, to, isCdata);
  }

  protected override damaged(cause?: unknown): AppError {
    return readError(this.reading, 'workbook-damaged', { entry: this.entry, line: this.row }, cause);
  }

  private beginRow(): number {
    const place = this.attributes.find('r');
    this.row = place < 0 ? this.row + 1 : this.integer(this.attributes.from(place), this.attributes.to(place));
    this.column = -1;
    this.rows.startRow(this.row);
    return ROW;
  }

  private beginCell(): number {
    const { attributes } = this;
    const reference = attributes.find('r');
    this.column = reference < 0 ? this.column + 1 : this.columnOf(attributes.from(reference), attributes.to(reference));
    const type = attributes.find('t');
    this.type = type < 0 ? NUMBER : this.typeOf(attributes.from(type), attributes.to(type));
    if (this.type === NUMBER) {
      const style = attributes.find('s');
      if (style >= 0 && this.isDateStyle(this.integer(attributes.from(style), attributes.to(style)))) this.type = DATE;
    }
    this.value = '';
    return CELL;
  }

  /** The column of a reference such as `BC12`, from 0; the next one where it has no letters. */
  private columnOf(from: number, to: number): number {
    let column = 0;
    for (let at = from; at < to; at += 1) {
      const letter = this.bytes[at]! & 0xdf;
      if (letter < 65 || letter > 90) break;
      column = column * 26 + letter - 64;
    }
    return column === 0 ? this.column + 1 : column - 1;
  }

  private typeOf(from: number, to: number): number {
    const { bytes } = this;
    // No writer hides a letter behind a reference, and guessing the type wrong would change what the cell says.
    if (bytes.subarray(from, to).includes(AMPERSAND)) throw this.damaged();
    if (to - from > 1) return PLAIN;
    switch (bytes[from]) {
      case LETTER_S: return SHARED;
      case LETTER_N: return NUMBER;
      case LETTER_B: return BOOLEAN;
      case LETTER_D: return ISO_DATE;
      default: return PLAIN;
    }
  }

  private integer(from: number, to: number): number {
    let value = 0;
    for (let at = from; at < to; at += 1) {
      const digit = this.bytes[at]! - 48;
      if (digit < 0 || digit > 9) throw this.damaged();
      value = value * 10 + digit;
    }
    return value;
  }

  protected isDateStyle(style: number): boolean {
    return this.context.dateStyles[style] === 1;
  }

  /** Inline text may come in several runs; any other value stands alone. */
  private take(text: string, type: number): void {
    const cell = cellOfValue(text, type, this.context);
    if (cell === null) throw this.damaged();
    this.value = typeof cell === 'string' && typeof this.value === 'string' ? this.value + cell : cell;
  }

  private putCell(value: Cell): void {
    this.checkColumn();
    this.rows.put(this.column, value);
  }

  protected checkColumn(): void {
    const { column, columns } = this;
    if (column >= columns) throw readError(this.reading, 'too-many-columns', { line: this.row, limit: columns });
  }
}
