import * as XLSX from 'xlsx';
import { describe, expect, it } from 'vitest';
import { oleNames } from '../../../core/import/oleNames.ts';
import { file, gb18030, readAll, readOne, refusalOf, utf8 } from '../../support/bytes.ts';
import { zip } from '../../support/zip.ts';

const SHEET: XLSX.WorkSheet = {
  '!ref': 'A1:G4',
  A1: { t: 's', v: '资源包' }, B1: { t: 'n', v: 45785.041666666664, z: 'yyyy-mm-dd hh:mm:ss' }, C1: { t: 'n', v: 0.1 }, D1: { t: 'b', v: true }, F1: { t: 'n', v: 20250808000000000000 }, G1: { t: 'n', v: 1e-7 },
  A3: { t: 's', v: ' a "b" <c>' }, C3: { t: 'n', v: 123456789012345 }, E3: { t: 'n', v: -12.5, z: '0.00' }, F3: { t: 'n', v: 1.1 + 2.2 },
};

const ROWS = [
  [1, '资源包', '2025-05-08 01:00:00', { number: '0.1' }, 'TRUE', '', { number: '2.0250808e+19' }, { number: '0.0000001' }],
  [3, ' a "b" <c>', '', { number: '123456789012345' }, '', { number: '-12.5' }, { number: '3.3000000000000003' }],
];

function write(bookType: XLSX.BookType, sheets: Readonly<Record<string, XLSX.WorkSheet>> = { S: SHEET }, is1904 = false): Uint8Array {
  const book = XLSX.utils.book_new();
  for (const [name, sheet] of Object.entries(sheets)) XLSX.utils.book_append_sheet(book, sheet, name);
  book.Workbook = { ...book.Workbook, WBProps: { date1904: is1904 } };
  return new Uint8Array(XLSX.write(book, { type: 'array', bookType }) as ArrayBuffer);
}

describe('workbooks that SheetJS reads', () => {
  it.each(['biff8', 'xlsb', 'xlml'] as const)('%s', async (bookType) => {
    const { rows, ...rest } = await readOne(file('old.xls', write(bookType)));
    expect(rest).toEqual({ path: [], sheet: 'S', format: 'xls', encoding: null });
    // Whether a row of nothing exists in the file is up to its writer.
    expect(rows.filter((row) => row.length > 1)).toEqual(ROWS);
  });

  it('ods', async () => {
    const sheet = { ...SHEET, B1: { t: 's', v: 'no date' } } satisfies XLSX.WorkSheet;
    const { rows } = await readOne(file('a.ods', write('ods', { S: sheet })));
    expect(rows.filter((row) => row.length > 1)).toEqual([[...ROWS[0]!.slice(0, 2), 'no date', ...ROWS[0]!.slice(3)], ROWS[1]]);
  });

  it('dates from 1904', async () => {
    const table = await readOne(file('old.xls', write('biff8', { S: { '!ref': 'A1', A1: { t: 'n', v: 44323.5, z: 'yyyy-mm-dd' } } }, true)));
    expect(table.rows).toEqual([[1, '2025-05-08 12:00:00']]);
  });

  it('errors show as what they are called', async () => {
    const table = await readOne(file('old.xls', write('biff8', { S: { '!ref': 'A1:B1', A1: { t: 'e', v: 42 }, B1: { t: 'e', v: 7 } } })));
    expect(table.rows).toEqual([[1, '#N/A', '#DIV/0!']]);
  });

  it('Chinese of the code page of Windows in China', async () => {
    const bytes = write('biff5', { S: { '!ref': 'A1:B1', A1: { t: 's', v: 'ABCDEF' }, B1: { t: 's', v: 'x' } } });
    const at = Buffer.from(bytes).indexOf('ABCDEF');
    bytes.set(gb18030('核时包'), at);
    const codePage = Buffer.from(bytes).indexOf(Buffer.from([0x42, 0x00, 0x02, 0x00]));
    expect(Math.min(at, codePage)).toBeGreaterThan(0);
    bytes.set([0xa8, 0x03], codePage + 4);
    expect((await readOne(file('old.xls', bytes))).rows).toEqual([[1, '核时包', 'x']]);
  });

  it('sheets that hold nothing are passed over', async () => {
    const { tables } = await readAll(file('old.xls', write('biff8', { empty: { '!ref': 'A1' }, S: SHEET, 资源包: SHEET })));
    expect(tables.map(({ sheet }) => sheet)).toEqual(['S', '资源包']);
    expect(await refusalOf(file('old.xls', write('biff8', { empty: { '!ref': 'A1' } })))).toEqual({ code: 'file-empty', values: { file: 'old.xls' } });
  });

  it('many rows come in batches, none lost', async () => {
    const rows = Array.from({ length: 3456 }, (_, index) => [index, `x${index}`]);
    const table = await readOne(file('old.xls', write('biff8', { S: XLSX.utils.aoa_to_sheet(rows) })));
    expect(table.rows).toEqual(rows.map(([index, text]) => [Number(index) + 1, { number: String(index) }, text]));
  });

  it('in an archive', async () => {
    const { tables } = await readAll(file('a.zip', zip([{ name: 'old.xls', content: write('biff8') }, { name: 'b.xlsb', content: write('xlsb') }])));
    expect(tables.map(({ path, format, rows }) => [path, format, rows[0]])).toEqual([[['old.xls'], 'xls', ROWS[0]], [['b.xlsb'], 'xls', ROWS[0]]]);
  });

  it('one that memory should not hold', async () => {
    expect(await refusalOf(file('old.xls', write('biff8')), { limits: { foreignWorkbookBytes: 1000 } })).toEqual({ code: 'workbook-too-large', values: { file: 'old.xls', limit: 1000 } });
    const small = zip([
      { name: '[Content_Types].xml', content: '<Types/>' },
      { name: '_rels/.rels', content: '<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>' },
      { name: 'xl/workbook.bin', content: new Uint8Array(200_000) },
    ]);
    expect(await refusalOf(file('b.xlsb', small), { limits: { foreignWorkbookBytes: 20_000 } })).toEqual({ code: 'workbook-too-large', values: { file: 'b.xlsb', limit: 20_000 } });
  });
});

