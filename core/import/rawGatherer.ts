import type { RawPiece } from '../fields/rowBatch.ts';
import type { CsvRecords } from './csvRecords.ts';
import type { Cell, SourceRow } from './table.ts';

/** Records that are kept in one piece: few enough that one of them is quickly found again. */
const RECORDS_PER_PIECE = 1024;
const FIRST_BYTES = 512 * 1024;

/** Records as bytes, in buffers that are used again and again. */
class ByteRecords {
  count = 0;
  used = 0;
  bytes = new Uint8Array(FIRST_BYTES);
  lines = new Int32Array(RECORDS_PER_PIECE);
  lengths = new Int32Array(RECORDS_PER_PIECE);

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

  piece(delimiter: string): RawPiece {
    const { count, lines, lengths, bytes, used } = this;
    return {
      firstLine: lines[0]!, lastLine: lines[count - 1]!, delimiter, bytes: bytes.subarray(0, used), lines: lines.subarray(0, count), lengths: lengths.subarray(0, count),
    };
  }
}

/** Gathers the records of a table as they stand: those of a text file as bytes, the rows of a workbook as cells. */
export class RawGatherer {
  private pieces: RawPiece[] = [];
  private records = new ByteRecords();
  private readonly handedOn: ByteRecords[] = [];
  private readonly spare: ByteRecords[] = [];
  private delimiter = ',';
  private cellLines: number[] = [];
  private cells: (readonly Cell[])[] = [];

  /** The records from one to before another, which follow one another in the bytes. */
  addRecords(source: CsvRecords, from: number, to: number): void {
    this.delimiter = source.delimiter;
    for (let first = from; first < to;) {
      const { records } = this;
      const last = Math.min(to, first + RECORDS_PER_PIECE - records.count);
      const start = first === 0 ? 0 : source.ends[first - 1]!;
      let before = start;
      for (let record = first; record < last; record += 1) {
        const end = source.ends[record]!;
        records.lines[records.count] = source.lines[record]!;
        records.lengths[records.count] = end - before;
        records.count += 1;
        before = end;
      }
      records.append(source.bytes.subarray(start, before));
      if (records.count === RECORDS_PER_PIECE) this.endBytes();
      first = last;
    }
  }

  addRow({ line, cells }: SourceRow): void {
    this.cellLines.push(line);
    this.cells.push(cells);
    if (this.cells.length === RECORDS_PER_PIECE) this.endCells();
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
      this.spare.push(records);
    }
    this.handedOn.length = 0;
  }

  /** Makes a piece of what is left. */
  end(): void {
    this.endBytes();
    this.endCells();
  }

  private endBytes(): void {
    if (this.records.count === 0) return;
    this.pieces.push(this.records.piece(this.delimiter));
    this.handedOn.push(this.records);
    this.records = this.spare.pop() ?? new ByteRecords();
  }

  private endCells(): void {
    const { cellLines, cells } = this;
    if (cells.length === 0) return;
    this.pieces.push({ firstLine: cellLines[0]!, lastLine: cellLines.at(-1)!, lines: cellLines, cells });
    this.cellLines = [];
    this.cells = [];
  }
}
