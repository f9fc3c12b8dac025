import type { DemoFile } from './types.ts';

const ROWS_PER_CHUNK = 500;

/** A file as RFC 4180 text, header row first, in chunks of some rows each. */
export function* renderCsv(file: DemoFile): Generator<string> {
  let chunk = record(file.header);
  let rows = 1;
  for (const row of file.rows()) {
    chunk += record(row);
    rows += 1;
    if (rows >= ROWS_PER_CHUNK) {
      yield chunk;
      chunk = '';
      rows = 0;
    }
  }
  if (chunk !== '') yield chunk;
}

function record(cells: readonly string[]): string {
  let line = '';
  for (let index = 0; index < cells.length; index += 1) {
    const cell = cells[index]!;
    if (index > 0) line += ',';
    line += /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  }
  return `${line}\r\n`;
}
