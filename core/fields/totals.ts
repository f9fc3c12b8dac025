import type { Decimal } from '../base/decimal.ts';
import type { MonthNumber } from '../base/time.ts';

/** What somebody says that a month costs, for the bill to be held against: an invoice, a page of the console, a contract. */
export interface StatedTotal {
  readonly month: MonthNumber;
  /** Of one payer or one product alone; `null` for all of them. */
  readonly payer: string | null;
  readonly product: string | null;
  readonly currency: string;
  readonly amount: Decimal;
}
