import { shownText } from './cell.ts';
import type { OutCell } from './cell.ts';

/** Widths are counted as Excel counts them: in digits of the default font. */
const MIN_WIDTH = 6;
const MAX_WIDTH = 60;

/** Space at both sides of a cell. */
const PADDING = 2;

/** The arrow of the filter stands in the header cell. */
const FILTER_ARROW = 3;

/** First and last code points that fill two columns: the wide and full-width ranges of UAX #11, roughly. */
const WIDE = [
  [0x1100, 0x115f], [0x2e80, 0x303e], [0x3041, 0xa4cf], [0xac00, 0xd7a3], [0xf900, 0xfaff], [0xfe30, 0xfe6f],
  [0xff00, 0xff60], [0xffe0, 0xffe6], [0x1f300, 0x1faff], [0x20000, 0x3fffd],
] as const;

/** Columns that the longest line of a text fills; a Chinese character counts as 2. */
export function displayWidth(text: string): number {
  let widest = 0;
  let width = 0;
  for (const character of text) {
    const point = character.codePointAt(0)!;
    if (point === 10) {
      widest = Math.max(widest, width);
      width = 0;
    } else {
      width += isWide(point) ? 2 : 1;
    }
    if (width > MAX_WIDTH) return MAX_WIDTH;
  }
  return Math.max(widest, width);
}

function isWide(point: number): boolean {
  return point >= WIDE[0][0] && WIDE.some(([first, last]) => point >= first && point <= last);
}

/** The width of the column at `index`, from its header and the first rows; between 6 and 60. */
export function columnWidth(index: number, header: string, firstRows: readonly (readonly OutCell[])[]): number {
  let width = header === '' ? 0 : displayWidth(header) + FILTER_ARROW;
  for (const row of firstRows) width = Math.max(width, displayWidth(shownText(row[index] ?? null)));
  return Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width + PADDING));
}
