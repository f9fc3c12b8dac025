import { describe, expect, it } from 'vitest';
import { crc32 as nodeCrc32 } from 'node:zlib';
import { crc32 } from '../../../core/base/crc32.ts';
import { file, gb18030, opened, readAll, readOne, readTable, refusalOf, seeded, utf8 } from '../../support/bytes.ts';
import { workbook } from '../../support/workbook.ts';
import { zip, type ZipMember, type ZipOptions } from '../../support/zip.ts';

const CSV = 'a,b\n1,2\n';
const ROWS = [[1, 'a', 'b'], [2, '1', '2']];

function unicodePath(raw: Uint8Array, name: string): Uint8Array {
  const text = utf8(name);
  const field = Buffer.alloc(9 + text.length);
  field.writeUInt16LE(0x7075, 0);
  field.writeUInt16LE(5 + text.length, 2);
  field[4] = 1;
  field.writeUInt32LE(nodeCrc32(raw), 5);
  field.set(text, 9);
  return field;
}

describe('what archives look like', () => {
  it.each<[string, ZipMember, ZipOptions]>([
    ['deflated', { name: 'x.csv', content: CSV }, {}],
    ['stored', { name: 'x.csv', content: CSV, method: 0 }, {}],
    ['sizes behind the data', { name: 'x.csv', content: CSV, isStreamed: true }, {}],
    ['stored, with sizes behind the data', { name: 'x.csv', content: CSV, isStreamed: true, method: 0 }, {}],
    ['sizes of zip64', { name: 'x.csv', content: CSV, isWide: true }, {}],
    ['a directory of zip64', { name: 'x.csv', content: CSV, isWide: true, isStreamed: true }, { isWide: true }],
    ['a comment', { name: 'x.csv', content: CSV }, { comment: 'PK\x05\x06 of May' }],
    ['bytes before the archive', { name: 'x.csv', content: CSV }, { before: Uint8Array.of(0x50, 0x4b, 3, 4, 9, 9, 9) }],
    ['zip64 and bytes before it', { name: 'x.csv', content: CSV, isWide: true }, { isWide: true, before: Uint8Array.of(0x50, 0x4b, 3, 4, 9, 9, 9) }],
  ])('%s', async (_, member, options) => {
    expect(await readOne(file('a.zip', zip([member], options)))).toEqual({ path: ['x.csv'], sheet: null, format: 'csv', encoding: 'utf-8', rows: ROWS });
  });

  it('bytes behind the archive', async () => {
    expect((await readOne(file('a.zip', Buffer.concat([zip([{ name: 'x.csv', content: CSV }]), Buffer.alloc(100)])))).rows).toEqual(ROWS);
  });

  it.each<[string, ZipMember, string]>([
    ['said to be UTF-8', { name: '账单.csv', content: CSV }, '账单.csv'],
    ['UTF-8 that nobody mentions', { name: utf8('账单.csv'), content: CSV }, '账单.csv'],
    ['GBK of a Chinese Windows', { name: gb18030('账单/明细.csv'), content: CSV }, '账单/明细.csv'],
    ['GBK with the UTF-8 name beside it', { name: gb18030('账单.csv'), content: CSV, extra: unicodePath(gb18030('账单.csv'), '帳單.csv') }, '帳單.csv'],
    ['a UTF-8 name that belongs to another one', { name: 'x.csv', content: CSV, extra: unicodePath(utf8('y.csv'), 'z.csv') }, 'x.csv'],
    ['backslashes between folders', { name: 'a\\b.csv', content: CSV }, 'a/b.csv'],
  ])('names: %s', async (_, member, name) => {
    expect((await readOne(file('a.zip', zip([member])))).path).toEqual([name]);
  });
});

