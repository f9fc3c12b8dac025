import { Decimal, printedScale } from '../../core/base/decimal.ts';
import { compareText } from '../../core/base/order.ts';
import { parseCivil } from '../../core/base/time.ts';
import { transactionClass } from '../../core/fields/choices.ts';
import { amountOf, type BillTotal, type Dataset, type FileFact, type RefusedFile, type RejectedRow } from '../../core/fields/facts.ts';
import { isDecimalKind, type Catalogue, type FieldValue, type RecordKind } from '../../core/fields/field.ts';
import type { Basis } from '../../core/fields/basis.ts';
import { CATALOGUES } from '../../core/fields/index.ts';
import type { BillRow } from '../../core/fields/bill.ts';
import type { DeductionRow } from '../../core/fields/deductions.ts';
import type { PackageRow } from '../../core/fields/packages.ts';
import { builtInBasis } from '../../core/host/basis.ts';
import type { Check } from '../../core/reconcile/check.ts';
import type { CheckResult, Finding } from '../../core/reconcile/finding.ts';
import { reconcile, type Reconciliation } from '../../core/reconcile/reconcile.ts';
import { holdGathered } from './gathered.ts';
import { holdAgain } from './grown.ts';
import { standing } from './standing.ts';

/**
 * Data as a test tells it: cells as text, by field key, exactly as a file would print them (decimals decide tolerances).
 * What a test leaves out comes from the defaults below, which describe one consistent package of 1,000 minutes.
 */
export type Cells = Readonly<Record<string, string | null>>;

export interface Scenario {
  readonly snapshot?: string;
  readonly packages?: readonly Cells[];
  readonly deductions?: readonly Cells[];
  readonly bill?: readonly Cells[];
  /** Usage window of the deduction file; by default first to last usage. */
  readonly window?: { readonly start: string; readonly end: string };
  readonly windows?: readonly { readonly start: string; readonly end: string; readonly products?: readonly string[] }[];
  readonly billLayout?: 'cn' | 'intl' | 'reseller';
  readonly files?: readonly Partial<FileFact>[];
  readonly refused?: readonly RefusedFile[];
  readonly rejected?: readonly RejectedRow[];
  readonly billTotals?: readonly BillTotal[];
  /** Further files that hold a row, which is named by its place among those of its kind. */
  readonly sightings?: readonly { readonly kind: RecordKind; readonly index: number; readonly file: number }[];
  /** Policies, names and totals; what is documented where absent. */
  readonly basis?: Basis;
  readonly missing?: Partial<Record<RecordKind, readonly string[]>>;
}

export const PACKAGE_DEFAULTS: Cells = {
  packageId: 'pkg-1', packageName: 'Package 1', product: 'P', subproduct: 'S', status: 'valid', packageType: 'total', unit: '分钟',
  remaining: '1000.00', total: '1000.00', effective: '2025-05-01 00:00:00', expiry: '2026-05-01 00:00:00', endedAt: '2026-05-01 00:00:00', renewalMode: 'manual',
};

export const DEDUCTION_DEFAULTS: Cells = {
  packageOwner: '100', packageName: 'Package 1', packageId: 'pkg-1', product: 'P', subproduct: 'S', packageType: 'total', packageUnit: '分钟',
  usageOwner: '100', usageProduct: 'P', usageSubproduct: 'S', billingItem: 'I', rawUnit: '分钟', coefficient: '1',
};

export const BILL_DEFAULTS: Cells = {
  instanceId: 'ins-1', product: 'P', subproduct: 'S', payer: '100', owner: '100', billingMode: 'postpaid', transactionType: 'postpay_deduct_h',
  componentType: 'I', componentName: 'I', listPrice: '0.10', usageUnit: '分钟', priceUnit: '元/分钟', duration: '1', durationUnit: '次', currency: 'CNY',
};

const FILE_IDS: Readonly<Record<RecordKind, number>> = { packages: 1, deductions: 2, bill: 3 };

function valueOf(catalogue: Catalogue, key: string, cell: string): FieldValue {
  const field = catalogue.fields.find((candidate) => candidate.key === key);
  if (field === undefined) throw new Error(`no field ${key} in ${catalogue.kind}`);
  if (isDecimalKind(field.kind)) return Decimal.of(cell);
  if (field.kind === 'time') {
    const time = parseCivil(cell);
    if (time === null) throw new Error(`not a time: ${cell}`);
    return time;
  }
  if (field.kind === 'count' || field.kind === 'month') return Number(cell);
  return cell;
}

