import { describe, expect, it } from 'vitest';
import type { OpenOptions } from '../../../core/import/openTables.ts';
import { file, readOne, refusalOf, utf8 } from '../../support/bytes.ts';

async function rowsOf(text: string, options?: OpenOptions) {
  return (await readOne(file('a.csv', text), options)).rows;
}

describe('records and lines', () => {
  it.each([
    ['line feeds', 'a,b\n1,2\n', [[1, 'a', 'b'], [2, '1', '2']]],
    ['carriage return and line feed', 'a,b\r\n1,2\r\n', [[1, 'a', 'b'], [2, '1', '2']]],
    ['carriage returns', 'a,b\r1,2\r', [[1, 'a', 'b'], [2, '1', '2']]],
    ['carriage returns without a last one', 'a,b\r1,2', [[1, 'a', 'b'], [2, '1', '2']]],
    ['mixed line ends', 'a,b\r\n1,2\n3,4\r5,6', [[1, 'a', 'b'], [2, '1', '2'], [3, '3', '4'], [4, '5', '6']]],
    ['no line end at the end', 'a,b\n1,2', [[1, 'a', 'b'], [2, '1', '2']]],
    ['blank lines', 'a,b\n\n\r\n1,2\n\n', [[1, 'a', 'b'], [2, ''], [3, ''], [4, '1', '2'], [5, '']]],
    ['empty cells', ',a,\n,,\n', [[1, '', 'a', ''], [2, '', '', '']]],
    ['a delimiter at the very end', 'a,b\n1,', [[1, 'a', 'b'], [2, '1', '']]],
    ['rows of different width', 'a,b\n1\n1,2,3\n', [[1, 'a', 'b'], [2, '1'], [3, '1', '2', '3']]],
    ['blanks are kept', ' a , b\n\t1\t,2\n', [[1, ' a ', ' b'], [2, '\t1\t', '2']]],
    ['Chinese and characters beyond U+FFFF', '资源包,💩b\n核*时,é\n', [[1, '资源包', '💩b'], [2, '核*时', 'é']]],
  ])('%s', async (_, text, rows) => {
    expect(await rowsOf(text)).toEqual(rows);
  });
});

describe('quotes', () => {
  it.each([
    ['a quoted cell', '"a","b"\n1,"2"\n', [[1, 'a', 'b'], [2, '1', '2']]],
    ['delimiters and doubled quotes in it', '"a,b","say ""hi"""\n"""",""\n', [[1, 'a,b', 'say "hi"'], [2, '"', '']]],
    ['line ends in it count as lines', '"a\nb",c\r\n"d\r\ne\r\rf",g\nh,i\n', [[1, 'a\nb', 'c'], [3, 'd\r\ne\r\rf', 'g'], [7, 'h', 'i']]],
    ['a quoted cell at the end of the file', 'a,"b"', [[1, 'a', 'b']]],
    ['a doubled quote at the end of the file', 'a,"b"""', [[1, 'a', 'b"']]],
    ['a quote inside an unquoted cell is a character', 'a"b,c ""d\n "x",y"\n', [[1, 'a"b', 'c ""d'], [2, ' "x"', 'y"']]],
    ['what follows a closing quote belongs to the cell', '"a" ,"b"c"d"\n1,2\n', [[1, 'a ', 'bc"d"'], [2, '1', '2']]],
    ['guards against Excel are left in', 'a,"\t100"\n="0012",=1+1\n', [[1, 'a', '\t100'], [2, '="0012"', '=1+1']]],
    ['Chinese in and behind quotes', '"资源""包💩",核时\n中,"文"\n', [[1, '资源"包💩', '核时'], [2, '中', '文']]],
  ])('%s', async (_, text, rows) => {
    expect(await rowsOf(text)).toEqual(rows);
  });

  it.each([
    ['at the end of the file', 'a,b\n1,"2\n3,4\n', 2],
    ['in a cell whose own lines count', 'a,b\n"x\ny","2\n3,4\n', 3],
    ['as the last byte', 'a,b\n1,"', 2],
  ])('a quote that is not closed stops the reading: %s', async (_, text, line) => {
    const table = await readOne(file('a.csv', text));
    expect(table.stopped).toEqual({ code: 'quote-not-closed', values: { file: 'a.csv', line, limit: 1024 * 1024 } });
  });

  it('a quote that swallows more than a cell may hold stops it long before the end of the file', async () => {
    const table = await readOne(file('a.csv', `a,b\n1,"${'2,3\n'.repeat(2000)}`), { limits: { cellBytes: 1000, windowBytes: 100 } });
    expect(table.rows).toEqual([[1, 'a', 'b']]);
    expect(table.stopped).toEqual({ code: 'quote-not-closed', values: { file: 'a.csv', line: 2, limit: 1000 } });
  });
});

