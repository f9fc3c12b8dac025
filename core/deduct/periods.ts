import { addMonths, civil, dateOf, DAY, endOf, HOUR, monthOf, monthStart, startOfDay, startOfHour, type CivilTime } from '../base/time.ts';

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

const WEEK = 7 * DAY;

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

/** When a package is valid: its first period may begin and its last one end in the middle of a regular one. */
export interface Validity {
  readonly effective: CivilTime | null;
  /** First moment at which it is no longer valid. */
  readonly expiresAt: CivilTime | null;
}

const NO_VALIDITY: Validity = { effective: null, expiresAt: null };

/** The rule that one known period implies: a whole number of months if it is one, else its length in seconds. */
export function ruleFromPeriod(start: CivilTime, printedEnd: CivilTime, validity: Validity = NO_VALIDITY): PeriodRule | null {
  const end = endOf(printedEnd);
  if (end <= start) return null;
  // The end may name the last day at 00:00:00, or lack the last second of a minute.
  for (const shifted of [end, end + DAY, end + 1]) {
    const rule = monthsBetween(start, shifted, validity.effective);
    if (rule !== null) return rule;
  }
  const cut = cutShort(start, end, validity);
  if (cut !== null) return cut;
  const length = end - start;
  const rounded = [1, -1].map((step) => length + step).find((near) => near % HOUR === 0);
  return { kind: 'seconds', anchor: start, length: length % HOUR === 0 ? length : (rounded ?? length) };
}

/**
 * Periods of whole months that have `[start, end)` among them. A month that lacks the day of the anchor shows its last
 * day instead, so that the day is known from the longer end or from when the package became effective.
 */
function monthsBetween(start: CivilTime, end: CivilTime, effective: CivilTime | null): PeriodRule | null {
  const count = monthOf(end) - monthOf(start);
  if (count <= 0) return null;
  const day = Math.max(dateOf(start).day, dateOf(end).day);
  const latest = civil(dateOf(start).year, 1, day) + (start - startOfDay(start));
  const anchors = [start, ...(effective === null ? [] : [effective, startOfDay(effective)]), latest];
  return anchors.map((anchor): PeriodRule => ({ kind: 'months', anchor, count })).find((rule) => isPeriod(rule, start, end)) ?? null;
}

function isPeriod(rule: PeriodRule, start: CivilTime, end: CivilTime): boolean {
  const period = periodAt(rule, start);
  return period.start === start && period.end === end;
}

/** A first period that begins when the package does, or a last one that ends with it, inside an hour, a day or a month. */
function cutShort(start: CivilTime, end: CivilTime, { effective, expiresAt }: Validity): PeriodRule | null {
  const first = effective !== null && (start === effective || start === startOfDay(effective));
  const last = end === expiresAt;
  if ((!first && !last) || (end - start) % WEEK === 0) return null;
  const month: PeriodRule = { kind: 'months', anchor: monthStart(monthOf(start)), count: 1 };
  const anniversary: PeriodRule[] = effective === null ? [] : [{ kind: 'months', anchor: effective, count: 1 }, { kind: 'months', anchor: startOfDay(effective), count: 1 }];
  const rules: PeriodRule[] = [{ kind: 'seconds', anchor: startOfHour(start), length: HOUR }, { kind: 'seconds', anchor: startOfDay(start), length: DAY }, month, ...anniversary];
  return rules.find((rule) => {
    const period = periodAt(rule, start);
    return (first && period.end === end && start > period.start!) || (last && period.start === start && end < period.end!);
  }) ?? null;
}

/** The rules worth trying where no overview names the period, most usual first. `refills` are moments at which a balance rose. */
export function candidateRules(type: 'period' | 'slice', effective: CivilTime | null, firstTime: CivilTime, refills: readonly CivilTime[] = []): PeriodRule[] {
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
  const refilled = refills.map((time): PeriodRule => ({ kind: 'months', anchor: startOfDay(time), count: 1 }));
  return type === 'slice' ? [hour, day, ...anniversaries, month, ...refilled] : [month, ...anniversaries, day, hour, year, ...refilled];
}
