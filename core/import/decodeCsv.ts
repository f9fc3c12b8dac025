import { invariant } from '../base/errors.ts';
import { windows, without } from './bytes.ts';
import { toUtf8, type TextEncoding } from './encoding.ts';
import type { Reading } from './limits.ts';
import type { ByteRecords } from './byteRecords.ts';
import { CsvScanner } from './csvScanner.ts';
import type { Chunks, Table } from './table.ts';

export interface CsvPart {
  readonly path: readonly string[];
  readonly encoding: TextEncoding;
  /** Bytes of the byte order mark. */
  readonly mark: number;
  readonly delimiter: string;
  chunks(): Chunks;
}

/** A text file as a table. Its rows throw `AppError` with a line where the text breaks off or exceeds a limit. */
export function csvTable(reading: Reading, part: CsvPart): Table {
  let opened = false;
  return {
    path: part.path,
    sheet: null,
    format: 'csv',
    encoding: part.encoding,
    rows() {
      invariant(!opened, 'the rows of a table are read once');
      opened = true;
      return csvRows(reading, part);
    },
  };
}

async function* csvRows(reading: Reading, part: CsvPart): AsyncGenerator<ByteRecords> {
  const scanner = new CsvScanner(reading, part.delimiter);
  const text = toUtf8(reading, without(part.chunks(), part.mark), part.encoding);
  for await (const _ of windows(text, reading.limits.windowBytes, (window, last) => scanner.scan(window, last))) {
    if (scanner.taken.count > 0) yield scanner.taken;
  }
}
