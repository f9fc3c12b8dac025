import type { Chunks } from './table.ts';
import { NO_BYTES, joined } from './bytes.ts';
import { readError, type Reading } from './limits.ts';

/** The encodings of text files that are read; `utf-8-bom` is UTF-8 that begins with a byte order mark. */
export type TextEncoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'gb18030';

/** What a user may call them. GB18030 contains GBK and GB2312. */
const NAMES: Readonly<Record<string, TextEncoding>> = {
  'utf-8': 'utf-8', utf8: 'utf-8', 'utf-8-bom': 'utf-8', 'utf-16': 'utf-16le', 'utf-16le': 'utf-16le', 'utf-16be': 'utf-16be',
  gb18030: 'gb18030', gbk: 'gb18030', gb2312: 'gb18030', cp936: 'gb18030',
};

export function encodingNamed(name: string): TextEncoding | null {
  return NAMES[name.trim().toLowerCase()] ?? null;
}

const MARKS: readonly (readonly [TextEncoding, readonly number[]])[] = [
  ['utf-8-bom', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
  ['gb18030', [0x84, 0x31, 0x95, 0x33]],
];

/** The byte order mark at the beginning, and its length. */
export function markOf(head: Uint8Array): { readonly encoding: TextEncoding; readonly bytes: number } | null {
  for (const [encoding, mark] of MARKS) {
    if (mark.every((byte, at) => head[at] === byte)) return { encoding, bytes: mark.length };
  }
  return null;
}

/** What a table is full of, whatever language it is in. */
const COMMON = /[\t\n\r ,;0-9A-Za-z]/g;

/**
 * UTF-16 without a mark: in the right order of bytes delimiters, digits and line ends appear, in the other one hardly
 * any does, and in neither does a zero, which binary files are full of.
 */
export function unmarkedUtf16(head: Uint8Array): TextEncoding | null {
  if (!head.includes(0)) return null;
  const bytes = head.subarray(0, head.length - (head.length % 2));
  const little = commonIn(bytes, 'utf-16le');
  const big = commonIn(bytes, 'utf-16be');
  if (Math.max(little, big) * 40 < bytes.length || Math.min(little, big) * 4 > Math.max(little, big)) return null;
  return little > big ? 'utf-16le' : 'utf-16be';
}

function commonIn(bytes: Uint8Array, encoding: TextEncoding): number {
  const text = roughText(bytes, encoding);
  return decodes(bytes, encoding) && !text.includes('\0') ? (text.match(COMMON) ?? []).length : 0;
}

/** The bits of four bytes that ASCII leaves clear. */
const HIGH_BITS = 0x80808080 | 0;

/** So many Chinese characters in a row that are right in UTF-8 never come about by chance in GB18030. */
const EVIDENCE = 8;

/**
 * Tells UTF-8 from GB18030 by reading bytes until one answer is certain: eight sequences of three or four bytes that
 * are all well-formed UTF-8, or one that is not. A file that is ASCII up to its last line is therefore read to the
 * end; any other is decided within its first lines. A byte that breaks UTF-8 after that evidence is damage, which
 * the strict decoder reports with its line, and not a reason to read Chinese as something else.
 */
export class EncodingProbe {
  private missing = 0;
  private low = 0x80;
  private high = 0xbf;
  private length = 0;
  private evidence = 0;

  /** The answer, or `null` where more bytes are needed. */
  push(bytes: Uint8Array): TextEncoding | null {
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at]!;
      if (this.missing === 0) {
        if (byte < 0x80) {
          at = pastAscii(bytes, at + 1) - 1;
          continue;
        }
        if (!this.begins(byte)) return 'gb18030';
      } else {
        if (byte < this.low || byte > this.high) return 'gb18030';
        this.low = 0x80;
        this.high = 0xbf;
        this.missing -= 1;
        if (this.missing === 0 && this.length > 2) this.evidence += 1;
        if (this.evidence === EVIDENCE) return 'utf-8';
      }
    }
    return null;
  }

  /** The answer at the end of the file. */
  end(): TextEncoding {
    return this.missing === 0 ? 'utf-8' : 'gb18030';
  }

  /** The bounds of the second byte keep out overlong forms, surrogates and what lies beyond U+10FFFF (Unicode, table 3-7). */
  private begins(byte: number): boolean {
    if (byte < 0xc2 || byte > 0xf4) return false;
    this.missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    this.length = this.missing + 1;
    this.low = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
    this.high = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
    return true;
  }
}

