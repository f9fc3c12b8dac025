import type { CivilTime } from '../base/time.ts';
import { periodAt, type PeriodRule } from '../deduct/periods.ts';

/** How many periods a validity holds. A first or last one that the validity cuts short may be counted or not. */
export interface Cycles {
  /** Periods that the validity touches. */
  readonly most: number;
  /** Those of them that lie in it as a whole. */
  readonly least: number;
  /** Periods after the one of the moment that was asked for, likewise. */
  readonly laterMost: number;
  readonly laterLeast: number;
}

/** The periods of `[effective, expiresAt)`, and those of them after the one that contains `moment`. */
export function cyclesOf(rule: PeriodRule, effective: CivilTime, expiresAt: CivilTime, moment: CivilTime): Cycles {
  const first = periodAt(rule, effective);
  const last = periodAt(rule, expiresAt - 1);
  const cutFirst = first.start !== null && first.start < effective ? 1 : 0;
  const cutLast = last.end !== null && last.end > expiresAt ? 1 : 0;
  const most = last.index - first.index + 1;
  const later = last.index - periodAt(rule, moment).index;
  return { most, least: Math.max(0, most - cutFirst - cutLast), laterMost: Math.max(0, later), laterLeast: Math.max(0, later - cutLast) };
}
