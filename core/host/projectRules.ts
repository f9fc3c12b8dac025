import { AppError } from '../base/errors.ts';
import { parseMonth, type MonthNumber } from '../base/time.ts';
import { isPolicyValue, policyChoices, type PolicyEdit } from '../fields/policies.ts';
import { mayStandFor } from '../fields/unitAliases.ts';
import { isKnownUnit } from '../fields/units.ts';
import { CURRENCY, readStatedAmount, type StatedTotal } from '../fields/totals.ts';

/** What a user types, made sure of before it goes into the log: one way for the page and the command line. */

/** Throws `option-value` for a value that the policy does not have. */
export function checkedPolicy<E extends Omit<PolicyEdit, 'value'> & { readonly value: string | null }>(edit: E): E {
  if (edit.value !== null && !isPolicyValue(edit.name, edit.value)) throw new AppError('option-value', { option: edit.name, value: edit.value, expected: policyChoices(edit.name) });
  return edit;
}

/** What a unit word stands for; `null` takes it back. Throws `option-value` for a word that has a meaning, and for a unit that nobody knows. */
export function checkedUnit({ word, same }: { readonly word: string; readonly same: string | null }): { readonly word: string; readonly same: string | null } {
  const [own, known] = [word.trim(), same?.trim() ?? null];
  if (!mayStandFor(own)) throw new AppError('option-value', { option: 'unit', value: own.slice(0, 100), expected: 'Mins, K calls, …' });
  if (known !== null && !isKnownUnit(known)) throw new AppError('option-value', { option: 'same', value: known.slice(0, 100), expected: '分钟, 1000分钟, GB, 次, …' });
  return { word: own, same: known };
}

export interface TypedTotal {
  readonly month: string;
  readonly payer: string | null;
  readonly product: string | null;
  readonly currency: string;
  readonly amount: string | null;
}

/** What it is stated of, and the amount; `null` takes it back. Throws `option-value`. */
export function checkedTotal({ month, payer, product, currency, amount }: TypedTotal): { readonly of: Omit<StatedTotal, 'amount' | 'scale'>; readonly amount: Pick<StatedTotal, 'amount' | 'scale'> | null } {
  const read = amount === null ? null : readStatedAmount(amount);
  if (amount !== null && read === null) throw new AppError('option-value', { option: 'amount', value: amount.slice(0, 100), expected: '12345.67' });
  if (!CURRENCY.test(currency)) throw new AppError('option-value', { option: 'currency', value: currency.slice(0, 100), expected: 'CNY, USD, …' });
  return { of: { month: monthFrom(month), payer, product, currency }, amount: read };
}

function monthFrom(text: string): MonthNumber {
  const month = parseMonth(text);
  if (month === null) throw new AppError('option-value', { option: 'month', value: text.slice(0, 100), expected: '2025-05' });
  return month;
}
