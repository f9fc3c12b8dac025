import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../core/base/errors.ts';
import { file, readOne, refusalOf, utf16, utf8 } from '../../support/bytes.ts';
import { zip } from '../../support/zip.ts';

function bytes(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values);
}

const PNG = bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13);
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** What comes before any parsing. The name never matters. */
const CASES: readonly (readonly [what: string, code: ErrorCode, content: Uint8Array])[] = [
  ['nothing', 'file-empty', bytes()],
  ['a byte order mark alone', 'file-empty', bytes(0xef, 0xbb, 0xbf)],
  ['blanks and line ends', 'file-empty', utf8(' \r\n\n\t\n')],
  ['one byte', 'file-too-small', utf8('a')],
  ['one word', 'file-too-small', utf8('资源包\n')],
  ['lines of prose', 'file-not-a-table', utf8('Bills of May\nSee the other file\n')],
  ['a PDF', 'file-is-pdf', Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\0', 'latin1')],
  ['a PDF behind a mark and blanks', 'file-is-pdf', utf8('\uFEFF\r\n%PDF-1.4\n')],
  ['a web page', 'file-is-html', utf8('<!DOCTYPE html>\n<html lang="zh"><head><title>登录</title></head></html>')],
  ['a web page in capitals', 'file-is-html', utf8('\n  <HTML><BODY>a,b</BODY></HTML>')],
  ['a web page behind a declaration', 'file-is-html', utf8('<?xml version="1.0"?><!-- x --><html xmlns="http://www.w3.org/1999/xhtml"></html>')],
  ['a web page in UTF-16', 'file-is-html', utf16('<html><table><tr><td>a</td></tr></table></html>', 'le')],
  ['a table of HTML called .xls', 'file-is-html', utf8('<table border="1"><tr><td>产品名称</td></tr></table>')],
  ['a web archive of Excel', 'file-is-html', utf8('MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>')],
  ['a PNG', 'file-is-image', PNG],
  ['a JPEG', 'file-is-image', bytes(0xff, 0xd8, 0xff, 0xe0, 0, 16)],
  ['a GIF', 'file-is-image', utf8('GIF89a,;')],
  ['a BMP', 'file-is-image', bytes(0x42, 0x4d, 1, 2, 3, 4, 0, 0, 0, 0, 54, 0, 0, 0)],
  ['a WebP', 'file-is-image', Buffer.from('RIFF\x24\0\0\0WEBPVP8 ', 'latin1')],
  ['an SVG', 'file-is-image', utf8('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['gzip', 'file-is-binary', bytes(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3)],
  ['RAR', 'file-is-binary', Buffer.from('Rar!\x1a\x07\x01\0', 'latin1')],
  ['a program', 'file-is-binary', Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1')],
  ['random bytes without a zero', 'file-is-binary', Uint8Array.from({ length: 4096 }, (_, index) => ((index * 167) % 255) + 1)],
  ['JSON', 'file-not-a-table', utf8('{"Response": {"Error": {"Code": "AuthFailure", "Message": "x"}}}')],
  ['a list of JSON', 'file-not-a-table', utf8('[\n {"a": 1, "b": 2}\n]')],
  ['any XML', 'file-not-a-table', utf8('<?xml version="1.0"?><root a="1,2"/>')],
  ['an archive of nothing', 'zip-empty', zip([])],
  ['an OLE file that ends behind its header', 'workbook-damaged', bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)],
  ['a Word document', 'file-not-a-table', zip([
    { name: '[Content_Types].xml', content: '<Types/>' },
    { name: '_rels/.rels', content: `<Relationships><Relationship Id="a" Type="${OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>` },
    { name: 'word/document.xml', content: '<w:document xmlns:w="w"><w:body/></w:document>' },
  ])],
];

describe('refusals by content', () => {
  it.each(CASES)('%s: %s', async (_, code, content) => {
    expect(await refusalOf(file('export.csv', content))).toMatchObject({ code, values: { file: 'export.csv' } });
  });

  it('in an archive the entry is named', async () => {
    expect(await refusalOf(file('a.zip', zip([{ name: 'folder/bill.pdf', content: '%PDF-1.7' }])))).toEqual({ code: 'file-is-pdf', values: { file: 'a.zip › folder/bill.pdf' } });
  });
});

describe('what only looks like another kind', () => {
  it.each([
    ['a cell that mentions HTML', 'name,note\n1,<html>\n'],
    ['a header that begins with BM', 'BM code,note\n1,2\n'],
    ['a title in brackets', '[资源包],明细\n1,2\n'],
    ['a stray control character', 'name,note\n1,a\x01b\n'],
    ['a comparison', '<5,b\n1,2\n'],
  ])('%s is a table', async (_, text) => {
    expect((await readOne(file('a.pdf', text))).rows).toHaveLength(2);
  });
});
