import { constants, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { RawPacker, recordsOf } from '../../core/store/rawChunks.ts';
import { cellsOfRecord } from '../../core/base/csvRecord.ts';
import { utf8 } from '../support/bytes.ts';

test('records come back as their file had them', () => {
  const records = ['a,b\r\n', '"x, ""y""\nz",1\n', '\n', ',,\n', '资源包,💩,"q"rest\n', 'last'];
  const lengths = Int32Array.from(records, (record) => utf8(record).length);
  const { firstLine, lastLine, body } = new RawPacker().pack({ firstLine: 1, lastLine: 9, bytes: utf8(records.join('')), lines: Int32Array.of(1, 2, 4, 5, 6, 9), lengths, delimiter: ',' });
  expect([firstLine, lastLine]).toEqual([1, 9]);
  expect(recordsOf(body)).toEqual([
    { line: 1, cells: ['a', 'b'] }, { line: 2, cells: ['x, "y"\nz', '1'] }, { line: 4, cells: [''] }, { line: 5, cells: ['', '', ''] }, { line: 6, cells: ['资源包', '💩', 'qrest'] }, { line: 9, cells: ['last'] },
  ]);
});

test('one packer makes chunk after chunk, large and small', () => {
  const packer = new RawPacker();
  for (const size of [10, 100_000, 5, 2_000_000, 1]) {
    const record = `${'x'.repeat(size)}\t${size}\n`;
    const { body } = packer.pack({ firstLine: 7, lastLine: 7, bytes: utf8(record), lines: Int32Array.of(7), lengths: Int32Array.of(record.length), delimiter: '\t' });
    expect(recordsOf(body)).toEqual([{ line: 7, cells: ['x'.repeat(size), String(size)] }]);
  }
});

/** Cells as the version of layout 3 wrote them: in two bytes a character, and in one. */
const WIDE = 'Aii1L/0gVE0CAMQDAwAAAAEAAAADAQAAAAAAAAAFAAAAAgQAAAcAAESNkG4FUzEALgA1ADAAYQAKACIAYgAiACwACQA92KncBABABrjDzfzP3BE=';
const NARROW = 'Aii1L/0gHcUAAIABAAEAAAACBAAAAOkxRSs1AgArWTM4LA==';

test('chunks that earlier versions wrote are read', () => {
  const json = JSON.stringify([[1, 2], [['名称', 'b'], ['甲', { number: '1.50' }]]]);
  const body = zstdCompressSync(Buffer.from(json, 'utf16le'), { params: { [constants.ZSTD_c_compressionLevel]: -3 } });
  expect(body[0]).toBe(0x28);
  expect(recordsOf(body)).toEqual([{ line: 1, cells: ['名称', 'b'] }, { line: 2, cells: ['甲', '1.50'] }]);
  const [wide, narrow] = [WIDE, NARROW].map((base64) => Buffer.from(base64, 'base64'));
  expect(recordsOf(wide!)).toEqual([{ line: 3, cells: ['资源包', '1.50', ''] }, { line: 4, cells: [] }, { line: 9, cells: ['a\n"b",\t', '💩'] }]);
  expect(recordsOf(narrow!)).toEqual([{ line: 1, cells: ['é', '1E+5'] }]);
});

test('a record that was cut off ends where it ends', () => {
  expect(cellsOfRecord('a,"b', ',')).toEqual(['a', 'b']);
  expect(cellsOfRecord('', ';')).toEqual(['']);
});

test('cells of a workbook come back as text', () => {
  const packer = new RawPacker();
  const pieces = [
    { lines: [3, 4, 9], cells: [['资源包', '1.50', ''], [], ['a\n"b",\t', '💩']] },
    { lines: [1], cells: [['é', '1E+5']] },
    { lines: [2, 7], cells: [[], []] },
  ];
  for (const { lines, cells } of pieces) {
    const piece = {
      firstLine: lines[0]!, lastLine: lines.at(-1)!, bytes: utf8(cells.flat().join('')), lines: Int32Array.from(lines),
      widths: Int32Array.from(cells, (row) => row.length), cellLengths: Int32Array.from(cells.flat(), (cell) => utf8(cell).length),
    };
    expect(recordsOf(packer.pack(piece).body)).toEqual(lines.map((line, at) => ({ line, cells: cells[at] })));
  }
});
