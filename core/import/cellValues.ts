import { numberCell } from './numberCell.ts';
import { dateCell, dateText } from './serialDate.ts';
import type { SharedTexts } from './sharedStrings.ts';
import type { Cell } from './table.ts';
import { unescaped } from './xmlText.ts';

/** How the value of a cell is to be understood (ST_CellType, with the style's word on dates). */
export const NUMBER = 0;
export const DATE = 1;
export const SHARED = 2;
export const PLAIN = 3;
export const BOOLEAN = 4;
export const ISO_DATE = 5;

/** What the cells of a sheet refer to. */
export interface SheetContext {
  /** The shared strings; `null` while one only wants to know whether there are cells at all. */
  readonly strings: SharedTexts | null;
  /** For each cell style whether it shows dates: 1 or 0. */
  readonly dateStyles: Uint8Array;
  readonly is1904: boolean;
}

const ISO = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2})(?:\.\d+)?Z?)?$/;
/** In place of a shared string while there are none. */
const SOMETHING = '?';

/** The cell that a value of a sheet stands for; `null` where it cannot be a value. */
export function cellOfValue(text: string, type: number, { strings, is1904 }: SheetContext): Cell | null {
  switch (type) {
    case SHARED: {
      if (strings === null) return SOMETHING;
      return /^\s*\d{1,9}\s*$/.test(text) ? strings.text(Number(text)) : null;
    }
    case NUMBER: return numberCell(text.trim());
    case DATE: return dateText(text, is1904) ?? dateCell(numberCell(text.trim()), is1904);
    case BOOLEAN: return text === '1' || text === 'true' ? 'TRUE' : 'FALSE';
    case ISO_DATE: return text.replace(ISO, (_, day: string, time?: string) => `${day} ${time ?? '00:00:00'}`);
    default: return unescaped(text);
  }
}
