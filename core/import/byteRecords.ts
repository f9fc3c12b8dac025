import { NO_BYTES } from './bytes.ts';
import { flatText } from './flatText.ts';
import type { Cell, SourceRow } from './table.ts';

const FIRST_RECORDS = 256;
const FIRST_CELLS = 4096;

/**
 * Some records of a table in file order, as places in bytes: a cell becomes a string only where somebody asks for it. The
 * bytes are those of a window of a text file, or the texts of the cells of a workbook. Whoever needs them longer than until
 * the next records says so: otherwise the same arrays are filled again, since new ones would keep the collector busy.
 */
export class ByteRecords {
  bytes: Uint8Array = NO_BYTES;
  /** The same bytes, for reading four at a time. */
  view = new DataView(NO_BYTES.buffer);
  /** Of a text file, whose records follow one another in the bytes as they stand in the file; `null` for cells of a workbook. */
  readonly delimiter: string | null;
  isHeld = false;
  count = 0;
  /** By record: its line, the byte behind it (of a text file), and its first cell; the first cell of the next one ends it. */
  lines = new Int32Array(FIRST_RECORDS);
  ends = new Int32Array(FIRST_RECORDS);
  first = new Int32Array(FIRST_RECORDS + 1);
  /** By cell: its first byte and the byte behind it; the first is -1 where the text is among `odd`. */
  from = new Int32Array(FIRST_CELLS);
  to = new Int32Array(FIRST_CELLS);
  /** By cell: 1 where a workbook holds a number, and not a text of digits. */
  isNumber = new Uint8Array(FIRST_CELLS);
  /** Texts of the few cells that do not stand in the bytes as they are: with doubled quotes, or going on behind a quote. */
  readonly odd = new Map<number, string>();

  constructor(delimiter: string | null) {
    this.delimiter = delimiter;
  }

  /** Begins with other bytes and no records. */
  start(bytes: Uint8Array): void {
    this.setBytes(bytes);
    this.count = 0;
    this.odd.clear();
  }

  setBytes(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The cells that there are so far. */
  get cells(): number {
    return this.first[this.count]!;
  }

  /** Ends the record whose cells are the ones from the last record on to before `cell`. */
  endRecord(line: number, end: number, cell: number): void {
    const { count } = this;
    if (count === this.lines.length) {
      this.lines = grown(this.lines);
      this.ends = grown(this.ends);
      this.first = grown(this.first);
    }
    this.lines[count] = line;
    this.ends[count] = end;
    this.first[count + 1] = cell;
    this.count = count + 1;
  }

  growCells(): void {
    this.from = grown(this.from);
    this.to = grown(this.to);
    const numbers = new Uint8Array(this.from.length);
    numbers.set(this.isNumber);
    this.isNumber = numbers;
  }

  text(cell: number): string {
    const from = this.from[cell]!;
    return from < 0 ? this.odd.get(cell)! : flatText(this.bytes, from, this.to[cell]!);
  }

  cell(cell: number): Cell {
    const text = this.text(cell);
    return this.isNumber[cell] === 1 ? { number: text } : text;
  }

  row(record: number): SourceRow {
    const cells: Cell[] = [];
    for (let cell = this.first[record]!; cell < this.first[record + 1]!; cell += 1) cells.push(this.cell(cell));
    return { line: this.lines[record]!, cells };
  }
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
