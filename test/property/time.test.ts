import { describe, expect, test } from 'vitest';
import { addMonths, civil, dateOf, daysInMonth, formatCivil, monthOf, monthStart, parseCivil, startOfDay, startOfHour } from '../../core/base/time.ts';
import { periodAt, type PeriodRule } from '../../core/deduct/periods.ts';
import { Random, seeds } from './random.ts';

/** The oracle: the runtime's own calendar, read as UTC so that no zone has a say. */
const FIRST = Date.UTC(1970, 0, 1) / 1000;
const LAST = Date.UTC(2200, 11, 31, 23, 59, 59) / 1000;

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

test('every day from 1970 to 2200 is that of the calendar', () => {
  const wrong: string[] = [];
  for (let seconds = FIRST; seconds <= LAST; seconds += 86_400) {
    const date = new Date(seconds * 1000);
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    if (civil(year, month, day) !== seconds || formatCivil(seconds) !== iso(seconds) || parseCivil(iso(seconds)) !== seconds) wrong.push(iso(seconds));
    const { year: y, month: m, day: d } = dateOf(seconds + 86_399);
    if (y !== year || m !== month || d !== day) wrong.push(`${iso(seconds)} at its end`);
  }
  expect(wrong).toEqual([]);
});

describe('moments', () => {
  test.each(seeds(24))('seed %i', (seed) => {
    const random = new Random(seed);
    for (let round = 0; round < 1500; round += 1) {
      const moment = random.between(FIRST, LAST);
      expect([formatCivil(moment), parseCivil(iso(moment)), parseCivil(iso(moment).replaceAll('-', '/')), parseCivil(iso(moment).replace(' ', 'T'))]).toEqual([iso(moment), moment, moment, moment]);
      expect([iso(startOfDay(moment)).slice(11), iso(startOfHour(moment)).slice(14), iso(monthStart(monthOf(moment))).slice(0, 7)]).toEqual(['00:00:00', '00:00', iso(moment).slice(0, 7)]);
    }
  });
});

describe('dates that do not exist are no times', () => {
  test.each(seeds(24))('seed %i', (seed) => {
    const random = new Random(seed);
    for (let round = 0; round < 1500; round += 1) {
      const parts = [random.between(1970, 2200), random.between(0, 14), random.between(0, 33), random.between(0, 26), random.between(0, 62), random.between(0, 62)] as const;
      const [year, month, day, hour, minute, second] = parts;
      const text = `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
      const seconds = Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
      // The calendar rolls what does not exist over into what does: then it reads differently.
      expect(parseCivil(text), text).toBe(iso(seconds) === text ? seconds : null);
    }
  });
});

describe('months later', () => {
  test.each(seeds(24))('seed %i', (seed) => {
    const random = new Random(seed);
    for (let round = 0; round < 1000; round += 1) {
      const moment = random.between(Date.UTC(1990, 0, 1) / 1000, Date.UTC(2150, 0, 1) / 1000);
      const months = random.between(-200, 200);
      const date = new Date(moment * 1000);
      const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
      const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
      const expected = Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(date.getUTCDate(), length), date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()) / 1000;
      expect(iso(addMonths(moment, months)), `${iso(moment)} and ${months} months`).toBe(iso(expected));
      expect(daysInMonth(first.getUTCFullYear(), first.getUTCMonth() + 1)).toBe(length);
    }
  });
});

describe('the periods of a rule follow on one another', () => {
  test.each(seeds(24))('seed %i', (seed) => {
    const random = new Random(seed);
    for (let round = 0; round < 300; round += 1) {
      const anchor = random.between(Date.UTC(2015, 0, 1) / 1000, Date.UTC(2035, 0, 1) / 1000);
      const rule: PeriodRule = random.chance(0.6) ? { kind: 'months', anchor, count: random.pick([1, 1, 1, 3, 12]) } : { kind: 'seconds', anchor, length: random.pick([3600, 86_400, 604_800]) };
      const moment = random.between(Date.UTC(2016, 0, 1) / 1000, Date.UTC(2034, 0, 1) / 1000);
      const { index, start, end } = periodAt(rule, moment);
      expect(start! <= moment && moment < end!).toBe(true);
      expect(periodAt(rule, start!)).toEqual({ index, start, end });
      expect(periodAt(rule, end! - 1)).toEqual({ index, start, end });
      expect(periodAt(rule, end!)).toMatchObject({ index: index + 1, start: end });
      expect(periodAt(rule, start! - 1)).toMatchObject({ index: index - 1, end: start });
    }
  });
});