function rowOf(kind: RecordKind, cells: Cells, index: number): Record<string, FieldValue> {
  const catalogue = CATALOGUES[kind];
  const row: Record<string, FieldValue> = {};
  for (const field of catalogue.fields) {
    const cell = cells[field.key] ?? null;
    row[field.key] = cell === null ? null : valueOf(catalogue, field.key, cell);
  }
  const line = cells['line'] === undefined || cells['line'] === null ? index + 2 : Number(cells['line']);
  return { ...row, row: FILE_IDS[kind] * 1_000_000 + index, file: Number(cells['file'] ?? FILE_IDS[kind]), line, copy: Number(cells['copy'] ?? 0) };
}

function scalesOf(kind: RecordKind, all: readonly Cells[]): FileFact['scales'] {
  const scales: Record<string, { least: number; most: number }> = {};
  for (const field of CATALOGUES[kind].fields) {
    if (!isDecimalKind(field.kind)) continue;
    for (const cells of all) {
      const cell = cells[field.key];
      if (cell === undefined || cell === null) continue;
      const scale = printedScale(cell);
      const known = scales[field.key] ?? { least: scale, most: scale };
      scales[field.key] = { least: Math.min(known.least, scale), most: Math.max(known.most, scale) };
    }
  }
  return scales;
}

function clean(cells: Cells): Cells {
  const { line: _line, copy: _copy, file: _file, ...fields } = cells;
  return fields;
}

function contentOf(row: DeductionRow): string {
  return [row.before, row.deducted, row.after, row.usageOwner, row.billingItem].map(String).join('|');
}

/** A data set in memory, ordered as the store orders its streams. */
export function datasetOf(scenario: Scenario): Dataset {
  const cells: Record<RecordKind, readonly Cells[]> = {
    packages: (scenario.packages ?? []).map((entry) => ({ ...PACKAGE_DEFAULTS, ...entry })),
    deductions: (scenario.deductions ?? []).map((entry) => ({ ...DEDUCTION_DEFAULTS, ...entry })),
    bill: (scenario.bill ?? []).map((entry) => ({ ...BILL_DEFAULTS, ...entry })),
  };
  const rows = {
    packages: cells.packages.map((entry, index) => rowOf('packages', entry, index) as unknown as PackageRow),
    deductions: cells.deductions.map((entry, index) => rowOf('deductions', entry, index) as unknown as DeductionRow),
    bill: cells.bill.map((entry, index) => rowOf('bill', entry, index) as unknown as BillRow),
  };
  const snapshot = parseCivil(scenario.snapshot ?? '2025-08-01 00:00:00');
  const files: FileFact[] = [];
  for (const kind of ['packages', 'deductions', 'bill'] as const) {
    if (cells[kind].length === 0) continue;
    const present = CATALOGUES[kind].fields.map((field) => field.key).filter((key) => cells[kind].some((entry) => (clean(entry)[key] ?? null) !== null));
    const usage = rows.deductions.flatMap((row) => [row.usageStart, row.usageEnd]).filter((time) => time !== null);
    const given = scenario.window === undefined ? null : { start: parseCivil(scenario.window.start)!, end: parseCivil(scenario.window.end)! };
    const file: FileFact = {
      id: FILE_IDS[kind], name: `${kind}.csv`, sheet: null, kind, layout: kind === 'bill' ? (scenario.billLayout ?? 'cn') : 'separate', encoding: 'utf-8', sha256: kind,
      counts: { read: cells[kind].length, stored: cells[kind].length, known: 0, ignored: 0, rejected: 0 },
      columns: present, missing: scenario.missing?.[kind] ?? [], scales: scalesOf(kind, cells[kind].map(clean)),
      window: kind === 'deductions' ? (given ?? { start: Math.min(...usage), end: Math.max(...usage) }) : null,
      windowFromName: given !== null, products: kind === 'deductions' ? [...new Set(rows.deductions.map((row) => row.product ?? ''))] : [],
      snapshot: kind === 'packages' ? snapshot : null, snapshotAssumed: false, unknownWords: [], totals: [],
    };
    if (kind === 'deductions' && scenario.windows !== undefined) {
      scenario.windows.forEach((window, index) => files.push({
        ...file, id: file.id + index * 10, name: `deductions-${index + 1}.csv`, window: { start: parseCivil(window.start)!, end: parseCivil(window.end)! }, products: window.products ?? file.products, windowFromName: true,
      }));
    } else files.push(file);
  }
  for (const extra of scenario.files ?? []) {
    const at = files.findIndex((file) => file.id === extra.id);
    if (at >= 0) files[at] = { ...files[at]!, ...extra };
    else files.push({ ...files[0]!, ...extra });
  }
  const deductions = [...rows.deductions].sort((a, b) => compareText(a.packageId ?? '', b.packageId ?? '') || (a.deductedAt ?? 0) - (b.deductedAt ?? 0) || (a.usageStart ?? 0) - (b.usageStart ?? 0)
    || compareText(contentOf(a), contentOf(b)) || a.copy - b.copy);
  return {
    files, refused: scenario.refused ?? [],
    rejected: () => scenario.rejected ?? [],
    packages: () => [...rows.packages].sort((a, b) => compareText(a.packageId ?? '', b.packageId ?? '')),
    deductions: () => deductions,
    bill: (places) => standing(rows.bill, places),
    prepaid: () => rows.bill.filter((line) => ['purchase', 'renewal', 'modify', 'refund'].includes(transactionClass(line.transactionType) ?? '')),
    billFields: (_keys, places) => standing(rows.bill, places),
    productsWith: (key) => rows.bill.filter((line) => line[key] !== null).map(({ product }) => product),
    billTotals: () => scenario.billTotals ?? totalsOf(rows.bill),
    sightings: (kind) => (scenario.sightings ?? []).filter((sighting) => sighting.kind === kind).map(({ index, file }) => ({ row: FILE_IDS[kind] * 1_000_000 + index, file })).sort((a, b) => a.row - b.row),
  };
}

