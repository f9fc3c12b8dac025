import type { StatedTotal } from '../fields/totals.ts';

/** What a caller of the generator asks for and gets. */

export type BillLayout = 'cn' | 'intl' | 'reseller';

/** One kind of planted fault; named after the check that must find it. */
export const FAULT_IDS = [
  'row-arithmetic', 'negative-amount', 'coefficient', 'usage-interval', 'unit-mismatch', 'zero-usage',
  'chain-gap', 'chain-increase', 'duplicate-row', 'chain-fork', 'out-of-order', 'unknown-package',
  'period-reset', 'period-overdrawn',
  'overview-balance', 'overview-range',
  'validity-window', 'deduction-after-end', 'status', 'ended-time', 'validity-order',
  'billed-with-balance', 'deducted-usage', 'net-usage', 'over-deduction', 'deduction-without-bill',
  'purchase-without-package', 'package-without-purchase', 'refund-line', 'duplicate-transaction',
  'original-cost', 'before-voucher', 'total-cost', 'tax', 'payment-split', 'sign', 'bill-range', 'covered-but-charged',
  'unknown-value', 'rejected-row', 'coverage-hole', 'missing-column', 'wrong-document',
  'idle-package', 'expected-waste', 'realised-waste',
  // planted after everything else
  'chain-start', 'period-window', 'period-count', 'period-split', 'overview-sum', 'overview-total', 'snapshot-difference',
  'package-changed', 'renewal', 'renewal-line', 'renewal-gap', 'owner-mismatch', 'deduct-order', 'slice-window', 'period-boundary',
  'month-change', 'uncovered-use', 'split-usage', 'month-restated', 'restated-row', 'stated-total',
  'repeated-purchase', 'dear-package', 'coefficient-change', 'bill-interval', 'unattributed', 'precision-difference', 'stale-snapshot', 'truncated-export',
  'early-run-out', 'low-period-use', 'not-activated',
] as const;

export type FaultId = (typeof FAULT_IDS)[number];

export interface DemoOptions {
  readonly seed: number;
  /** Approximate number of deduction rows, 6000 by default; a million and more stream. */
  readonly rows?: number;
  /** Layout of the bill, `cn` by default. */
  readonly layout?: BillLayout;
  /** Language of the headers and choices of packages and deductions, `zh-CN` by default. */
  readonly locale?: 'zh-CN' | 'en';
  /** Two values in one cell where the vendor's page has it so (default), or each in a column of its own. */
  readonly paired?: boolean;
  /** What parts the two values of a cell: a line break by default. */
  readonly pairSeparator?: '\n' | '/';
  /** Units glued to the numbers of the deductions (default where paired), or in columns of their own. */
  readonly gluedUnits?: boolean;
  /** Commas between the thousands (default where units are glued). */
  readonly grouping?: boolean;
  /** What to plant: nothing by default. */
  readonly faults?: readonly FaultId[] | 'all' | 'none';
  /** How often each fault is planted, 3 by default. */
  readonly timesEach?: number;
  /** Number of deduction files, with overlapping windows of usage time and, from 4 on, each with half of the products. */
  readonly splitDeductions?: number;
}

/** One file to be written; its rows can be read more than once. */
export interface DemoFile {
  readonly name: string;
  readonly kind: 'packages' | 'deductions' | 'bill' | 'other';
  readonly header: readonly string[];
  /** When it was taken, for an overview that was not taken at the snapshot of the demo. */
  readonly taken?: string;
  rows(): Iterable<readonly string[]>;
}

/** One finding that a run over the files must have; what is absent is not promised. */
export interface ExpectedFinding {
  readonly check: string;
  readonly packageId?: string;
  readonly transactionId?: string;
  /** Absolute difference as a plain number. */
  readonly quantity?: string;
  readonly money?: string;
  readonly severity?: 'error' | 'warning' | 'info';
  /** Name of the file, where the file is the subject. */
  readonly file?: string;
  /** Name of the product, where the product is the subject. */
  readonly product?: string;
  /** What was planted. */
  readonly note: string;
}

export interface Demo {
  /** The moment at which the overview was taken. */
  readonly snapshot: string;
  readonly files: readonly DemoFile[];
  readonly expected: readonly ExpectedFinding[];
  /** What the user states that months cost, true and untrue. */
  readonly totals: readonly StatedTotal[];
  /** Distinct records, however many files repeat them. Counting reads everything once, on first use. */
  readonly counts: { readonly packages: number; readonly deductions: number; readonly bill: number };
}

/** The options with every default filled in. */
export interface Settings {
  readonly seed: number;
  readonly rows: number;
  readonly layout: BillLayout;
  readonly locale: 'zh-CN' | 'en';
  readonly paired: boolean;
  readonly pairSeparator: '\n' | '/';
  readonly gluedUnits: boolean;
  readonly grouping: boolean;
  readonly timesEach: number;
  readonly splitDeductions: number;
}

export function settingsOf(options: DemoOptions): Settings {
  const paired = options.paired ?? true;
  const gluedUnits = options.gluedUnits ?? paired;
  return {
    seed: options.seed,
    rows: options.rows ?? 6000,
    layout: options.layout ?? 'cn',
    locale: options.locale ?? 'zh-CN',
    paired,
    pairSeparator: options.pairSeparator ?? '\n',
    gluedUnits,
    grouping: options.grouping ?? gluedUnits,
    timesEach: options.timesEach ?? 3,
    splitDeductions: Math.max(1, options.splitDeductions ?? 1),
  };
}
