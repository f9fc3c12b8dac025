import { Decimal, printedScale } from '../base/decimal.ts';
import type { MonthNumber } from '../base/time.ts';

/** What somebody says that a month costs, for the bill to be held against: an invoice, a page of the console, a contract. */
export interface StatedTotal {
  readonly month: MonthNumber;
  /** Of one payer or one product alone; `null` for all of them. */
  readonly payer: string | null;
  readonly product: string | null;
  readonly currency: string;
  readonly amount: Decimal;
  /** Decimals with which the amount was written: it may be rounded to them. */
  readonly scale: number;
}

/** An amount with the decimals that it was written with. */
export type StatedAmount = Pick<StatedTotal, 'amount' | 'scale'>;

const AMOUNT = /^-?\d{1,30}(?:\.\d{1,20})?$/;

/** An amount as a person writes it, with or without commas between thousands; `null` where it is no number. */
export function readStatedAmount(text: string): StatedAmount | null {
  const plain = text.trim().replace(/(?<=\d),(?=\d{3}(?:\D|$))/g, '');
  return AMOUNT.test(plain) ? { amount: Decimal.of(plain), scale: printedScale(plain) } : null;
}

/** The amount again, with the decimals with which it was written. */
export function statedAmountText({ amount, scale }: StatedAmount): string {
  return amount.toFixed(scale);
}

/** A currency as the bill prints it. */
export const CURRENCY = /^[A-Z]{3}$/;
