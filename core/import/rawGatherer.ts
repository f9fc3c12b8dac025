import type { RawPiece } from '../fields/rowBatch.ts';
import type { ByteRecords } from './byteRecords.ts';

/** Records that are kept in one piece: few enough that one of them is quickly found again. */
const RECORDS_PER_PIECE = 1024;
const FIRST_BYTES = 512 * 1024;
const FIRST_CELLS = 32 * 1024;

/** Records as bytes, in buffers that are used again and again. */
class Gathered {
  count = 0;
  used = 0;
  cells = 0;
  bytes = new Uint8Array(FIRST_BYTES);
  readonly lines = new Int32Array(RECORDS_PER_PIECE);
  /** By record: its bytes, or the number of its cells where those have lengths of their own. */
  readonly lengths = new Int32Array(RECORDS_PER_PIECE);
  cellLengths = new Int32Array(0);

  append(bytes: Uint8Array): void {
    const end = this.used + bytes.length;
    if (end > this.bytes.length) {
      const larger = new Uint8Array(Math.max(end, this.bytes.length * 2));
      larger.set(this.bytes.subarray(0, this.used));
      this.bytes = larger;
    }
    this.bytes.set(bytes, this.used);
    this.used = end;
  }

  makeRoom(cells: number): void {
    if (this.cells + cells <= this.cellLengths.length) return;
    const larger = new Int32Array(Math.max(FIRST_CELLS, this.cells + cells, this.cellLengths.length * 2));
    larger.set(this.cellLengths.subarray(0, this.cells));
    this.cellLengths = larger;
  }

  piece(delimiter: string | null): RawPiece {
    const { count, lines, lengths, bytes, used, cellLengths, cells } = this;
    const records = { firstLine: lines[0]!, lastLine: lines[count - 1]!, bytes: bytes.subarray(0, used), lines: lines.subarray(0, count) };
    return delimiter === null
      ? { ...records, widths: lengths.subarray(0, count), cellLengths: cellLengths.subarray(0, cells) }
      : { ...records, lengths: lengths.subarray(0, count), delimiter };
  }
}

/** Gathers the records of a table as they stand: those of a text file as its bytes, the rows of a workbook as the texts of their cells. */
export class RawGatherer {
  private pieces: RawPiece[] = [];
  private records = new Gathered();
  private readonly handedOn: Gathered[] = [];
  private readonly spare: Gathered[] = [];
  private delimiter: string | null = null;

  /** The records from one to before another. */
  add(source: ByteRecords, from: number, to: number): void {
    this.delimiter = source.delimiter;
    for (let first = from; first < to;) {
      const last = Math.min(to, first + RECORDS_PER_PIECE - this.records.count);
      if (source.delimiter === null) this.addRows(source, first, last);
      else this.addLines(source, first, last);
      if (this.records.count === RECORDS_PER_PIECE) this.end();
      first = last;
    }
  }

  private addLines(source: ByteRecords, from: number, to: number): void {
    const { records } = this;
    const start = from === 0 ? 0 : source.ends[from - 1]!;
    let before = start;
    for (let record = from; record < to; record += 1) {
      const end = source.ends[record]!;
      records.lines[records.count] = source.lines[record]!;
      records.lengths[records.count] = end - before;
      records.count += 1;
      before = end;
    }
    records.append(source.bytes.subarray(start, before));
  }

  private addRows(source: ByteRecords, from: number, to: number): void {
    const { records } = this;
    records.makeRoom(source.first[to]! - source.first[from]!);
    for (let record = from; record < to; record += 1) {
      const first = source.first[record]!;
      const last = source.first[record + 1]!;
      records.lines[records.count] = source.lines[record]!;
      records.lengths[records.count] = last - first;
      records.count += 1;
      if (first === last) continue;
      const start = source.from[first]!;
      let end = start;
      let inOrder = true;
      for (let cell = first; cell < last; cell += 1) {
        const cellFrom = source.from[cell]!;
        inOrder &&= cellFrom === end;
        end = source.to[cell]!;
        records.cellLengths[records.cells] = end - cellFrom;
        records.cells += 1;
      }
      if (inOrder) records.append(source.bytes.subarray(start, end));
      else for (let cell = first; cell < last; cell += 1) records.append(source.bytes.subarray(source.from[cell], source.to[cell]));
    }
  }

  /** The pieces since the last call, valid until `startPiece`. */
  taken(): readonly RawPiece[] {
    const { pieces } = this;
    this.pieces = [];
    return pieces;
  }

  startPiece(): void {
    for (const records of this.handedOn) {
      records.count = 0;
      records.used = 0;
      records.cells = 0;
      this.spare.push(records);
    }
    this.handedOn.length = 0;
  }

  /** Makes a piece of what is left. */
  end(): void {
    if (this.records.count === 0) return;
    this.pieces.push(this.records.piece(this.delimiter));
    this.handedOn.push(this.records);
    this.records = this.spare.pop() ?? new Gathered();
  }
}
