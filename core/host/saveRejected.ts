import type { Say } from '../base/text.ts';
import type { OutRow } from '../export/rowSource.ts';
import type { OutColumn } from '../export/tableColumns.ts';
import { writeWorkbook } from '../export/xlsx.ts';
import type { RejectedEntry } from '../store/imports.ts';
import type { Store } from '../store/store.ts';
import { nodeCodecs } from './codecs.ts';
import type { Redactor } from './redactor.ts';
import { saveFile } from './saveFile.ts';

const ROWS_PER_STEP = 2000;

/**
 * Saves what was set aside of a file as a workbook: where, why, and the cells as they stand. `onRows` is told how many rows
 * are done and stops the saving where it throws. Answers the number of rows. Throws `out-unwritable` and `disk-full`.
 */
export async function saveRejected(path: string, store: Store, file: number, say: Say, onRows: (rows: number, total: number) => Promise<void>, redactor: Redactor | null = null): Promise<number> {
  const { headers, total } = store.rejectedRows(file, 0, 0);
  let width = headers.length;
  for (let start = 0; start < total; start += ROWS_PER_STEP) {
    await onRows(0, total);
    for (const { cells } of store.rejectedRows(file, start, start + ROWS_PER_STEP).rows) width = Math.max(width, cells.length);
  }
  const columns: OutColumn[] = [
    { header: say('report.col.line'), kind: 'number' }, { header: say('report.col.reason'), kind: 'text' }, { header: say('report.col.field'), kind: 'text' },
    ...Array.from({ length: width }, (_, at): OutColumn => ({ header: headers[at] ?? `#${at + 1}`, kind: 'text' })),
  ];
  async function* rows(): AsyncGenerator<OutRow> {
    for (let start = 0; start < total; start += ROWS_PER_STEP) {
      await onRows(start, total);
      for (const entry of store.rejectedRows(file, start, start + ROWS_PER_STEP).rows) yield rowOf(redactor === null ? entry : { ...entry, cells: entry.cells.map((cell) => redactor.of('other', cell)) }, width, say);
    }
  }
  await saveFile(path, writeWorkbook([{ name: say('report.sheet.rejected'), columns, rows: rows() }], nodeCodecs));
  return total;
}

function rowOf({ line, field, reason, cells }: RejectedEntry, width: number, say: Say): OutRow {
  return [{ number: String(line) }, say(`reject.${reason}`), field === '' ? null : say(`field.${field}`), ...Array.from({ length: width }, (_, at) => cells[at] ?? null)];
}