describe('what is in an archive', () => {
  it('every table is read, everything else is told of, noise is passed over', async () => {
    const book = workbook({ sheets: { S: '<row><c><v>1</v></c></row>' } });
    const { tables, refusals } = await readAll(file('pack.zip', zip([
      { name: 'bills/', content: '', method: 0 },
      { name: 'bills/a.csv', content: CSV },
      { name: '__MACOSX/bills/._a.csv', content: '\0\x05\x16\x07' },
      { name: 'bills/.DS_Store', content: '\0\0\0\x01Bud1' },
      { name: 'bills/b.xlsx', content: book },
      { name: 'bills/c.xlsx', content: book, method: 0 },
      { name: 'inner.zip', content: zip([{ name: 'd.csv', content: CSV }, { name: 'e.xlsx', content: book }, { name: 'f.zip', content: zip([{ name: 'g.csv', content: CSV }]) }]) },
      { name: 'bill.pdf', content: '%PDF-1.5' },
      { name: 'readme.txt', content: 'Read me.\nPlease.\n' },
      { name: 'empty.csv', content: '' },
    ])));
    expect(tables.map(({ path, sheet, format }) => [...path, sheet, format])).toEqual([
      ['bills/a.csv', null, 'csv'], ['bills/b.xlsx', 'S', 'xlsx'], ['bills/c.xlsx', 'S', 'xlsx'], ['inner.zip', 'd.csv', null, 'csv'], ['inner.zip', 'e.xlsx', 'S', 'xlsx'],
    ]);
    expect(tables.map(({ rows }) => rows)).toEqual([ROWS, [[1, { number: '1' }]], [[1, { number: '1' }]], ROWS, [[1, { number: '1' }]]]);
    expect(refusals).toEqual([
      { path: ['inner.zip', 'f.zip'], refusal: { code: 'zip-too-deep', values: { file: 'pack.zip › inner.zip › f.zip' } } },
      { path: ['bill.pdf'], refusal: { code: 'file-is-pdf', values: { file: 'pack.zip › bill.pdf' } } },
      { path: ['readme.txt'], refusal: { code: 'file-not-a-table', values: { file: 'pack.zip › readme.txt' } } },
      { path: ['empty.csv'], refusal: { code: 'file-empty', values: { file: 'pack.zip › empty.csv' } } },
    ]);
  });

  it('nothing but noise is an empty archive', async () => {
    expect(await refusalOf(file('a.zip', zip([{ name: '__MACOSX/x', content: 'y' }, { name: 'd/', content: '', method: 0 }])))).toEqual({ code: 'zip-empty', values: { file: 'a.zip' } });
  });

  it('tables can be read in any order, also at the same time', async () => {
    const archive = zip([{ name: 'a.csv', content: `a,b\n${'1,2\n'.repeat(50_000)}` }, { name: 'b.csv', content: CSV }, { name: 'c.xlsx', content: workbook({ sheets: { S: '<row><c><v>1</v></c></row>' } }) }]);
    const tables = (await opened(file('a.zip', archive))).map((table) => (table.ok ? table.value : undefined)!);
    const read = await Promise.all([readTable(tables[2]!), readTable(tables[0]!), readTable(tables[1]!)]);
    expect(read.map(({ rows }) => rows.length)).toEqual([1, 50_001, 2]);
  });

  it.each(['../x.csv', 'a/../../x.csv', '/etc/x.csv', 'C:\\x.csv', 'c:x.csv', '..\\x.csv', 'a\0.csv'])('an entry called %j is left out, the others are read', async (name) => {
    const { tables, refusals } = await readAll(file('a.zip', zip([{ name, content: CSV }, { name: 'b.csv', content: CSV }])));
    expect(tables.map(({ path }) => path)).toEqual([['b.csv']]);
    expect(refusals.map(({ refusal }) => refusal)).toEqual([{ code: 'zip-unsafe-name', values: { file: 'a.zip', entry: name.replaceAll('\\', '/') } }]);
  });
});

