import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../core/import/table.ts';
import { file, readAll, readOne, refusalOf, utf16 } from '../../support/bytes.ts';
import { sheetXml, workbook, workbookMembers, type WorkbookParts } from '../../support/workbook.ts';
import { zip } from '../../support/zip.ts';

const n = (number: string): Cell => ({ number });

async function cellsOf(rows: string, parts: Partial<WorkbookParts> = {}): Promise<readonly unknown[]> {
  const table = await readOne(file('book.xlsx', workbook({ sheets: { S: rows }, ...parts })));
  if (table.stopped !== undefined) throw new Error(JSON.stringify(table.stopped));
  return table.rows;
}

const STRINGS = '<si><t>资源包</t></si><si><t xml:space="preserve"> a </t></si><si><r><rPr><b/></rPr><t>rich</t></r><r><t> text</t></r></si>'
  + '<si><t>課</t><rPh sb="0" eb="1"><t>カ</t></rPh><phoneticPr fontId="1"/></si><si><t>x_x000D_y_x005F_x000D_z</t></si><si><t/></si><si/><si><t>a&amp;b &lt;&#65;&#x4E2D;&#x1F4A9;&gt;</t></si>';

describe('cells', () => {
  it.each<[string, string, readonly unknown[]]>([
    ['numbers', '<row r="1"><c r="A1"><v>1.5</v></c><c r="B1" t="n"><v> 0.10000000000000001 </v></c><c r="C1"><v>1.5E-7</v></c><c r="D1"><v>2.0250808000000001E+19</v></c></row>', [[1, n('1.5'), n('0.1'), n('0.00000015'), n('2.0250808000000001E+19')]]],
    ['shared strings', '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c><c r="E1" t="s"><v>4</v></c><c r="F1" t="s"><v>7</v></c></row>',
      [[1, '资源包', ' a ', 'rich text', '課', 'x\ry_x000D_z', 'a&b <A中💩>']]],
    ['empty shared strings', '<row r="1"><c r="A1" t="s"><v>5</v></c><c r="B1" t="s"><v>6</v></c><c r="C1" t="s"><v>0</v></c></row>', [[1, '', '', '资源包']]],
    ['inline strings', '<row r="1"><c r="A1" t="inlineStr"><is><t>核*时</t></is></c><c r="B1" t="inlineStr"><is><r><t>a</t></r><r><rPr/><t xml:space="preserve"> b_x0041_</t></r><rPh><t>no</t></rPh></is></c></row>', [[1, '核*时', 'a bA']]],
    ['formulas by their stored values', '<row r="1"><c r="A1" t="str"><f>A2&amp;"x"</f><v>r&amp;x</v></c><c r="B1"><f t="shared" si="0"/><v>3</v></c><c r="C1"><f>[1]S!A1</f></c><c r="D1" t="str"><v>v</v></c></row>', [[1, 'r&x', n('3'), '', 'v']]],
    ['truth and errors', '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c><c r="C1" t="e"><v>#N/A</v></c><c r="D1" t="e"><v>#DIV/0!</v></c></row>', [[1, 'TRUE', 'FALSE', '#N/A', '#DIV/0!']]],
    ['dates of ISO 8601', '<row r="1"><c r="A1" t="d"><v>2025-05-08T01:02:03.000Z</v></c><c r="B1" t="d"><v>2025-05-08</v></c><c r="C1" t="d"><v>01:02:03</v></c></row>', [[1, '2025-05-08 01:02:03', '2025-05-08 00:00:00', '01:02:03']]],
    ['an unknown type as text', '<row r="1"><c r="A1" t="x"><v>1</v></c></row>', [[1, '1']]],
    ['a number that is none', '<row r="1"><c r="A1"><v>1,5</v></c></row>', [[1, '1,5']]],
    ['line ends become line feeds', '<row r="1"><c r="A1" t="inlineStr"><is><t>a\r\nb\rc&#13;d</t></is></c></row>', [[1, 'a\nb\nc\rd']]],
  ])('%s', async (_, rows, expected) => {
    expect(await cellsOf(rows, { strings: STRINGS })).toEqual(expected);
  });

  it.each<[string, string]>([
    ['self-closing', '<row r="1"><c r="A1" s="1"/><c r="B1" t="s"/><c r="C1"><v/></c><c r="D1"><v></v></c><c r="E1"></c><c r="F1" t="inlineStr"><is/></c><c r="G1" t="inlineStr"><is><t/></is></c><c r="H1"><v>9</v></c></row>'],
    ['left out', '<row r="1"><c r="H1"><v>9</v></c></row>'],
  ])('empty cells: %s', async (_, rows) => {
    expect(await cellsOf(rows)).toEqual([[1, '', '', '', '', '', '', '', n('9')]]);
  });

  it('empty cells behind the last value are no cells', async () => {
    expect(await cellsOf('<row r="1"><c r="A1"><v>9</v></c><c r="B1" s="1"/><c r="XFD1" s="1"/></row>')).toEqual([[1, n('9')]]);
  });
});

