import { closeSync, ftruncateSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { nodeCodecs } from '../../core/host/codecs.ts';
import { openFileSource } from '../../core/host/fileSource.ts';
import { importFiles, type ImportReport } from '../../core/host/importFiles.ts';
import { speaker } from '../../core/host/speak.ts';
import type { ByteSource } from '../../core/import/table.ts';
import { memorySource } from '../../core/import/bytes.ts';
import { Store } from '../../core/store/store.ts';
import { temporaryFolder } from '../support/stores.ts';
import { workbook } from '../support/workbook.ts';
import { zip } from '../support/zip.ts';

/** Files that somebody made to harm whoever opens them: each ends with rows or with the one sentence that it gives, and leaves no row behind. */
const folder = temporaryFolder();
afterAll(() => folder.remove());

const HEADER = ['资源包ID', '产品名称', '资源包类型', '抵扣时间', '抵扣前包剩余量', '实际抵扣量', '抵扣后包剩余量', '资源包名称'];
const ROW = ['pkg-1', '实时音视频', '总量递减', '2025-05-10 04:10:46', '10分钟', '3分钟', '7分钟', 'x'];
const CSV = `${HEADER.join(',')}\r\n${ROW.join(',')}\r\n`;
const cell = (text: string): string => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const rowXml = (cells: readonly string[]): string => `<row>${cells.map(cell).join('')}</row>`;

interface Outcome {
  readonly rows: number;
  readonly said: readonly string[];
  readonly names: readonly string[];
}

/** Imports one file and tells how many rows it gave, what was said of it, and what its deductions hold as names. */
async function outcomeOf(name: string, content: Uint8Array | string | ByteSource): Promise<Outcome> {
  const store = Store.temporary();
  try {
    const source = typeof content === 'string' ? memorySource(name, new TextEncoder().encode(content)) : content instanceof Uint8Array ? memorySource(name, content) : content;
    const report: ImportReport = await importFiles(store, [{ name, source }], { codecs: nodeCodecs, now: '2025-08-01T00:00:00.000Z' });
    const say = speaker('en');
    const rows = [...store.dataset().deductions()];
    return { rows: rows.length, said: [...report.refused, ...report.skipped].map(({ refusal }) => say(`error.${refusal.code}`, refusal.values)), names: rows.map((one) => String((one as unknown as { packageName: unknown }).packageName)) };
  } finally {
    store.close();
  }
}

const MIB = 1024 * 1024;

test('a zip bomb', async () => {
  expect(await outcomeOf('bomb.zip', zip([{ name: 'a.csv', content: new Uint8Array(150 * MIB).fill(0x61) }]))).toEqual({ rows: 0, said: ['The archive bomb.zip is compressed beyond the limit of 1000; it may be hostile and was refused.'], names: [] });
});

test('a zip that claims to be small', async () => {
  const { rows, said } = await outcomeOf('liar.zip', zip([{ name: 'a.csv', content: CSV + 'x'.repeat(MIB), claimedBytes: 100 }]));
  expect([rows, said]).toEqual([0, ['The archive liar.zip › a.csv is incomplete or damaged. Download it again.']]);
});

test('an archive of too many entries', async () => {
  const members = Array.from({ length: 10_001 }, (_, at) => ({ name: `${at}.csv`, content: '', method: 0 }));
  expect((await outcomeOf('many.zip', zip(members))).said).toEqual(['The archive many.zip has more entries than the limit of 10000. Unpack it and import what you need.']);
});

test('archives inside archives inside archives', async () => {
  const inner = zip([{ name: 'a.csv', content: CSV }]);
  expect((await outcomeOf('one.zip', zip([{ name: 'in.zip', content: inner }]))).rows).toBe(1);
  expect(await outcomeOf('two.zip', zip([{ name: 'in.zip', content: zip([{ name: 'in.zip', content: inner }]) }]))).toMatchObject({ rows: 0, said: ['two.zip › in.zip › in.zip nests archives more than one level deep. Unpack the inner one first.'] });
});

test('entries that lie outside of their archive', async () => {
  for (const name of ['../../x.csv', '/etc/x.csv', 'C:\\x.csv', '..\\x.csv', 'a/../../x.csv', '\\\\server\\share\\x.csv']) {
    const { rows, said } = await outcomeOf('out.zip', zip([{ name, content: CSV }, { name: 'good.csv', content: CSV }]));
    expect([name, rows, said.length]).toEqual([name, 1, 1]);
    expect(said[0]).toMatch(/^The archive out\.zip.* has an entry with an unsafe name, which was left out\. Check where it comes from\.$/);
  }
});

test('shared strings without end', async () => {
  const bomb = workbook({ sheets: { a: '<row><c t="s"><v>0</v></c></row>' }, strings: '<si/>'.repeat(10_000_001) });
  expect((await outcomeOf('strings.xlsx', bomb)).said).toEqual(['The workbook strings.xlsx is over the limit of 10000000. Save it as .xlsx or CSV.']);
});

test('a billion laughs, and entities of files and of other machines', async () => {
  for (const doctype of [
    `<!DOCTYPE lolz [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, at) => `<!ENTITY ${'bcdefghij'[at]!} "${`&${'abcdefghi'[at]!};`.repeat(10)}">`).join('')}]>`,
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', '<!DOCTYPE x SYSTEM "https://example.com/x.dtd">', '<!DOCTYPE x [<!ENTITY % a SYSTEM "https://example.com/x"> %a;]>',
  ]) {
    const sheet = `<?xml version="1.0"?>${doctype}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rowXml(HEADER)}${rowXml(['&j;', ...ROW.slice(1)])}</sheetData></worksheet>`;
    expect(await outcomeOf('laughs.xlsx', workbook({ sheets: { a: sheet } }))).toMatchObject({ rows: 0, said: ['The workbook laughs.xlsx is damaged and cannot be read. Export it again.'] });
  }
});

test('external links, queries, macros, embedded objects and formulas: nothing is opened, only kept values are read', async () => {
  const formula = (text: string, value: string): string => `<c t="str"><f>${text}</f>${value}</c>`;
  const sheet = rowXml(HEADER) + `<row>${ROW.slice(0, 7).map(cell).join('')}${formula('WEBSERVICE(&quot;https://example.com/&quot;)', '<v>kept</v>')}</row>`
    + `<row>${['pkg-2', ...ROW.slice(1, 7)].map(cell).join('')}${formula('cmd|&apos; /C calc&apos;!A0', '')}</row>`;
  const file = workbook({ sheets: { a: sheet }, more: [
    { name: 'xl/vbaProject.bin', content: 'Attribute VB_Name = "evil"' }, { name: 'xl/externalLinks/externalLink1.xml', content: '<externalLink/>' },
    { name: 'xl/externalLinks/_rels/externalLink1.xml.rels', content: '<Relationships><Relationship Id="r" Type="x" Target="\\\\\\\\example.com\\\\share\\\\x.xlsx" TargetMode="External"/></Relationships>' },
    { name: 'xl/connections.xml', content: '<connections><connection name="x" type="4"><webPr url="https://example.com/"/></connection></connections>' }, { name: 'xl/embeddings/oleObject1.bin', content: 'MZ' },
  ] });
  for (const name of ['macros.xlsx', 'macros.xlsm']) expect(await outcomeOf(name, file)).toEqual({ rows: 2, said: [], names: ['kept', 'null'] });
});

/** A file of any size without a disk: a beginning, and then the same letter for ever. */
function endless(name: string, size: number, head: string): ByteSource {
  const begin = new TextEncoder().encode(head);
  return {
    name, size,
    read: (offset, length) => {
      const piece = new Uint8Array(Math.max(0, Math.min(length, size - offset))).fill(0x61);
      if (offset < begin.length) piece.set(begin.subarray(offset, offset + piece.length));
      return piece;
    },
  };
}

test('a line of two gibibytes', async () => {
  for (const [name, head, sentence] of [
    ['line.csv', `${HEADER.join(',')}\r\n`, 'Line 2 of line.csv is too long (limit 16 MiB). Check whether the file is damaged.'],
    ['first.csv', '', 'first.csv is not a table. Choose a .csv, .xlsx, .xls or .zip exported from the console.'],
    ['quote.csv', `${HEADER.join(',')}\r\n"`, 'Line 2 of quote.csv is too long (limit 16 MiB). Check whether the file is damaged.'],
  ] as const) {
    const { rows, said } = await outcomeOf(name, endless(name, 2 ** 31 + 10, head));
    expect([name, rows, said]).toEqual([name, 0, [sentence]]);
  }
});

test('a file of three gibibytes that holds nothing', async () => {
  const path = folder.at('sparse.csv');
  const handle = openSync(path, 'w');
  writeSync(handle, CSV);
  ftruncateSync(handle, 3 * 2 ** 30);
  closeSync(handle);
  const source = openFileSource(path, 'sparse.csv');
  try {
    const { rows, said } = await outcomeOf('sparse.csv', source);
    expect([rows, said.length]).toEqual([0, 1]);
    expect(said[0]).toMatch(/sparse\.csv is neither text nor a workbook|too long \(limit/);
  } finally {
    source.close();
  }
});

test('NUL bytes', async () => {
  expect((await outcomeOf('nul.csv', CSV.replace('pkg-1', 'pkg\0-1'))).said).toEqual(['nul.csv is neither text nor a workbook. Choose a .csv, .xlsx, .xls or .zip exported from the console.']);
  expect(await outcomeOf('nul.xlsx', workbook({ sheets: { a: rowXml(HEADER) + rowXml(['pkg-1', ...ROW.slice(1, 7), 'a&#0;b']) } }))).toMatchObject({ rows: 0, said: ['The workbook nul.xlsx is damaged and cannot be read. Export it again.'] });
});

test('halves of characters', async () => {
  const half = Buffer.from(`\uFEFF${CSV.replace(/x\r\n$/, '\uD83D\r\n')}`, 'utf16le');
  const utf16 = await outcomeOf('half.csv', new Uint8Array(half));
  // What comes in is a character that says that something was no character, or the file is refused; never half of one.
  expect(utf16.names.every((name) => name.isWellFormed())).toBe(true);
  expect(utf16.rows + utf16.said.length).toBe(1);
  const utf8 = await outcomeOf('half8.csv', new Uint8Array(Buffer.concat([Buffer.from(CSV.slice(0, -3)), Buffer.from([0xed, 0xa0, 0xbd]), Buffer.from('\r\n')])));
  expect(utf8.names.every((name) => name.isWellFormed())).toBe(true);
  expect(utf8.rows + utf8.said.length).toBe(1);
  expect(await outcomeOf('half.xlsx', workbook({ sheets: { a: rowXml(HEADER) + rowXml([...ROW.slice(0, 7), 'a&#xD83D;b']) } }))).toMatchObject({ rows: 0, said: ['The workbook half.xlsx is damaged and cannot be read. Export it again.'] });
});

test('a name that would lie elsewhere is only a name', async () => {
  const path = folder.at('plain.csv');
  writeFileSync(path, CSV);
  const { rows } = await outcomeOf('../../etc/passwd.csv', CSV);
  expect(rows).toBe(1);
});
