import { AppError } from '../../base/errors.ts';
import type { FileFact } from '../../fields/facts.ts';
import type { RecordKind } from '../../fields/field.ts';
import { EXTRA_PREFIX, FILE_COLUMN, LINE_COLUMN, VIEWS, type Query, type View } from '../../fields/views.ts';
import { columnNames, usedFields, type StoredField } from '../columns.ts';
import { allFiles } from '../files.ts';
import { Texts, type RawRow } from '../rowDecoder.ts';
import type { Connection, Statement } from '../sqlite.ts';
import { addDecimalFunctions } from './decimalFunctions.ts';
import { rowShower, type Show, type ShownRow } from './display.ts';
import { distinctValues, type DistinctOptions, type DistinctValue } from './distinct.ts';
import { isSegmentKind } from './eachWindow.ts';
import { makeFindingView } from './findingView.ts';
import { showFinding } from './findingRow.ts';
import { findIn } from './orders/find.ts';
import { OrderMaker, sourceOf } from './orders/maker.ts';
import { Orders, type MadeOrder, type Order } from './orders/orders.ts';
import { Scan } from './orders/scan.ts';
import { storedRows, type StoredRows } from './storedRows.ts';
import { columnSums, summedFields, sumsOf, type Sum } from './sums.ts';
import { Version } from './version.ts';
import { tableOf, viewColumns } from './viewColumn.ts';

export interface ColumnState {
  readonly key: string;
  readonly kind: string;
  readonly header: string | null;
  readonly isPresent: boolean;
}

/**
 * What grids ask of a project: rows in an order, by place. Belongs to a connection that never writes to the project,
 * which is how it learns that somebody else did.
 */
export class ViewReader {
  readonly db: Connection;
  readonly version: Version;
  readonly scan: Scan;
  readonly texts: Texts;
  private readonly maker: OrderMaker;
  private readonly orders: Orders;

  constructor(db: Connection) {
    this.db = db;
    this.version = new Version(db);
    this.scan = new Scan(db);
    this.texts = new Texts(db);
    this.maker = new OrderMaker(db, this.scan);
    this.orders = new Orders(this.maker);
    addDecimalFunctions(db);
  }

  /** Does work that may take long: `pause` is called every few milliseconds of it and may throw to end it. */
  pausing<T>(pause: () => void, work: () => T): T {
    this.scan.pause = pause;
    try {
      return work();
    } finally {
      this.scan.pause = () => {};
    }
  }

  /** All files by number. */
  files(): ReadonlyMap<number, FileFact> {
    return this.version.onceOfFacts('files', () => new Map(allFiles(this.db).map((file) => [file.id, file])));
  }

  counts(): Record<View, number> {
    const count = (view: View): number => this.consistent(view, (stamp) => this.maker.all(view, stamp).total);
    return { packages: count('packages'), deductions: count('deductions'), bill: count('bill'), findings: this.findingCount() };
  }

  order(query: Query): { order: string; total: number; unscoped: number; all: number } {
    return this.consistent(query.view, (stamp) => this.described(this.orders.of(query, stamp), stamp));
  }

  /** Makes an order for another thread to keep. */
  makeOrder(query: Query): { made: MadeOrder; described: ReturnType<ViewReader['order']> } {
    return this.consistent(query.view, (stamp) => {
      const order = this.orders.of(query, stamp);
      return { made: { token: order.token, query, stamp, places: order.places.data }, described: this.described(order, stamp) };
    });
  }

  keepOrder(made: MadeOrder): void {
    this.orders.keep(made);
  }

  private described({ token, query, places }: Order, stamp: string): ReturnType<ViewReader['order']> {
    const { total } = places;
    return { order: token, total, unscoped: Object.keys(query.scope).length === 0 ? total : this.unscoped(query, stamp), all: this.maker.all(query.view, stamp).total };
  }

  private unscoped(query: Query, stamp: string): number {
    return this.maker.chosenRows({ ...query, scope: {} }, stamp)?.length ?? this.maker.all(query.view, stamp).total;
  }

  block(token: string, start: number, end: number): { rows: ShownRow[]; total: number } {
    return this.consistent(viewOf(token), (stamp) => {
      const { query, places } = this.orders.get(token, stamp);
      return { rows: this.shown(query.view, places.rows(start, end), start), total: places.total };
    });
  }

  rows(view: View, ids: readonly number[]): ShownRow[] {
    return this.consistent(view, () => this.shown(view, ids, 0));
  }

  /** Stored rows by their numbers, as they are shown from a place on. */
  private shown(view: View, ids: readonly number[], from: number): ShownRow[] {
    const { statement, show } = this.shower(view);
    const shown: ShownRow[] = [];
    for (const [at, ...raw] of statement.iterate(JSON.stringify(ids)) as Iterable<RawRow>) shown.push(show(raw, from + (at as number)));
    return shown;
  }