function totalsOf(lines: readonly BillRow[]): BillTotal[] {
  const totals = new Map<string, BillTotal>();
  for (const dimension of ['owner', 'product', 'subproduct', 'transactionType', 'billingMode'] as const) {
    for (const line of lines) {
      const amount = amountOf(line);
      if (amount === null) continue;
      const key = `${dimension}|${line.currency ?? ''}|${line[dimension] ?? ''}`;
      const known = totals.get(key);
      totals.set(key, { dimension, currency: line.currency, amount: known === undefined ? amount : known.amount.plus(amount), lines: (known?.lines ?? 0) + 1 });
    }
  }
  return [...totals.values()];
}

export function run(scenario: Scenario, ...checks: readonly Check[]): Reconciliation {
  return reconcile(datasetOf(scenario), checks, { basis: scenario.basis ?? builtInBasis() });
}

/** What one check answers: its counts and its findings. A run that hears only the last row again, and one whose bill is gone through elsewhere, must answer the same. */
export function answer(scenario: Scenario, check: Check, ...before: readonly Check[]): { readonly result: CheckResult; readonly findings: readonly Finding[] } {
  const outcome = run(scenario, ...before, check);
  holdAgain(datasetOf(scenario), [...before, check], { basis: scenario.basis ?? builtInBasis() });
  holdGathered(datasetOf(scenario), [...before, check], { basis: scenario.basis ?? builtInBasis() });
  return { result: outcome.checks.at(-1)!, findings: outcome.findings.filter((finding) => finding.check === check.id) };
}

/** `checked/passed/failed/not checkable`. */
export function counts(result: CheckResult): string {
  return `${result.checked}/${result.passed}/${result.failed}/${result.notCheckable}`;
}

/** A chain of deductions of one package from `from` downwards, one per hour, each taking one of `amounts`. */
export function chain(from: string, amounts: readonly string[], more: Cells = {}, firstHour = '2025-05-08 00:00:00'): Cells[] {
  let balance = Decimal.of(from);
  const scale = Math.max(printedScale(from), ...amounts.map(printedScale));
  const start = parseCivil(firstHour)!;
  return amounts.map((amount, index) => {
    const before = balance;
    balance = balance.minus(Decimal.of(amount));
    const usage = start + index * 3600;
    return {
      before: before.toFixed(scale), deducted: Decimal.of(amount).toFixed(scale), after: balance.toFixed(scale), rawUsage: Decimal.of(amount).toFixed(scale),
      usageStart: printed(usage), usageEnd: printed(usage + 3599), deductedAt: printed(usage + 4200), ...more,
    };
  });
}

function printed(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}
