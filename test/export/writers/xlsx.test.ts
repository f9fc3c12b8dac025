import { describe, expect, it, test } from 'vitest';
import type { OutCell } from '../../../core/export/cell.ts';
import { roundedForSheet } from '../../../core/export/sheetNumber.ts';
import { writeWorkbook } from '../../../core/export/xlsx.ts';
import type { SheetSpec } from '../../../core/export/xlsx.ts';
import { Dice, collect, openZip, partOf, randomNumber, randomText, reopened, reopenedValues, testCodecs } from './support.ts';
import { whatIsMalformed } from './wellFormed.ts';

type Limits = Parameters<typeof writeWorkbook>[3];

function bytesOf(sheets: readonly SheetSpec[], limits: Limits = {}): Promise<Uint8Array> {
  return collect(writeWorkbook(sheets, testCodecs, {}, limits));
}

function table(name: string, rows: SheetSpec['rows'], kinds: readonly ('text' | 'number' | 'wrap')[] = ['text']): SheetSpec {
  return { name, rows, columns: kinds.map((kind, index) => ({ header: `列${index + 1}`, kind })) };
}

async function* later<T>(items: Iterable<T>): AsyncGenerator<T> {
  for (const item of items) {
    await Promise.resolve();
    yield item;
  }
}

describe('what a workbook gives back', () => {
  it('is every cell as it was, whatever its characters', async () => {
    const dice = new Dice(0);
    const repeated = Array.from({ length: 40 }, () => randomText(dice));
    const cell = (): OutCell => dice.pick<() => OutCell>([
      () => null, () => '', () => randomText(dice), () => dice.pick(repeated), () => ({ number: randomNumber(dice) }),
      () => ({ text: randomText(dice), style: dice.pick(['error', 'warning', 'wrap', 'muted', 'title']) }), () => ({ text: '', style: 'info' }),
      () => String(dice.below(10)).repeat(1 + dice.below(40)),
    ])();
    const rows = Array.from({ length: 2500 }, () => Array.from({ length: 9 }, cell));
    const bytes = await bytesOf([table('抵扣', rows, ['text', 'text', 'number', 'wrap', 'text', 'number', 'text', 'wrap', 'text'])]);
    const read = reopened(bytes).get('抵扣')!;
    expect(read.length).toBe(2501);
    const seen = read.slice(1).map((row) => Array.from({ length: 9 }, (_, index) => (row[index] ? [row[index].type, row[index].value] : null)));
    expect(seen).toEqual(rows.map((row) => row.map((written) => {
      if (written === null) return null;
      if (typeof written === 'object' && 'number' in written) return ['n', Number(roundedForSheet(written.number))];
      const text = typeof written === 'string' ? written : written.text;
      // SheetJS makes one line break of CR LF; that both are in the file is tested with the escapes.
      return text === '' ? null : ['s', text.replaceAll('\r\n', '\n')];
    })));
    for (const { name, content } of openZip(bytes)) expect([name, whatIsMalformed(content.toString('utf8'))]).toEqual([name, null]);
  });

  test.each(['=1+1', '=HYPERLINK("http://x")', '-5', '+5', '@SUM(A1)', '\t=1', '\r=1', '100004603310000123456789', '1E5', '2025-05-08', '001', 'TRUE', '#N/A', '-'])(
    '%j stays a text', async (text) => {
      const bytes = await bytesOf([table('a', [[text, { text, style: 'error' }]], ['text', 'number'])]);
      const [first, second] = reopened(bytes).get('a')![1]!;
      expect([first, second]).toEqual([{ type: 's', value: text, format: '@' }, { type: 's', value: text, format: '@' }]);
      expect(partOf(bytes, 'xl/worksheets/sheet1.xml')).not.toContain('<f');
    });

  it('writes numbers as they are, shows up to nine decimals, and rounds beyond fifteen digits', async () => {
    const numbers = ['0', '12', '-12.50', '0.123456789', '0.00000000012', '10000000000000.123456789', '+7', '9'.repeat(400)];
    const bytes = await bytesOf([table('a', numbers.map((number) => [{ number }]), ['number'])]);
    const xml = partOf(bytes, 'xl/worksheets/sheet1.xml');
    expect([...xml.matchAll(/<c r="A\d+" s="\d+"><v>([^<]*)<\/v>/g)].map(([, value]) => value))
      .toEqual(['0', '12', '-12.5', '0.123456789', '0.00000000012', '10000000000000.1', '7']);
    expect(reopened(bytes).get('a')!.slice(1).map(([cell]) => cell!.format)).toEqual(['0', '0', '0.0########', '0.0########', 'General', '0.0########', '0', '@']);
    expect(reopened(bytes).get('a')![8]![0]).toMatchObject({ type: 's', value: '9'.repeat(400) });
    await expect(bytesOf([table('a', [[{ number: '1,000' }]])])).rejects.toThrow('broken promise: a number cell holds a plain number: 1,000');
  });

  it('cuts a text that Excel would refuse, and says so', async () => {
    const fits = '长'.repeat(32_767);
    const pair = `${'a'.repeat(32_726)}😀${'b'.repeat(10_000)}`;
    const values = reopenedValues(await bytesOf([table('a', [[fits], [`${fits}长`], [pair]])]))['a']!;
    expect(values[1]).toEqual([fits]);
    expect(values[2]).toEqual([`${'长'.repeat(32_727)}…[cut, 41 characters]`]);
    expect(values[3]).toEqual([`${'a'.repeat(32_726)}…[cut, 10002 characters]`]);
  });

  it('is the same from plain and from asynchronous rows, byte by byte', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => [`id-${index}`, '分钟', { number: `${index}.5` }]);
    const kinds = ['text', 'text', 'number'] as const;
    const plain = await bytesOf([table('a', rows, kinds)]);
    expect(Buffer.compare(plain, await bytesOf([table('a', later(rows), kinds)]))).toBe(0);
    expect(Buffer.compare(plain, await bytesOf([table('a', rows, kinds)]))).toBe(0);
  });

  it('keeps texts that do not repeat out of the shared table, and those that do in it', async () => {
    const rows = Array.from({ length: 30_000 }, (_, index) => [`id-${index}`, `kind-${index % 300}`]);
    const bytes = await bytesOf([table('a', rows, ['text', 'text'])]);
    const shared = partOf(bytes, 'xl/sharedStrings.xml');
    expect(shared.match(/<si>/g)!.length).toBe(4096 + 300 + 2);
    expect(shared).toContain(`count="${4096 + 30_000 + 2}" uniqueCount="4398"`);
    expect(reopenedValues(bytes)['a']!.slice(1)).toEqual(rows);
  });
});

