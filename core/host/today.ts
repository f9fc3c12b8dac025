import { formatDay } from '../base/time.ts';
import type { Store } from '../store/store.ts';
import { civilOf } from './clock.ts';

/** Ends what was decided until a day that has passed by the vendor's clock. */
export function expireDecisions(store: Store, now: string): number {
  return store.isReadOnly ? 0 : store.decisions.expire(today(now), { at: now });
}

/** The day that the vendor's clock shows, as `2025-08-31`. */
export function today(now: string): string {
  return formatDay(civilOf(new Date(now)));
}
