import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { utils, write } from 'xlsx';
import { readForeignWorkbook } from '../../core/host/foreignThread.ts';
import { parseForeign } from '../../core/import/foreignWorkbook.ts';

function xls(): Uint8Array {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([['名称', 'b'], ['甲', 1.5], [], ['', true]]), '一');
  utils.book_append_sheet(book, utils.aoa_to_sheet([]), 'empty');
  return new Uint8Array(write(book, { type: 'buffer', bookType: 'biff8' }) as Buffer);
}

test('a thread of its own reads what this one reads, and leaves the bytes alone', async () => {
  const bytes = xls();
  const read = await readForeignWorkbook(bytes);
  expect(read).toEqual(await parseForeign(bytes));
  expect(read).toMatchObject({ sheets: [{ name: '一', rows: [{ line: 1, cells: ['名称', 'b'] }, { line: 2, cells: ['甲', { number: '1.5' }] }, { line: 4, cells: ['', 'TRUE'] }] }, { name: 'empty', rows: [] }] });
  expect(bytes.length).toBeGreaterThan(1000);
});

test('a workbook in which SheetJS goes round in circles is damaged, after a while', async () => {
  const endless = new Uint8Array(gunzipSync(readFileSync(join(import.meta.dirname, '../fixtures/hostile/endless.xls.gz'))));
  const begun = performance.now();
  expect(await readForeignWorkbook(endless, 1500)).toBe('damaged');
  expect(performance.now() - begun).toBeGreaterThan(1400);
});

test('what is no workbook is damaged', async () => {
  expect(await readForeignWorkbook(xls().slice(0, 700))).toBe('damaged');
});
