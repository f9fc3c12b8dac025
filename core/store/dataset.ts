import { compareText } from '../base/order.ts';
import type { BillRow } from '../fields/bill.ts';
import { transactionClass } from '../fields/choices.ts';
import type { DeductionRow } from '../fields/deductions.ts';
import type { BillTotal, Dataset, FileFact, RefusedFile, RejectedRow, Sighting } from '../fields/facts.ts';
import type { FieldValue, Provenance, RecordKind } from '../fields/field.ts';
import type { PackageRow } from '../fields/packages.ts';
import { billTotals } from './billTotals.ts';
import { ROW_TABLES, columnNames, storedFields, usedFields, type StoredField } from './columns.ts';
import { allFiles, distinctFiles, refusedFiles, rejectedRows } from './files.ts';
import { contentOrder } from './order.ts';
import { Texts, rowDecoder, type RawRow } from './rowDecoder.ts';
import { billOrder, type Stretch } from './segments/billOrder.ts';
import { matching, streamBill } from './segments/billStream.ts';
import type { Columns } from './segments/columns.ts';
import { streamDeductions } from './segments/deductionStream.ts';
import { RowWindows } from './segments/rowWindows.ts';
import type { Connection } from './sqlite.ts';

/**
 * The facts as streams. Every order is made of what the files say (never of row numbers, dictionary numbers or hashes,
 * which depend on the order of imports), so that the same files give the same streams.
 */
export class StoredDataset implements Dataset {
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
  bill(): Generator<BillRow> {
    return streamBill(this.windows('bill'), this.billOrder(), this.used('bill'), this.texts);
  }

  billFields<K extends keyof BillRow>(keys: readonly K[]): Iterable<Pick<BillRow, K | 'row'>> {
    const wanted: ReadonlySet<string> = new Set(keys);
    return streamBill(this.windows('bill'), this.billOrder(), this.used('bill').filter(({ key }) => wanted.has(key)), this.texts);
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

  private billOrder(): readonly Stretch[] {
    return (this.order ??= billOrder(this.windows('bill'), this.billFiles()));
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
