import type { BillRow } from '../fields/bill.ts';
import { transactionClass } from '../fields/choices.ts';
import type { DeductionRow } from '../fields/deductions.ts';
import type { BillTotal, Dataset, FileFact, RefusedFile, RejectedRow } from '../fields/facts.ts';
import type { FieldValue, Provenance, RecordKind } from '../fields/field.ts';
import type { PackageRow } from '../fields/packages.ts';
import { billTotals } from './billTotals.ts';
import { ROW_TABLES, columnNames, usedFields } from './columns.ts';
import { allFiles, distinctFiles, refusedFiles, rejectedRows } from './files.ts';
import { contentOrder } from './order.ts';
import { Texts, rowDecoder, type RawRow } from './rowDecoder.ts';
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
    return rows.sort((a, b) => compareTexts(a.packageId ?? '', b.packageId ?? '') || snapshots.get(a.file)! - snapshots.get(b.file)! || byContent(a, b));
  }

  /** Package by package along the index, which is in the order of time; rows of one second are put in order here. */
  *deductions(): Generator<DeductionRow> {
    const ids = this.db.prepare('SELECT DISTINCT "packageId" FROM deduction_row').pluck().all() as number[];
    const packages = ids.map((id) => ({ id, text: this.texts.of(id) })).sort((a, b) => compareTexts(a.text, b.text));
    const byContent = contentOrder('deductions');
    const byUsage = (a: DeductionRow, b: DeductionRow): number => (a.usageStart ?? 0) - (b.usageStart ?? 0) || byContent(a, b);
    const rowsOf = this.reader<DeductionRow>('deductions', 'WHERE "packageId" = ? ORDER BY "deductedAt"');
    for (const { id } of packages) {
      let ties: DeductionRow[] = [];
      for (const row of rowsOf(id)) {
        if (ties.length > 0 && ties[0]!.deductedAt !== row.deductedAt) {
          yield* ties.length > 1 ? ties.sort(byUsage) : ties;
          ties = [];
        }
        ties.push(row);
      }
      yield* ties.length > 1 ? ties.sort(byUsage) : ties;
    }
  }

  /** File by file in the order of their contents' SHA-256, and line by line in each. */
  bill(): Generator<BillRow> {
    return this.billWhere('');
  }

  prepaid(): Generator<BillRow> {
    const classes = new Set(['purchase', 'renewal', 'modify', 'refund']);
    const types = this.texts.idsOf((text) => classes.has(transactionClass(text) ?? ''));
    const known = this.texts.idsOf((text) => transactionClass(text) !== null);
    const prepaid = this.texts.idsOf((text) => text === 'prepaid');
    const list = (ids: ReadonlySet<number>): string => [...ids].join(', ');
    // A transaction of an unknown type counts where its billing mode is prepaid.
    return this.billWhere(`AND ("transactionType" IN (${list(types)})
      OR ("billingMode" IN (${list(prepaid)}) AND ("transactionType" IS NULL OR "transactionType" NOT IN (${list(known)}))))`);
  }

  /** The rows with these numbers, in the order of the numbers; numbers without a row are left out. */
  *rowsByNumber(kind: RecordKind, numbers: readonly number[]): Generator<Provenance & Readonly<Record<string, FieldValue>>> {
    yield* this.reader<Provenance & Readonly<Record<string, FieldValue>>>(kind, 'WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id')(JSON.stringify(numbers));
  }

  billTotals(): Iterable<BillTotal> {
    return billTotals(this.db);
  }

  private *billWhere(condition: string): Generator<BillRow> {
    const bills = this.all.filter((file) => file.kind === 'bill');
    const keys = new Map(bills.map((file) => [file.id, `${file.sha256}\n${file.name.split(' › ').slice(1).join(' › ')}\n${file.sheet ?? ''}\n${String(file.id).padStart(12, '0')}`]));
    bills.sort((a, b) => compareTexts(keys.get(a.id)!, keys.get(b.id)!));
    const rowsOf = this.reader<BillRow>('bill', `WHERE file = ? ${condition} ORDER BY line, id`);
    for (const file of bills) yield* rowsOf(file.id);
  }

  /**
   * A reader of rows as objects. Each reader has a statement of its own, so that streams may run side by side; one
   * reader is used for one query after the other.
   */
  private reader<Row extends Provenance>(kind: RecordKind, clause: string): (...params: readonly (number | string)[]) => Generator<Row> {
    const used = usedFields(kind, this.all.filter((file) => file.kind === kind).flatMap((file) => file.columns));
    const decode = rowDecoder<Row>(kind, used, this.texts);
    const statement = this.db.prepare(`SELECT ${columnNames(used).join(', ')} FROM ${ROW_TABLES[kind]} ${clause}`).raw();
    return function* rows(...params) {
      for (const raw of statement.iterate(...params) as Iterable<RawRow>) yield decode(raw);
    };
  }
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
