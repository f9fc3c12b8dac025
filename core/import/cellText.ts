import type { Cell } from './table.ts';

/** A cell as it stands; the digits of a number cell. */
export function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.number;
}

/**
 * The text of a cell without what surrounds it: spaces of any kind, tabs, CR, a byte order mark, a protective `'` or tab
 * in front, quotes that were quoted once too often, and the `="…"` that keeps a spreadsheet from turning digits into a number.
 */
export function cleanText(text: string): string {
  const length = text.length;
  if (length === 0) return text;
  if (isPlain(text.charCodeAt(0), 0x27) && isPlain(text.charCodeAt(length - 1), 0x20)) return text;
  return stripped(text);
}

/** Whether a character at an edge needs no care: most cells begin and end with letters, digits or Chinese. */
function isPlain(code: number, above: number): boolean {
  return (code > above && code < 0x80 && code !== 0x3d) || (code > 0x3000 && code < 0xfe00);
}

function stripped(text: string): string {
  let inner = text.replace(/\u200B/g, '').trim();
  if (inner.startsWith('="') && inner.endsWith('"') && inner.length >= 3) {
    inner = inner.slice(2, -1).replace(/""/g, '"').trim();
  }
  if (inner.length >= 2 && inner.startsWith('"') && inner.indexOf('"', 1) === inner.length - 1) inner = inner.slice(1, -1).trim();
  if (inner.startsWith("'") && !(inner.endsWith("'") && inner.length > 1)) inner = inner.slice(1).trim();
  return inner;
}

const ABSENT = new Set([
  '-', '--', '---', '\u2014', '\u2014\u2014', '\u2013', '\uFF0D', '\u2212', 'null', 'n/a', '#n/a', 'none', '\\n', '<null>', '(null)',
]);

/** Whether a cleaned text says that there is no value. Absent is never zero. */
export function isAbsent(text: string): boolean {
  const length = text.length;
  if (length === 0) return true;
  if (length > 6) return false;
  const first = text.charCodeAt(0);
  // A digit or a Chinese character begins most short cells, and none of the markers.
  if ((first >= 48 && first <= 57) || (first > 0x3000 && first < 0xfe00)) return false;
  return ABSENT.has(text) || ABSENT.has(text.toLowerCase());
}

/** Full-width letters, digits and signs as their half-width forms. */
export function halfWidth(text: string): string {
  return text.replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, ' ');
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** The engine copies shorter slices anyway. */
const SLICE_LENGTH = 13;

/** The same text as a string of its own: a slice that is kept would keep the whole window of the file that it was cut from. */
export function ownText(text: string): string {
  return text.length < SLICE_LENGTH ? text : decoder.decode(encoder.encode(text));
}
