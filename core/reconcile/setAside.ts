import type { CivilTime } from '../base/time.ts';
import type { FileFact, RejectedRow } from '../fields/facts.ts';
import type { RecordKind } from '../fields/field.ts';

type Known = RejectedRow['known'];

/**
 * Rows that are in the files but could not be read. Whatever is missing because of them is our reader's doing and has a
 * finding of its own (`rejected-row`), so that a check which misses just such a row says "not checkable".
 */
export class SetAside {
  private readonly rows = new Map<RecordKind, Known[]>();

  constructor(rejected: Iterable<RejectedRow>, files: ReadonlyMap<number, FileFact>) {
    for (const row of rejected) {
      const kind = files.get(row.file)?.kind;
      if (kind === undefined) continue;
      const same = this.rows.get(kind);
      if (same === undefined) this.rows.set(kind, [row.known]);
      else same.push(row.known);
    }
  }

  /** A deduction of the package posted in `[from, to]`, or at a time that could not be read. */
  deduction(packageId: string, from: CivilTime, to: CivilTime): boolean {
    return this.some('deductions', (row) => matches(row, 'packageId', packageId) && within(row['deductedAt'], from, to));
  }

  /** A deduction of usage of an item of an owner that began in `[from, to)`. */
  usage(owner: string, item: string, from: CivilTime, to: CivilTime): boolean {
    return this.some('deductions', (row) => matches(row, 'usageOwner', owner) && matches(row, 'billingItem', item) && within(row['usageStart'], from, to - 1));
  }

  /** A line of the bill for usage of an owner that began in `[from, to)`. */
  line(owner: string, from: CivilTime, to: CivilTime): boolean {
    return this.some('bill', (row) => matches(row, 'owner', owner) && within(row['usageStart'], from, to - 1));
  }

  /** A line of the bill about a package. */
  purchase(packageId: string): boolean {
    return this.some('bill', (row) => matches(row, 'instanceId', packageId) && row['billingMode'] !== 'postpaid');
  }

  /** A row of an overview about a package. */
  overview(packageId: string): boolean {
    return this.some('packages', (row) => matches(row, 'packageId', packageId));
  }

  private some(kind: RecordKind, test: (row: Known) => boolean): boolean {
    return this.rows.get(kind)?.some(test) ?? false;
  }
}

/** Equal, or unreadable in the row that was set aside. */
function matches(row: Known, field: string, value: string): boolean {
  const own = row[field];
  return own === undefined || own === value;
}

function within(time: string | number | undefined, from: CivilTime, to: CivilTime): boolean {
  return typeof time !== 'number' || (time >= from && time <= to);
}