describe('OLE containers', () => {
  function container(streams: Readonly<Record<string, Uint8Array>>): Uint8Array {
    const cfb = XLSX.CFB.utils.cfb_new();
    for (const [name, content] of Object.entries(streams)) XLSX.CFB.utils.cfb_add(cfb, `/${name}`, Buffer.from(content));
    return new Uint8Array(XLSX.CFB.write(cfb, { type: 'buffer' }) as Buffer);
  }

  it.each([
    ['an encrypted .xlsx', 'workbook-encrypted', { EncryptionInfo: utf8('x'), EncryptedPackage: new Uint8Array(20_000) }],
    ['a large encrypted .xlsx', 'workbook-encrypted', { a: new Uint8Array(9_000_000), EncryptionInfo: utf8('x'), EncryptedPackage: new Uint8Array(100) }],
    ['a Word document', 'file-is-binary', { WordDocument: new Uint8Array(5000) }],
    ['a workbook of noise', 'workbook-damaged', { Workbook: Uint8Array.from({ length: 5000 }, (_, index) => (index * 31) & 255) }],
  ] as const)('%s: %s', async (_, code, streams) => {
    expect(await refusalOf(file('a.xls', container(streams)))).toMatchObject({ code, values: { file: 'a.xls' } });
  });

  it('an .xls with a password', async () => {
    const cfb = XLSX.CFB.parse(write('biff8'));
    const stream = Buffer.from(XLSX.CFB.find(cfb, '/Workbook')!.content as Uint8Array);
    const behindStart = 4 + stream.readUInt16LE(2);
    const locked = Buffer.concat([stream.subarray(0, behindStart), Buffer.from([0x2f, 0, 6, 0, 0, 0, 0x34, 0x12, 0x78, 0x56]), stream.subarray(behindStart)]);
    expect(await refusalOf(file('a.xls', container({ Workbook: locked })))).toEqual({ code: 'workbook-encrypted', values: { file: 'a.xls' } });
  });

  it('names are found in directories of several sectors; a loop of sectors ends', () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`stream${index}`, new Uint8Array(5000)]));
    const bytes = container(many);
    expect(oleNames(file('a', bytes))).toEqual(expect.arrayContaining(Object.keys(many)));
    const looped = bytes.slice();
    // The first allocation sector: every sector is followed by itself.
    const table = (new DataView(looped.buffer).getUint32(76, true) + 1) * 512;
    for (let sector = 0; sector < 128; sector += 1) new DataView(looped.buffer).setUint32(table + sector * 4, sector, true);
    expect(oleNames(file('a', looped)).length).toBeGreaterThan(0);
  });

  it('a truncated .xls is damaged', async () => {
    const { tables, refusals } = await readAll(file('a.xls', write('biff8').subarray(0, 1000)));
    expect(tables).toEqual([]);
    expect(refusals).toMatchObject([{ refusal: { values: { file: 'a.xls' } } }]);
    expect(['workbook-damaged', 'file-is-binary']).toContain(refusals[0]!.refusal.code);
  });
});
