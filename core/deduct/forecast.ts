import { Decimal } from '../base/decimal.ts';
import { DAY, type CivilTime } from '../base/time.ts';
import type { DeductionRow } from '../fields/deductions.ts';
import type { Replay } from './replay.ts';

/** What was deducted over the last so many days, as far as files and validity reach. */
export interface Rate {
  readonly days: number;
  readonly deducted: Decimal;
  /** Length of the window in seconds; shorter than `days` where the files or the package begin inside it. */
  readonly seconds: number;
  /** Days of usage with a deduction. */
  readonly activeDays: number;
}

export const RATE_DAYS = [7, 30, 90] as const;

/** Fewer active days than this say nothing about what comes. */
export const LEAST_ACTIVE_DAYS = 3;

/** The rates of a package up to `until`, counted by usage time; nothing before `from` is known. */
export function ratesOf(replay: Replay, from: CivilTime, until: CivilTime): Rate[] {
  const windows = RATE_DAYS.map((days) => ({ days, start: Math.max(from, until - days * DAY), deducted: Decimal.zero, active: new Set<number>() }));
  const count = (row: DeductionRow, times: number): void => {
    const time = row.usageStart ?? row.deductedAt;
    if (time === null || time >= until || row.deducted === null) return;
    for (const window of windows) {
      if (time < window.start) continue;
      for (let each = 0; each < times; each += 1) window.deducted = window.deducted.plus(row.deducted);
      if (row.deducted.sign() > 0) window.active.add(Math.floor(time / DAY));
    }
  };
  for (const history of replay.histories) for (const step of history.steps) count(step.row, step.counted);
  for (const row of replay.unchained) count(row, 1);
  return windows.map(({ days, start, deducted, active }) => ({ days, deducted, seconds: Math.max(0, until - start), activeDays: active.size }));
}

export function isTelling(rate: Rate): boolean {
  return rate.activeDays >= LEAST_ACTIVE_DAYS && rate.seconds > 0;
}

/** The largest of the rates that tell something. */
export function largestRate(rates: readonly Rate[]): Rate | null {
  return rates.filter(isTelling).reduce<Rate | null>((a, b) => (a === null || isGreater(b, a) ? b : a), null);
}

function isGreater(a: Rate, b: Rate): boolean {
  return a.deducted.times(Decimal.ofInteger(b.seconds)).isGreaterThan(b.deducted.times(Decimal.ofInteger(a.seconds)));
}

/** Deducted per day, rounded to `decimals`: for showing. */
export function perDay(rate: Rate, decimals = 3): Decimal {
  return rate.seconds === 0 ? Decimal.zero : rate.deducted.times(Decimal.ofInteger(DAY)).dividedBy(Decimal.ofInteger(rate.seconds), decimals);
}

/** What will be deducted in `seconds` at this rate, times `rate.seconds`: a whole multiple, so that comparing it is exact. */
export function liftedUse(rate: Rate, seconds: number): Decimal {
  return rate.deducted.times(Decimal.ofInteger(seconds));
}
