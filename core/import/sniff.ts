import { ascii, hasAt, u32 } from './bytes.ts';
import { markOf, roughText, unmarkedUtf16, type TextEncoding } from './encoding.ts';
import type { ErrorCode } from '../base/errors.ts';

/**
 * What a file is, told by its first bytes and never by its name: people rename a PDF to .csv, save the login page
 * instead of the export, and portals call an HTML table .xls.
 */
export type Kind =
  | { readonly kind: 'refused'; readonly code: ErrorCode }
  | { readonly kind: 'zip' | 'ole' | 'xml-workbook' }
  /** `encoding` is known only where the first bytes settle it; `mark` is the length of the byte order mark. */
  | { readonly kind: 'text'; readonly encoding: TextEncoding | null; readonly mark: number };

/** So much of the beginning is looked at. */
export const HEAD_BYTES = 64 * 1024;

const ZIP = [[0x50, 0x4b, 0x03, 0x04], [0x50, 0x4b, 0x05, 0x06], [0x50, 0x4b, 0x07, 0x08]].map((bytes) => Uint8Array.from(bytes));
const OLE = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const PDF = ascii('%PDF-');
const IMAGES = [
  Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Uint8Array.from([0xff, 0xd8, 0xff]), ascii('GIF87a'), ascii('GIF89a'),
  Uint8Array.from([0x49, 0x49, 0x2a, 0x00]), Uint8Array.from([0x4d, 0x4d, 0x00, 0x2a]),
];
const RIFF = ascii('RIFF');
const WEBP = ascii('WEBP');
const BMP = ascii('BM');

function refused(code: ErrorCode): Kind {
  return { kind: 'refused', code };
}

function isImage(head: Uint8Array): boolean {
  return IMAGES.some((magic) => hasAt(head, magic)) || (hasAt(head, RIFF) && hasAt(head, WEBP, 8))
    || (hasAt(head, BMP) && head.length >= 10 && u32(head, 6) === 0);
}

/** Control characters that no text uses; a few strays in names are let pass. */
function isBinary(head: Uint8Array): boolean {
  let controls = 0;
  for (const byte of head) {
    if (byte === 0) return true;
    if (byte < 9 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32)) controls += 1;
  }
  return controls > 4 && controls * 50 > head.length;
}

function firstVisible(bytes: Uint8Array): number {
  const at = bytes.findIndex((byte) => byte > 0x20);
  return Math.max(0, at);
}

/** `whole` says that `head` is all there is, `given` which encoding the user asked for. */
export function kindOf(head: Uint8Array, whole: boolean, given: TextEncoding | null): Kind {
  if (head.length === 0) return refused('file-empty');
  if (ZIP.some((magic) => hasAt(head, magic))) return { kind: 'zip' };
  if (hasAt(head, OLE)) return { kind: 'ole' };
  if (isImage(head)) return refused('file-is-image');
  const mark = markOf(head);
  const text = mark === null ? head : head.subarray(mark.bytes);
  if (text.length === 0) return refused('file-empty');
  if (hasAt(text, PDF, firstVisible(text))) return refused('file-is-pdf');
  const encoding = mark?.encoding ?? given ?? unmarkedUtf16(head);
  const wide = encoding === 'utf-16le' || encoding === 'utf-16be';
  if (!wide && isBinary(text)) return refused('file-is-binary');
  const sample = roughText(text, encoding ?? 'utf-8');
  if (wide && sample.includes('\0')) return refused('file-is-binary');
  return kindOfText(sample, whole) ?? { kind: 'text', encoding, mark: mark?.bytes ?? 0 };
}

const SPREADSHEET_XML = 'urn:schemas-microsoft-com:office:spreadsheet';
const HTML = /^<(?:!doctype\s+html|html|head|body|title|meta|script|style|link|table|div|p)\b/i;

/** `null` for what may be a table. */
function kindOfText(sample: string, whole: boolean): Kind | null {
  const text = sample.trimStart();
  if (text === '') return whole ? refused('file-empty') : null;
  if (text.startsWith('<')) {
    if (text.includes(SPREADSHEET_XML) && !HTML.test(text)) return { kind: 'xml-workbook' };
    if (HTML.test(text) || /<html[\s>]/i.test(text)) return refused('file-is-html');
    if (/^<svg[\s>]/i.test(text)) return refused('file-is-image');
    if (/^<[a-z!?]/i.test(text)) return refused('file-not-a-table');
  }
  // Excel's "web page, filtered" is MIME around HTML.
  if (/^mime-version:/i.test(text)) return refused('file-is-html');
  // The error of an interface, saved instead of the file that it should have sent.
  if (/^(?:\{\s*["}]|\[\s*\{)/.test(text)) return refused('file-not-a-table');
  return null;
}
