import type { CellObject, WorkBook } from 'xlsx';
import { doubleCell } from './numberCell.ts';
import { dateCell, isDateCode } from './serialDate.ts';
import type { Cell, SourceRow } from './table.ts';

/** The sheets of a workbook as SheetJS understands it, with their rows; plain data, which may come from another thread. */
export interface ForeignWorkbook {
  readonly sheets: readonly { readonly name: string; readonly rows: readonly SourceRow[] }[];
}

/** Why SheetJS refused a workbook. */
export type ForeignRefusal = 'encrypted' | 'damaged';

/** What cells show in place of a value ([MS-XLS] 2.5.10). */
const ERRORS: Readonly<Record<number, string>> = {
  0x00: '#NULL!', 0x07: '#DIV/0!', 0x0f: '#VALUE!', 0x17: '#REF!', 0x1d: '#NAME?', 0x24: '#NUM!', 0x2a: '#N/A', 0x2b: '#GETTING_DATA',
};

/** Reads all of a workbook. It is loaded only here: nobody who reads CSV pays for it. A damaged one may keep it busy for ever. */
export async function parseForeign(bytes: Uint8Array): Promise<ForeignWorkbook | ForeignRefusal> {
  const [sheetJs, codePages] = await Promise.all([import('xlsx'), import('xlsx/dist/cpexcel.full.mjs')]);
  sheetJs.set_cptable(codePages);
  let book: WorkBook;
  try {
    book = sheetJs.read(bytes, { type: 'array', dense: true, cellNF: true, cellText: false, cellFormula: false, cellHTML: false });
  } catch (error) {
    return error instanceof Error && /password|encrypt/i.test(error.message) ? 'encrypted' : 'damaged';
  }
  // It makes an empty book of what it does not understand.
  if (book.SheetNames.length === 0) return 'damaged';
  const is1904 = book.Workbook?.WBProps?.date1904 === true;
  return { sheets: book.SheetNames.map((name) => ({ name, rows: rowsOf((book.Sheets[name] as { readonly '!data'?: SheetData } | undefined)?.['!data'] ?? [], is1904) })) };
}

type SheetData = readonly (readonly CellObject[] | undefined)[];

function rowsOf(data: SheetData, is1904: boolean): SourceRow[] {
  const rows: SourceRow[] = [];
  // Rows that the sheet does not have are holes, which `forEach` skips.
  data.forEach((present, index) => {
    if (present === undefined) return;
    const cells = Array.from(present, (cell) => cellOf(cell, is1904));
    while (cells.at(-1) === '') cells.pop();
    rows.push({ line: index + 1, cells });
  });
  return rows;
}

function cellOf(cell: CellObject | undefined, is1904: boolean): Cell {
  if (cell === undefined || cell.v === undefined) return '';
  switch (cell.t) {
    case 'n': {
      const number = doubleCell(Number(cell.v));
      return isDateCode(String(cell.z ?? '')) ? dateCell(number, is1904) : number;
    }
    case 'b': return cell.v === true ? 'TRUE' : 'FALSE';
    case 'e': return ERRORS[Number(cell.v)] ?? '#ERR';
    case 'z': return '';
    default: return String(cell.v);
  }
}
