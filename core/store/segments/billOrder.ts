import type { RowWindows } from './rowWindows.ts';

/** Rows of one window that follow each other in the order of the bill: the places `from` to before `to`, or those in `places`. */
export interface Stretch {
  readonly window: number;
  readonly from: number;
  readonly to: number;
  readonly places: Int32Array | null;
}

interface FileRows {
  readonly stretches: Stretch[];
  lastLine: number;
  /** Whether the rows come line by line already, as they do unless imports were taken back. */
  isSorted: boolean;
}

/** The rows of some files as stretches of windows: file by file in the given order, line by line in each, equal lines by row number. */
export function billOrder(windows: RowWindows, files: readonly number[]): Stretch[] {
  const byFile = new Map<number, FileRows>(files.map((file) => [file, { stretches: [], lastLine: 0, isSorted: true }]));
  const columns = windows.columns([]);
  for (let window = 0; window < windows.count; window += 1) {
    const count = windows.load(window, columns);
    cut(byFile, window, columns.files.values, columns.lines.values, count);
  }
  return files.flatMap((file) => {
    const rows = byFile.get(file)!;
    return rows.isSorted ? rows.stretches : sorted(rows.stretches, windows);
  });
}

function cut(byFile: ReadonlyMap<number, FileRows>, window: number, files: Float64Array, lines: Float64Array, count: number): void {
  let from = 0;
  while (from < count) {
    const rows = byFile.get(files[from]!);
    let to = from;
    while (to < count && files[to] === files[from]) {
      if (rows !== undefined) {
        if (lines[to]! < rows.lastLine) rows.isSorted = false;
        rows.lastLine = lines[to]!;
      }
      to += 1;
    }
    rows?.stretches.push({ window, from, to, places: null });
    from = to;
  }
}

/** The same rows by line; rows of a file that lie apart in the table come together again. */
function sorted(stretches: readonly Stretch[], windows: RowWindows): Stretch[] {
  const rows: { line: number; window: number; at: number }[] = [];
  const columns = windows.columns([]);
  for (const { window, from, to } of stretches) {
    windows.load(window, columns);
    for (let at = from; at < to; at += 1) rows.push({ line: columns.lines.values[at]!, window, at });
  }
  // Windows and places ascend with the numbers of rows.
  rows.sort((a, b) => a.line - b.line || a.window - b.window || a.at - b.at);
  const result: Stretch[] = [];
  for (let first = 0; first < rows.length;) {
    let next = first + 1;
    while (next < rows.length && rows[next]!.window === rows[first]!.window) next += 1;
    const places = Int32Array.from(rows.slice(first, next), ({ at }) => at);
    result.push({ window: rows[first]!.window, from: 0, to: places.length, places });
    first = next;
  }
  return result;
}