describe('sheets', () => {
  it('may be empty, with and without a header, or without columns', async () => {
    const bytes = await bytesOf([table('a', []), { ...table('b', []), headless: true }, { name: 'c', columns: [], rows: [] }]);
    expect(reopenedValues(bytes)).toEqual({ a: [['列1']], b: [], c: [] });
    await expect(async () => bytesOf([])).rejects.toThrow('a workbook has at least one sheet');
  });

  it('go on in the next when they are full, each with the header', async () => {
    const rows = Array.from({ length: 10 }, (_, index) => [String(index)]);
    const values = async (count: number, limits: Limits): Promise<unknown> => reopenedValues(await bytesOf([table('a', later(rows.slice(0, count))), table('A (2)', [['x']])], limits));
    expect(await values(3, { rows: 4 })).toEqual({ 'a': [['列1'], ['0'], ['1'], ['2']], 'A (2)': [['列1'], ['x']] });
    expect(await values(10, { rows: 5 })).toEqual({
      'a': [['列1'], ['0'], ['1'], ['2'], ['3']],
      'a (3)': [['列1'], ['4'], ['5'], ['6'], ['7']],
      'a (4)': [['列1'], ['8'], ['9']],
      'A (2)': [['列1'], ['x']],
    });
    const parts = Object.values(await values(10, { bytes: 1 }) as Record<string, unknown[][]>);
    expect(parts.map((part) => part.length)).toEqual(Array.from({ length: 11 }, () => 2));
    const cover = reopenedValues(await bytesOf([{ ...table('c', rows), headless: true }], { rows: 6 }));
    expect(cover).toEqual({ 'c': rows.slice(0, 6), 'c (2)': rows.slice(6) });
  });

  it('name the range of their filter, for LibreOffice too, and freeze their header', async () => {
    const bytes = await bytesOf([
      table("it's", [['1', '2'], ['3']], ['text', 'text']),
      { ...table('b', [['1']]), autoFilter: false, freezeHeader: false },
      { ...table('c', [['1']]), headless: true },
      table('d', [['1'], ['2']]),
    ], { rows: 2 });
    const workbook = partOf(bytes, 'xl/workbook.xml');
    expect([...workbook.matchAll(/<definedName name="_xlnm._FilterDatabase" localSheetId="(\d)" hidden="1">([^<]*)</g)].map(([, sheet, range]) => `${sheet} ${range}`))
      .toEqual(["0 'it''s'!$A$1:$B$2", "1 'it''s (2)'!$A$1:$B$2", "4 'd'!$A$1:$A$2", "5 'd (2)'!$A$1:$A$2"]);
    const sheets = [1, 2, 3, 4].map((number) => partOf(bytes, `xl/worksheets/sheet${number}.xml`));
    expect(sheets.map((xml) => xml.includes('<autoFilter ref="A1:B2"/>'))).toEqual([true, true, false, false]);
    expect(sheets.map((xml) => xml.includes('state="frozen"'))).toEqual([true, true, false, false]);
    expect(sheets.map((xml) => xml.includes('tabSelected'))).toEqual([true, false, false, false]);
  });

  it('have columns as wide as told or as their content, with text columns that stay text', async () => {
    const bytes = await bytesOf([{
      name: 'a',
      columns: [{ header: '资源包名称', kind: 'text' }, { header: 'n', kind: 'number', width: 33 }, { header: 'why', kind: 'wrap' }],
      rows: [['一二三四五六七八九十', { number: '1' }, 'x'.repeat(300)]],
    }]);
    const xml = partOf(bytes, 'xl/worksheets/sheet1.xml');
    expect([...xml.matchAll(/<col min="(\d)" max="\1" width="(\d+)" style="(\d+)"/g)].map(([, , width, style]) => [Number(width), Number(style)]))
      .toEqual([[22, 1], [33, 0], [60, 2]]);
    const formats = [...partOf(bytes, 'xl/styles.xml').matchAll(/<xf numFmtId="(\d+)"[^>]*>(?:<alignment[^>]*?(wrapText)?="1"\/>)?/g)].slice(1);
    expect(formats.slice(0, 3).map(([, format, wrap]) => [format, wrap])).toEqual([['0', undefined], ['49', undefined], ['49', 'wrapText']]);
  });

  it('wrap a text with line breaks, so that they show', async () => {
    const xml = partOf(await bytesOf([table('a', [['one\ntwo', { text: 'x', style: 'wrap' }, { text: 'a\nb', style: 'error' }]], ['text', 'text', 'text'])]), 'xl/worksheets/sheet1.xml');
    expect([...xml.matchAll(/<c r="[ABC]2" s="(\d+)"/g)].map(([, style]) => Number(style))).toEqual([2, 2, 27]);
  });

  it('refuse a row longer than their columns, unless they are a cover', async () => {
    await expect(bytesOf([table('a', [['1', '2']])])).rejects.toThrow('broken promise: a row has no more cells than its sheet has columns');
    const cover: SheetSpec = { name: 'c', headless: true, columns: [{ header: 'unseen', kind: 'text', width: 40 }], rows: [[{ text: 'T', style: 'title' }], [], ['a', 'b', { number: '3' }]] };
    expect(reopenedValues(await bytesOf([cover]))).toEqual({ c: [['T'], [], ['a', 'b', 3]] });
  });
});

