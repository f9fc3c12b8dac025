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
