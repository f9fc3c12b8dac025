import type { Connection } from '../../sqlite.ts';
import type { Bound } from '../condition.ts';

export type Cell = number | string | null;

/** Takes the columns of one row. */
export type Visit = (...cells: Cell[]) => void;

/** What a scan reads: a table with its alias `r`, and a WHERE clause or nothing. */
export interface Source {
  readonly table: string;
  readonly where: string;
  readonly bound: readonly Bound[];
}

/** Rows between two looks at the outside world; they take a few milliseconds. */
const ROWS_PER_LOOK = 0x4000;

/**
 * Reads whole columns. The rows come through an aggregate function of ours: SQLite calls it for row after row within one
 * step of its own, which takes a third of the time of fetching each row.
 */
export class Scan {
  /** Called now and then while rows are read; what it throws ends the reading. */
  pause: () => void = () => {};
  private readonly db: Connection;
  private visit: Visit = () => {};

  constructor(db: Connection) {
    this.db = db;
    db.aggregate('each_row', {
      varargs: true,
      directOnly: true,
      start: 0,
      step: (seen: number, ...cells: Cell[]) => {
        if (seen % ROWS_PER_LOOK === ROWS_PER_LOOK - 1) this.pause();
        this.visit(...cells);
        return seen + 1;
      },
    });
  }

  /** Shows `visit` the columns of every row, in no particular order; answers the number of rows. `bound` is of the columns. */
  rows(columns: readonly string[], { table, where, bound }: Source, visit: Visit, columnsBound: readonly Bound[] = []): number {
    this.pause();
    this.visit = visit;
    return this.db.prepare(`SELECT each_row(${columns.join(', ')}) FROM ${table} AS r ${where}`).pluck().get(...columnsBound, ...bound) as number;
  }

  /**
   * The texts of a column in the rows with numbers from `first` to `last` as bytes (UTF-8), in the order of the numbers and
   * with one byte behind each but the last. Shows `visit` each row that has a text and where that begins.
   */
  texts(column: string, table: string, first: number, last: number, visit: (row: number, start: number) => void): Uint8Array {
    this.pause();
    const where = 'WHERE r.id BETWEEN ? AND ?';
    const [count, bytes] = this.db.prepare(`SELECT count(${column}), CAST(group_concat(${column}, char(0)) AS BLOB) FROM ${table} AS r ${where}`)
      .raw().get(first, last) as [number, Uint8Array | null];
    if (bytes === null) return new Uint8Array();
    if (count > last - first && partsOf(bytes) === count) {
      visitParts(bytes, first, visit);
      return bytes;
    }
    // Some row has no text, or some text has a zero of its own: then the lengths tell.
    let start = 0;
    this.rows(['r.id', `octet_length(${column})`], { table, where, bound: [first, last] }, (row, length) => {
      if (length === null) return;
      visit(row as number, start);
      start += (length as number) + 1;
    });
    return bytes;
  }
}

function partsOf(bytes: Uint8Array): number {
  let parts = 1;
  for (let at = 0; at < bytes.length; at += 1) if (bytes[at] === 0) parts += 1;
  return parts;
}

function visitParts(bytes: Uint8Array, first: number, visit: (row: number, start: number) => void): void {
  let row = first;
  visit(row, 0);
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== 0) continue;
    row += 1;
    visit(row, at + 1);
  }
}
