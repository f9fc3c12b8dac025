import { addMonths, DAY, endOf, HOUR, monthOf, monthStart, startOfDay, startOfHour, type CivilTime } from '../base/time.ts';

/**
 * How the time line of a package is cut into periods, each with a capacity of its own.
 *
 * `whole`: one period, the package's life. `months`: periods of `count` months counted from `anchor`, so that an anchor
 * on the 1st at 00:00 means calendar months and one on the 15th means anniversaries. `seconds`: periods of one length
 * counted from `anchor` (hours, days, weeks).
 */
export type PeriodRule =
  | { readonly kind: 'whole' }
  | { readonly kind: 'months'; readonly anchor: CivilTime; readonly count: number }
  | { readonly kind: 'seconds'; readonly anchor: CivilTime; readonly length: number };

/** One period: `[start, end)`. The whole life of a package has neither. */
export interface Period {
  readonly index: number;
  readonly start: CivilTime | null;
  readonly end: CivilTime | null;
}

export const WHOLE: PeriodRule = { kind: 'whole' };
const WHOLE_PERIOD: Period = { index: 0, start: null, end: null };

/** The period that contains `time`. */
export function periodAt(rule: PeriodRule, time: CivilTime): Period {
  if (rule.kind === 'whole') return WHOLE_PERIOD;
  if (rule.kind === 'seconds') {
    const index = Math.floor((time - rule.anchor) / rule.length);
    const start = rule.anchor + index * rule.length;
    return { index, start, end: start + rule.length };
  }
  let index = Math.floor((monthOf(time) - monthOf(rule.anchor)) / rule.count);
  // An anchor late in its month begins its period after `time` of the same month.
  while (addMonths(rule.anchor, index * rule.count) > time) index -= 1;
  while (addMonths(rule.anchor, (index + 1) * rule.count) <= time) index += 1;
  return { index, start: addMonths(rule.anchor, index * rule.count), end: addMonths(rule.anchor, (index + 1) * rule.count) };
}

/** The rule that one known period implies: a whole number of months if it is one, else its length in seconds. */
export function ruleFromPeriod(start: CivilTime, printedEnd: CivilTime): PeriodRule | null {
  const end = endOf(printedEnd);
  if (end <= start) return null;
  const months = monthOf(end) - monthOf(start);
  if (months > 0 && addMonths(start, months) === end) return { kind: 'months', anchor: start, count: months };
  // The end may name the last day at 00:00:00, or lack the last second of a minute.
  for (const shifted of [end + DAY, end + 1]) {
    const count = monthOf(shifted) - monthOf(start);
    if (count > 0 && addMonths(start, count) === shifted) return { kind: 'months', anchor: start, count };
  }
  const length = end - start;
  const rounded = [1, -1].map((step) => length + step).find((near) => near % HOUR === 0);
  return { kind: 'seconds', anchor: start, length: length % HOUR === 0 ? length : (rounded ?? length) };
}

/** The rules worth trying where no overview names the period, most usual first. */
export function candidateRules(type: 'period' | 'slice', effective: CivilTime | null, firstTime: CivilTime): PeriodRule[] {
  const origin = effective ?? firstTime;
  const hour: PeriodRule = { kind: 'seconds', anchor: startOfHour(firstTime), length: HOUR };
  const day: PeriodRule = { kind: 'seconds', anchor: startOfDay(firstTime), length: DAY };
  const month: PeriodRule = { kind: 'months', anchor: monthStart(monthOf(firstTime)), count: 1 };
  const year: PeriodRule = { kind: 'months', anchor: monthStart(monthOf(firstTime)), count: 12 };
  const anniversaries: PeriodRule[] = effective === null
    ? []
    : [
        { kind: 'months', anchor: effective, count: 1 },
        { kind: 'months', anchor: startOfDay(effective), count: 1 },
        { kind: 'seconds', anchor: origin, length: DAY },
        { kind: 'months', anchor: startOfDay(effective), count: 3 },
        { kind: 'months', anchor: startOfDay(effective), count: 12 },
      ];
  return type === 'slice' ? [hour, day, ...anniversaries, month] : [month, ...anniversaries, day, hour, year];
}
