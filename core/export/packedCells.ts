import { formatCivil } from '../base/time.ts';
import { putFragment, putInteger } from './byteSink.ts';
import type { ByteSink } from './byteSink.ts';
import { AFTER_REFERENCE, FRAME_BYTES, INLINE_END, VALUE_END } from './cellXml.ts';
import type { CellColumn, CellWriter } from './cellXml.ts';
import { digitsOf } from './packed.ts';
import type { PackedColumn, PackedDecimal, PackedRow } from './packed.ts';
import { DIGIT_BYTES, MOST_DECIMALS, MOST_SHEET_WHOLE, TimeDigits, putDecimal, putSheetDecimal } from './packedDigits.ts';
import type { SharedStrings } from './sharedStrings.ts';
import { SHOWN_DECIMALS, formatIndex } from './styles.ts';

/**
 * Packed values as cells of a sheet. A text that the workbook shares is turned into bytes once, and from then on copied by
 * its number; what does not repeat is written digit by digit. The result is what `CellWriter.put` makes of `unpacked`.
 */
export interface PackedCells {
  put(row: PackedRow): void;
}

/** Where cells go. */
interface Sheet {
  readonly sink: ByteSink;
  readonly writer: CellWriter;
  readonly shared: SharedStrings;
}

export function packedCells(packed: PackedColumn, column: CellColumn, sheet: Sheet): PackedCells {
  switch (packed.as) {
    case 'text':
      return new TextCells(packed, column, sheet);
    case 'code':
      return new CodeCells(packed, column, sheet);
    case 'time':
      return new TimeCells(packed.at, column, sheet);
    case 'count':
      return new CountCells(packed.at, column, sheet);
    case 'decimal':
      return new DecimalCells(packed, column, sheet);
    default:
      return new TwinCells(packed, column, sheet);
  }
}

class TextCells implements PackedCells {
  private readonly packed: Extract<PackedColumn, { as: 'text' }>;
  private readonly column: CellColumn;
  private readonly writer: CellWriter;

  constructor(packed: Extract<PackedColumn, { as: 'text' }>, column: CellColumn, { writer }: Sheet) {
    this.packed = packed;
    this.column = column;
    this.writer = writer;
  }

  put(row: PackedRow): void {
    const { at, named } = this.packed;
    const value = row[at]!;
    if (value !== null) this.writer.putPlainText(named === undefined ? String(value) : named(String(value)), this.column);
  }
}

/** As many values as a column remembers. */
const MOST_RECENT = 1 << 15;

/**
 * The numbers of shared texts by the values that they were made of, for one column: a value that comes again needs no text.
 * A table without chains, in which a newcomer takes the place of another; what is forgotten is only looked up again.
 */
class RecentTexts {
  private readonly wholes = new Float64Array(MOST_RECENT);
  private readonly nanos = new Int32Array(MOST_RECENT);
  /** 0 for none, else twice the number, and 1 where the text breaks lines, and 2. */
  private readonly marks = new Int32Array(MOST_RECENT);
  private readonly column: CellColumn;
  private readonly sheet: Sheet;

  constructor(column: CellColumn, sheet: Sheet) {
    this.column = column;
    this.sheet = sheet;
  }

  /** Writes the cell of a value if its text is known, and says whether it was. Only while the column repeats itself. */
  put(whole: number, nano: number): boolean {
    const place = placeOf(whole, nano);
    const mark = this.marks[place]!;
    if (mark === 0 || this.wholes[place] !== whole || this.nanos[place] !== nano) return false;
    const { column, sheet: { sink, writer, shared } } = this;
    sink.reserve(FRAME_BYTES);
    writer.putShared(column, (mark >> 1) - 1, (mark & 1) === 1);
    shared.again(column.texts);
    return true;
  }

  /** Writes the cell of a value whose text was not known. */
  putNew(whole: number, nano: number, text: string): void {
    const index = this.sheet.writer.putPlainText(text, this.column);
    if (index < 0) return;
    const place = placeOf(whole, nano);
    this.wholes[place] = whole;
    this.nanos[place] = nano;
    this.marks[place] = (index + 1) * 2 + (text.includes('\n') ? 1 : 0);
  }
}

/** Numbers of a dictionary follow each other and so lie side by side; billionths are spread. */
function placeOf(whole: number, nano: number): number {
  return (whole ^ (Math.imul(nano, 0x9e37_79b1) >>> 17)) & (MOST_RECENT - 1);
}

class CodeCells implements PackedCells {
  private readonly packed: Extract<PackedColumn, { as: 'code' }>;
  private readonly column: CellColumn;
  private readonly recent: RecentTexts;

  constructor(packed: Extract<PackedColumn, { as: 'code' }>, column: CellColumn, sheet: Sheet) {
    this.packed = packed;
    this.column = column;
    this.recent = new RecentTexts(column, sheet);
  }

