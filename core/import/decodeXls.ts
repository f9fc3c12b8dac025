import { invariant } from '../base/errors.ts';
import { ok } from '../base/result.ts';
import { parseForeign } from './foreignWorkbook.ts';
import { readError, type Reading } from './limits.ts';
import type { ByteRecords } from './byteRecords.ts';
import { CellRows } from './cellRows.ts';
import type { ByteSource, OpenedTable, SourceRow } from './table.ts';

const BATCH_ROWS = 1000;

/**
 * The sheets of an old or odd workbook (.xls, .xlsb, .ods, Excel's XML of 2003), read by SheetJS, which holds all of it
 * in memory, where the host says: a damaged workbook can keep it busy for ever. Throws `workbook-too-large`,
 * `workbook-encrypted` and `workbook-damaged`.
 */
export async function* xlsTables(reading: Reading, source: ByteSource, path: readonly string[]): AsyncGenerator<OpenedTable> {
  const limit = reading.limits.foreignWorkbookBytes;
  if (source.size > limit) throw readError(reading, 'workbook-too-large', { limit });
  const parse = reading.codecs.foreignWorkbook ?? parseForeign;
  const book = await parse(source.read(0, source.size));
  if (book === 'encrypted') throw readError(reading, 'workbook-encrypted');
  if (book === 'damaged') throw readError(reading, 'workbook-damaged', { entry: '' });
  let isEmpty = true;
  for (const { name: sheet, rows } of book.sheets) {
    if (!rows.some(({ cells }) => cells.length > 0)) continue;
    isEmpty = false;
    let opened = false;
    yield ok({
      path,
      sheet,
      format: 'xls',
      encoding: null,
      rows() {
        invariant(!opened, 'the rows of a table are read once');
        opened = true;
        return batches(rows);
      },
    });
  }
  if (isEmpty) throw readError(reading, 'file-empty');
}

async function* batches(rows: readonly SourceRow[]): AsyncGenerator<ByteRecords> {
  const made = new CellRows();
  for (let start = 0; start < rows.length; start += BATCH_ROWS) {
    made.goOn();
    for (const { line, cells } of rows.slice(start, start + BATCH_ROWS)) {
      made.startRow(line);
      cells.forEach((cell, column) => {
        if (cell !== '') made.put(column, cell);
      });
      made.endRow();
    }
    yield made.taken();
  }
}
