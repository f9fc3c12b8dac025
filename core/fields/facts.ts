import type { Refusal } from '../base/errors.ts';
import type { CivilTime } from '../base/time.ts';
import type { Decimal } from '../base/decimal.ts';
import type { BillRow } from './bill.ts';
import type { DeductionRow } from './deductions.ts';
import type { Provenance, RecordKind } from './field.ts';
import type { PackageRow } from './packages.ts';

/** How many rows of one imported table went where; `read` is the sum of the other four. */
export interface RowCounts {
  readonly read: number;
  readonly stored: number;
  /** Already there from another import. */
  readonly known: number;
  /** Blank rows, totals and repeated header rows. */
  readonly ignored: number;
  readonly rejected: number;
}

/** A closed interval of usage time, both ends as printed. */
export interface Window {
  readonly start: CivilTime;
  readonly end: CivilTime;
}

/** How numbers were printed in one column of one file. */
export interface PrintedScale {
  /** Fewest and most decimals of any number in the column. */
  readonly least: number;
  readonly most: number;
}

/** A word of a closed list that we do not know. */
export interface UnknownWord {
  readonly field: string;
  readonly word: string;
  readonly count: number;
  readonly firstLine: number;
}

/** A row of a bill that says what all lines above it cost. */
export interface TotalsRow {
  readonly line: number;
  /** Records before it. */
  readonly before: number;
  /** What is printed under columns of money, by field key. */
  readonly amounts: Readonly<Record<string, string>>;
}

/** One imported table: a CSV, a sheet, or an entry of an archive. */
export interface FileFact {
  readonly id: number;
  /** As the user named it, without folders; entries of archives follow after ` › `. */
  readonly name: string;
  readonly sheet: string | null;
  readonly kind: RecordKind;
  /** `cn`, `intl`, `reseller` for bills; `paired` or `separate` for the others. */
  readonly layout: string;
  readonly encoding: string | null;
  readonly sha256: string;
  readonly counts: RowCounts;
  /** Keys of the fields that have a column. */
  readonly columns: readonly string[];
  /** Keys of needed fields that have none. */
  readonly missing: readonly string[];
  readonly scales: Readonly<Record<string, PrintedScale>>;
  /** Usage window of a deduction file: from its name, else first to last usage time of its rows. */
  readonly window: Window | null;
  readonly windowFromName: boolean;
  /** Products of a deduction file. */
  readonly products: readonly string[];
  /** When an overview was taken. */
  readonly snapshot: CivilTime | null;
  readonly snapshotAssumed: boolean;
  readonly unknownWords: readonly UnknownWord[];
  /** Totals that a bill itself prints; of many the first ones. */
  readonly totals: readonly TotalsRow[];
}

/** A document that was refused as a whole, with its reason. */
export interface RefusedFile {
  readonly name: string;
  readonly refusal: Refusal;
}

/** Why a row was set aside. */
export const REJECT_REASONS = ['number', 'time', 'month', 'count', 'id-damaged', 'unit', 'id-missing', 'cells', 'number-damaged'] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

export interface RejectedRow {
  readonly file: number;
  readonly line: number;
  readonly field: string;
  readonly reason: RejectReason;
  /** The cell as it stands, cut to 200 characters. */
  readonly cell: string;
  /** What else of the row could be read: names, ids, choices and times by field key, so that what the row explains is not blamed on the vendor. */
  readonly known: Readonly<Record<string, string | number>>;
}

/** One sum of the bill as the store computes it, to be held against the lines. */
export interface BillTotal {
  readonly dimension: 'owner' | 'product' | 'subproduct' | 'transactionType' | 'billingMode';
  readonly currency: string | null;
  readonly amount: Decimal;
  readonly lines: number;
}

/** A file that holds a row besides the one that it is cited from. */
export interface Sighting {
  readonly row: number;
  readonly file: number;
}

/**
 * Everything that is known, as streams in an order that no import order changes. A stream may be read more than once,
 * each time from its beginning; the rows of a stream live only until the next one is taken, unless kept.
 */
export interface Dataset {
  readonly files: readonly FileFact[];
  readonly refused: readonly RefusedFile[];
  rejected(): Iterable<RejectedRow>;
  /** All overviews, by package id, then snapshot. */
  packages(): Iterable<PackageRow>;
  /** By package id, deduction time, usage start, then content; identical rows together. */
  deductions(): Iterable<DeductionRow>;
  /** All lines of the bill, in a fixed order; with `places` only those that stand there in this order, counted from 0, ascending. */
  bill(places?: Int32Array): Iterable<BillRow>;
  /** The same lines with their numbers and the values of some fields only, which costs a fraction. */
  billFields<K extends keyof BillRow>(keys: readonly K[], places?: Int32Array): Iterable<Pick<BillRow, K | keyof Provenance>>;
  /** The products of lines that have a value of a decimal field. */
  productsWith(key: 'deductedUsage'): Iterable<string | null>;
  /** The lines that buy, renew, change or refund something: a small part of the bill. */
  prepaid(): Iterable<BillRow>;
  /** Sums of the amount of every line (`amountOf`), computed by the store itself. */
  billTotals(): Iterable<BillTotal>;
  /** Which files hold rows of a kind that other files hold too, by row. */
  sightings(kind: RecordKind): Iterable<Sighting>;
}

/** The highest number of a row of each kind. */
export type Marks = Readonly<Record<RecordKind, number>>;

/** What came after some marks. */
export interface News {
  readonly deductions: readonly Pick<DeductionRow, 'packageId' | 'packageOwner' | 'product' | 'usageOwner' | 'usageProduct'>[];
  readonly packages: readonly Pick<PackageRow, 'packageId'>[];
  readonly bill: readonly Pick<BillRow, 'owner' | 'product' | 'instanceId'>[];
  /** Deductions that were there and that a file which was not holds too. */
  readonly seenAgain: readonly Pick<DeductionRow, 'packageId'>[];
}

/** A dataset of which a part can be read alone, and which tells what has come to it. */
export interface GrowingDataset extends Dataset {
  marks(): Marks;
  /** What came after `marks` with files other than `files`; `null` where that is more than `most` rows. */
  since(marks: Marks, files: ReadonlySet<number>, most: number): News | null;
  /** The deductions of some packages, in the order of `deductions`. */
  deductionsOf(packageIds: ReadonlySet<string>): Iterable<DeductionRow>;
  /** The lines of some owners and products, in the order of `bill`. */
  billOf(isWanted: (owner: string | null, product: string | null) => boolean): Iterable<BillRow>;
  /** The lines with these numbers, in the order of the numbers. */
  lines(rows: readonly number[]): Iterable<BillRow>;
}

/**
 * What a line costs: the last amount that its layout prints. China: amount after discount, vouchers included;
 * international: amount before tax; reseller: total cost.
 */
export function amountOf(line: Pick<BillRow, (typeof AMOUNT_FIELDS)[number]>): Decimal | null {
  return line.totalCost ?? line.amountBeforeTax ?? line.afterDiscount ?? line.beforeVoucher ?? line.totalIncludingTax;
}

/** The fields of `amountOf`, first present wins. */
export const AMOUNT_FIELDS = ['totalCost', 'amountBeforeTax', 'afterDiscount', 'beforeVoucher', 'totalIncludingTax'] as const;
