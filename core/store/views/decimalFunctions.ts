import { Decimal } from '../../base/decimal.ts';
import { WIDE_MARK } from '../columns.ts';
import type { Connection } from '../sqlite.ts';

const NANO_DIGITS = 9;

/**
 * Numbers that do not fit into two integers are kept as text. These functions compare and order them exactly; they are
 * called for such rows only.
 */
export function addDecimalFunctions(db: Connection): void {
  const options = { deterministic: true, directOnly: true };
  // Below, at or above zero as the stored number is less than, equal to or greater than the digits.
  db.function('decimal_compare', options, (whole: unknown, nano: unknown, digits: unknown) => Math.sign(storedDecimal(whole, nano).compare(Decimal.of(String(digits)))));
  db.function('decimal_floor', options, (stored: unknown) => clamped(parts(stored).floor));
  db.function('decimal_nano', options, (stored: unknown) => Number(parts(stored).fraction.slice(0, NANO_DIGITS)));
  db.function('decimal_rest', options, (stored: unknown) => parts(stored).fraction.slice(NANO_DIGITS));
}

function storedDecimal(whole: unknown, nano: unknown): Decimal {
  return typeof whole === 'string' ? Decimal.of(whole.slice(WIDE_MARK.length)) : Decimal.ofParts(Number(whole), Number(nano));
}

/** The integer at or below the number, and the digits behind it, counted upwards from there. */
function parts(stored: unknown): { readonly floor: bigint; readonly fraction: string } {
  const [whole = '0', fraction = ''] = String(stored).slice(WIDE_MARK.length).split('.');
  const width = Math.max(NANO_DIGITS, fraction.length);
  const digits = fraction.padEnd(width, '0');
  if (!whole.startsWith('-')) return { floor: BigInt(whole), fraction: digits };
  const magnitude = BigInt(digits);
  if (magnitude === 0n) return { floor: BigInt(whole), fraction: digits };
  return { floor: BigInt(whole) - 1n, fraction: (10n ** BigInt(width) - magnitude).toString().padStart(width, '0') };
}

/** Beyond 64 bits only the order of magnitude counts. */
function clamped(value: bigint): bigint | number {
  return BigInt.asIntN(64, value) === value ? value : Number(value);
}
