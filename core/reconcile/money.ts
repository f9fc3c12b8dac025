import { Decimal } from '../base/decimal.ts';
import { conversion, convert } from '../fields/units.ts';
import { transactionClass } from '../fields/choices.ts';
import { amountOf } from '../fields/facts.ts';
import type { BillRow } from '../fields/bill.ts';
import type { Package } from './world.ts';

export interface Money {
  readonly amount: Decimal;
  readonly currency: string | null;
}

/** Decimals of money at stake that results from a division. */
const MONEY_DECIMALS = 8;

/** The currency of a line: printed, else that of its price unit, else of its layout. */
export function currencyOf(line: Pick<BillRow, 'currency' | 'priceUnit'>, layout: string | null): string | null {
  if (line.currency !== null) return line.currency;
  const unit = line.priceUnit ?? '';
  if (/^(元|cny|rmb|￥|¥)/i.test(unit) || layout === 'cn') return 'CNY';
  const printed = /^([A-Z]{3})\b/.exec(unit);
  return printed === null ? null : printed[1]!;
}

/** What was paid for a package and its renewals; `null` where no line tells or currencies differ. */
export function paidFor(pack: Package, layoutOf: (file: number) => string | null): Money | null {
  const paid = pack.purchases.filter((line) => ['purchase', 'renewal', 'modify'].includes(transactionClass(line.transactionType) ?? ''));
  let sum: Money | null = null;
  for (const line of paid) {
    const amount = amountOf(line);
    const currency = currencyOf(line, layoutOf(line.file));
    if (amount === null || (sum !== null && sum.currency !== currency)) return null;
    sum = { amount: sum === null ? amount : sum.amount.plus(amount), currency };
  }
  return sum;
}

/**
 * Money at stake for a quantity of a package: quantity x paid / capacity; for period packages the capacity of all
 * periods. `null` where price, capacity or unit are unknown.
 */
export function valueOf(pack: Package, quantity: Decimal, unit: string | null, layoutOf: (file: number) => string | null): Money | null {
  const paid = paidFor(pack, layoutOf);
  const capacity = wholeCapacity(pack);
  if (paid === null || capacity === null || capacity.sign() <= 0) return null;
  const ratio = unit === null || pack.unit === null ? null : conversion(unit, pack.unit);
  if (unit !== null && pack.unit !== null && ratio === null) return null;
  const inPackageUnit = ratio === null ? quantity : convert(quantity, ratio);
  return { amount: inPackageUnit.abs().times(paid.amount).dividedBy(capacity, MONEY_DECIMALS), currency: paid.currency };
}

function wholeCapacity(pack: Package): Decimal | null {
  if (pack.combo.length > 0) return null;
  if (pack.type !== 'period') return pack.type === 'slice' ? null : pack.capacity;
  const total = pack.overview?.total ?? null;
  if (total !== null) return total;
  const periods = pack.overview?.periodsTotal ?? null;
  return periods === null || pack.capacity === null ? null : pack.capacity.times(Decimal.ofInteger(periods));
}
