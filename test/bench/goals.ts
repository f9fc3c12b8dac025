/** What the program is held to. Data only: `verdicts.ts` judges by it, and the table prints every row of it. */
export interface Goal {
  /** Name of the bench; `*` for each of them. */
  readonly bench: string;
  readonly text: string;
  /** What is judged: a figure of ours, in seconds, or `peak`, in bytes. */
  readonly figure: string;
  /** Ours divided by the `time` of this peer. */
  readonly peer?: string;
  /** Ours divided by another figure of ours. */
  readonly against?: string;
  /** The most that is allowed: a ratio where there is something to divide by, else seconds or bytes. */
  readonly most: number;
  /** The rows for which it was set. */
  readonly rows: number;
}

const MEBIBYTE = 1024 * 1024;
const THOUSAND = 1000;
const MILLION = 1_000_000;

export const GOALS: readonly Goal[] = [
  { bench: 'import-csv', text: 'CSV of deductions into a project, against pandas that checks nothing', figure: 'time', peer: 'pandas', most: 0.6, rows: MILLION },
  { bench: 'import-csv', text: 'the same, against sqlite3 .import into texts without an index', figure: 'time', peer: 'sqlite3', most: 1.25, rows: MILLION },
  { bench: 'import-xlsx', text: 'workbook of deductions into a project, against exceljs that only reads', figure: 'time', peer: 'exceljs', most: 0.25, rows: MILLION },
  { bench: 'import-xlsx-small', text: 'small workbook into a project, against SheetJS that only reads', figure: 'time', peer: 'sheetjs', most: 0.5, rows: 100 * THOUSAND },
  { bench: 'checks', text: 'every check over a stored project, against pandas with three of them from CSV', figure: 'time', peer: 'pandas', most: 0.6, rows: MILLION },
  { bench: 'checks-core', text: 'row arithmetic, chains and the join over a stored project, against DuckDB from CSV', figure: 'time', peer: 'duckdb', most: 1, rows: MILLION },
  { bench: 'reconcile', text: 'from CSV files to findings, against pandas with three checks', figure: 'time', peer: 'pandas', most: 1.2, rows: MILLION },
  { bench: 'export-xlsx', text: 'deductions saved as a workbook, against exceljs that streams the same cells', figure: 'time', peer: 'exceljs', most: 0.35, rows: MILLION },
  { bench: 'export-csv', text: 'deductions saved as CSV, against pandas.to_csv of the same cells', figure: 'time', peer: 'pandas', most: 0.5, rows: MILLION },
  { bench: 'grid', text: '200 rows from any depth of any order, 95 of 100', figure: 'block p95, worst order', most: 0.016, rows: 5 * MILLION },
  { bench: 'grid', text: 'an order made, per million rows, the slowest kind', figure: 'order per million, slowest', most: 0.5, rows: 5 * MILLION },
  { bench: 'scroll', text: 'blank rows while somebody scrolls, the longest', figure: 'longest blank', most: 0.1, rows: 5 * MILLION },
  { bench: 'growth', text: 'import of five times as many rows, by how much longer', figure: 'import, 5 times', against: 'import', most: 5.5, rows: MILLION },
  { bench: 'growth', text: 'all checks over five times as many rows', figure: 'checks, 5 times', against: 'checks', most: 5.5, rows: MILLION },
  { bench: 'growth', text: 'CSV of five times as many rows', figure: 'export, 5 times', against: 'export', most: 5.5, rows: MILLION },
  { bench: 'rerun', text: 'checks again after 1,000 more rows of a few packages, of a full run', figure: 'again, few packages', against: 'full', most: 0.1, rows: MILLION },
  { bench: 'rerun', text: 'the same where they are the last ones of all packages', figure: 'again', against: 'full', most: 0.1, rows: MILLION },
  { bench: 'start', text: 'from the start of the program to rows in the grid', figure: 'from process start', most: 1.5, rows: MILLION },
  { bench: 'stall', text: 'longest stall of the main thread, import, run and export', figure: 'longest stall', most: 0.05, rows: MILLION },
  { bench: '*', text: 'peak memory of any of these', figure: 'peak', most: 600 * MEBIBYTE, rows: MILLION },
];
