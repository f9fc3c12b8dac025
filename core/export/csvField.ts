import { Decimal } from '../base/decimal.ts';
import { invariant } from '../base/errors.ts';
import { putCodePoint } from './byteSink.ts';
import type { ByteSink } from './byteSink.ts';
import type { OutCell } from './cell.ts';
import { readyDecimals } from './sheetNumber.ts';

/** One field of a CSV, with the quotes that it needs and guarded against being run as a formula. */

const COMMA = 44;
const QUOTE = 34;
const APOSTROPHE = 39;
const CR = 13;
const LF = 10;

/** The most bytes that one UTF-16 unit becomes; a pair of surrogates becomes 4. */
const MAX_BYTES_PER_UNIT = 3;

/** Quotes around a field and an apostrophe. */
const FRAME_BYTES = 8;

export function putCell(sink: ByteSink, cell: OutCell): void {
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
