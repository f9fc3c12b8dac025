import * as XLSX from 'xlsx';
import { expect } from 'vitest';
import { file, readAll } from './bytes.ts';

/** A workbook cell by cell: what is in which place of which sheet. */
export type Cells = Record<string, Record<string, string | number>>;

/** Cell by cell what SheetJS reads, in the shapes of our readers. Dates by SheetJS's own formatter, numbers by their doubles. */
export function bySheetJs(bytes: Uint8Array): Cells {
  const book = XLSX.read(bytes, { type: 'array', cellNF: true, cellText: true });
  const sheets: Cells = {};
  for (const name of book.SheetNames) {
    const cells: Record<string, string | number> = {};
    for (const [place, cell] of Object.entries(book.Sheets[name]!) as [string, XLSX.CellObject][]) {
      if (place.startsWith('!') || cell.v === undefined || cell.v === '') continue;
      if (cell.t === 'n' && XLSX.SSF.is_date(String(cell.z ?? ''))) cells[place] = XLSX.SSF.format('yyyy-mm-dd hh:mm:ss', Number(cell.v), { date1904: book.Workbook?.WBProps?.date1904 === true });
      else if (cell.t === 'n') cells[place] = Number(cell.v);
      else if (cell.t === 'b') cells[place] = cell.v === true ? 'TRUE' : 'FALSE';
      else cells[place] = cell.t === 'e' ? String(cell.w) : String(cell.v);
    }
    if (Object.keys(cells).length > 0) sheets[name] = cells;
  }
  return sheets;
}

/** The same by our reader. */
export async function byUs(bytes: Uint8Array): Promise<Cells> {
  const { tables, refusals } = await readAll(file('b.xlsx', bytes));
  expect(refusals).toEqual([]);
  return Object.fromEntries(tables.map((table) => {
    expect(table.stopped).toBeUndefined();
    const cells: Record<string, string | number> = {};
    for (const [line, ...row] of table.rows) {
      row.forEach((cell, column) => {
        if (cell !== '') cells[XLSX.utils.encode_cell({ r: line - 1, c: column })] = typeof cell === 'string' ? cell : Number(cell.number);
      });
    }
    return [table.sheet, cells];
  }));
}