describe('delimiters', () => {
  it.each([
    ['comma', 'a,b,c\n1,2,3\n', ['1', '2', '3']],
    ['tab', 'a\tb\tc\n1,5\t2,5\t3\n', ['1,5', '2,5', '3']],
    ['semicolon with decimal commas', 'a;b;c\n1,5;2,25;3\n10;1,5;2\n', ['1,5', '2,25', '3']],
    ['comma with semicolons in the text', 'a,b,c\nx;y;z,2,3\nx,2,3\n', ['x;y;z', '2', '3']],
    ['comma with every cell guarded by a tab', 'a,b,c\n\t1,\t2,\t3\n\t1,\t2,\t3\n', ['\t1', '\t2', '\t3']],
    ['comma with tabs behind the cells', 'a,b,c\n1\t,2\t,3\t\n', ['1\t', '2\t', '3\t']],
    ['delimiters in quotes do not count', '"a;b;c;d";"e"\n"1;2;3";4\n', ['1;2;3', '4']],
    ['a doubled quote in an unquoted cell opens nothing', 'a""x,b\n1,2\n', ['1', '2']],
    ['a title above the header', '资源包抵扣明细\na,b,c\n1,2,3\n', ['a', 'b', 'c']],
  ])('%s', async (_, text, second) => {
    expect((await rowsOf(text))[1]!.slice(1)).toEqual(second);
  });
});

describe('limits', () => {
  it('a row of a million columns is refused by its line', async () => {
    const table = await readOne(file('wide.csv', `a,b\n${','.repeat(1_000_000)}\n`));
    expect(table.stopped).toEqual({ code: 'too-many-columns', values: { file: 'wide.csv', line: 2, limit: 16_384 } });
  });

  it('as many columns as a sheet has are read', async () => {
    const rows = await rowsOf(`${'x,'.repeat(16_383)}y\n`);
    expect(rows[0]).toHaveLength(16_385);
  });

  it.each([
    ['a cell of more than a mebibyte', `a,b\n1,${'x'.repeat(1024 * 1024 + 1)}\n`, 1024 * 1024],
    ['a record of more than sixteen', `a,b\n${`${'x'.repeat(1000)},`.repeat(16_383)}${'x'.repeat(1_048_000)}\n`, 16 * 1024 * 1024],
    ['a line without an end', `a,b\n${'x'.repeat(17 * 1024 * 1024)}`, 16 * 1024 * 1024],
  ])('%s', async (_, text, limit) => {
    const table = await readOne(file('long.csv', text));
    expect(table.rows).toEqual([[1, 'a', 'b']]);
    expect(table.stopped).toMatchObject({ code: 'line-too-long', values: { file: 'long.csv', line: 2 } });
    expect([limit, 1024 * 1024]).toContain(table.stopped!.values['limit']);
  });

  it('a zero byte far behind the beginning makes the file binary', async () => {
    const table = await readOne(file('a.csv', `a,b\n${'1,2\n'.repeat(20_000)}3,\0\n`));
    expect(table.stopped).toEqual({ code: 'file-is-binary', values: { file: 'a.csv', line: 20_002 } });
  });

  it('the rows of a table are read once', async () => {
    const { opened } = await import('../../support/bytes.ts');
    const [table] = await opened(file('a.csv', 'a,b\n'));
    if (table?.ok !== true) throw new Error('no table');
    table.value.rows();
    expect(() => table.value.rows()).toThrow(/read once/);
  });

  it('a text without any delimiter is no table', async () => {
    expect(await refusalOf(file('readme.txt', utf8('Hello\nworld\n')))).toEqual({ code: 'file-not-a-table', values: { file: 'readme.txt' } });
  });
});
