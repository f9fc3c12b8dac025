import type { CivilTime } from '../base/time.ts';
import type { Fine, Nano, Rate } from './fixed.ts';
import type { PackagePlan, RenewalMode } from './plan.ts';
import type { ItemSpec, ProductSpec } from './products.ts';

/**
 * What happened, before it is put into cells. The records can be changed, because a planted fault is a change to
 * one of them; `cells` holds texts, by field key, that replace what would be printed.
 */
export interface Deduction {
  readonly pack: PackagePlan;
  readonly item: ItemSpec;
  at: CivilTime;
  /** `null` for unlimited packages. */
  before: Nano | null;
  deducted: Nano;
  after: Nano | null;
  owner: string;
  raw: Nano;
  unit: string;
  coefficient: Nano;
  start: CivilTime;
  /** First moment outside; printed as the last second. */
  end: CivilTime;
  cells: Readonly<Record<string, string>> | null;
}

export type LineKind = 'usage' | 'daily' | 'purchase' | 'renewal' | 'refund' | 'adjust' | 'precision';

/** One line of the bill with every amount that any layout prints. */
export interface BillLine {
  readonly kind: LineKind;
  readonly product: ProductSpec;
  readonly owner: string;
  instanceId: string;
  transactionId: string;
  at: CivilTime;
  start: CivilTime;
  /** As printed. */
  end: CivilTime;
  readonly component: string;
  listPrice: Fine;
  /** After the currency. */
  readonly per: string;
  readonly inside: bigint;
  usage: Fine;
  readonly usageUnit: string;
  /** Raw and deducted usage; `null` where they are not printed. */
  raw: Fine | null;
  deducted: Fine | null;
  duration: bigint;
  readonly durationUnit: string;
  original: Fine;
  riDuration: bigint;
  ri: Fine;
  discount: Rate;
  /** After discount, before vouchers. */
  discounted: Fine;
  voucher: Fine;
  granted: Fine;
  /** After vouchers: total cost of the reseller, amount before tax of the international site. */
  net: Fine;
  cash: Fine;
  tax: Fine;
  gross: Fine;
  cells: Readonly<Record<string, string>> | null;
}

export type StatusCode = 'valid' | 'expired' | 'exhausted' | 'refunded' | 'inactive';

/** One package in the overview; `null` is printed as `-`. */
export interface Overview {
  readonly pack: PackagePlan;
  status: StatusCode;
  unit: string | null;
  periodRemaining: Nano | null;
  periodTotal: Nano | null;
  periodStart: CivilTime | null;
  /** First moment outside; printed as the last second. */
  periodEnd: CivilTime | null;
  periodsRemaining: number | null;
  periodsTotal: number | null;
  remaining: Nano | null;
  total: Nano | null;
  combo: readonly { readonly item: string; readonly unit: string; remaining: Nano; readonly total: Nano }[];
  effective: CivilTime;
  /** As printed. */
  expiry: CivilTime;
  endedAt: CivilTime | null;
  renewalMode: RenewalMode;
  cells: Readonly<Record<string, string>> | null;
}

/** What is settled in one second of one scope. */
export interface Posting {
  readonly at: CivilTime;
  /** In the order in which they were deducted. */
  readonly deductions: readonly Deduction[];
  readonly lines: readonly BillLine[];
}
