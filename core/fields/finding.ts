import type { Decimal } from '../base/decimal.ts';
import type { Sentence } from '../base/text.ts';
import type { RecordKind } from './field.ts';

/** error: the vendor's data contradicts itself or money is wrong · warning: a person must look · info. */
export type Severity = 'error' | 'warning' | 'info';

/** A row that a finding cites. */
export interface Evidence {
  readonly kind: RecordKind;
  readonly file: number;
  readonly line: number;
  /** Number of the stored row; `null` for a row that was set aside. */
  readonly row: number | null;
}

/** One statement that does not hold for one subject, with everything needed to follow it. */
export interface Finding {
  readonly check: string;
  readonly severity: Severity;
  /** Made of the check and its subject, never of its numbers, so that a decision survives a new run. */
  readonly key: string;
  readonly packageId: string | null;
  readonly transactionId: string | null;
  readonly product: string | null;
  readonly rows: readonly Evidence[];
  /** How many rows there are in all where `rows` names only the first ones. */
  readonly rowCount: number;
  /** Size of the difference, never below zero. */
  readonly quantity: Decimal | null;
  readonly unit: string | null;
  /** Money at stake, never below zero. */
  readonly money: Decimal | null;
  readonly currency: string | null;
  /** Rule, arithmetic, explanations ruled out and assumptions, in the order in which they are read. */
  readonly why: readonly Sentence[];
}

/** What a check says of itself after a run. */
export interface CheckResult {
  readonly id: string;
  readonly checked: number;
  readonly passed: number;
  readonly failed: number;
  readonly notCheckable: number;
  /** Why, most frequent first, with how many subjects each. */
  readonly reasons: readonly { readonly reason: Sentence; readonly count: number }[];
  readonly milliseconds?: number;
}

/** A finding names at most this many rows one by one. */
export const ROWS_NAMED = 50;
