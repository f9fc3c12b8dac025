import { ByteRecords } from './byteRecords.ts';
import type { Cell } from './table.ts';

const FIRST_BYTES = 128 * 1024;
/** A character of a string takes at most so many bytes. */
const BYTES_PER_CHARACTER = 3;

const encoder = new TextEncoder();

/**
 * Puts the cells of a workbook together as records in bytes. Whoever has the text of a cell in bytes writes it to `bytes` behind
 * `used`, where `reserve` has made room for it, and then says which cell it is.
 */
export class CellRows {
  bytes = new Uint8Array(FIRST_BYTES);
  /** The bytes that belong to cells. */
  used = 0;
  private records = new ByteRecords(null);
  private line = 0;
  /** Of the row being made: its first byte, its first cell, and how many cells it has so far. */
  private rowFrom = 0;
  private base = 0;
  private width = 0;
  private isTaken = false;

  /** Makes room for so many more bytes. */
  reserve(count: number): void {
    if (this.used + count <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.used + count, this.bytes.length * 2));
    larger.set(this.bytes.subarray(0, this.used));
    this.bytes = larger;
  }

  startRow(line: number): void {
    this.line = line;
    this.rowFrom = this.used;
    this.base = this.records.cells;
    this.width = 0;
  }

  /** The bytes from `used` to before `to` are the cell in a column of the row; columns between it and the last one are empty. */
  place(column: number, to: number, isNumber: boolean): void {
    const { records, base, used } = this;
    while (base + column >= records.from.length) records.growCells();
    for (; this.width < column; this.width += 1) this.set(base + this.width, used, used, 0);
    this.set(base + column, used, to, isNumber ? 1 : 0);
    if (column === this.width) this.width += 1;
    this.used = to;
  }

  private set(cell: number, from: number, to: number, isNumber: number): void {
    this.records.from[cell] = from;
    this.records.to[cell] = to;
    this.records.isNumber[cell] = isNumber;
  }

  put(column: number, cell: Cell): void {
    const text = typeof cell === 'string' ? cell : cell.number;
    this.reserve(text.length * BYTES_PER_CHARACTER);
    const { written } = encoder.encodeInto(text, this.bytes.subarray(this.used));
    this.place(column, this.used + written, typeof cell !== 'string');
  }

  endRow(): void {
    this.records.endRecord(this.line, 0, this.base + this.width);
  }

  /** The whole rows since the last call; valid until `goOn`, unless they are held. */
  taken(): ByteRecords {
    this.isTaken = true;
    this.records.setBytes(this.bytes.subarray(0, this.used));
    return this.records;
  }

  /** Lets go of what was taken; the cells of a row that was begun go to the front. */
  goOn(): void {
    if (!this.isTaken) return;
    this.isTaken = false;
    const { records, base, width, rowFrom } = this;
    const isOpen = records.cells === base;
    const begun = this.bytes.subarray(rowFrom, this.used);
    const cells = isOpen ? width : 0;
    const target = records.isHeld ? new ByteRecords(null) : records;
    while (cells > target.from.length) target.growCells();
    for (let cell = 0; cell < cells; cell += 1) {
      target.from[cell] = records.from[base + cell]! - rowFrom;
      target.to[cell] = records.to[base + cell]! - rowFrom;
      target.isNumber[cell] = records.isNumber[base + cell]!;
    }
    if (records.isHeld) {
      const own = new Uint8Array(this.bytes.length);
      own.set(begun);
      this.bytes = own;
    } else {
      this.bytes.copyWithin(0, rowFrom, this.used);
    }
    this.used = isOpen ? begun.length : 0;
    target.count = 0;
    this.records = target;
    this.rowFrom = 0;
    this.base = 0;
  }
}
