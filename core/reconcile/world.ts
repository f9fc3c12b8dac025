import type { Decimal } from '../base/decimal.ts';
import { endOf, monthOf, type CivilTime, type MonthNumber } from '../base/time.ts';
import type { BillRow } from '../fields/bill.ts';
import type { ComboCapacity } from '../fields/combo.ts';
import { parseCombo } from '../fields/combo.ts';
import type { FileFact, RefusedFile, BillTotal } from '../fields/facts.ts';
import type { RecordKind } from '../fields/field.ts';
import type { PackageRow } from '../fields/packages.ts';
import type { Names } from '../fields/names.ts';
import type { Policy, PolicyBook } from '../fields/policies.ts';
import type { StatedTotal } from '../fields/totals.ts';
import type { PackageTerms, PackageType } from '../deduct/replay.ts';
import type { BalanceLine } from './balances.ts';
import type { Coverage } from './coverage.ts';
import type { Evidence } from './finding.ts';
import { prescribedPeriods } from './policyLines.ts';
import type { SetAside } from './setAside.ts';
import type { Sightings } from './sightings.ts';
import type { Survey } from './survey.ts';

/** When and how often a package deducted one billing item for one owner. */
export interface UseOfItem {
  readonly owner: string;
  readonly product: string;
  readonly subproduct: string;
  readonly item: string;
  /** Days of usage (days since 1970), ascending, each once. */
  readonly days: number[];
  readonly rawUnit: string | null;
  readonly coefficient: Decimal | null;
  readonly first: Evidence;
}

/** A package as all overviews, its deductions and its purchases together show it. */
export interface Package {
  readonly id: string;
  readonly name: string | null;
  readonly owner: string | null;
  readonly product: string | null;
  readonly subproduct: string | null;
  readonly type: PackageType | null;
  readonly unit: string | null;
  /** Of the package, or of one period of it. */
  readonly capacity: Decimal | null;
  readonly combo: readonly ComboCapacity[];
  readonly effective: CivilTime | null;
  /** First moment at which it is no longer valid. */
  readonly expiresAt: CivilTime | null;
  /** Every overview of it, oldest first; empty for a package known from deductions alone. */
  readonly overviews: readonly PackageRow[];
  /** The newest overview. */
  readonly overview: PackageRow | null;
  /** When the newest overview was taken. */
  readonly snapshot: CivilTime | null;
  readonly policy: Policy;
  /** Filled while its deductions go by; only of packages that are heard (`World.isHeard`). */
  readonly balances: BalanceLine[];
  readonly uses: Map<string, UseOfItem>;
  /** Postings between which deductions are missing. */
  readonly gaps: { readonly from: CivilTime; readonly to: CivilTime; readonly amount: Decimal }[];
  readonly activity: Activity;
  /** Prepaid lines of the bill that name it, oldest first. */
  readonly purchases: readonly BillRow[];
}

export interface Activity {
  rows: number;
  /** How long after the end of the usage deductions were posted, in seconds: what the rows show, else the policy. */
  lag: number;
  /** Whether that is the policy's, because the rows are too few to show one. */
  lagIsPolicy: boolean;
  firstPosting: CivilTime | null;
  lastPosting: CivilTime | null;
  lastUsageEnd: CivilTime | null;
  /** Usage days with a deduction above zero, ascending. */
  days: number[];
  lastRow: Evidence | null;
  lastAfter: Decimal | null;
}

/** Everything that checks may look at besides the events themselves. */
export interface World {
  readonly files: ReadonlyMap<number, FileFact>;
  readonly refused: readonly RefusedFile[];
  readonly kinds: ReadonlySet<RecordKind>;
  /** The moment for which the run is made: the newest snapshot. */
  readonly snapshot: CivilTime | null;
  readonly snapshotAssumed: boolean;
  readonly coverage: Coverage;
  readonly packages: ReadonlyMap<string, Package>;
  /** May have to be waited for: not for `start`, nor for what every deduction asks. */
  readonly survey: Survey;
  /** Days (since 1970) of which exports are missing (`coverage-hole`); asked for only where a package misses something. */
  readonly holeDays: ReadonlySet<number>;
  /** Products (as `Names.product` has them) of which at least one line prints deducted usage. */
  readonly printing: ReadonlySet<string>;
  readonly verdicts: Verdicts;
  readonly setAside: SetAside;
  /** Under which names products, subproducts and items meet. */
  readonly names: Names;
  /** What the user says that months cost. */
  readonly totals: readonly StatedTotal[];
  /** Whether the rows of the package go by in this run: of others everything is known but `balances`. */
  readonly isHeard: (packageId: string) => boolean;
  billTotals(): Iterable<BillTotal>;
  /** The lines at some places of the bill's order, ascending, read once more. */
  linesAt(places: Int32Array): Iterable<BillRow>;
  /** Which files hold the rows of a kind; read when it is first asked for. */
  sightings(kind: RecordKind): Sightings;
  /** `file name:line`, for sentences. */
  where(row: { readonly file: number; readonly line: number }): string;
  /** Number of decimals printed in a column of a file. */
  scale(file: number, field: string): number;
}

