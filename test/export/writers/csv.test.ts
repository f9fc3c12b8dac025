import { describe, expect, it, test } from 'vitest';
import * as XLSX from 'xlsx';
import type { OutCell } from '../../../core/export/cell.ts';
import { writeCsv } from '../../../core/export/csv.ts';
import { isRisky } from '../../../core/export/csvField.ts';
import { Dice, collect, randomNumber, randomText } from './support.ts';

async function csvOf(rows: readonly (readonly OutCell[])[], header: readonly string[] = []): Promise<string> {
  return Buffer.from(await collect(writeCsv(header, rows, { bom: false }))).toString('utf8');
}

/** RFC 4180, strictly. */
function parsed(csv: string): string[][] {
  const field = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/y;
  const rows: string[][] = [[]];
  while (field.lastIndex < csv.length) {
    const match = field.exec(csv);
    expect(match).not.toBeNull();
    const [, text = '', end] = match!;
    rows.at(-1)!.push(text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text);
    if (end !== ',') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe('a CSV file', () => {
  it('begins with a byte order mark and ends its lines as Excel does', async () => {
    const bytes = Buffer.from(await collect(writeCsv(['名称', 'ID'], [['包', '100004603310000123456789']])));
    expect(bytes.toString('utf8')).toBe('\ufeff名称,ID\r\n包,100004603310000123456789\r\n');
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });

  it('quotes where needed and nowhere else', async () => {
    expect(await csvOf([['a b', 'a,b', 'say "hi"', 'two\nlines', 'two\r\nlines', '；', ' a ', null, '']]))
      .toBe('a b,"a,b","say ""hi""","two\nlines","two\r\nlines",；, a ,,\r\n');
  });

  it('writes numbers digit by digit, never rounded and never guarded', async () => {
    expect(await csvOf([[{ number: '10000000000000.123456789' }, { number: '-5.10' }, { number: '0.00000000000000000017' }]]))
      .toBe('10000000000000.123456789,-5.10,0.00000000000000000017\r\n');
    await expect(csvOf([[{ number: '=1' }]])).rejects.toThrow('broken promise: a number cell holds a plain number: =1');
  });

  it('fills up short rows, keeps a blank row a row, and refuses a row that is too long', async () => {
    expect(await csvOf([['1'], []], ['a', 'b'])).toBe('a,b\r\n1,\r\n,\r\n');
    expect(await csvOf([[null], ['']], ['a'])).toBe('a\r\n""\r\n""\r\n');
    expect(await csvOf([])).toBe('');
    await expect(csvOf([['1', '2']], ['a'])).rejects.toThrow('broken promise');
  });

  it('keeps texts of any length, and looks do not matter', async () => {
    const long = '长'.repeat(400_000);
    expect(await csvOf([[{ text: long, style: 'error' }, { text: '=1', link: { sheet: 'x' } }]])).toBe(`${long},'=1\r\n`);
  });

  it('comes back cell by cell, from our parser and from SheetJS', async () => {
    const dice = new Dice(41);
    const rows = Array.from({ length: 3000 }, () => Array.from({ length: 8 }, (): OutCell => (dice.below(4) === 0
      ? { number: randomNumber(dice) }
      : randomText(dice))));
    const expected = rows.map((row) => row.map((cell) => {
      const text = typeof cell === 'string' ? cell : (cell as { number: string }).number;
      return typeof cell === 'string' && isRisky(text) ? `'${text.toWellFormed()}` : text.toWellFormed();
    }));
    const csv = await csvOf(rows);
    expect(parsed(csv)).toEqual(expected);
    // SheetJS joins CR, LF and CRLF inside a field, and takes ="…" apart, so it sees only the other texts.
    const simple = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? cell.replaceAll('\0', '.').replace(/[\r\n="\ufeff]/g, '.') : cell)));
    const sheet = XLSX.read(await csvOf(simple), { type: 'string', raw: true, dense: true, FS: ',' }).Sheets['Sheet1']!;
    expect(XLSX.utils.sheet_to_json(sheet, { header: 1, raw: true, defval: '' })).toEqual(parsed(await csvOf(simple)));
  });

  it('takes rows as they come, releases them when the reader stops, and passes on what they throw', async () => {
    const events: string[] = [];
    async function* rows(failing: boolean): AsyncGenerator<OutCell[]> {
      try {
        for (let index = 0; index < 100_000; index += 1) {
          if (failing && index === 50_000) throw new RangeError('no more');
          yield [String(index)];
        }
      } finally {
        events.push('released');
      }
    }
    for await (const piece of writeCsv(['n'], rows(false))) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    expect(events).toEqual(['released']);
    await expect(collect(writeCsv(['n'], rows(true)))).rejects.toThrow(new RangeError('no more'));
    expect(events).toEqual(['released', 'released']);
    expect((await collect(writeCsv(['n'], rows(false)))).length).toBe(3 + 3 + 688_890 + 0);
  });
});

describe('formulas in a CSV', () => {
  test.each([
    '=1+1', '=cmd|\'/C calc\'!A0', '+SUM(1)', '-1+1', '-5分钟', '@SUM(A1)', '\t=1', '\tx', '\rx', '\nx', '\u0000=1', ' =1+1', '\u00a0=1', '\ufeff=1', '\u3000=1',
    '＝1+1', '＋1', '－1', '＠A', '--', '-=1', '- 1', '+', '=', '@',
  ])('%j is guarded', async (text) => {
    expect(isRisky(text)).toBe(true);
    expect(parsed(await csvOf([[text]]))).toEqual([[`'${text}`]]);
  });

  test.each([
    '', '-', '－', '-5', '-5.25', '+5', ' -5', ' - ', '5', '资源包', 'a=b', '1+1', "'=1", '"=1"', '_', ' 分钟', '（-5）', '100004603310000123456789', 'é=1', '😀=1',
  ])('%j stays', async (text) => {
    expect(isRisky(text)).toBe(false);
    expect(parsed(await csvOf([[text]]))).toEqual([[text]]);
  });
});
