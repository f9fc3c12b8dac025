import type { Basis } from '../fields/basis.ts';
import type { BillRow } from '../fields/bill.ts';
import type { Dataset, FileFact, RefusedFile } from '../fields/facts.ts';
import type { RecordKind } from '../fields/field.ts';
import type { PackageRow } from '../fields/packages.ts';
import type { Names } from '../fields/names.ts';
import type { PolicyBook } from '../fields/policies.ts';

import { Coverage } from './coverage.ts';
import { holeDays } from './holes.ts';
import { UsageBook } from './match.ts';
import { SetAside } from './setAside.ts';
import { Sightings } from './sightings.ts';
import { counted, type Progress } from './stages.ts';
import { SURVEY_FIELDS, surveyBill, type Survey } from './survey.ts';
import { makePackage, Verdicts, type LineWorld, type Package, type World } from './world.ts';

/** A world whose packages come to be known while they go by. */
export interface MutableWorld extends World {
  readonly packages: Map<string, Package>;
  readonly book: UsageBook;
  readonly policies: PolicyBook;
  readonly overviews: ReadonlyMap<string, readonly PackageRow[]>;
  readonly purchases: ReadonlyMap<string, readonly BillRow[]>;
  /** Every line that buys, renews, changes or returns something prepaid. */
  readonly payments: readonly BillRow[];
}

/** Where a world is made for a run over a part. */
export interface WorldOptions {
  readonly basis: Basis;
  /** What one look over the bill tells; asked once. */
  readonly survey: () => Survey;
  readonly isHeard: World['isHeard'];
  /** What an earlier run has read of the same bill. */
  readonly known: KnownBill | null;
}

export interface KnownBill {
  readonly payments: Iterable<BillRow> | null;
  readonly printing: ReadonlySet<string>;
}

export function makeWorld(data: Dataset, kinds: ReadonlySet<RecordKind>, { basis: { policies, names, totals }, survey: surveyed, isHeard, known }: WorldOptions): MutableWorld {
  const lines = lineWorldOf(data);
  const { files } = lines;
  const snapshots = data.files.filter((file) => file.kind === 'packages' && file.snapshot !== null);
  const newest = snapshots.reduce<FileFact | null>((a, b) => (a === null || b.snapshot! > a.snapshot! ? b : a), null);
  const overviews = grouped(data.packages(), (row) => row.packageId);
  const payments = [...(known?.payments ?? data.prepaid())];
  const purchases = grouped(payments, (line) => line.instanceId);
  const packages = new Map<string, Package>();
  for (const [id, rows] of overviews) {
    rows.sort((a, b) => (files.get(a.file)?.snapshot ?? 0) - (files.get(b.file)?.snapshot ?? 0));
    packages.set(id, makePackage(id, rows, null, purchases.get(id) ?? [], files, policies));
  }
  const printing = known?.printing ?? printingOf(data, names);
  let survey: Survey | null = null;
  let missing: ReadonlySet<number> | null = null;
  return {
    ...lines, kinds, packages, printing, overviews, purchases, payments, policies, names, totals, isHeard,
    get survey() {
      return (survey ??= surveyed());
    },
    get holeDays() {
      return (missing ??= holeDays(this));
    },
    refused: distinctRefusals(data.refused),
    snapshot: newest?.snapshot ?? null,
    snapshotAssumed: newest?.snapshotAssumed ?? false,
    coverage: new Coverage(data.files, names),
    verdicts: new Verdicts(),
    setAside: new SetAside(data.rejected(), files),
    book: new UsageBook(printing, names),
  };
}

/** The products of which at least one line prints deducted usage, in the form under which names are compared. */
export function printingOf(data: Dataset, names: Names): ReadonlySet<string> {
  return new Set([...data.productsWith('deductedUsage')].map((product) => names.product(product)));
}

/** One look over the whole bill. */
export function surveyOf(data: Dataset, progress: Progress): Survey {
  return surveyBill(counted(data.billFields(SURVEY_FIELDS), 'survey', progress));
}

export function lineWorldOf(data: Dataset): LineWorld {
  const files = new Map(data.files.map((file) => [file.id, file]));
  return {
    files,
    billTotals: () => data.billTotals(),
    sightings: sightingsOf(data),
    linesAt: (places) => data.bill(places),
    where: (row) => `${files.get(row.file)?.name ?? '?'}:${row.line}`,
    scale: (file, field) => files.get(file)?.scales[field]?.most ?? 0,
  };
}

function sightingsOf(data: Dataset): World['sightings'] {
  const known = new Map<RecordKind, Sightings>();
  return (kind) => {
    const sightings = known.get(kind) ?? new Sightings(data.sightings(kind));
    known.set(kind, sightings);
    return sightings;
  };
}

/** A document that was refused is one, however often it was tried. */
function distinctRefusals(refused: readonly RefusedFile[]): RefusedFile[] {
  const seen = new Set<string>();
  return refused.filter((file) => {
    const key = JSON.stringify(file);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function grouped<T>(rows: Iterable<T>, keyOf: (row: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
