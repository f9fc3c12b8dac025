import { ByteSink, putCodePoint, utf8 } from './byteSink.ts';

/**
 * Text inside a workbook's XML. XML 1.0 has no way to write most control characters, lone surrogates and U+FFFE, and
 * its readers turn CR into LF; Office writes these as `_xHHHH_` (ST_Xstring of ECMA-376), and so a text that
 * looks like such an escape has its first `_` escaped in turn. Nothing is dropped.
 */

/** The most that one UTF-16 unit becomes: `_xHHHH_`. */
export const MAX_XML_BYTES_PER_UNIT = 7;

/** 1 for every ASCII character that stands for itself. */
const PLAIN = plainTable();

function plainTable(): Uint8Array {
  const table = new Uint8Array(128).fill(1, 32);
  for (const unit of [9, 10]) table[unit] = 1;
  for (const mark of '&<>"_') table[mark.charCodeAt(0)] = 0;
  return table;
}

const ENTITIES = new Map([[38, utf8('&amp;')], [60, utf8('&lt;')], [62, utf8('&gt;')], [34, utf8('&quot;')]]);

export function putXmlText(sink: ByteSink, text: string): void {
  const length = text.length;
  sink.reserve(length * MAX_XML_BYTES_PER_UNIT);
  const bytes = sink.bytes;
  let at = sink.at;
  for (let index = 0; index < length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) {
      if (PLAIN[unit] === 1) {
        bytes[at] = unit;
        at += 1;
      } else {
        at = putSpecial(bytes, at, text, index, unit);
      }
    } else if (unit < 0xd800 || (unit > 0xdfff && unit < 0xfffe)) {
      at = putCodePoint(bytes, at, unit);
    } else {
      const point = text.codePointAt(index)!;
      if (point > 0xffff) {
        at = putCodePoint(bytes, at, point);
        index += 1;
      } else {
        at = putEscape(bytes, at, unit);
      }
    }
  }
  sink.at = at;
}

function putSpecial(bytes: Uint8Array, at: number, text: string, index: number, unit: number): number {
  if (unit === 95 && !looksEscaped(text, index)) {
    bytes[at] = unit;
    return at + 1;
  }
  const entity = ENTITIES.get(unit);
  if (entity === undefined) return putEscape(bytes, at, unit);
  bytes.set(entity, at);
  return at + entity.length;
}

const HEX = utf8('0123456789ABCDEF');

function putEscape(bytes: Uint8Array, at: number, unit: number): number {
  bytes[at] = 95;
  bytes[at + 1] = 120;
  for (let digit = 0; digit < 4; digit += 1) bytes[at + 2 + digit] = HEX[(unit >> (12 - 4 * digit)) & 15]!;
  bytes[at + 6] = 95;
  return at + 7;
}

const ESCAPE = /_[xX][0-9a-fA-F]{4}/y;

/**
 * Whether a reader would take the `_` at `index` for the start of an escape. It would also where the closing `_`
 * is the first character of an escape of ours: `_x0041` before a control character.
 */
function looksEscaped(text: string, index: number): boolean {
  ESCAPE.lastIndex = index;
  if (!ESCAPE.test(text)) return false;
  const after = index + 6;
  return after < text.length && (text.charCodeAt(after) === 95 || isEscaped(text, after));
}

/** Whether the character at `index` is written as `_xHHHH_`. */
function isEscaped(text: string, index: number): boolean {
  const point = text.codePointAt(index)!;
  if (point < 32) return point !== 9 && point !== 10;
  return (point >= 0xd800 && point <= 0xdfff) || point === 0xfffe || point === 0xffff;
}

/** Whether a reader may trim the text or fold its white space unless told to keep it. */
export function needsSpacePreserved(text: string): boolean {
  return text.charCodeAt(0) <= 32 || text.charCodeAt(text.length - 1) <= 32 || text.includes('\n');
}

/** The same escaping for the few small parts of a workbook that are built as strings. */
export function xmlEscaped(text: string): string {
  const sink = new ByteSink(text.length * MAX_XML_BYTES_PER_UNIT);
  putXmlText(sink, text);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return sink.takeAll().map((piece) => decoder.decode(piece)).join('');
}
