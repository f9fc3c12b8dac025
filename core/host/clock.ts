import type { CivilTime } from '../base/time.ts';

/** The vendor's clock: UTC+8, without summer time. */
const OFFSET_SECONDS = 8 * 3600;

/** What the vendor's clock showed at a moment of this machine. */
export function civilOf(moment: Date): CivilTime {
  return Math.floor(moment.getTime() / 1000) + OFFSET_SECONDS;
}