/** The place of the next byte that is not ASCII, or one shortly before it; four bytes at a time where memory allows. */
function pastAscii(bytes: Uint8Array, from: number): number {
  const first = from + ((4 - ((bytes.byteOffset + from) & 3)) & 3);
  const count = (bytes.length - first) >> 2;
  if (count < 4) return from;
  for (let at = from; at < first; at += 1) if (bytes[at]! > 0x7f) return at;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + first, count);
  let word = 0;
  while (word < count && (words[word]! & HIGH_BITS) === 0) word += 1;
  return first + word * 4;
}

function decoderOf(encoding: TextEncoding): TextDecoder {
  return new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding, { fatal: true, ignoreBOM: true });
}

/** Whether the bytes are well formed, apart from a character that the end cuts off. */
function decodes(bytes: Uint8Array, encoding: TextEncoding): boolean {
  try {
    decoderOf(encoding).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** A text for guessing: whatever is not well formed shows as U+FFFD. */
export function roughText(bytes: Uint8Array, encoding: TextEncoding): string {
  return new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding).decode(bytes, { stream: true });
}

/** The text of the bytes, which begin on `line`. Throws `encoding-unknown` with the line of the first wrong byte. */
export function strictText(reading: Reading, bytes: Uint8Array, encoding: TextEncoding, line: number): string {
  try {
    return decoderOf(encoding).decode(bytes);
  } catch (error) {
    let good = 0;
    let bad = bytes.length;
    while (bad - good > 1) {
      const middle = (good + bad) >>> 1;
      if (decodes(bytes.subarray(0, middle), encoding)) good = middle;
      else bad = middle;
    }
    const before = decoderOf(encoding).decode(bytes.subarray(0, good), { stream: true });
    throw readError(reading, 'encoding-unknown', { line: line + lineBreaks(before) }, error);
  }
}

/** Whether the bytes are well-formed UTF-8, by the host's own way where it lends one. */
export function isWellFormed(reading: Reading, bytes: Uint8Array): boolean {
  return reading.codecs.isUtf8?.(bytes) ?? decodes(bytes, 'utf-8');
}

/** Line feeds, or carriage returns where a text has no other line ends. */
function lineBreaks(text: string): number {
  return occurrences(text, '\n') || occurrences(text, '\r');
}

function occurrences(text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count += 1;
  return count;
}

/** Where the bytes can be cut without splitting a character: after a byte that GB18030 never uses inside one, or between UTF-16 units. */
export function wholeCharacters(bytes: Uint8Array, encoding: TextEncoding): number {
  if (encoding === 'gb18030') {
    let at = bytes.length;
    while (at > 0 && bytes[at - 1]! >= 0x30) at -= 1;
    return at;
  }
  const end = bytes.length - (bytes.length % 2);
  const last = encoding === 'utf-16le' ? bytes[end - 1] : bytes[end - 2];
  return last !== undefined && last >= 0xd8 && last <= 0xdb ? end - 2 : end;
}

/**
 * The same text as UTF-8, which is what the scanners read. UTF-8 itself passes through untouched: the scanner checks it
 * while it decodes. Throws `encoding-unknown` with a line; `line-too-long` where nothing separates the characters.
 */
export async function* toUtf8(reading: Reading, chunks: Chunks, encoding: TextEncoding): AsyncGenerator<Uint8Array> {
  if (encoding === 'utf-8' || encoding === 'utf-8-bom') {
    yield* chunks;
    return;
  }
  const encoder = new TextEncoder();
  let line = 1;
  let rest = NO_BYTES;
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : joined([rest, chunk]);
    const end = wholeCharacters(bytes, encoding);
    rest = bytes.subarray(end);
    if (rest.length > reading.limits.recordBytes) throw readError(reading, 'line-too-long', { line, limit: reading.limits.recordBytes });
    if (end === 0) continue;
    const text = strictText(reading, bytes.subarray(0, end), encoding, line);
    line += lineBreaks(text);
    yield encoder.encode(text);
  }
  if (rest.length > 0) yield encoder.encode(strictText(reading, rest, encoding, line));
}
