import { AppError } from '../../base/errors.ts';
import type { FileFact } from '../../fields/facts.ts';
import type { RecordKind } from '../../fields/field.ts';
import { EXTRA_PREFIX, FILE_COLUMN, LINE_COLUMN, type Query, type View } from '../../fields/views.ts';
import { ROW_TABLES, columnNames, usedFields, type StoredField } from '../columns.ts';
import { allFiles } from '../files.ts';
import { Texts, type RawRow } from '../rowDecoder.ts';
import type { Connection } from '../sqlite.ts';
import { addDecimalFunctions } from './decimalFunctions.ts';
import { rowShower, type Show, type ShownRow } from './display.ts';
import { distinctValues, type DistinctOptions, type DistinctValue } from './distinct.ts';
import { makeFindingView } from './findingView.ts';
import { showFinding } from './findingRow.ts';
import { Orders, type Order } from './orders.ts';
import { storedRows, type StoredRows } from './storedRows.ts';
import { sumsOf, type Sum } from './sums.ts';
import { Version } from './version.ts';
import { tableOf, viewColumns } from './viewColumn.ts';
import { anyText, wherePiece } from './viewQuery.ts';

export interface ColumnState {
  readonly key: string;
  readonly kind: string;
  readonly header: string | null;
  readonly isPresent: boolean;
}

const COUNT_OF: Readonly<Record<View, string>> = { packages: 'package_row', deductions: 'deduction_row', bill: 'bill_row', findings: 'temp.finding_view' };

/**
 * What grids ask of a project: rows in an order, by place. Belongs to a connection that never writes to the project,
 * which is how it learns that somebody else did.
 */
export class ViewReader {
  readonly db: Connection;
  readonly version: Version;
  private readonly texts: Texts;
  private readonly orders: Orders;

  constructor(db: Connection) {
    this.db = db;
    this.version = new Version(db);
    this.texts = new Texts(db);
    this.orders = new Orders(db, this.version);
    addDecimalFunctions(db);
  }

  /** All files by number. */
  files(): ReadonlyMap<number, FileFact> {
    return this.version.once('files', () => new Map(allFiles(this.db).map((file) => [file.id, file])));
  }

  counts(): Record<View, number> {
    this.findings();
    return this.version.once('counts', () => {
      const count = (view: View): number => this.db.prepare(`SELECT count(*) FROM ${COUNT_OF[view]}`).pluck().get() as number;
      return { packages: count('packages'), deductions: count('deductions'), bill: count('bill'), findings: count('findings') };
    });
  }

  order(query: Query): { order: string; total: number; unscoped: number; all: number } {
    this.findings();
    const { token, total } = this.orders.of(query);
    const all = this.counts()[query.view];
    return { order: token, total, unscoped: Object.keys(query.scope).length === 0 ? total : this.unscoped(query), all };
  }

  private unscoped(query: Query): number {
    const { sql, bound } = wherePiece(query, false);
    if (sql === '') return this.counts()[query.view];
    return this.db.prepare(`SELECT count(*) FROM ${tableOf(query.view)} AS r ${sql}`).pluck().get(...bound) as number;
  }

  block(token: string, start: number, end: number): { rows: ShownRow[]; total: number } {
    const order = this.get(token);
    return { rows: [...this.shown(order, start, end)], total: order.total };
  }

  /** The rows of an order from one place to before another. */
  *shown(order: Order, start: number, end: number): Generator<ShownRow> {
    const { view } = order.query;
    const { columns, show } = this.shower(view);
    const rows = this.db.prepare(`SELECT o.at, ${columns} FROM ${order.table} AS o CROSS JOIN ${tableOf(view)} AS r ON r.id = o.id WHERE o.at > ? AND o.at <= ? ORDER BY o.at`)
      .raw().iterate(start, end) as Iterable<RawRow>;
    for (const [at, ...raw] of rows) yield show(raw, (at as number) - 1);
  }

  rows(view: View, ids: readonly number[]): ShownRow[] {
    this.findings();
    const { columns, show } = this.shower(view);
    const rows = this.db.prepare(`SELECT one.key, ${columns} FROM json_each(?) AS one CROSS JOIN ${tableOf(view)} AS r ON r.id = one.atom ORDER BY one.key`).raw().iterate(JSON.stringify(ids)) as Iterable<RawRow>;
    return Array.from(rows, ([at, ...raw]) => show(raw, at as number));
  }

  get(token: string): Order {
    this.findings();
    return this.orders.get(token);
  }

  sums(query: Query, fields?: readonly string[]): Sum[] {
    this.findings();
    return sumsOf(this.db, this.texts, query, fields);
  }

