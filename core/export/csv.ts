import { invariant } from '../base/errors.ts';
import { ByteSink } from './byteSink.ts';
import { shownText } from './cell.ts';
import { putCell } from './csvField.ts';
import { isPacked, unpacked } from './packed.ts';
import type { PackedRow, PackedRows } from './packed.ts';
import { packedFields } from './packedFields.ts';
import { BlockRows, SingleRows } from './rowSource.ts';
import type { OutRow, OutRows, RowSource } from './rowSource.ts';

const COMMA = 44;
const CR = 13;
const LF = 10;

const PIECE_BYTES = 256 * 1024;

export interface CsvOptions {
  /** A byte order mark, for Excel; on unless turned off. */
  readonly bom?: boolean;
  /** How many pieces the reader uses at a time; once it asks for the next, older ones may be overwritten. Without it none ever is. */
  readonly held?: number;
}

/**
 * A CSV in UTF-8 with CRLF and, for Excel, a byte order mark, as a stream of bytes; memory does not grow with the rows.
 *
 * Every character is kept as it is, whatever its length (only half a surrogate pair, which UTF-8 cannot say, becomes
 * U+FFFD), and numbers are written digit by digit, never rounded. But a CSV cannot say that a cell is text: Excel reads a
 * long id as a number and drops its last digits, so the workbook is the safe form for ids.
 *
 * A spreadsheet may run a text as a formula when it opens the file; such a text gets a leading `'`, see `isRisky`.
 *
 * Without a header the file begins with the rows. With one, shorter rows are filled up. Throws whatever `rows`
 * throws, and stops as a broken promise where a number cell holds no number or a row is longer than the header.
 */
export function writeCsv(header: readonly string[], rows: OutRows | PackedRows, options: CsvOptions = {}): AsyncGenerator<Uint8Array> {
  const sink = new ByteSink(PIECE_BYTES, options.held);
  const start = (): void => {
    if (options.bom !== false) sink.write('\ufeff');
    if (header.length > 0) putRow(sink, header, header.length);
  };
  if (isPacked(rows)) {
    invariant(header.length === 0 || header.length === rows.columns.length, 'a packed row has the columns of its header');
    return csvBytes(sink, start, new BlockRows(rows.blocks), packedPutter(sink, rows));
  }
  return csvBytes(sink, start, new SingleRows(rows), (row) => {
    invariant(header.length === 0 || row.length <= header.length, 'a row has no more cells than its header');
    putRow(sink, row, header.length);
  });
}

async function* csvBytes<Row>(sink: ByteSink, start: () => void, source: RowSource<Row>, put: (row: Row) => void): AsyncGenerator<Uint8Array> {
  start();
  try {
    for (;;) {
      const next = source.next();
      const row = next instanceof Promise ? await next : next;
      if (row === null) break;
      put(row);
      if (sink.hasComplete) yield* sink.take();
    }
    yield* sink.takeAll();
  } finally {
    await source.close();
  }
}

function packedPutter(sink: ByteSink, { columns }: PackedRows): (row: PackedRow) => void {
  // Where a row is one cell, whether it is blank matters.
  if (columns.length === 1) return (row) => putRow(sink, unpacked(row, columns), 1);
  const fields = columns.map((column, index) => packedFields(column, index > 0, sink));
  return (row) => {
    for (let index = 0; index < fields.length; index += 1) fields[index]!.put(row);
    putEnd(sink);
  };
}

function putRow(sink: ByteSink, row: OutRow, width: number): void {
  const length = Math.max(row.length, width);
  for (let index = 0; index < length; index += 1) {
    if (index > 0) putByte(sink, COMMA);
    putCell(sink, index < row.length ? row[index]! : null);
  }
  // Readers skip an empty line, but a row of one blank cell is a row.
  if (length === 1 && shownText(row[0] ?? null) === '') sink.write('""');
  putEnd(sink);
}

function putEnd(sink: ByteSink): void {
  sink.reserve(2);
  sink.bytes[sink.at] = CR;
  sink.bytes[sink.at + 1] = LF;
  sink.at += 2;
}

function putByte(sink: ByteSink, byte: number): void {
  sink.reserve(1);
  sink.bytes[sink.at] = byte;
  sink.at += 1;
}