describe('damage', () => {
  const good = zip([{ name: 'a.csv', content: `a,b\n${'1,2\n'.repeat(5000)}` }, { name: 'b.csv', content: CSV }]);

  it.each([0.3, 0.6, 0.9, 0.99])('an archive cut off at %d of its length', async (share) => {
    expect(await refusalOf(file('a.zip', good.subarray(0, Math.floor(good.length * share))))).toEqual({ code: 'zip-damaged', values: { file: 'a.zip' } });
  });

  it('a flipped bit in the data shows, and the other entry is read', async () => {
    const bad = good.slice();
    bad[60] = bad[60]! ^ 0x10;
    const { tables, refusals } = await readAll(file('a.zip', bad));
    expect(tables.map(({ path, rows }) => [path, rows])).toContainEqual([['b.csv'], ROWS]);
    expect([...refusals.map(({ refusal }) => refusal), ...tables.flatMap(({ stopped }) => stopped ?? [])]).toEqual([{ code: 'zip-damaged', values: { file: 'a.zip › a.csv', entry: 'a.csv' } }]);
  });

  it.each<[string, Partial<ZipMember>]>([
    ['a checksum that is wrong', { crc: 1 }], ['a checksum that is wrong, of stored data', { crc: 1, method: 0 }],
    ['more bytes than claimed', { claimedBytes: 3 }], ['fewer bytes than claimed', { claimedBytes: 100 }],
  ])('%s', async (_, member) => {
    const { tables, refusals } = await readAll(file('a.zip', zip([{ name: 'x.csv', content: CSV, ...member }])));
    expect([...refusals.map(({ refusal }) => refusal), ...tables.flatMap(({ stopped }) => stopped ?? [])]).toEqual([{ code: 'zip-damaged', values: { file: 'a.zip › x.csv', entry: 'x.csv' } }]);
  });

  it('every single byte of a small archive may be wrong without anything worse than a refusal', async () => {
    const small = zip([{ name: 'x.csv', content: CSV }]);
    const wrong: unknown[] = [];
    for (let at = 0; at < small.length; at += 1) {
      const bad = small.slice();
      bad[at] = bad[at]! ^ 0xff;
      const { tables } = await readAll(file('a.zip', bad));
      const whole = tables.filter((table) => table.stopped === undefined && table.path.length === 1);
      wrong.push(...whole.filter(({ rows }) => JSON.stringify(rows) !== JSON.stringify(ROWS)).map(({ rows }) => ({ at, rows })));
    }
    expect(wrong).toEqual([]);
  });
});

describe('what is not read', () => {
  it('an encrypted entry', async () => {
    expect(await refusalOf(file('a.zip', zip([{ name: 'x.csv', content: CSV, flags: 0x801 }])))).toEqual({ code: 'zip-encrypted', values: { file: 'a.zip › x.csv', entry: 'x.csv' } });
  });

  it('an unknown method', async () => {
    expect(await refusalOf(file('a.zip', zip([{ name: 'x.csv', content: CSV, method: 12 }])))).toEqual({ code: 'zip-method', values: { file: 'a.zip › x.csv', entry: 'x.csv', method: 12 } });
  });

  it('too many entries', async () => {
    const archive = zip(Array.from({ length: 10_001 }, (_, index) => ({ name: `${index}.csv`, content: '', method: 0 })));
    expect(await refusalOf(file('a.zip', archive))).toEqual({ code: 'zip-too-many-entries', values: { file: 'a.zip', limit: 10_000, count: 10_001 } });
  });

  it('more than eight gibibytes in all', async () => {
    const archive = zip(Array.from({ length: 3 }, (_, index) => ({ name: `${index}.csv`, content: Buffer.alloc(3_000_000), method: 0, claimedBytes: 2_999_999_999 })));
    expect(await refusalOf(file('a.zip', archive))).toEqual({ code: 'zip-too-large', values: { file: 'a.zip', limit: 8 * 1024 ** 3 } });
  });

  it('a bomb: one entry that inflates a thousandfold', async () => {
    expect(await refusalOf(file('a.zip', zip([{ name: 'x.csv', content: Buffer.alloc(110 * 1024 * 1024, 'a') }])))).toEqual({ code: 'zip-ratio', values: { file: 'a.zip', entry: 'x.csv', limit: 1000 } });
  });

  it('a bomb of small entries', async () => {
    const archive = zip(Array.from({ length: 200 }, (_, index) => ({ name: `${index}.csv`, content: 'x'.repeat(4000), claimedBytes: 1_000_000 })));
    expect(await refusalOf(file('a.zip', archive), { limits: { archiveRatioFrom: 1_000_000 } })).toMatchObject({ code: 'zip-ratio', values: { file: 'a.zip' } });
  });

  it('an archive inside that memory should not hold', async () => {
    const inner = zip([{ name: 'x.csv', content: CSV }, { name: 'noise', content: Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) & 255)), method: 0 }]);
    expect(await refusalOf(file('a.zip', zip([{ name: 'b.zip', content: inner }])), { limits: { nestedBytes: 1000 } }))
      .toEqual({ code: 'zip-too-large', values: { file: 'a.zip › b.zip', entry: 'b.zip', limit: 1000 } });
  });
});

describe('crc32', () => {
  it('agrees with zlib, in one piece and in two', () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const random = seeded(seed);
      const bytes = Uint8Array.from({ length: Math.floor(random() * 100) }, () => Math.floor(random() * 256));
      const cut = Math.floor(random() * bytes.length);
      expect({ seed, sum: crc32(bytes, 0) }).toEqual({ seed, sum: nodeCrc32(bytes) });
      expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut), 0))).toBe(nodeCrc32(bytes));
    }
  });
});
