import { compareText } from '../base/order.ts';
import type { BillRow } from '../fields/bill.ts';
import { transactionClass } from '../fields/choices.ts';
import type { DeductionRow } from '../fields/deductions.ts';
import type { BillTotal, FileFact, GrowingDataset, Marks, News, RefusedFile, RejectedRow, Sighting } from '../fields/facts.ts';
import type { FieldValue, Provenance, RecordKind } from '../fields/field.ts';
import type { PackageRow } from '../fields/packages.ts';
import { billTotals } from './billTotals.ts';
import { ROW_TABLES, columnNames, storedFields, usedFields, type StoredField } from './columns.ts';
import { allFiles, distinctFiles, refusedFiles, rejectedRows } from './files.ts';
import { contentOrder } from './order.ts';
import { Texts, rowDecoder, type RawRow } from './rowDecoder.ts';
import { billOrder, type Stretch } from './segments/billOrder.ts';
import { atPlaces, countOf, matching, numbersOf, streamBill } from './segments/billStream.ts';
import { NO_TEXT, type Columns } from './segments/columns.ts';
import { inTime, streamDeductions } from './segments/deductionStream.ts';
import { RowWindows } from './segments/rowWindows.ts';
import type { Connection } from './sqlite.ts';

/** So many times as many rows are read as quickly from their columns, all of them, as one by one. */
const FEW = 8;
/** So many rows are asked for at once. */
const AT_ONCE = 2000;

/**
 * The facts as streams. Every order is made of what the files say (never of row numbers, dictionary numbers or hashes,
 * which depend on the order of imports), so that the same files give the same streams.
 */
export class StoredDataset implements GrowingDataset {
  readonly files: readonly FileFact[];
  readonly refused: readonly RefusedFile[];
  private readonly db: Connection;
  private readonly texts: Texts;
  private readonly all: readonly FileFact[];
  private readonly windowsByKind = new Map<RecordKind, RowWindows>();
  private order: readonly Stretch[] | null = null;

  constructor(db: Connection) {
    this.db = db;
    this.texts = new Texts(db);
    this.all = allFiles(db);
    this.files = distinctFiles(this.all);
    this.refused = refusedFiles(db);
  }

  rejected(): Iterable<RejectedRow> {
    return rejectedRows(this.db, this.files);
  }

  /** Overviews are small: they are sorted in memory. */
  packages(): Iterable<PackageRow> {
    const snapshots = new Map(this.all.map((file) => [file.id, file.snapshot ?? 0]));
    const rows = [...this.reader<PackageRow>('packages', '')()];
    const byContent = contentOrder('packages');
    return rows.sort((a, b) => compareText(a.packageId ?? '', b.packageId ?? '') || snapshots.get(a.file)! - snapshots.get(b.file)! || byContent(a, b));
  }

  /** Package by package, by time; rows of one second by usage, then content. */
  deductions(): Generator<DeductionRow> {
    return streamDeductions(this.windows('deductions'), this.used('deductions'), this.texts);
  }

  /** File by file in the order of their contents' SHA-256, and line by line in each. */
  bill(places?: Int32Array): Generator<BillRow> {
    return streamBill(this.windows('bill'), this.billOrder(places), this.used('bill'), this.texts);
  }

  billFields<K extends keyof BillRow>(keys: readonly K[], places?: Int32Array): Iterable<Pick<BillRow, K | keyof Provenance>> {
    const wanted: ReadonlySet<string> = new Set(keys);
    return streamBill(this.windows('bill'), this.billOrder(places), this.used('bill').filter(({ key }) => wanted.has(key)), this.texts);
  }

  productsWith(key: 'deductedUsage'): Iterable<string | null> {
    const windows = this.windows('bill');
    const columns = windows.columns(storedFields('bill').filter((field) => field.key === 'product' || field.key === key));
    const products = columns.refs('product').ids;
    const values = columns.decimals(key);
    const found = new Set<number>();
    for (let window = 0; window < windows.count; window += 1) {
      const count = windows.load(window, columns);
      for (let at = 0; at < count; at += 1) if (values.at(at) !== null) found.add(products[at]!);
    }
    return [...found].map((id) => (id === NO_TEXT ? null : this.texts.of(id)));
  }