describe('places', () => {
  it.each<[string, string, readonly unknown[]]>([
    ['no references', '<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>', [[1, n('1'), n('2')], [2, n('3')]]],
    ['some references', '<row r="3"><c><v>1</v></c><c r="D3"><v>2</v></c><c><v>3</v></c></row><row><c r="B4"><v>4</v></c></row>', [[3, n('1'), '', '', n('2'), n('3')], [4, '', n('4')]]],
    ['gaps between rows', '<row r="2"><c r="A2"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>2</v></c></row>', [[2, n('1')], [1_048_576, n('2')]]],
    ['blank rows', '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"/><row r="3"><c r="A3" s="1"/></row>', [[1, n('1')], [2], [3]]],
    ['the last column', '<row r="1"><c r="XFD1"><v>1</v></c></row>', [[1, ...Array.from({ length: 16_383 }, () => ''), n('1')]]],
    ['out of order', '<row r="1"><c r="C1"><v>3</v></c><c r="A1"><v>1</v></c></row>', [[1, n('1'), '', n('3')]]],
    ['references without a row', '<row r="1"><c r="B"><v>2</v></c></row>', [[1, '', n('2')]]],
  ])('%s', async (_, rows, expected) => {
    expect(await cellsOf(rows)).toEqual(expected);
  });

  it.each([['<dimension ref="A1"/>'], ['<dimension ref="A1:XFD1048576"/>'], ['']])('the dimension does not matter: %s', async (dimension) => {
    expect(await cellsOf(`<worksheet>${dimension}<sheetViews/><cols><col min="1"/></cols><sheetData><row><c><v>1</v></c><c><v>2</v></c></row></sheetData><autoFilter ref="A1"/></worksheet>`)).toEqual([[1, n('1'), n('2')]]);
  });
});

describe('ways to write XML', () => {
  const expected = [[1, n('1'), '资源包', 'a<b', n('4')]];

  it.each<[string, string]>([
    ['prefixes', '<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1" t="s"><x:v>0</x:v></x:c><x:c r="C1" t="inlineStr"><x:is><x:t>a&lt;b</x:t></x:is></x:c><x:c r="D1"><x:v>4</x:v></x:c></x:row></x:sheetData></x:worksheet>'],
    ['single quotes, other orders, blanks in tags', "<row  spans='1:4'\n r='1' ><c t = 'n' r='A1' ><v >1</v ></c ><c t='s'\tr='B1'><v>0</v></c><c s='0' t='inlineStr' r='C1'><is><t>a&lt;b</t></is></c><c r='D1' cm='1' ><v>4</v></c></row >"],
    ['CDATA', '<row r="1"><c r="A1"><v><![CDATA[1]]></v></c><c r="B1" t="s"><v><![CDATA[0]]></v></c><c r="C1" t="inlineStr"><is><t>a<![CDATA[<]]>b</t></is></c><c r="D1"><v>4<![CDATA[]]></v></c></row>'],
    ['comments and instructions', '<!-- <row> --><row r="1"><?x <c>?><c r="A1"><!--->--><v>1<!-- 2 --></v></c><c r="B1" t="s"><v><!---->0</v></c><c r="C1" t="inlineStr"><is><t>a<?y?>&lt;b</t></is></c><c r="D1"><v>4</v></c></row><!-- -- -->'],
    ['references', '<row r="1"><c r="A1"><v>&#49;</v></c><c r="B&#49;" t="s"><v>&#x30;</v></c><c r="C1" t="inlineStr"><is><t>a&lt;&#98;</t></is></c><c r="D1"><v>4</v></c></row>'],
    ['elements that mean nothing here', '<row r="1"><c r="A1"><extLst><v>7</v></extLst><v>1</v></c><c r="B1" t="s"><v>0</v><f>x</f></c><mc:AlternateContent><c><v>9</v></c></mc:AlternateContent><c r="C1" t="inlineStr"><is><t>a&lt;b</t></is></c><c r="D1"><v>4</v></c></row>'],
    ['brackets in attributes', '<row r="1" x=">"><c r="A1" y="/>"><v>1</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>a&lt;b</t></is></c><c r="D1"><v>4</v></c></row>'],
  ])('%s', async (_, xml) => {
    expect(await cellsOf(xml, { strings: STRINGS })).toEqual(expected);
  });

  it('a byte order mark and a declaration', async () => {
    expect(await cellsOf(`\uFEFF${sheetXml('<row><c><v>1</v></c></row>')}`.replace('\uFEFF<?xml', '<?xml'))).toEqual([[1, n('1')]]);
    const book = workbook({ sheets: { S: '' }, more: [{ name: 'xl/worksheets/sheet1.xml', content: `\uFEFF${sheetXml('<row><c><v>1</v></c></row>')}\n` }] });
    expect((await readOne(file('a.xlsx', book))).rows).toEqual([[1, n('1')]]);
  });
});

