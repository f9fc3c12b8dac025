import { Decimal } from '../base/decimal.ts';
import { DAY, endOf, monthOf, startOfDay, type CivilTime } from '../base/time.ts';
import type { BillRow } from '../fields/bill.ts';
import type { DeductionRow } from '../fields/deductions.ts';
import { comparableName } from './names.ts';
import { evidenceOf } from './world.ts';
import type { Evidence } from './finding.ts';

/** The declared passes: both sides are summed to the coarser interval, and only equal keys meet. */
export type Pass = 'exact' | 'day' | 'month';

export interface DeductedSide {
  readonly raw: Decimal;
  readonly unit: string | null;
  readonly count: number;
  readonly rows: readonly Evidence[];
  readonly packages: ReadonlySet<string>;
  /** The check that failed for one of the rows, so that sums over them prove nothing. */
  readonly tainted: string | null;
  readonly rawScale: number;
  readonly first: DeductionRow;
}

export interface BilledSide {
  readonly lines: readonly BillRow[];
}

/** Usage of one item of one owner in one interval, as the deductions and as the bill have it. */
export interface Matched {
  readonly owner: string;
  readonly product: string;
  readonly subproduct: string;
  readonly item: string;
  readonly pass: Pass;
  readonly start: CivilTime;
  readonly end: CivilTime;
  readonly deductions: DeductedSide | null;
  readonly bill: BilledSide | null;
}

interface Bucket {
  raw: Decimal;
  unit: string | null;
  count: number;
  rows: Evidence[];
  packages: Set<string>;
  tainted: string | null;
  rawScale: number;
  first: DeductionRow;
}

interface Item {
  readonly names: readonly [owner: string, product: string, subproduct: string, item: string];
  readonly deductions: Map<string, Bucket>;
  readonly lines: Map<string, BillRow[]>;
}

const EVIDENCE_KEPT = 20;

/** Holds the usage of products whose bill prints deducted usage, and brings both sides together. */
export class UsageBook {
  private readonly printing: ReadonlySet<string>;
  private readonly items = new Map<string, Item>();

  constructor(printing: ReadonlySet<string>) {
    this.printing = printing;
  }

  /** Whether the bill prints deducted usage of the product. */
  holds(product: string | null): boolean {
    return this.printing.has(comparableName(product));
  }

  addDeduction(row: DeductionRow, scale: number, tainted: string | null): void {
    if (!this.holds(row.usageProduct) || row.usageStart === null || row.usageEnd === null || row.rawUsage === null) return;
    const item = this.item(row.usageOwner, row.usageProduct, row.usageSubproduct, row.billingItem);
    const key = `${row.usageStart}|${endOf(row.usageEnd)}|${row.rawUnit ?? ''}`;
    const bucket = item.deductions.get(key);
    if (bucket === undefined) {
      item.deductions.set(key, {
        raw: row.rawUsage, unit: row.rawUnit, count: 1, rows: [evidenceOf('deductions', row)], packages: new Set([row.packageId ?? '']), tainted, rawScale: scale, first: row,
      });
      return;
    }
    bucket.raw = bucket.raw.plus(row.rawUsage);
    bucket.count += 1;
    bucket.tainted ??= tainted;
    bucket.packages.add(row.packageId ?? '');
    if (bucket.rows.length < EVIDENCE_KEPT) bucket.rows.push(evidenceOf('deductions', row));
  }

  addLine(line: BillRow): void {
    if (!this.holds(line.product) || line.usageStart === null || line.usageEnd === null) return;
    // A deduction names the billing item; a bill may carry that name as component name or as component type.
    const byName = this.itemKey(line.owner, line.product, line.subproduct, line.componentName);
    const byType = this.itemKey(line.owner, line.product, line.subproduct, line.componentType);
    const item = this.items.get(byName) ?? this.items.get(byType) ?? this.item(line.owner, line.product, line.subproduct, line.componentName ?? line.componentType);
    const key = `${line.usageStart}|${endOf(line.usageEnd)}`;
    const same = item.lines.get(key);
    if (same === undefined) item.lines.set(key, [line]);
    else same.push(line);
  }

