import * as XLSX from 'xlsx';
import { describe, expect, it } from 'vitest';
import { inPieces, seeded, utf8 } from '../../support/bytes.ts';
import { bySheetJs, byUs } from '../../support/sheetJs.ts';
import { QuickSheetScanner } from '../../../core/import/quickSheetScanner.ts';
import { SheetScanner } from '../../../core/import/sheetScanner.ts';
import { LIMITS } from '../../../core/import/limits.ts';
import { SharedTexts } from '../../../core/import/sharedStrings.ts';
import type { SourceRow } from '../../../core/import/table.ts';
import { nodeCodecs } from '../../../core/host/codecs.ts';
import { windows } from '../../../core/import/bytes.ts';
import { workbook, type WorkbookParts } from '../../support/workbook.ts';

const TEXTS = ['资源包', 'TRTC AI 智能识别', ' blanks ', 'a<b>&"c\'', '核*时', '100012345678', '=1+1', 'line\nbreak', '💩', 'x_x000D_', '', '"', '-', 'é'];

/** Sheets as a person might fill them: texts, numbers of every size, dates, truth, errors, gaps. */
function randomSheet(random: () => number): XLSX.WorkSheet {
  const sheet: XLSX.WorkSheet = {};
  const rows = 1 + Math.floor(random() * 40);
  const columns = 1 + Math.floor(random() * 30);
  for (let r = 0; r < rows; r += 1) {
    for (let c = 0; c < columns; c += 1) {
      const kind = random();
      const place = XLSX.utils.encode_cell({ r, c });
      if (kind < 0.4) sheet[place] = { t: 's', v: TEXTS[Math.floor(random() * TEXTS.length)]! + (random() < 0.3 ? Math.floor(random() * 100) : '') };
      else if (kind < 0.7) sheet[place] = { t: 'n', v: Number(((random() - 0.3) * 10 ** Math.floor(random() * 14 - 4)).toPrecision(1 + Math.floor(random() * 17))) };
      else if (kind < 0.8) sheet[place] = { t: 'n', v: Math.floor(40_000 + random() * 6000) + Math.floor(random() * 86_400) / 86_400, z: 'yyyy-mm-dd hh:mm:ss' };
      else if (kind < 0.83) sheet[place] = { t: 'b', v: random() < 0.5 };
      else if (kind < 0.85) sheet[place] = { t: 'e', v: 42 };
    }
  }
  sheet['A1'] = { t: 's', v: '产品名称' };
  sheet['!ref'] = XLSX.utils.encode_range({ s: { r: 0, c: 0 }, e: { r: rows - 1, c: columns - 1 } });
  return sheet;
}

describe('agrees with SheetJS cell by cell', () => {
  it.each([
    ['shared strings', { bookSST: true }, false], ['strings in the cells', { bookSST: false }, false], ['dates from 1904', { bookSST: true }, true], ['stored', { compression: false }, false],
  ] as const)('on workbooks that it wrote: %s', async (_, options, is1904) => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const random = seeded(seed);
      const book = XLSX.utils.book_new();
      for (const name of ['Sheet1', '资源包 & 抵扣']) XLSX.utils.book_append_sheet(book, randomSheet(random), name);
      book.Workbook = { ...book.Workbook, WBProps: { date1904: is1904 } };
      const bytes = new Uint8Array(XLSX.write(book, { type: 'array', bookType: 'xlsx', compression: true, ...options }) as ArrayBuffer);
      expect({ seed, sheets: await byUs(bytes) }).toEqual({ seed, sheets: bySheetJs(bytes) });
    }
  });

  it.each<[string, WorkbookParts]>([
    ['rich text, phonetics, escapes', { strings: '<si><r><rPr><b/></rPr><t>ri</t></r><r><t xml:space="preserve">ch </t></r></si><si><t>課</t><rPh sb="0" eb="1"><t>カ</t></rPh></si><si><t>a_x0041_&#20013;</t></si>',
      sheets: { S: '<row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c r="F2" t="s"><v>2</v></c></row>' } }],
    ['E-notation and long numbers', { sheets: { S: '<row r="1"><c r="A1"><v>1.5E-7</v></c><c r="B1"><v>1.2E+3</v></c><c r="C1"><v>0.10000000000000001</v></c><c r="D1"><v>123456789012345678</v></c><c r="E1"><v>2.0250808000000001E+19</v></c><c r="F1"><v>-1e2</v></c></row>' } }],
    ['sparse rows and cells', { sheets: { S: '<row r="3"><c r="AA3"><v>1</v></c><c r="AZ3" t="inlineStr"><is><t>x</t></is></c></row><row r="900"><c r="C900" t="b"><v>1</v></c></row>' } }],
    ['prefixes', { sheets: { S: '<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1" t="str"><x:v>b</x:v></x:c></x:row></x:sheetData></x:worksheet>' } }],
    ['built-in dates', { styles: '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs>', sheets: { S: '<row r="1"><c r="A1" s="1"><v>45785</v></c><c r="B1" s="2"><v>45785.75</v></c><c r="C1" s="0"><v>45785</v></c></row>' } }],
  ])('on XML of our own: %s', async (_, parts) => {
    const bytes = workbook(parts);
    expect(await byUs(bytes)).toEqual(bySheetJs(bytes));
  });
});