  distinct(query: Query, options: DistinctOptions): { values: DistinctValue[]; total: number } {
    this.findings();
    return distinctValues(this.db, this.texts, query, options);
  }

  /** The rows of a query as they are stored, with these columns: for whoever reads all of them. Throws `input-invalid`. */
  stored(query: Query, keys: readonly string[]): StoredRows {
    this.findings();
    return storedRows(this.db, this.orders.of(query), keys);
  }

  /** Does `work` on the data of one moment, whatever others write meanwhile. */
  async frozen<T>(work: () => Promise<T>): Promise<T> {
    this.db.exec('BEGIN');
    try {
      return await work();
    } finally {
      if (this.db.inTransaction) this.db.exec('COMMIT');
    }
  }

  /** A text of the dictionary. */
  text(id: number): string {
    return this.texts.of(id);
  }

  /** The place of a row in an order, from 0. */
  locate(token: string, id: number): number | null {
    const at = this.db.prepare(`SELECT at FROM ${this.get(token).table} WHERE id = ?`).pluck().get(id) as number | undefined;
    return at === undefined ? null : at - 1;
  }

  find(token: string, text: string, after: number, isBackwards: boolean): number | null {
    const { query, table } = this.get(token);
    const { sql, bound } = anyText(query.view, text);
    const from = `FROM ${table} AS o CROSS JOIN ${tableOf(query.view)} AS r ON r.id = o.id WHERE ${sql}`;
    const next = isBackwards ? `SELECT o.at ${from} AND o.at < ? ORDER BY o.at DESC LIMIT 1` : `SELECT o.at ${from} AND o.at > ? ORDER BY o.at LIMIT 1`;
    const round = `SELECT o.at ${from} ORDER BY o.at ${isBackwards ? 'DESC' : ''} LIMIT 1`;
    const at = (this.db.prepare(next).pluck().get(...bound, after + 1) ?? this.db.prepare(round).pluck().get(...bound)) as number | undefined;
    return at === undefined ? null : at - 1;
  }

  /** The columns that a view offers: the catalogue's, then verbatim ones, then file and line. */
  columns(view: View): readonly ColumnState[] {
    return this.version.once(`columns ${view}`, () => {
      if (view === 'findings') return viewColumns(view).map(({ key, kind }) => ({ key, kind, header: null, isPresent: true }));
      const present = new Set([FILE_COLUMN, LINE_COLUMN, ...this.used(view).map((field) => field.key)]);
      const own = viewColumns(view).map(({ key, kind }) => ({ key, kind, header: null, isPresent: present.has(key) }));
      const extras = this.extraHeaders(view).map((header) => ({ key: EXTRA_PREFIX + header, kind: 'name', header, isPresent: true }));
      return [...own.slice(0, -2), ...extras, ...own.slice(-2)];
    });
  }

  private extraHeaders(kind: RecordKind): string[] {
    // Rows are only looked through where the dictionary has a JSON text at all; the plus keeps SQLite from doing it first.
    return this.db.prepare(`SELECT DISTINCT cell.key FROM text, json_each(text.value) AS cell
      WHERE text.value LIKE '{"%' AND +text.id IN (SELECT DISTINCT extra FROM ${ROW_TABLES[kind]} WHERE extra IS NOT NULL) ORDER BY 1`).pluck().all() as string[];
  }

  private used(kind: RecordKind): readonly StoredField[] {
    return usedFields(kind, [...this.files().values()].filter((file) => file.kind === kind).flatMap((file) => file.columns));
  }

  private shower(view: View): { readonly columns: string; readonly show: Show } {
    return this.version.once(`shower ${view}`, () => {
      if (view === 'findings') return { columns: 'r.*', show: showFinding };
      const used = this.used(view);
      return { columns: columnNames(used).map((name) => `r.${name}`).join(', '), show: rowShower(view, used, this.texts, this.files()) };
    });
  }

  /** The findings of the last run, laid out as a table once per change. */
  findings(): void {
    this.version.once('findings', () => makeFindingView(this.db));
  }

  /** Throws `row-unknown`. */
  row(kind: RecordKind, id: number): ShownRow & { readonly file: number; readonly line: number } {
    const { columns, show } = this.shower(kind);
    const raw = this.db.prepare(`SELECT ${columns} FROM ${tableOf(kind)} AS r WHERE r.id = ?`).raw().get(id) as RawRow | undefined;
    if (raw === undefined) throw new AppError('row-unknown');
    return { ...show(raw, 0), file: raw[1] as number, line: raw[2] as number };
  }
}
