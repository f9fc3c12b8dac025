import { monthOf, monthStart, startOfDay, type CivilTime } from '../base/time.ts';
import type { Package } from './world.ts';

/** The first moment of usage that the package may pay for: its effective time, or earlier where the product covers backwards. */
export function coversFrom(pack: Package): CivilTime | null {
  const { effective, policy } = pack;
  if (effective === null || policy.retroactive === 'none') return effective;
  return policy.retroactive === 'purchase-day' ? startOfDay(effective) : monthStart(monthOf(effective));
}