describe('dates', () => {
  const styles = '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="165" formatCode="0.00&quot;d&quot;"/></numFmts>'
    + '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="165"/><xf/></cellXfs>';
  const rows = '<row r="1"><c r="A1" s="1"><v>45785.041666666664</v></c><c r="B1" s="2"><v>45785</v></c><c r="C1" s="3"><v>45785</v></c><c r="D1" s="0"><v>45785</v></c><c r="E1" s="4"><v>45785</v></c>'
    + '<c r="F1" s="1"><v>-1</v></c><c r="G1" s="99"><v>45785</v></c><c r="H1" s="1" t="str"><v>soon</v></c><c t="n" s="1" r="I1"><v>4.5785E4</v></c><c s="1" r="J1" t="n"><v>0.5</v></c></row>';

  it('by the style, from 1900', async () => {
    expect(await cellsOf(rows, { styles })).toEqual([[1, '2025-05-08 01:00:00', '2025-05-08 00:00:00', n('45785'), n('45785'), n('45785'), n('-1'), n('45785'), 'soon', '2025-05-08 00:00:00', n('0.5')]]);
  });

  it('from 1904', async () => {
    expect(await cellsOf('<row><c s="1"><v>44323.5</v></c></row>', { styles, is1904: true })).toEqual([[1, '2025-05-08 12:00:00']]);
  });

  it('without styles there are none', async () => {
    expect(await cellsOf('<row><c s="1"><v>45785</v></c></row>')).toEqual([[1, n('45785')]]);
  });
});

describe('workbooks', () => {
  const one = '<row><c><v>1</v></c></row>';

  it('sheets come in the order of the workbook, hidden ones too, empty ones not', async () => {
    const { tables } = await readAll(file('b.xlsx', workbook({ sheets: { '说明 &amp; 1': one, empty: '', styled: '<row r="1"><c r="A1" s="1"/></row>', 'hidden 2': one } })));
    expect(tables.map(({ sheet, format, encoding, path }) => [sheet, format, encoding, path])).toEqual([['说明 & 1', 'xlsx', null, []], ['hidden 2', 'xlsx', null, []]]);
  });

  it('a workbook of empty sheets is an empty file', async () => {
    expect(await refusalOf(file('b.xlsx', workbook({ sheets: { S: '' } })))).toEqual({ code: 'file-empty', values: { file: 'b.xlsx' } });
  });

  it('parts lie where the relations say, in whatever letter case', async () => {
    const members = workbookMembers({ sheets: { S: '<row><c t="s"><v>0</v></c></row>' }, strings: STRINGS }).map((member) => {
      const content = typeof member.content === 'string' ? member.content.replaceAll('worksheets/sheet1.xml', '../Data/./Grid.xml').replaceAll('"sharedStrings.xml', '"/Data/Words.XML') : member.content;
      return { ...member, content, name: String(member.name).replace('xl/worksheets/sheet1.xml', 'data/grid.xml').replace('xl/sharedStrings.xml', 'Data\\words.xml') };
    });
    expect((await readOne(file('b.xlsx', zip(members)))).rows).toEqual([[1, '资源包']]);
  });

  it('the workbook need not lie in the usual folder', async () => {
    const members = workbookMembers({ sheets: { S: one } }).map((member) => ({
      ...member, name: String(member.name).replace('xl/', 'book/'), content: typeof member.content === 'string' ? member.content.replaceAll('xl/', 'book/') : member.content,
    }));
    expect((await readOne(file('b.xlsx', zip(members)))).rows).toEqual([[1, n('1')]]);
  });

  it('charts are passed over', async () => {
    const rels = '<Relationships><Relationship Id="rId1" Type="x/chartsheet" Target="chart.xml"/><Relationship Id="rId2" Type="x/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="x/externalLink" Target="file:///c:/other.xlsx" TargetMode="External"/></Relationships>';
    const { tables } = await readAll(file('b.xlsx', workbook({ sheets: { chart: one, S: one }, more: [{ name: 'xl/_rels/workbook.xml.rels', content: rels }] })));
    expect(tables.map(({ sheet }) => sheet)).toEqual(['S']);
  });

  it('without a root relation the usual place is looked at', async () => {
    const members = workbookMembers({ sheets: { S: one } }).filter(({ name }) => name !== '_rels/.rels');
    expect((await readOne(file('b.xlsx', zip(members)))).rows).toEqual([[1, n('1')]]);
  });

  it('one damaged sheet does not hide the others', async () => {
    const { tables, refusals } = await readAll(file('b.xlsx', workbook({ sheets: { A: '<row><c></row>', B: one } })));
    expect(tables.map(({ sheet }) => sheet)).toEqual(['B']);
    expect(refusals).toEqual([{ path: [], refusal: { code: 'workbook-damaged', values: { file: 'b.xlsx', entry: 'xl/worksheets/sheet1.xml', line: 1 } } }]);
  });
});

