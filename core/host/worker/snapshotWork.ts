import { Decimal } from '../../base/decimal.ts';
import { AppError } from '../../base/errors.ts';
import { formatCivil, parseCivil, type CivilTime } from '../../base/time.ts';
import type { Field, FieldValue } from '../../fields/field.ts';
import { CATALOGUES } from '../../fields/index.ts';
import type { PackageRow } from '../../fields/packages.ts';
import { differences, snapshotsOf, type ChangeKind, type PackageDifference } from '../../reconcile/snapshots.ts';
import { fileTitle } from '../../store/views/display.ts';
import type { WorkContext } from './workContext.ts';

const FIELDS: ReadonlyMap<string, Field> = new Map(CATALOGUES.packages.fields.map((field) => [field.key, field]));

export function snapshotList({ store, views }: WorkContext): { at: string; packages: number; files: string[]; isAssumed: boolean }[] {
  const overviews = store.dataset().files.filter((file) => file.kind === 'packages');
  return Array.from(snapshots({ store, views }), ([at, packages]) => {
    const files = overviews.filter((file) => file.snapshot === at);
    return { at: formatCivil(at), packages: packages.size, files: files.map(fileTitle), isAssumed: files.some((file) => file.snapshotAssumed) };
  }).reverse();
}

export interface ComparedPackage {
  readonly packageId: string;
  readonly packageName: string | null;
  readonly product: string | null;
  readonly what: PackageDifference['what'];
  readonly expiry: string | null;
  readonly lastSeen: string;
  readonly changes: { readonly field: string; readonly kind: ChangeKind; readonly before: string; readonly after: string }[];
}

/** Throws `snapshot-unknown`. */
export function compareSnapshots(context: WorkContext, before: string, after: string): ComparedPackage[] {
  const all = snapshots(context);
  const [old, next] = [before, after].map((time) => all.get(parseCivil(time) ?? Number.NaN));
  if (old === undefined || next === undefined) throw new AppError('snapshot-unknown');
  const lastSeen = new Map<string, CivilTime>();
  for (const [at, packages] of all) for (const id of packages.keys()) lastSeen.set(id, at);
  return differences(old, next).map(({ packageId, what, row, changes }) => ({
    packageId, what, packageName: row.packageName, product: row.product, expiry: row.expiry === null ? null : formatCivil(row.expiry), lastSeen: formatCivil(lastSeen.get(packageId)!),
    changes: changes.map((change) => ({ field: change.field, kind: change.kind, before: inText(change.field, change.before), after: inText(change.field, change.after) })),
  }));
}

function snapshots({ store, views }: Pick<WorkContext, 'store' | 'views'>): ReadonlyMap<CivilTime, ReadonlyMap<string, PackageRow>> {
  return views.version.onceOfFacts('snapshots', () => {
    const data = store.dataset();
    const takenAt = new Map(data.files.map((file) => [file.id, file.snapshot]));
    return snapshotsOf(data.packages(), (file) => takenAt.get(file) ?? null);
  });
}

function inText(field: string, value: FieldValue): string {
  if (value instanceof Decimal) return value.toString();
  return typeof value === 'number' && FIELDS.get(field)?.kind === 'time' ? formatCivil(value) : String(value);
}
