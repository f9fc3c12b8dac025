import type { CellObject, WorkBook } from 'xlsx';
import { invariant } from '../base/errors.ts';
import { ok } from '../base/result.ts';
import { readError, type Reading } from './limits.ts';
import { doubleCell } from './numberCell.ts';
import { dateCell, isDateCode } from './serialDate.ts';
import type { ByteSource, Cell, OpenedTable, SourceRow } from './table.ts';

const BATCH_ROWS = 1000;

/** What cells show in place of a value ([MS-XLS] 2.5.10). */
const ERRORS: Readonly<Record<number, string>> = {
  0x00: '#NULL!', 0x07: '#DIV/0!', 0x0f: '#VALUE!', 0x17: '#REF!', 0x1d: '#NAME?', 0x24: '#NUM!', 0x2a: '#N/A', 0x2b: '#GETTING_DATA',
};

/**
 * The sheets of an old or odd workbook (.xls, .xlsb, .ods, Excel's XML of 2003), read by SheetJS, which holds all of it
 * in memory. It is loaded only here: nobody who reads CSV pays for it. Throws `workbook-too-large`,
 * `workbook-encrypted` and `workbook-damaged`.
 */
export async function* xlsTables(reading: Reading, source: ByteSource, path: readonly string[]): AsyncGenerator<OpenedTable> {
  const limit = reading.limits.foreignWorkbookBytes;
  if (source.size > limit) throw readError(reading, 'workbook-too-large', { limit });
  const book = await parsed(reading, source.read(0, source.size));
  // SheetJS makes an empty book of what it does not understand.
  if (book.SheetNames.length === 0) throw readError(reading, 'workbook-damaged', { entry: '' });
  const is1904 = book.Workbook?.WBProps?.date1904 === true;
  let isEmpty = true;
  for (const sheet of book.SheetNames) {
    const data = (book.Sheets[sheet] as { readonly '!data'?: readonly (readonly CellObject[])[] } | undefined)?.['!data'] ?? [];
    if (!data.some((cells) => cells?.some((cell) => cellOf(cell, is1904) !== ''))) continue;
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
        return sheetRows(data, is1904);
      },
    });
  }
  if (isEmpty) throw readError(reading, 'file-empty');
}

async function parsed(reading: Reading, bytes: Uint8Array): Promise<WorkBook> {
  const [sheetJs, codePages] = await Promise.all([import('xlsx'), import('xlsx/dist/cpexcel.full.mjs')]);
  sheetJs.set_cptable(codePages);
  try {
    return sheetJs.read(bytes, { type: 'array', dense: true, cellNF: true, cellText: false, cellFormula: false, cellHTML: false });
  } catch (error) {
    const isEncrypted = error instanceof Error && /password|encrypt/i.test(error.message);
    throw readError(reading, isEncrypted ? 'workbook-encrypted' : 'workbook-damaged', isEncrypted ? {} : { entry: '' }, error);
  }
}

async function* sheetRows(data: readonly (readonly CellObject[])[], is1904: boolean): AsyncGenerator<readonly SourceRow[]> {
  let rows: SourceRow[] = [];
  // Rows that the sheet does not have are holes, which `forEach` would skip and `for` sees as undefined.
  for (let index = 0; index < data.length; index += 1) {
    const present = data[index];
    if (present === undefined) continue;
    const cells = Array.from(present, (cell) => cellOf(cell, is1904));
    while (cells.at(-1) === '') cells.pop();
    rows.push({ line: index + 1, cells });
    if (rows.length === BATCH_ROWS) {
      yield rows;
      rows = [];
    }
  }
  if (rows.length > 0) yield rows;
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
