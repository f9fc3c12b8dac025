/**
 * What a cell of an export holds. A plain string is text and stays text; a number is the exact plain decimal text of
 * it, never a float. An empty text is a blank cell.
 */
export type OutCell = null | string | OutNumber | OutText;

export interface OutNumber {
  /** Plain digits as `Decimal.parse` reads them; anything else is a defect of the caller. */
  readonly number: string;
  readonly style?: CellStyle;
}

export interface OutText {
  readonly text: string;
  readonly style?: CellStyle;
  readonly link?: CellLink;
}

/** A place in the same workbook to jump to. */
export interface CellLink {
  /** The `name` of a `SheetSpec` of this workbook, as the caller gave it. */
  readonly sheet: string;
  /** The row of that sheet, from 1, its header counted; the first row where absent. */
  readonly row?: number;
}

/** How a cell looks in a workbook; a CSV has no looks. `wrap` is `plain` with line breaking. */
export type CellStyle = 'plain' | 'header' | 'title' | 'strong' | 'muted' | 'error' | 'warning' | 'good' | 'info' | 'link' | 'wrap';

/** What a column holds: `text` keeps ids as text when edited, `wrap` also breaks long lines. */
export type ColumnKind = 'text' | 'number' | 'wrap';

/** Excel refuses a file with a longer cell; counted in UTF-16 units. */
export const MAX_CELL_UNITS = 32_767;

/** Room for the mark, whatever number stands in it. */
const MARK_UNITS = 40;

/**
 * A text that a workbook's cell can hold. One that is too long ends in `…[cut, N characters]`, where N (in UTF-16
 * units) is how many are missing; no character is cut in half.
 */
export function fitCell(text: string): string {
  if (text.length <= MAX_CELL_UNITS) return text;
  const kept = headOf(text, MAX_CELL_UNITS - MARK_UNITS);
  return `${kept}…[cut, ${text.length - kept.length} characters]`;
}

/** The first `units` UTF-16 units of a text, one fewer where that would cut a character in half. */
export function headOf(text: string, units: number): string {
  const last = text.charCodeAt(units - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff && units < text.length ? units - 1 : units);
}

/** The characters that a person sees in a cell. */
export function shownText(cell: OutCell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell;
  return 'number' in cell ? cell.number : cell.text;
}