describe('damage', () => {
  const first = '<row r="1"><c r="A1"><v>1</v></c></row>';

  it.each([
    ['a sheet that does not end', `<worksheet><sheetData>${first}`],
    ['a sheet that ends inside a cell', `<worksheet><sheetData>${first}<row r="2"><c r="A2"><v>1`],
    ['a sheet that ends inside a tag', `<worksheet><sheetData>${first}<row r="2"`],
    ['tags that do not match', `<worksheet><sheetData>${first}<row r="2"><c><v>1</c></v></row></sheetData></worksheet>`],
    ['a prefix that does not match', `<worksheet><sheetData>${first}<x:row r="2"></row></sheetData></worksheet>`],
    ['an end without a beginning', `<worksheet><sheetData>${first}</sheetData></worksheet></x>`],
    ['two documents', `<worksheet><sheetData>${first}</sheetData></worksheet><worksheet/>`],
    ['text behind the end', `<worksheet><sheetData>${first}</sheetData></worksheet>x`],
    ['a type written with references', `<worksheet><sheetData>${first}<row r="2"><c t="&#x73;"><v>0</v></c></row></sheetData></worksheet>`],
    ['an attribute without quotes', `<worksheet><sheetData>${first}<row r=2></row></sheetData></worksheet>`],
    ['an attribute without a value', `<worksheet><sheetData>${first}<row r></row></sheetData></worksheet>`],
    ['a bracket in an attribute', `<worksheet><sheetData>${first}<row r="<"></row></sheetData></worksheet>`],
    ['a row number that is none', `<worksheet><sheetData>${first}<row r="x"></row></sheetData></worksheet>`],
    ['a nameless tag', `<worksheet><sheetData>${first}< row></row></sheetData></worksheet>`],
    ['a shared string that does not exist', `<worksheet><sheetData>${first}<row r="2"><c t="s"><v>8</v></c></row></sheetData></worksheet>`],
    ['a shared string that is no number', `<worksheet><sheetData>${first}<row r="2"><c t="s"><v>-1</v></c></row></sheetData></worksheet>`],
    ['an unknown entity', `<worksheet><sheetData>${first}<row r="2"><c t="str"><v>&nbsp;</v></c></row></sheetData></worksheet>`],
    ['a bare ampersand', `<worksheet><sheetData>${first}<row r="2"><c t="str"><v>a & b</v></c></row></sheetData></worksheet>`],
    ['a character that XML has not', `<worksheet><sheetData>${first}<row r="2"><c t="str"><v>&#0;</v></c></row></sheetData></worksheet>`],
    ['a surrogate as a character', `<worksheet><sheetData>${first}<row r="2"><c t="str"><v>&#xD83D;</v></c></row></sheetData></worksheet>`],
    ['too many elements inside each other', `<worksheet><sheetData>${first}</sheetData>${'<a>'.repeat(101)}${'</a>'.repeat(101)}</worksheet>`],
    ['CDATA that does not end', `<worksheet><sheetData>${first}<row><c t="str"><v><![CDATA[x]]</v></c></row></sheetData></worksheet>`],
    ['a declaration in the middle', `<worksheet><sheetData>${first}<!ELEMENT x></sheetData></worksheet>`],
  ])('%s', async (_, xml) => {
    const { tables, refusals } = await readAll(file('b.xlsx', workbook({ sheets: { S: xml }, strings: STRINGS })));
    const all = [...refusals.map(({ refusal }) => refusal), ...tables.flatMap(({ stopped }) => stopped ?? [])];
    expect(all).toMatchObject([{ code: 'workbook-damaged', values: { file: 'b.xlsx', entry: 'xl/worksheets/sheet1.xml' } }]);
  });

  it('no DOCTYPE is ever read: a billion laughs', async () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>';
    const expected = { code: 'workbook-damaged', values: { file: 'b.xlsx' } };
    expect(await refusalOf(file('b.xlsx', workbook({ sheets: { S: `<?xml version="1.0"?>${bomb}<worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>` } })))).toMatchObject(expected);
    const { tables } = await readAll(file('b.xlsx', workbook({ sheets: { S: '<row><c t="s"><v>0</v></c></row>' }, strings: `<?xml version="1.0"?>${bomb}<sst><si><t>&b;</t></si></sst>` })));
    expect(tables[0]!.stopped).toMatchObject(expected);
  });

  it.each(['xl/workbook.xml', 'xl/_rels/workbook.xml.rels', 'xl/worksheets/sheet1.xml', 'xl/styles.xml', 'xl/sharedStrings.xml'])('a workbook without %s', async (part) => {
    const members = workbookMembers({ sheets: { S: first }, styles: '<cellXfs/>', strings: STRINGS }).filter(({ name }) => name !== part);
    expect(await refusalOf(file('b.xlsx', zip(members)))).toEqual({ code: 'workbook-damaged', values: { file: 'b.xlsx', entry: part } });
  });

  it('text that is not UTF-8', async () => {
    const bad = Buffer.concat([Buffer.from('<sst><si><t>a'), Uint8Array.of(0xff), Buffer.from('</t></si></sst>')]);
    const { tables } = await readAll(file('b.xlsx', workbook({ sheets: { S: '<row><c t="s"><v>0</v></c></row>' }, strings: '', more: [{ name: 'xl/sharedStrings.xml', content: bad }] })));
    expect(tables[0]!.stopped).toMatchObject({ code: 'workbook-damaged', values: { entry: 'xl/sharedStrings.xml' } });
    expect(await refusalOf(file('b.xlsx', workbook({ sheets: { S: first }, more: [{ name: 'xl/worksheets/sheet1.xml', content: utf16(sheetXml(first), 'le') }] })))).toMatchObject({ code: 'workbook-damaged' });
  });

  it('a checksum that is wrong shows at the end of a sheet', async () => {
    const rows = Array.from({ length: 200_000 }, (_, index) => `<row><c><v>${index}</v></c></row>`).join('');
    const { tables } = await readAll(file('b.xlsx', workbook({ sheets: { S: rows }, member: { crc: 1 } })));
    expect(tables[0]!.stopped).toEqual({ code: 'zip-damaged', values: { file: 'b.xlsx › xl/worksheets/sheet1.xml', entry: 'xl/worksheets/sheet1.xml' } });
  });
});