describe('links', () => {
  const linked = (sheet: string, row?: number): OutCell => ({ text: `go ${sheet}`, link: row === undefined ? { sheet } : { sheet, row } });

  it('lead to a row of another sheet, under the name that it got', async () => {
    const bytes = await bytesOf([{ ...table('a', [[linked('b/c')], [linked('b/c', 2)], [linked("it's", 3)]]), headless: true }, table('b/c', [['x']]), table("it's", [['x']])]);
    const xml = partOf(bytes, 'xl/worksheets/sheet1.xml');
    expect([...xml.matchAll(/<hyperlink ref="([^"]*)" location="([^"]*)"\/>/g)].map(([, ref, location]) => `${ref} ${location}`))
      .toEqual(["A1 'b_c'!A1", "A2 'b_c'!A2", "A3 'it''s'!A3"]);
    expect(reopenedValues(bytes)['a']).toEqual([['go b/c'], ['go b/c'], ["go it's"]]);
    await expect(bytesOf([table('a', [[linked('nowhere')]])])).rejects.toThrow('a link leads to a sheet of the workbook: nowhere');
  });

  it('stay plain text beyond what Excel accepts, and where their row lies in a later part', async () => {
    const rows = Array.from({ length: 5 }, () => [linked('a')]);
    expect(partOf(await bytesOf([table('a', rows)], { links: 3 }), 'xl/worksheets/sheet1.xml').match(/<hyperlink /g)!.length).toBe(3);
    expect(partOf(await bytesOf([table('a', [[linked('a', 9)]])], { rows: 8 }), 'xl/worksheets/sheet1.xml')).not.toContain('<hyperlink');
  });
});

describe('the file itself', () => {
  it('says what it is, in parts that tools recognise it by', async () => {
    const bytes = await collect(writeWorkbook([table('a', [])], testCodecs, { title: '核对 <2025> & "x"', creator: 'PackLedger', created: '2025-08-01T00:00:00+08:00' }));
    expect(openZip(bytes).map(({ name }) => name)).toEqual([
      '_rels/.rels', 'docProps/core.xml', 'docProps/app.xml', 'xl/styles.xml', 'xl/worksheets/sheet1.xml',
      'xl/sharedStrings.xml', 'xl/workbook.xml', 'xl/_rels/workbook.xml.rels', '[Content_Types].xml',
    ]);
    const core = partOf(bytes, 'docProps/core.xml');
    expect(core).toContain('<dc:title>核对 &lt;2025&gt; &amp; &quot;x&quot;</dc:title><dc:creator>PackLedger</dc:creator>');
    expect(core).toContain('<dcterms:created xsi:type="dcterms:W3CDTF">2025-08-01T00:00:00+08:00</dcterms:created>');
    await expect(collect(writeWorkbook([table('a', [])], testCodecs, { created: '2025-08-01 00:00:00' }))).rejects.toThrow('broken promise');
  });

  it('is well-formed in every part', async () => {
    const bytes = await bytesOf([table('a<&>"', [[{ text: '<', link: { sheet: 'a<&>"' } }]]), { ...table("b'", [['x']]), headless: true }]);
    for (const { name, content } of openZip(bytes)) expect([name, whatIsMalformed(content.toString('utf8'))]).toEqual([name, null]);
    expect([...reopened(bytes).keys()]).toEqual(['a<&>"', 'b']);
  });
});