  prepaid(): Generator<BillRow> {
    const windows = this.windows('bill');
    const lines = matching(windows, this.billOrder(), storedFields('bill').filter(({ key }) => key === 'transactionType' || key === 'billingMode'), (columns) => this.prepaidTest(columns));
    return streamBill(windows, lines, this.used('bill'), this.texts);
  }

  /** A transaction of an unknown type counts where its billing mode is prepaid. */
  private prepaidTest(columns: Columns): (at: number) => boolean {
    const classes = new Set(['purchase', 'renewal', 'modify', 'refund']);
    const types = this.texts.idsOf((text) => classes.has(transactionClass(text) ?? ''));
    const known = this.texts.idsOf((text) => transactionClass(text) !== null);
    const prepaid = this.texts.idsOf((text) => text === 'prepaid');
    const typeOf = columns.refs('transactionType').ids;
    const modeOf = columns.refs('billingMode').ids;
    return (at) => types.has(typeOf[at]!) || (prepaid.has(modeOf[at]!) && !known.has(typeOf[at]!));
  }

  marks(): Marks {
    const last = (kind: RecordKind): number => (this.db.prepare(`SELECT max(id) FROM ${ROW_TABLES[kind]}`).pluck().get() as number | null) ?? 0;
    return { packages: last('packages'), deductions: last('deductions'), bill: last('bill') };
  }

  since(marks: Marks, files: ReadonlySet<number>, most: number): News | null {
    const now = this.marks();
    const kinds = ['packages', 'deductions', 'bill'] as const;
    if (kinds.reduce((sum, kind) => sum + now[kind] - marks[kind], 0) > most) return null;
    const added = this.files.filter(({ id, kind }) => kind === 'deductions' && !files.has(id)).map(({ id }) => id);
    const again = this.db.prepare(`SELECT DISTINCT "row" FROM sighting WHERE kind = 'deductions' AND file IN (${added.join(', ')}) AND "row" <= ? LIMIT ?`).pluck().all(marks.deductions, most + 1) as number[];
    if (again.length > most) return null;
    const after = <Row extends Provenance>(kind: RecordKind): Row[] => [...this.reader<Row>(kind, 'WHERE id > ? ORDER BY id')(marks[kind])];
    return {
      packages: after<PackageRow>('packages'), deductions: after<DeductionRow>('deductions'), bill: after<BillRow>('bill'),
      seenAgain: [...this.rowsByNumber('deductions', again)] as unknown as readonly Pick<DeductionRow, 'packageId'>[],
    };
  }

  deductionsOf(packageIds: ReadonlySet<string>): Iterable<DeductionRow> {
    const ids = this.texts.idsOf((text) => packageIds.has(text));
    const windows = this.windows('deductions');
    const rows = this.db.prepare(`SELECT count(*) FROM ${ROW_TABLES.deductions} WHERE "packageId" IN (SELECT value FROM json_each(?))`).pluck().get(JSON.stringify([...ids])) as number;
    if (rows * FEW > windows.rows) return streamDeductions(windows, this.used('deductions'), this.texts, ids);
    const read = this.reader<DeductionRow>('deductions', 'WHERE "packageId" = ? ORDER BY "deductedAt", id');
    const sorted = [...ids].sort((a, b) => compareText(this.texts.of(a), this.texts.of(b)));
    return inTime(eachOf(sorted, read));
  }

  billOf(isWanted: (owner: string | null, product: string | null) => boolean): Iterable<BillRow> {
    const windows = this.windows('bill');
    const fields = storedFields('bill').filter(({ key }) => key === 'owner' || key === 'product');
    const lines = matching(windows, this.billOrder(), fields, (columns) => this.nodeTest(columns, isWanted));
    return countOf(lines) * FEW > windows.rows ? streamBill(windows, lines, this.used('bill'), this.texts) : this.lines(numbersOf(windows, lines));
  }

