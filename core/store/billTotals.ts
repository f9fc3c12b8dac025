import { Decimal } from '../base/decimal.ts';
import { AMOUNT_FIELDS, type BillTotal } from '../fields/facts.ts';
import { WIDE_MARK } from './columns.ts';
import type { Connection } from './sqlite.ts';

const DIMENSIONS = ['owner', 'product', 'subproduct', 'transactionType', 'billingMode'] as const;

/** The column of the first amount that a line has. */
function firstAmount(column: (key: string) => string): string {
  return `CASE ${AMOUNT_FIELDS.map((key) => `WHEN "${key}" IS NOT NULL THEN ${column(key)}`).join(' ')} END`;
}

interface Group {
  readonly currency: bigint | null;
  readonly whole: bigint;
  readonly nano: bigint;
  readonly wide: string | null;
  readonly lines: bigint;
}

/**
 * Sums of the amount of every line with one, per currency, once by each dimension: SQLite groups and adds the whole parts
 * and the billionths as integers, which is exact; the few numbers that are kept as text are added here.
 */
export function* billTotals(db: Connection): Generator<BillTotal> {
  const whole = firstAmount((key) => `"${key}"`);
  const nano = firstAmount((key) => `"${key}_nano"`);
  const statement = (dimension: string): string => `
    SELECT currency, sum(whole) AS whole, sum(nano) AS nano, group_concat(wide, ' ') AS wide, sum(lines) AS lines FROM (
      SELECT "${dimension}" AS dimension, currency,
        coalesce(sum(CASE WHEN typeof(whole) = 'integer' THEN whole END), 0) AS whole, coalesce(sum(nano), 0) AS nano,
        group_concat(CASE WHEN typeof(whole) = 'text' THEN whole END, ' ') AS wide, count(*) AS lines
      FROM (SELECT "${dimension}", currency, ${whole} AS whole, ${nano} AS nano FROM bill_row)
      WHERE whole IS NOT NULL GROUP BY "${dimension}", currency)
    GROUP BY currency`;
  const textOf = db.prepare('SELECT value FROM text WHERE id = ?').pluck();
  for (const dimension of DIMENSIONS) {
    const groups = db.prepare(statement(dimension)).safeIntegers().all() as Group[];
    const totals = groups.map((group): BillTotal => ({
      dimension,
      currency: group.currency === null ? null : (textOf.get(group.currency) as string),
      amount: amountOf(group),
      lines: Number(group.lines),
    }));
    yield* totals.sort((a, b) => ((a.currency ?? '') < (b.currency ?? '') ? -1 : 1));
  }
}

function amountOf({ whole, nano, wide }: Group): Decimal {
  let amount = Decimal.ofUnits(whole, 0).plus(Decimal.ofUnits(nano, 9));
  for (const text of wide === null ? [] : wide.split(' ')) amount = amount.plus(Decimal.of(text.slice(WIDE_MARK.length)));
  return amount;
}
