import { Decimal } from '../base/decimal.ts';
import { invariant } from '../base/errors.ts';
import { ByteSink, putCodePoint } from './byteSink.ts';
import { shownText } from './cell.ts';
import type { OutCell } from './cell.ts';
import { RowSource } from './rowSource.ts';
import type { OutRow, OutRows } from './rowSource.ts';
import { readyDecimals } from './sheetNumber.ts';

const COMMA = 44;
const QUOTE = 34;
const APOSTROPHE = 39;
const CR = 13;
const LF = 10;

/** The most bytes that one UTF-16 unit becomes; a pair of surrogates becomes 4. */
const MAX_BYTES_PER_UNIT = 3;

/** Quotes around a field, an apostrophe, a comma and the end of the line. */
const FRAME_BYTES = 8;

/**
 * A CSV in UTF-8 with CRLF and, for Excel, a byte order mark, as a stream of bytes; memory does not grow with the rows.
 *
 * Every character is kept as it is, whatever its length (only half a surrogate pair, which UTF-8 cannot say, becomes
 * U+FFFD), and numbers are written digit by digit, never rounded. But a CSV cannot say that a cell is text: Excel reads a
 * long id as a number and drops its last digits, so the workbook is the safe form for ids.
 *
 * A spreadsheet may run a text as a formula when it opens the file; such a text gets a leading `'`, see `isRisky`.
 *
 * Without a header the file begins with the rows. With one, shorter rows are filled up. Throws whatever `rows`
 * throws, and stops as a broken promise where a number cell holds no number or a row is longer than the header.
 */
export async function* writeCsv(header: readonly string[], rows: OutRows, options: { readonly bom?: boolean } = {}): AsyncGenerator<Uint8Array> {
  const sink = new ByteSink();
  const source = new RowSource(rows);
  if (options.bom !== false) sink.write('\ufeff');
  if (header.length > 0) putRow(sink, header, header.length);
  try {
    for (;;) {
      const next = source.next();
      const row = next instanceof Promise ? await next : next;
      if (row === null) break;
      invariant(header.length === 0 || row.length <= header.length, 'a row has no more cells than its header');
      putRow(sink, row, header.length);
      if (sink.hasComplete) yield* sink.take();
    }
    yield* sink.takeAll();
  } finally {
    await source.close();
  }
}

function putRow(sink: ByteSink, row: OutRow, width: number): void {
  const length = Math.max(row.length, width);
  for (let index = 0; index < length; index += 1) {
    if (index > 0) putByte(sink, COMMA);
    putCell(sink, index < row.length ? row[index]! : null);
  }
  // Readers skip an empty line, but a row of one blank cell is a row.
  if (length === 1 && shownText(row[0] ?? null) === '') sink.write('""');
  putByte(sink, CR);
  putByte(sink, LF);
}

function putByte(sink: ByteSink, byte: number): void {
  sink.reserve(1);
  sink.bytes[sink.at] = byte;
  sink.at += 1;
}

function putCell(sink: ByteSink, cell: OutCell): void {
  if (cell === null || cell === '') return;
  if (typeof cell === 'object' && 'number' in cell) {
    const { number } = cell;
    invariant(readyDecimals(number) >= 0 || Decimal.parse(number) !== null, `a number cell holds a plain number: ${number}`);
    putField(sink, number, false);
  } else {
    const text = typeof cell === 'string' ? cell : cell.text;
    putField(sink, text, isRisky(text));
  }
}

/** Optimistic: most fields need no quotes, and one that does is written again from its start. */
function putField(sink: ByteSink, text: string, guarded: boolean): void {
  sink.reserve(text.length * MAX_BYTES_PER_UNIT + FRAME_BYTES);
  const bytes = sink.bytes;
  let at = sink.at;
  if (guarded) {
    bytes[at] = APOSTROPHE;
    at += 1;
  }
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x80) {
      const point = text.codePointAt(index)!;
      if (point > 0xffff) index += 1;
      at = putCodePoint(bytes, at, point >= 0xd800 && point <= 0xdfff ? 0xfffd : point);
    } else if (unit === COMMA || unit === QUOTE || unit === LF || unit === CR) {
      return putQuoted(sink, text, guarded);
    } else {
      bytes[at] = unit;
      at += 1;
    }
  }
  sink.at = at;
}

function putQuoted(sink: ByteSink, text: string, guarded: boolean): void {
  sink.write(`"${guarded ? "'" : ''}${text.replaceAll('"', '""')}"`);
}

/** Signs that begin a formula, also in the full width of East Asian keyboards. */
const SIGNED = /^[\s\u0000-\u001f\ufeff]*[=+\-@＝＋－＠]/; // oxlint-disable-line no-control-regex -- a formula may hide behind them

/**
 * Whether a spreadsheet might run the text as a formula: it begins with `=`, `+`, `-` or `@` (full width too, and
 * after any white space), or with a tab, a line break or NUL. Plain numbers such as `-5` and a lone `-` are safe and stay.
 */
export function isRisky(text: string): boolean {
  const first = text.charCodeAt(0);
  // Digits, letters and Chinese characters, so nearly every cell.
  if ((first > 45 && first < 61) || (first > 64 && first < 128) || (first > 0x3000 && first < 0xa000)) return false;
  if (first === 0 || first === 9 || first === LF || first === CR) return true;
  if (!SIGNED.test(text)) return false;
  const bare = text.trim();
  return bare !== '-' && bare !== '－' && Decimal.parse(bare) === null;
}