/** Ways to write the same cell, usual ones and others, so that both ways of reading are in every row. */
function randomRows(random: () => number): string {
  const one = <T,>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const cell = (place: string): string => {
    const r = one(['', ` r="${place}"`, ` r="${place}"`, ` r="${place}"`, ` r='${place}'`]);
    const s = one(['', '', ' s="1"', ' s="0"', " s='1'"]);
    const number = one(['1', '-2.5', '45785.25', '0.10000000000000001', '1.5E-7', '123456789012345678', '']);
    const text = escaped(one(TEXTS));
    return one([
      () => `<c${r}${s}><v>${number}</v></c>`, () => `<c${s}${r} t="n"><v>${number}</v></c>`, () => `<c${r} t="s"${s}><v>${Math.floor(random() * 3)}</v></c>`,
      () => `<c${r}${s} t="inlineStr"><is><t>${text}</t></is></c>`, () => `<c${r} t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`, () => `<c${r} t="str"><f>A1</f><v>${text}</v></c>`,
      () => `<c${r} t="str"><v>${text}</v></c>`, () => `<c${r}${s}/>`, () => `<c${r}${s}></c>`, () => `<c${r} t="b"><v>1</v></c>`, () => `<c${r} t="e"><v>#N/A</v></c>`, () => `<c${r}><!-- x --><v>${number}</v></c>`,
      () => `<c${r} t="inlineStr"><is><r><t>a</t></r><r><t>${text}</t></r></is></c>`, () => `<c${r} t="str"><v><![CDATA[${text}]]></v></c>`, () => `<c ${r} ><v>${number}</v></c >`,
    ])();
  };
  let rows = '';
  for (let row = 1; row <= 30; row += 1) {
    rows += one([`<row r="${row}">`, '<row>', `<row r="${row}" spans="1:9" ht='20'>`]);
    for (let column = 0; column < 9; column += 1) if (random() < 0.8) rows += cell(`${'ABCDEFGHI'[column]}${row}`);
    rows += '</row>';
  }
  return rows;
}

describe('the quick way to read cells', () => {
  async function rowsBy(Scanner: typeof SheetScanner, xml: Uint8Array, sizes: readonly number[], windowBytes: number) {
    const reading = { file: 'b.xlsx', limits: { ...LIMITS, windowBytes }, codecs: nodeCodecs };
    const strings = new SharedTexts();
    for (const text of ['零', 'one', '']) strings.add(text);
    const scanner = new Scanner(reading, 'sheet', { strings, dateStyles: Uint8Array.of(0, 1), is1904: false });
    const rows: SourceRow[] = [];
    for await (const _ of windows(inPieces(xml, sizes), windowBytes, (window, last) => scanner.scan(window, last))) {
      const records = scanner.taken();
      for (let at = 0; at < records.count; at += 1) rows.push(records.row(at));
    }
    return rows;
  }

  it('gives what reading token by token gives, wherever windows and chunks are cut', async () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const random = seeded(seed);
      const xml = utf8(`<worksheet><sheetData>${randomRows(random)}</sheetData></worksheet>`);
      const expected = await rowsBy(SheetScanner, xml, [xml.length], xml.length);
      expect(expected).toHaveLength(30);
      const sizes = [1, 2, 3, 7, 100, 1000, 65_536].map((most) => 1 + Math.floor(random() * most));
      for (const windowBytes of [1, 40, 300, 1000, 5000, 65_536]) {
        expect({ seed, windowBytes, rows: await rowsBy(QuickSheetScanner, xml, sizes, windowBytes) }).toEqual({ seed, windowBytes, rows: expected });
      }
    }
  });
});