describe('limits', () => {
  it('columns', async () => {
    const table = await readOne(file('b.xlsx', workbook({ sheets: { S: '<row r="7"><c r="XFD7"><v>1</v></c></row><row r="8"><c r="XFE8"><v>1</v></c></row>' } })), { limits: { windowBytes: 30 } });
    expect(table.stopped).toEqual({ code: 'too-many-columns', values: { file: 'b.xlsx', line: 8, limit: 16_384 } });
  });

  it.each([['sharedStrings', 2], ['sharedStringBytes', 50]] as const)('%s', async (name, limit) => {
    const table = await readOne(file('b.xlsx', workbook({ sheets: { S: '<row><c t="s"><v>0</v></c></row>' }, strings: '<si><t>a</t></si>'.repeat(3) })), { limits: { [name]: limit } });
    expect(table.stopped).toEqual({ code: 'workbook-too-large', values: { file: 'b.xlsx', entry: 'xl/sharedStrings.xml', limit } });
  });

  it('small parts', async () => {
    expect(await refusalOf(file('b.xlsx', workbook({ sheets: { S: '' } })), { limits: { workbookPartBytes: 100 } })).toMatchObject({ code: 'workbook-too-large', values: { limit: 100 } });
  });

  it('one token', async () => {
    const xml = `<row><c t="str"><v>${'x'.repeat(5_000_000)}</v></c></row>`;
    const { tables } = await readAll(file('b.xlsx', workbook({ sheets: { S: `<row><c><v>1</v></c></row>${xml}` } })));
    expect(tables[0]!.stopped).toMatchObject({ code: 'workbook-damaged' });
  });

  it('a text as long as Excel allows, written as longly as XML allows', async () => {
    const table = await readOne(file('b.xlsx', workbook({ sheets: { S: `<row><c t="str"><v>${'&#x4E2D;'.repeat(32_767)}</v></c></row>` } })));
    expect(table.rows).toEqual([[1, '中'.repeat(32_767)]]);
  });
});
