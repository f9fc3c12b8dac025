import { describe, expect, it } from 'vitest';
import { nodeCodecs } from '../../../core/host/codecs.ts';
import { ascii, chunksOf, memorySource, partOf, wholeOf, windows, without } from '../../../core/import/bytes.ts';
import { csvTable } from '../../../core/import/decodeCsv.ts';
import type { TextEncoding } from '../../../core/import/encoding.ts';
import { LIMITS } from '../../../core/import/limits.ts';
import { codecsInPieces, file, gb18030, inPieces, readOne, readTable, seeded, utf16, utf8 } from '../../support/bytes.ts';
import { workbook } from '../../support/workbook.ts';
import { zip } from '../../support/zip.ts';

/** However a stream is cut, the rows are the same. */

function randomCsv(random: () => number): string {
  const one = <T,>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  let text = 'a,b\n';
  for (let row = 0; row < 25; row += 1) {
    const cells = Array.from({ length: 1 + Math.floor(random() * 5) }, () => one(['', '1', '资源包', '"a,b"', '"x""y"', '"l\nm"', '"r\r\ns"', '"t\ru"', 'q"q', '"é💩"z', ' "p"', '""', '"\n\n"', '💩', '核*时'.repeat(20), '"长\n'.repeat(1) + '文"']));
    text += cells.join(',') + one(['\n', '\r\n', '\n', '\r']);
  }
  return random() < 0.5 ? text : text.trimEnd();
}

async function csvRows(bytes: Uint8Array, encoding: TextEncoding, sizes: readonly number[], windowBytes: number) {
  const reading = { file: 'a.csv', limits: { ...LIMITS, windowBytes }, codecs: nodeCodecs };
  const table = await readTable(csvTable(reading, { path: [], encoding, mark: 0, delimiter: ',', chunks: () => inPieces(bytes, sizes) }));
  expect(table.stopped).toBeUndefined();
  return table.rows;
}

describe('CSV', () => {
  it.each([
    ['utf-8', utf8], ['gb18030', (text: string) => gb18030(text.replaceAll('é', 'e'))], ['utf-16le', (text: string) => utf16(text, 'le', false)], ['utf-16be', (text: string) => utf16(text, 'be', false)],
  ] as const)('in %s', async (encoding, encode) => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const random = seeded(seed);
      const bytes = encode(randomCsv(random));
      const expected = await csvRows(bytes, encoding, [bytes.length], bytes.length);
      for (const sizes of [[1], [2], [3], [7], [1, 64], [65_536], Array.from({ length: 9 }, () => 1 + Math.floor(random() * 50))]) {
        for (const windowBytes of [1, 5, 64, 1000]) {
          expect({ seed, sizes, windowBytes, rows: await csvRows(bytes, encoding, sizes, windowBytes) }).toEqual({ seed, sizes, windowBytes, rows: expected });
        }
      }
    }
  });

  it('a cell far longer than a window', async () => {
    const long = '长\n"",'.repeat(10_000);
    const bytes = utf8(`a,b\n1,"${long}"\n2,3\n`);
    for (const sizes of [[100], [70_000], [1_000_000]]) {
      expect(await csvRows(bytes, 'utf-8', sizes, 64)).toEqual([[1, 'a', 'b'], [2, '1', long.replaceAll('""', '"')], [10_003, '2', '3']]);
    }
  });
});

describe('workbooks and archives', () => {
  const strings = Array.from({ length: 200 }, (_, index) => `<si><t>资源包 &amp; ${index}</t></si>`).join('');
  const rows = Array.from({ length: 300 }, (_, row) => `<row r="${row + 1}"><c r="A${row + 1}" t="s"><v>${row % 200}</v></c><c r="B${row + 1}"><v>${row}.5</v></c><c r="C${row + 1}" t="inlineStr"><is><t>核*时 ${row % 7}</t></is></c></row>`).join('');
  const book = workbook({ sheets: { S: rows }, strings });

  it.each([[[1]], [[2, 3]], [[7]], [[100, 1]], [[65_536]]])('in pieces of %j', async (sizes) => {
    const expected = await readOne(file('a.xlsx', book));
    expect(expected.rows[299]).toEqual([300, '资源包 & 99', { number: '299.5' }, '核*时 5']);
    for (const windowBytes of [1, 50, 500, 65_536]) {
      expect(await readOne(file('a.xlsx', book), { limits: { windowBytes } }, codecsInPieces(sizes))).toEqual(expected);
    }
    const packed = await readOne(file('a.zip', zip([{ name: 'd/a.xlsx', content: book }])), {}, codecsInPieces(sizes));
    expect(packed).toEqual({ ...expected, path: ['d/a.xlsx'] });
  });

  it('a CSV in an archive', async () => {
    const text = utf8(randomCsv(seeded(7)).repeat(50));
    const expected = await readOne(file('a.csv', text));
    for (const sizes of [[1], [3], [1000]]) {
      expect(await readOne(file('a.zip', zip([{ name: 'a.csv', content: text }])), {}, codecsInPieces(sizes))).toEqual({ ...expected, path: ['a.csv'] });
    }
  });
});

describe('bytes', () => {
  it('windows hand on everything once, whatever the scan takes', async () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = seeded(seed);
      const bytes = Uint8Array.from({ length: Math.floor(random() * 200) }, (_, index) => index);
      const sizes = Array.from({ length: 5 }, () => 1 + Math.floor(random() * 30));
      const size = 1 + Math.floor(random() * 40);
      const taken: number[] = [];
      let count = 0;
      for await (const _ of windows(inPieces(bytes, sizes), size, (window, last) => {
        expect(last || window.length >= size).toBe(true);
        const used = last ? window.length : Math.floor(random() * (window.length + 1));
        taken.push(...window.subarray(0, used));
        return used;
      })) count += 1;
      expect({ seed, taken }).toEqual({ seed, taken: [...bytes] });
      expect(count).toBeGreaterThan(0);
    }
  });

  it('sources, parts and pieces', async () => {
    const source = memorySource('s', ascii('0123456789'));
    expect([...partOf(source, 'p', 2, 5).read(1, 100)]).toEqual([...ascii('3456')]);
    expect(partOf(source, 'p', 2, 5).read(9, 3)).toHaveLength(0);
    expect(await wholeOf(chunksOf(source, 3, 7), 10)).toEqual(ascii('3456'));
    expect(await wholeOf(chunksOf(source), 9)).toBeNull();
    expect(await wholeOf(without(inPieces(ascii('0123456789'), [3]), 4), 10)).toEqual(ascii('456789'));
    expect(await wholeOf(chunksOf({ ...source, size: 99 }, 0, 99), 99)).toEqual(ascii('0123456789'));
  });
});