  put(row: PackedRow): void {
    const code = row[this.packed.at] as number | null;
    if (code === null || (this.column.texts.repeats && this.recent.put(code, 0))) return;
    const text = this.packed.text(code);
    if (text !== null && text !== '') this.recent.putNew(code, 0, text);
  }
}

class TimeCells implements PackedCells {
  private readonly at: number;
  private readonly column: CellColumn;
  private readonly sheet: Sheet;
  private readonly recent: RecentTexts;
  private readonly digits = new TimeDigits();

  constructor(at: number, column: CellColumn, sheet: Sheet) {
    this.at = at;
    this.column = column;
    this.sheet = sheet;
    this.recent = new RecentTexts(column, sheet);
  }

  put(row: PackedRow): void {
    const time = row[this.at] as number | null;
    if (time === null) return;
    const { column, sheet: { sink, writer } } = this;
    if (column.texts.repeats) {
      if (!this.recent.put(time, 0)) this.recent.putNew(time, 0, formatCivil(time));
      return;
    }
    sink.reserve(FRAME_BYTES + DIGIT_BYTES);
    writer.putOpening(column, AFTER_REFERENCE.inline[column.plainFormat]!);
    sink.at = putFragment(sink.view, this.digits.put(sink, sink.at, time), INLINE_END);
  }
}

class CountCells implements PackedCells {
  private readonly at: number;
  private readonly column: CellColumn;
  private readonly sheet: Sheet;
  private readonly opening = AFTER_REFERENCE.number[formatIndex('plain', 'integer')]!;

  constructor(at: number, column: CellColumn, sheet: Sheet) {
    this.at = at;
    this.column = column;
    this.sheet = sheet;
  }

  put(row: PackedRow): void {
    const count = row[this.at] as number | null;
    if (count === null) return;
    const { column, sheet: { sink, writer } } = this;
    if (count < 0 || count > MOST_SHEET_WHOLE) {
      writer.putNumber(String(count), undefined, column);
      return;
    }
    sink.reserve(FRAME_BYTES + DIGIT_BYTES);
    writer.putOpening(column, this.opening);
    sink.at = putFragment(sink.view, putInteger(sink.bytes, sink.at, count), VALUE_END);
  }
}

class DecimalCells implements PackedCells {
  private readonly packed: PackedDecimal;
  private readonly column: CellColumn;
  private readonly sheet: Sheet;
  /** By the number of decimals that are printed at least. */
  private readonly recent: RecentTexts[] = [];

  constructor(packed: PackedDecimal, column: CellColumn, sheet: Sheet) {
    this.packed = packed;
    this.column = column;
    this.sheet = sheet;
  }

  put(row: PackedRow): void {
    const { packed, column, sheet: { sink, writer } } = this;
    const whole = row[packed.at]!;
    if (whole === null) return;
    const least = packed.decimals(row);
    if (typeof whole === 'string' || least > MOST_DECIMALS) {
      writer.putPlainText(digitsOf(row, packed), column);
      return;
    }
    const nano = row[packed.at + 1] as number;
    if (column.texts.repeats) {
      const recent = (this.recent[least] ??= new RecentTexts(column, this.sheet));
      if (!recent.put(whole, nano)) recent.putNew(whole, nano, digitsOf(row, packed));
      return;
    }
    sink.reserve(FRAME_BYTES + DIGIT_BYTES);
    writer.putOpening(column, AFTER_REFERENCE.inline[column.plainFormat]!);
    sink.at = putFragment(sink.view, putDecimal(sink, sink.at, whole, nano, least), INLINE_END);
  }
}

class TwinCells implements PackedCells {
  private readonly packed: PackedDecimal;
  private readonly column: CellColumn;
  private readonly sheet: Sheet;
  private readonly integer = AFTER_REFERENCE.number[formatIndex('plain', 'integer')]!;
  private readonly decimal = AFTER_REFERENCE.number[formatIndex('plain', 'decimal')]!;

  constructor(packed: PackedDecimal, column: CellColumn, sheet: Sheet) {
    this.packed = packed;
    this.column = column;
    this.sheet = sheet;
  }

  put(row: PackedRow): void {
    const { packed, column, sheet: { sink, writer } } = this;
    const whole = row[packed.at]!;
    if (whole === null) return;
    const least = packed.decimals(row);
    if (typeof whole === 'string' || least > SHOWN_DECIMALS || whole < -MOST_SHEET_WHOLE || whole > MOST_SHEET_WHOLE) {
      writer.putNumber(digitsOf(row, packed), undefined, column);
      return;
    }
    const nano = row[packed.at + 1] as number;
    sink.reserve(FRAME_BYTES + DIGIT_BYTES);
    writer.putOpening(column, least === 0 && nano === 0 ? this.integer : this.decimal);
    sink.at = putFragment(sink.view, putSheetDecimal(sink, sink.at, whole, nano), VALUE_END);
  }
}