  private nodeTest(columns: Columns, isWanted: (owner: string | null, product: string | null) => boolean): (at: number) => boolean {
    const owners = columns.refs('owner').ids;
    const products = columns.refs('product').ids;
    const text = (id: number): string | null => (id === NO_TEXT ? null : this.texts.of(id));
    const known = new Map<number, Map<number, boolean>>();
    return (at) => {
      const [owner, product] = [owners[at]!, products[at]!];
      let ofOwner = known.get(owner);
      if (ofOwner === undefined) known.set(owner, (ofOwner = new Map()));
      let wanted = ofOwner.get(product);
      if (wanted === undefined) ofOwner.set(product, (wanted = isWanted(text(owner), text(product))));
      return wanted;
    };
  }

  *lines(numbers: readonly number[]): Generator<BillRow> {
    const read = this.reader<BillRow>('bill', 'WHERE id IN (SELECT value FROM json_each(?))');
    for (let from = 0; from < numbers.length; from += AT_ONCE) {
      const some = numbers.slice(from, from + AT_ONCE);
      const found = new Map<number, BillRow>();
      for (const line of read(JSON.stringify(some))) found.set(line.row, line);
      for (const number of some) yield found.get(number)!;
    }
  }

  /** The rows with these numbers, in the order of the numbers; numbers without a row are left out. */
  *rowsByNumber(kind: RecordKind, numbers: readonly number[]): Generator<Provenance & Readonly<Record<string, FieldValue>>> {
    yield* this.reader<Provenance & Readonly<Record<string, FieldValue>>>(kind, 'WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id')(JSON.stringify(numbers));
  }

  billTotals(): Iterable<BillTotal> {
    return billTotals(this.windows('bill'), this.texts);
  }

  sightings(kind: RecordKind): Iterable<Sighting> {
    const files = this.files.filter((file) => file.kind === kind).map((file) => file.id);
    if (files.length < 2) return [];
    return this.db.prepare(`SELECT "row", file FROM sighting WHERE kind = ? AND file IN (${files.join(', ')}) ORDER BY "row", file`).iterate(kind) as Iterable<Sighting>;
  }

  private billOrder(places?: Int32Array): readonly Stretch[] {
    this.order ??= billOrder(this.windows('bill'), this.billFiles());
    return places === undefined ? this.order : atPlaces(this.order, places);
  }

  private billFiles(): number[] {
    const bills = this.all.filter((file) => file.kind === 'bill');
    const keys = new Map(bills.map((file) => [file.id, `${file.sha256}\n${file.name.split(' › ').slice(1).join(' › ')}\n${file.sheet ?? ''}\n${String(file.id).padStart(12, '0')}`]));
    return bills.map((file) => file.id).sort((a, b) => compareText(keys.get(a)!, keys.get(b)!));
  }

  private windows(kind: 'deductions' | 'bill'): RowWindows {
    let windows = this.windowsByKind.get(kind);
    if (windows === undefined) {
      windows = new RowWindows(this.db, kind);
      this.windowsByKind.set(kind, windows);
    }
    return windows;
  }

  /** The fields that can have a value in any file. */
  private used(kind: RecordKind): readonly StoredField[] {
    return usedFields(kind, this.all.filter((file) => file.kind === kind).flatMap((file) => file.columns));
  }

  /**
   * A reader of rows as objects. Each reader has a statement of its own, so that streams may run side by side; one
   * reader is used for one query after the other.
   */
  private reader<Row extends Provenance>(kind: RecordKind, clause: string): (...params: readonly (number | string)[]) => Generator<Row> {
    const used = this.used(kind);
    const decode = rowDecoder<Row>(kind, used, this.texts);
    const statement = this.db.prepare(`SELECT ${columnNames(used).join(', ')} FROM ${ROW_TABLES[kind]} ${clause}`).raw();
    return function* rows(...params) {
      for (const raw of statement.iterate(...params) as Iterable<RawRow>) yield decode(raw);
    };
  }
}

function* eachOf<Row>(keys: Iterable<number>, read: (key: number) => Iterable<Row>): Generator<Row> {
  for (const key of keys) yield* read(key);
}