/** What a check may look at that needs bill lines alone. */
export type LineWorld = Pick<World, 'files' | 'billTotals' | 'linesAt' | 'sightings' | 'where' | 'scale'>;

/** What a ledger may look at. */
export type LedgerWorld = LineWorld & Pick<World, 'names' | 'totals'>;

/** What has failed so far, so that a check can leave to another what the other explains. */
export class Verdicts {
  private readonly failed = new Map<string, Set<string>>();
  /** The checks that failed for a deduction, by the number of its row: a million rows ask, and few have failed. */
  private readonly failedRows = new Map<number, string[]>();

  add(check: string, subject: string): void {
    const subjects = this.failed.get(check);
    if (subjects === undefined) this.failed.set(check, new Set([subject]));
    else subjects.add(subject);
  }

  has(check: string, subject: string): boolean {
    return this.failed.get(check)?.has(subject) ?? false;
  }

  addRow(check: string, row: number): void {
    const checks = this.failedRows.get(row);
    if (checks === undefined) this.failedRows.set(row, [check]);
    else if (!checks.includes(check)) checks.push(check);
  }

  hasRow(check: string, row: number): boolean {
    return this.failedRows.get(row)?.includes(check) ?? false;
  }

  /** The first of `checks` that failed for a deduction. */
  firstOfRow(checks: readonly string[], row: number): string | null {
    const failed = this.failedRows.get(row);
    return failed === undefined ? null : (checks.find((check) => failed.includes(check)) ?? null);
  }

  /** The first of `checks` that failed for the subject. */
  first(checks: readonly string[], subject: string): string | null {
    return checks.find((check) => this.has(check, subject)) ?? null;
  }
}

export function evidenceOf(kind: RecordKind, row: { readonly row: number; readonly file: number; readonly line: number }): Evidence {
  return { kind, file: row.file, line: row.line, row: row.row };
}

const TYPES: ReadonlySet<string> = new Set(['total', 'period', 'slice', 'unlimited']);

function typeOf(code: string | null): PackageType | null {
  return code !== null && TYPES.has(code) ? (code as PackageType) : null;
}

/** What deductions alone say of a package, for those that no overview shows. */
export interface DeductionProfile {
  readonly name: string | null;
  readonly owner: string | null;
  readonly product: string | null;
  readonly subproduct: string | null;
  readonly type: string | null;
  readonly unit: string | null;
}

/** Brings together what the overviews (oldest first) and the first deduction say of a package. */
export function makePackage(id: string, overviews: readonly PackageRow[], profile: DeductionProfile | null, purchases: readonly BillRow[], files: ReadonlyMap<number, FileFact>, policies: PolicyBook): Package {
  const overview = overviews.at(-1) ?? null;
  const type = typeOf(overview?.packageType ?? null) ?? typeOf(profile?.type ?? null);
  const combo = parseCombo(overview?.combo ?? null);
  const perPeriod = type === 'period' || type === 'slice';
  const product = overview?.product ?? profile?.product ?? null;
  const policy = policies.of(product);
  return {
    id,
    name: overview?.packageName ?? profile?.name ?? null,
    owner: profile?.owner ?? overview?.packageOwner ?? purchases[0]?.owner ?? null,
    product,
    subproduct: overview?.subproduct ?? profile?.subproduct ?? null,
    type,
    unit: overview?.unit ?? profile?.unit ?? null,
    capacity: (perPeriod ? overview?.periodTotal : overview?.total) ?? null,
    combo,
    effective: overview?.effective ?? null,
    expiresAt: overview?.expiry === null || overview?.expiry === undefined ? null : endOf(overview.expiry),
    overviews,
    overview,
    snapshot: overview === null ? null : (files.get(overview.file)?.snapshot ?? null),
    policy,
    balances: [],
    uses: new Map(),
    gaps: [],
    activity: { rows: 0, lag: policy.lag, lagIsPolicy: true, firstPosting: null, lastPosting: null, lastUsageEnd: null, days: [], lastRow: null, lastAfter: null },
    purchases,
  };
}

export function termsOf(pack: Package): PackageTerms {
  const { overview } = pack;
  const start = overview?.periodStart ?? null;
  const end = overview?.periodEnd ?? null;
  return {
    packageId: pack.id,
    type: pack.type,
    capacity: pack.capacity,
    unit: pack.unit,
    effective: pack.effective,
    expiresAt: pack.expiresAt,
    period: start === null || end === null ? null : { start, end },
    combo: pack.combo,
    prescribed: prescribedPeriods(pack),
  };
}

/** The month in which a line of the bill counts: pay-as-you-go in that of its usage, prepaid in that of its payment. */
export function monthOfLine(line: Pick<BillRow, 'billMonth' | 'billingMode' | 'transactionTime' | 'usageStart'>): MonthNumber | null {
  if (line.billMonth !== null) return line.billMonth;
  const time = line.billingMode === 'prepaid' ? (line.transactionTime ?? line.usageStart) : (line.usageStart ?? line.transactionTime);
  return time === null ? null : monthOf(time);
}
