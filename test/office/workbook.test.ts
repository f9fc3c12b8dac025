import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as XLSX from 'xlsx';
import { Decimal } from '../../core/base/decimal.ts';
import { civil, formatCivil } from '../../core/base/time.ts';
import type { OutCell } from '../../core/export/cell.ts';
import { fitCell } from '../../core/export/cell.ts';
import { isRisky } from '../../core/export/csvField.ts';
import type { PackedColumn, PackedRow } from '../../core/export/packed.ts';
import { roundedForSheet } from '../../core/export/sheetNumber.ts';
import { writeCsv } from '../../core/export/csv.ts';
import { writeWorkbook } from '../../core/export/xlsx.ts';
import type { Query } from '../../core/fields/views.ts';
import { nodeCodecs } from '../../core/host/codecs.ts';
import { saveFile } from '../../core/host/saveFile.ts';
import { writeExport } from '../../core/host/worker/exportWork.ts';
import { WorkContext } from '../../core/host/worker/workContext.ts';
import { HARD_TEXTS, fillExportProject } from '../support/exportProject.ts';
import { openedByOffice, type OfficeCell } from '../support/office.ts';
import { temporaryFolder } from '../support/stores.ts';

/** Every kind of file that the program saves, opened again by LibreOffice and by SheetJS, and held to what was asked for, cell by cell. */
const folder = temporaryFolder();
const context = new WorkContext(() => {});

const TEXTS: readonly string[] = [
  ...HARD_TEXTS, '长'.repeat(32_767), `${'x'.repeat(40_000)}😀`, '\u0000', '\ufffe', 'tab\there', ' ', '\n', '\t', "'", '"', '""', '\u0085', '\ufeffx', '\r', '_x0041', '-0', '+', '@', '=', '0x10', '1/2', '12:30', '５',
];
const DIGITS = [
  '0', '-0.5', '1234567.123456789', '-99999999.999999999', '999999999999999', '0.000000001', '1234567890123456789012345678901234567890', '-0.1234567890123456789012345678901234567890', '20.500', '100012345678901234567', '5300000.000000000',
] as const;

/** One column in several forms: as it stands, and packed. Sheets of 20 rows, so that there are several. */
const PACKED: readonly PackedColumn[] = [
  { as: 'code', at: 0, text: (code) => TEXTS[code]! }, { as: 'text', at: 1 }, { as: 'time', at: 2 }, { as: 'count', at: 3 },
  { as: 'decimal', at: 4, decimals: () => 3, digits: (stored) => stored.slice(1) }, { as: 'twin', at: 4, decimals: () => 3, digits: (stored) => stored.slice(1) },
];
const ROWS_OF_A_SHEET = 20;

function packedRows(): PackedRow[] {
  return TEXTS.map((text, at): PackedRow => {
    const value = Decimal.of(DIGITS[at % DIGITS.length]!);
    return [at, text, at % 7 === 0 ? null : civil(2025, 5, 1) + at * 12_345, at * 1_000_003, ...(value.isNarrow ? [value.whole, value.nano] : [`~${value.toString()}`, null])];
  });
}

function expectedRows(): OfficeCell[][] {
  return TEXTS.map((text, at) => {
    const digits = Decimal.of(DIGITS[at % DIGITS.length]!).toFixed(3);
    return [{ text: seen(text) }, { text: seen(text) }, at % 7 === 0 ? null : { text: formatCivil(civil(2025, 5, 1) + at * 12_345) }, { number: at * 1_000_003 }, { text: digits }, { number: Number(roundedForSheet(digits)) }];
  });
}

/** A cell holds 32,767 characters at the most; the rest is as it was. */
const seen = (text: string): string => fitCell(text);

/** What SheetJS reads, in the same form. */
function bySheetJs(path: string): ReadonlyMap<string, OfficeCell[][]> {
  const workbook = XLSX.read(readFileSync(path), { dense: true });
  return new Map(workbook.SheetNames.map((name) => {
    const rows = workbook.Sheets[name]!['!data'] as (XLSX.CellObject | undefined)[][];
    return [name, Array.from(rows, (row) => Array.from(row ?? [], (cell): OfficeCell => (cell === undefined || cell.t === 'z' ? null : cell.t === 'n' ? { number: Number(cell.v) } : { text: String(cell.v) })))];
  }));
}

/** Rows without blank cells at their end. */
function trimmed(rows: readonly (readonly OfficeCell[])[]): OfficeCell[][] {
  return rows.map((row) => {
    const cells = row.map((cell) => (cell !== null && 'text' in cell && cell.text === '' ? null : cell));
    while (cells.length > 0 && cells.at(-1) === null) cells.pop();
    return cells;
  });
}

const HEADERS = ['code', 'text', 'time', 'count', 'decimal', 'twin'];
const header = (): OfficeCell[] => HEADERS.map((text) => ({ text }));
const query: Query = { view: 'deductions', filters: [{ op: 'contains', field: 'file', value: 'hard' }], quick: '', sort: [{ field: 'after', descending: true }], scope: {} };

let opened: Awaited<ReturnType<typeof openedByOffice>>;
let openedCsv: typeof opened;

