import type { Decimal } from '../base/decimal.ts';
import type { Evidence } from './finding.ts';

/** What deductions say of one item in one interval. */
export interface DeductedSide {
  readonly raw: Decimal;
  readonly unit: string | null;
  readonly count: number;
  /** The first rows. */
  readonly rows: readonly Evidence[];
  readonly packages: readonly string[];
  /** The check that failed for one of the rows, so that sums over them prove nothing. */
  readonly tainted: string | null;
  /** Fewest decimals printed in the column of raw usage. */
  readonly rawScale: number;
}

/** What the bill says of it; a sum is `null` where no line prints the column. */
export interface BilledSide {
  readonly raw: Decimal | null;
  readonly deducted: Decimal | null;
  /** What is billed as you go. */
  readonly usage: Decimal | null;
  readonly unit: string | null;
  readonly count: number;
  readonly rows: readonly Evidence[];
  /** Transaction of the first line. */
  readonly transactionId: string | null;
}

/** So many rows of one interval are named. */
const ROWS_KEPT = 20;

/** What several rows of one interval add up to. */
export class Deducted {
  private raw: Decimal;
  private readonly unit: string | null;
  private count: number;
  private readonly rows: Evidence[];
  private readonly packages: Set<string>;
  private tainted: string | null;
  private rawScale: number;

  constructor(first: DeductedSide) {
    this.raw = first.raw;
    this.unit = first.unit;
    this.count = first.count;
    this.rows = [...first.rows];
    this.packages = new Set(first.packages);
    this.tainted = first.tainted;
    this.rawScale = first.rawScale;
  }

  /** Takes one more row. */
  add({ raw, unit, tainted, rawScale, packages, rows }: DeductedSide): void {
    this.raw = this.raw.plus(raw);
    this.count += 1;
    // Sums over different units mean nothing.
    this.tainted ??= unit === this.unit ? tainted : 'unit-mismatch';
    this.rawScale = Math.min(this.rawScale, rawScale);
    this.packages.add(packages[0]!);
    if (this.count <= ROWS_KEPT) this.rows.push(rows[0]!);
  }

  side(): DeductedSide {
    const { raw, unit, count, tainted, rawScale, rows, packages } = this;
    return { raw, unit, count, tainted, rawScale, rows, packages: [...packages].sort() };
  }
}

/** What several lines of one interval add up to. */
export class Billed {
  private raw: Decimal | null;
  private deducted: Decimal | null;
  private usage: Decimal | null;
  private count: number;
  private readonly unit: string | null;
  private readonly rows: Evidence[];
  private readonly transactionId: string | null;

  constructor(first: BilledSide) {
    this.raw = first.raw;
    this.deducted = first.deducted;
    this.usage = first.usage;
    this.count = first.count;
    this.unit = first.unit;
    this.rows = [...first.rows];
    this.transactionId = first.transactionId;
  }

  /** Takes one more line. */
  add({ raw, deducted, usage, rows }: BilledSide): void {
    this.raw = sum(this.raw, raw);
    this.deducted = sum(this.deducted, deducted);
    this.usage = sum(this.usage, usage);
    this.count += 1;
    if (this.count <= ROWS_KEPT) this.rows.push(rows[0]!);
  }

  side(): BilledSide {
    const { raw, deducted, usage, unit, count, transactionId, rows } = this;
    return { raw, deducted, usage, unit, count, transactionId, rows };
  }
}

function sum(a: Decimal | null, b: Decimal | null): Decimal | null {
  if (a === null || b === null) return a ?? b;
  return a.plus(b);
}

export function joinDeducted(a: DeductedSide, b: DeductedSide): DeductedSide {
  return {
    raw: a.raw.plus(b.raw), unit: a.unit, count: a.count + b.count, rawScale: Math.min(a.rawScale, b.rawScale),
    rows: [...a.rows, ...b.rows].slice(0, ROWS_KEPT), packages: [...new Set([...a.packages, ...b.packages])].sort(),
    tainted: a.tainted ?? b.tainted ?? (a.unit === b.unit ? null : 'unit-mismatch'),
  };
}

export function joinBilled(a: BilledSide, b: BilledSide): BilledSide {
  return { raw: sum(a.raw, b.raw), deducted: sum(a.deducted, b.deducted), usage: sum(a.usage, b.usage), unit: a.unit, count: a.count + b.count, rows: [...a.rows, ...b.rows].slice(0, ROWS_KEPT), transactionId: a.transactionId };
}
