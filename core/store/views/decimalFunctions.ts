import { Decimal } from '../../base/decimal.ts';
import { WIDE_MARK } from '../columns.ts';
import type { Connection } from '../sqlite.ts';

/** Numbers that do not fit into two integers are kept as text. This compares them exactly; it is called for such rows only. */
export function addDecimalFunctions(db: Connection): void {
  const options = { deterministic: true, directOnly: true };
  // Below, at or above zero as the stored number is less than, equal to or greater than the digits.
  db.function('decimal_compare', options, (whole: unknown, nano: unknown, digits: unknown) => Math.sign(storedDecimal(whole, nano).compare(Decimal.of(String(digits)))));
}

function storedDecimal(whole: unknown, nano: unknown): Decimal {
  return typeof whole === 'string' ? Decimal.of(whole.slice(WIDE_MARK.length)) : Decimal.ofParts(Number(whole), Number(nano));
}