  /** Every interval of every item, with whatever each side has for it, in a fixed order. */
  *matches(): Generator<Matched> {
    for (const key of [...this.items.keys()].sort()) yield* this.matchItem(this.items.get(key)!);
  }

  private *matchItem(item: Item): Generator<Matched> {
    const intervals = [...item.deductions.keys(), ...item.lines.keys()].map((key) => key.split('|').map(Number) as [number, number]);
    const deductedLength = longest([...item.deductions.keys()]);
    const billedLength = longest([...item.lines.keys()]);
    const same = deductedLength === billedLength || item.deductions.size === 0 || item.lines.size === 0;
    const coarser = Math.max(deductedLength, billedLength);
    const pass: Pass = same ? 'exact' : coarser <= DAY ? 'day' : 'month';
    const slot = (start: number, end: number): string => {
      if (pass === 'exact') return `${start}|${end}`;
      if (pass === 'day') return `${startOfDay(start)}|${startOfDay(start) + DAY}`;
      return `m${monthOf(start)}`;
    };
    const slots = new Map<string, { start: number; end: number; buckets: Bucket[]; lines: BillRow[] }>();
    const slotOf = (start: number, end: number): { buckets: Bucket[]; lines: BillRow[] } => {
      const name = slot(start, end);
      let found = slots.get(name);
      if (found === undefined) {
        found = { start, end, buckets: [], lines: [] };
        slots.set(name, found);
      }
      found.start = Math.min(found.start, start);
      found.end = Math.max(found.end, end);
      return found;
    };
    let at = 0;
    for (const bucket of item.deductions.values()) slotOf(...intervals[at++]!).buckets.push(bucket);
    for (const lines of item.lines.values()) slotOf(...intervals[at++]!).lines.push(...lines);
    const [owner, product, subproduct, name] = item.names;
    for (const { start, end, buckets, lines } of [...slots.values()].sort((a, b) => a.start - b.start || a.end - b.end)) {
      yield { owner, product, subproduct, item: name, pass, start, end, deductions: joined(buckets), bill: lines.length === 0 ? null : { lines } };
    }
  }

  private itemKey(owner: string | null, product: string | null, subproduct: string | null, item: string | null): string {
    return [owner ?? '', comparableName(product), comparableName(subproduct), comparableName(item)].join('\u0001');
  }

  private item(owner: string | null, product: string | null, subproduct: string | null, name: string | null): Item {
    const key = this.itemKey(owner, product, subproduct, name);
    let item = this.items.get(key);
    if (item === undefined) {
      item = { names: [owner ?? '', product ?? '', subproduct ?? '', name ?? ''], deductions: new Map(), lines: new Map() };
      this.items.set(key, item);
    }
    return item;
  }
}

function longest(keys: readonly string[]): number {
  return keys.reduce((most, key) => {
    const [start, end] = key.split('|').map(Number) as [number, number];
    return Math.max(most, end - start);
  }, 0);
}

/** Several buckets of one slot as one side; buckets of different units do not add up, so the sum is then missing. */
function joined(buckets: readonly Bucket[]): DeductedSide | null {
  const first = buckets[0];
  if (first === undefined) return null;
  const mixed = buckets.some((bucket) => bucket.unit !== first.unit);
  return {
    raw: buckets.reduce((sum, bucket) => sum.plus(bucket.raw), Decimal.zero),
    unit: first.unit,
    count: buckets.reduce((sum, bucket) => sum + bucket.count, 0),
    rows: buckets.flatMap((bucket) => bucket.rows).slice(0, EVIDENCE_KEPT),
    packages: new Set(buckets.flatMap((bucket) => [...bucket.packages])),
    tainted: mixed ? 'unit-mismatch' : (buckets.find((bucket) => bucket.tainted !== null)?.tainted ?? null),
    rawScale: Math.min(...buckets.map((bucket) => bucket.rawScale)),
    first: first.first,
  };
}
