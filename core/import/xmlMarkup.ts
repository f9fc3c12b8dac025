import { INCOMPLETE } from './xmlAttributes.ts';

const SPACE = 32;
const MARK = [0xef, 0xbb, 0xbf];

/** The place behind the next `ending` that begins at `from` or later; `INCOMPLETE` where there is none yet. */
export function behind(bytes: Uint8Array, ending: string, from: number): number {
  const final = ending.charCodeAt(ending.length - 1);
  for (let at = bytes.indexOf(final, from + ending.length - 1); at >= 0; at = bytes.indexOf(final, at + 1)) {
    let back = 1;
    while (back < ending.length && bytes[at - back] === ending.charCodeAt(ending.length - 1 - back)) back += 1;
    if (back === ending.length) return at + 1;
  }
  return INCOMPLETE;
}

/** Whether there is nothing but blanks, as outside of a document's root; a byte order mark may come before all. */
export function isBlank(bytes: Uint8Array, from: number, to: number, mayHaveMark: boolean): boolean {
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at]!;
    if (byte > SPACE && !(mayHaveMark && MARK.includes(byte))) return false;
  }
  return true;
}
