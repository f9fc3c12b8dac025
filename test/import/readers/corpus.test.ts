import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { bySheetJs, byUs, type Cells } from '../../support/sheetJs.ts';

/**
 * Workbooks that other programs wrote (test/fixtures/workbooks says which), read by us and by SheetJS and compared cell by
 * cell. Where we mean something else the cell stands below with its reason.
 */
const FOLDER = new URL('../../fixtures/workbooks/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.xlsx'));

/** File, sheet and cell, and what we read on purpose. */
const DELIBERATE: readonly (readonly [file: string, sheet: string, cell: string, ours: string | number])[] = [
  // SheetJS loses what a reference by number names beyond 255, and a carriage return that is written `_x000D_`.
  ['hand-entities.xlsx', 'S', 'A1', 'a&b<c>"\'中中'],
  ['hand-entities.xlsx', 'S', 'D1', '\r\n中'],
  ['openpyxl-mixed.xlsx', '资源包 & 抵扣', 'A6', 'cr\r\nlf'],
  ['openpyxl-mixed.xlsx', '资源包 & 抵扣', 'A7', '💩'],
  // A date that is written as a date stays one, whatever the style of its cell.
  ['hand-strict.xlsx', 'S', 'C1', '2025-05-08 02:00:00'],
  // The calendar has no day 0: an elapsed time is a number of days.
  ['openpyxl-mixed.xlsx', 'formats', 'A4', 0.75],
  ['libreoffice-mixed.xlsx', 'formats', 'A4', 0.75],
  // No number, so it is kept as it stands, where SheetJS makes NaN of it.
  ['libreoffice-mixed.xlsx', '资源包 & 抵扣', 'B11', 'INF'],
];

/** SheetJS finds next to nothing in a file whose sums follow its entries and whose sizes have 64 bits. */
const NOT_READ_BY_SHEETJS: Readonly<Record<string, Cells>> = {
  'hand-descriptors.xlsx': { S: { A1: '甲', B1: ' 乙 ', C1: '2025-05-08 01:59:59', A2: 1.5e-7, B2: -100, C2: 'TRUE', D2: '#DIV/0!' } },
};

it('the corpus has files of every producer', () => {
  expect([...new Set(FILES.map((name) => name.slice(0, name.indexOf('-'))))].toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['exceljs', 'hand', 'libreoffice', 'openpyxl']);
});

it.each(FILES)('%s', async (name) => {
  const bytes = new Uint8Array(readFileSync(new URL(name, FOLDER)));
  const expected: Cells = NOT_READ_BY_SHEETJS[name] ?? bySheetJs(bytes);
  for (const [, sheet, cell, ours] of DELIBERATE.filter(([file]) => file === name)) {
    expect([cell, expected[sheet]![cell]]).not.toEqual([cell, ours]);
    expected[sheet]![cell] = ours;
  }
  expect(Object.keys(expected).length).toBeGreaterThan(0);
  expect(await byUs(bytes)).toEqual(expected);
});
