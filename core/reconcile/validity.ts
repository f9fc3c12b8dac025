import type { Decimal } from '../base/decimal.ts';
import { monthOf, monthStart, startOfDay, type CivilTime } from '../base/time.ts';
import type { Package } from './world.ts';

/** The first moment of usage that the package may pay for: its effective time, or earlier where the product covers backwards. */
export function coversFrom(pack: Package): CivilTime | null {
  const { effective, policy } = pack;
  if (effective === null || policy.retroactive === 'none') return effective;
  return policy.retroactive === 'purchase-day' ? startOfDay(effective) : monthStart(monthOf(effective));
}

/** The largest capacity that any overview shows: a package whose capacity was lowered may have held the larger one before. */
export function largestCapacity(pack: Package, shown: Decimal): Decimal {
  if (pack.overviews.length < 2 || pack.combo.length > 0) return shown;
  const field = pack.type === 'period' || pack.type === 'slice' ? 'periodTotal' : 'total';
  return pack.overviews.reduce((largest, { [field]: total, unit }) => (total !== null && unit === pack.unit && total.isGreaterThan(largest) ? total : largest), shown);
}
