import { storedFields } from '../columns.ts';
import type { Columns } from '../segments/columns.ts';
import { RowWindows } from '../segments/rowWindows.ts';
import type { Connection } from '../sqlite.ts';
import type { Scan } from './orders/scan.ts';

/** Kinds whose rows also lie in segments. */
export type SegmentKind = 'deductions' | 'bill';

/** Shows the columns of some fields of all rows, window by window, with the number of their rows: a fraction of what reading the table takes. */
export function eachWindow({ db, scan }: { readonly db: Connection; readonly scan: Scan }, kind: SegmentKind, keys: readonly string[], visit: (columns: Columns, rows: number) => void): void {
  const windows = new RowWindows(db, kind);
  const columns = windows.columns(storedFields(kind).filter(({ key }) => keys.includes(key)));
  for (let window = 0; window < windows.count; window += 1) {
    scan.pause();
    visit(columns, windows.load(window, columns));
  }
}

/** Rows of a kind: those with these numbers, ascending, or all. */
export interface ChosenRows {
  readonly kind: SegmentKind;
  readonly rows: Int32Array | null;
}

/** The same for some rows: shows at which places of a window they stand, so many of `places`. */
export function eachChosen(reader: { readonly db: Connection; readonly scan: Scan }, { kind, rows }: ChosenRows, keys: readonly string[], visit: (columns: Columns, places: Int32Array, count: number) => void): void {
  if (rows?.length === 0) return;
  const first = rows?.[0] ?? 0;
  const marks = rows === null ? null : new Uint8Array(rows.at(-1)! - first + 1);
  if (marks !== null) for (const row of rows!) marks[row - first] = 1;
  let places = new Int32Array(0);
  eachWindow(reader, kind, keys, (columns, count) => {
    if (places.length < columns.capacity) places = new Int32Array(columns.capacity);
    const numbers = columns.rows.values;
    let chosen = 0;
    for (let at = 0; at < count; at += 1) {
      if (marks !== null && marks[numbers[at]! - first] !== 1) continue;
      places[chosen] = at;
      chosen += 1;
    }
    if (chosen > 0) visit(columns, places, chosen);
  });
}

export function isSegmentKind(view: string): view is SegmentKind {
  return view === 'deductions' || view === 'bill';
}