  /** Exact sums over the rows of a query; without `fields` over the view's main ones. They are the same whatever the sort. */
  sums(query: Query, fields?: readonly string[]): Sum[] {
    const { view, filters, quick, scope } = query;
    const summed = summedFields(view, fields);
    return this.consistent(view, (stamp) => this.version.onceFor(view, `sums ${JSON.stringify([view, filters, quick, scope, summed])}`, () => {
      const names = { texts: this.texts, files: this.files() };
      return isSegmentKind(view) ? columnSums(this, names, { kind: view, rows: this.maker.chosenRows(query, stamp) }, summed) : sumsOf(this.scan, names, view, sourceOf(query), summed);
    }));
  }

  distinct(query: Query, options: DistinctOptions): { values: DistinctValue[]; total: number } {
    return this.consistent(query.view, (stamp) => distinctValues({ db: this.db, scan: this.scan, texts: this.texts, files: this.files(), chosen: () => this.maker.chosenRows(query, stamp) }, query, options));
  }

  /** The rows of a query as they are stored, with these columns: for whoever reads all of them. Throws `input-invalid`. */
  stored(query: Query, keys: readonly string[]): StoredRows {
    return this.consistent(query.view, (stamp) => storedRows(this.db, this.orders.of(query, stamp), keys));
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
    return this.consistent(viewOf(token), (stamp) => this.orders.get(token, stamp).places.placeOf(id));
  }

  /** The next place at which some text column contains a text; goes round at the end. */
  find(token: string, text: string, after: number, isBackwards: boolean): number | null {
    const view = viewOf(token);
    return this.consistent(view, (stamp) => findIn(this.orders.get(token, stamp).places, this.maker.rowsWith(view, text, stamp), after, isBackwards));
  }

  /** The columns that a view offers: the catalogue's, then verbatim ones, then file and line. */
  columns(view: View): readonly ColumnState[] {
    return this.version.onceOfFacts(`columns ${view}`, () => {
      if (view === 'findings') return viewColumns(view).map(({ key, kind }) => ({ key, kind, header: null, isPresent: true }));
      const present = new Set([FILE_COLUMN, LINE_COLUMN, ...this.used(view).map((field) => field.key)]);
      const own = viewColumns(view).map(({ key, kind }) => ({ key, kind, header: null, isPresent: present.has(key) }));
      const extras = this.extraHeaders(view).map((header) => ({ key: EXTRA_PREFIX + header, kind: 'name', header, isPresent: true }));
      return [...own.slice(0, -2), ...extras, ...own.slice(-2)];
    });
  }

  /** Files tell which of their headers were not known; without a look at any row. */
  private extraHeaders(kind: RecordKind): string[] {
    return this.db.prepare('SELECT DISTINCT header.value FROM file, json_each(file.unknown_headers) AS header WHERE file.kind = ? ORDER BY 1').pluck().all(kind) as string[];
  }

  private used(kind: RecordKind): readonly StoredField[] {
    return usedFields(kind, [...this.files().values()].filter((file) => file.kind === kind).flatMap((file) => file.columns));
  }

  private shower(view: View): Shower {
    if (view === 'findings') return this.version.once('shower', () => this.showerOf(view, 'r.*', showFinding));
    return this.version.onceOfFacts(`shower ${view}`, () => {
      const used = this.used(view);
      return this.showerOf(view, columnNames(used).map((name) => `r.${name}`).join(', '), rowShower(view, used, this.texts, this.files()));
    });
  }

  private showerOf(view: View, columns: string, show: Show): Shower {
    const statement = this.db.prepare(`SELECT one.key, ${columns} FROM json_each(?) AS one CROSS JOIN ${tableOf(view)} AS r ON r.id = one.atom`).raw();
    return { statement, show };
  }

  /**
   * Looks at one state of the data. Records are read within one transaction, findings from a table of the connection's own.
   */
  private consistent<T>(view: View, work: (stamp: string) => T): T {
    if (view !== 'findings') return this.db.transaction(() => work(this.version.stampOf(view)))();
    const stamp = this.version.stampOf(view);
    this.findings();
    return work(stamp);
  }

  /** The findings of the last run, laid out as a table once per change. */
  private findings(): void {
    this.version.once('findings', () => makeFindingView(this.db));
  }

  private findingCount(): number {
    return this.db.prepare('SELECT count(*) FROM run_finding WHERE run = (SELECT max(id) FROM run)').pluck().get() as number;
  }

  /** Throws `row-unknown`. */
  row(kind: RecordKind, id: number): ShownRow & { readonly file: number; readonly line: number } {
    const { statement, show } = this.shower(kind);
    const found = statement.get(JSON.stringify([id])) as RawRow | undefined;
    if (found === undefined) throw new AppError('row-unknown');
    const [, ...raw] = found;
    return { ...show(raw, 0), file: raw[1] as number, line: raw[2] as number };
  }
}

interface Shower {
  readonly statement: Statement;
  readonly show: Show;
}

/** The view of a token, which begins with it. */
function viewOf(token: string): View {
  const view = VIEWS.find((one) => token.startsWith(`${one}-`));
  if (view === undefined) throw new AppError('order-gone');
  return view;
}