beforeAll(async () => {
  await fillExportProject(folder.at('project.packledger'));
  context.open(folder.at('project.packledger'));
  const kinds = ['text', 'text', 'text', 'number', 'text', 'number'] as const;
  const columns = HEADERS.map((name, at) => ({ header: name, kind: kinds[at]! }));
  const ordinary = expectedCells();
  const packed = { columns: PACKED, blocks: [packedRows()] };
  await saveFile(folder.at('packed.xlsx'), writeWorkbook([{ name: 'rows', columns, rows: packed }], nodeCodecs, {}, { rows: ROWS_OF_A_SHEET }));
  await saveFile(folder.at('ordinary.xlsx'), writeWorkbook([{ name: 'rows', columns, rows: ordinary }], nodeCodecs, {}, { rows: ROWS_OF_A_SHEET }));
  await saveFile(folder.at('rows.csv'), writeCsv(HEADERS, { columns: PACKED, blocks: [packedRows()] }));
  for (const format of ['xlsx', 'csv'] as const) {
    await writeExport(context, { source: { what: 'view', query, format }, path: folder.at(`view.${format}`), locale: 'zh-CN', now: '2025-08-01T00:00:00Z' }, { signal: new AbortController().signal, progress: () => {} });
  }
  await writeExport(context, { source: { what: 'report' }, path: folder.at('report.xlsx'), locale: 'zh-CN', now: '2025-08-01T00:00:00Z' }, { signal: new AbortController().signal, progress: () => {} });
  opened = await openedByOffice(['packed.xlsx', 'ordinary.xlsx', 'view.xlsx', 'report.xlsx'].map(folder.at));
  openedCsv = await openedByOffice(['rows.csv', 'view.csv'].map(folder.at), 60);
}, 600_000);
afterAll(() => {
  context.close();
  folder.remove();
});

function expectedCells(): OutCell[][] {
  return TEXTS.map((text, at) => {
    const digits = Decimal.of(DIGITS[at % DIGITS.length]!).toFixed(3);
    return [text, text, at % 7 === 0 ? null : formatCivil(civil(2025, 5, 1) + at * 12_345), { number: String(at * 1_000_003) }, digits, { number: digits }];
  });
}

describe.each(['packed.xlsx', 'ordinary.xlsx'])('%s', (file) => {
  test.each([['LibreOffice', () => opened.get(folder.at(file))!], ['SheetJS', () => bySheetJs(folder.at(file))]] as const)('comes back from %s, sheet after sheet', (_, read) => {
    const sheets = read();
    const parts = Math.ceil(TEXTS.length / (ROWS_OF_A_SHEET - 1));
    const names = Array.from({ length: parts }, (__, at) => (at === 0 ? 'rows' : `rows (${at + 1})`));
    expect([...sheets.keys()].sort()).toEqual(names.sort());
    const all = names.flatMap((name) => {
      const [first, ...rows] = trimmed(sheets.get(name)!);
      expect(first).toEqual(header());
      return rows;
    });
    expect(all).toEqual(trimmed(expectedRows()));
  });
});

/** A view as it is shown, in the columns of its export; decimals with a number beside them where `twins`. */
function shownRows(twins: boolean): OfficeCell[][] {
  const { order, total } = context.views.order(query);
  const columns = context.views.columns('deductions').filter(({ isPresent }) => isPresent);
  return context.views.block(order, 0, total).rows.map(({ values }) => columns.flatMap(({ key, kind }): OfficeCell[] => {
    const text = values[key];
    const isDecimal = ['quantity', 'money', 'price', 'rate'].includes(kind);
    if (text === undefined) return isDecimal && twins ? [null, null] : [null];
    if (isDecimal && twins) return [{ text }, { number: Number(roundedForSheet(text)) }];
    if (kind === 'count') return [{ number: Number(text) }];
    return [{ text: key === 'packageType' ? '总量递减' : seen(text) }];
  }));
}

describe('a view', () => {
  test.each([['LibreOffice', () => opened.get(folder.at('view.xlsx'))!], ['SheetJS', () => bySheetJs(folder.at('view.xlsx'))]] as const)('saved as a workbook comes back from %s', (_, read) => {
    const [rows] = [...read().values()];
    const expected = shownRows(true);
    expect(expected.length).toBeGreaterThan(50);
    expect(trimmed(rows!).slice(1)).toEqual(trimmed(expected));
  });

  test('saved as a CSV comes back from LibreOffice, and nothing in it can run', () => {
    const [rows] = [...openedCsv.get(folder.at('view.csv'))!.values()];
    const expected = shownRows(false).map((row) => row.map((cell): OfficeCell => (cell === null ? null : 'number' in cell ? { text: String(cell.number) } : { text: isRisky(cell.text) ? `'${cell.text}` : cell.text })));
    expect(trimmed(rows!).slice(1)).toEqual(trimmed(expected));
  });
});

test('rows saved as a CSV come back from LibreOffice, digit by digit', () => {
  const [rows] = [...openedCsv.get(folder.at('rows.csv'))!.values()];
  // Its reader of CSV knows no NUL and only one kind of line break; that both are in the file is tested with the writer.
  const known = (text: string): string => text.replaceAll('\u0000', '').replaceAll(/\r\n?/g, '\n');
  const textOf = (cell: OutCell): string => (typeof cell === 'string' ? (isRisky(cell) ? `'${cell}` : cell) : cell === null ? '' : (cell as { readonly number: string }).number);
  const expected = expectedCells().map((row) => row.map((cell): OfficeCell => ({ text: known(textOf(cell)) })));
  expect(trimmed(rows!).slice(1)).toEqual(trimmed(expected));
});

test('the report opens with all its sheets', () => {
  const sheets = opened.get(folder.at('report.xlsx'))!;
  const read = bySheetJs(folder.at('report.xlsx'));
  expect([...sheets.keys()].sort()).toEqual([...read.keys()].sort());
  for (const [name, rows] of read) expect(trimmed(sheets.get(name)!)).toEqual(trimmed(rows));
});

test('a file that is no spreadsheet is not taken for one', async () => {
  writeFileSync(folder.at('broken.xlsx'), readFileSync(folder.at('view.xlsx')).subarray(0, 2000));
  await expect(openedByOffice([folder.at('broken.xlsx')])).rejects.toThrow(/LibreOffice did not open|Command failed/);
}, 300_000);
