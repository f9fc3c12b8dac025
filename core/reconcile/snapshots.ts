import { Decimal } from '../base/decimal.ts';
import { compareText } from '../base/order.ts';
import type { CivilTime } from '../base/time.ts';
import type { FieldValue } from '../fields/field.ts';
import { CATALOGUES } from '../fields/index.ts';
import type { PackageRow } from '../fields/packages.ts';
import { comparableName } from '../fields/names.ts';

/** What kind of thing changed about a package between two overviews. */
export type ChangeKind = 'status' | 'balance' | 'expiry' | 'renewal' | 'other';

export interface FieldChange {
  readonly field: string;
  readonly kind: ChangeKind;
  readonly before: FieldValue;
  readonly after: FieldValue;
}

/** A package that only one of two overviews has, or that they show otherwise. */
export interface PackageDifference {
  readonly packageId: string;
  /** `unlisted`: the later overview has no package of that product at all, so that it was perhaps made for others only. */
  readonly what: 'new' | 'gone' | 'unlisted' | 'changed';
  /** As the later overview has it, else the earlier one. */
  readonly row: PackageRow;
  readonly changes: readonly FieldChange[];
}

const KINDS: Readonly<Partial<Record<keyof PackageRow, ChangeKind>>> = {
  status: 'status', remaining: 'balance', periodRemaining: 'balance', periodsRemaining: 'balance', combo: 'balance', periodStart: 'balance', periodEnd: 'balance',
  expiry: 'expiry', endedAt: 'expiry', renewalMode: 'renewal', renewalTerm: 'renewal',
};
/** What the console offers to do says nothing of the package. */
const IGNORED: ReadonlySet<string> = new Set(['packageId', 'actions']);

/** The overviews by when they were taken, the earliest first; one that was taken in several files is one. */
export function snapshotsOf(rows: Iterable<PackageRow>, takenAt: (file: number) => CivilTime | null): Map<CivilTime, Map<string, PackageRow>> {
  const found = new Map<CivilTime, Map<string, PackageRow>>();
  for (const row of rows) {
    const at = takenAt(row.file);
    if (at === null || row.packageId === null) continue;
    const packages = found.get(at);
    if (packages === undefined) found.set(at, new Map([[row.packageId, row]]));
    else packages.set(row.packageId, row);
  }
  return new Map([...found].sort(([a], [b]) => a - b));
}

/** What changed from one overview to another, by package id. A field that one of them does not print is not compared. */
export function differences(before: ReadonlyMap<string, PackageRow>, after: ReadonlyMap<string, PackageRow>): PackageDifference[] {
  const found: PackageDifference[] = [];
  const listed = new Set([...after.values()].map(({ product }) => comparableName(product)));
  for (const [packageId, row] of after) {
    const old = before.get(packageId);
    if (old === undefined) found.push({ packageId, what: 'new', row, changes: [] });
    else {
      const changes = changesOf(old, row);
      if (changes.length > 0) found.push({ packageId, what: 'changed', row, changes });
    }
  }
  for (const [packageId, row] of before) if (!after.has(packageId)) found.push({ packageId, what: listed.has(comparableName(row.product)) ? 'gone' : 'unlisted', row, changes: [] });
  return found.sort((a, b) => compareText(a.packageId, b.packageId));
}

function changesOf(before: PackageRow, after: PackageRow): FieldChange[] {
  return CATALOGUES.packages.fields.flatMap(({ key }): FieldChange[] => {
    if (IGNORED.has(key)) return [];
    const [old, next] = [before[key as keyof PackageRow], after[key as keyof PackageRow]];
    if (old === null || next === null || isSame(old, next)) return [];
    return [{ field: key, kind: KINDS[key as keyof PackageRow] ?? 'other', before: old, after: next }];
  });
}

function isSame(a: FieldValue, b: FieldValue): boolean {
  return a instanceof Decimal && b instanceof Decimal ? a.equals(b) : a === b;
}
