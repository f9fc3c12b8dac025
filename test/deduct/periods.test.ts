import { describe, expect, it } from 'vitest';
import { formatCivil, parseCivil, type CivilTime } from '../../core/base/time.ts';
import { candidateRules, periodAt, ruleFromPeriod, WHOLE, type PeriodRule } from '../../core/deduct/periods.ts';

function time(text: string): CivilTime {
  return parseCivil(text.length === 10 ? `${text} 00:00:00` : text)!;
}

function short(moment: CivilTime | null): string {
  return moment === null ? '-' : formatCivil(moment).replace(' 00:00:00', '');
}

function shown(rule: PeriodRule, moment: string): string {
  const { start, end } = periodAt(rule, time(moment));
  return `${short(start)} to ${short(end)}`;
}

function months(anchor: string, count = 1): PeriodRule {
  return { kind: 'months', anchor: time(anchor), count };
}

describe('the period of a moment', () => {
  it('is the whole life of a total package', () => {
    expect(periodAt(WHOLE, time('2025-05-08'))).toEqual({ index: 0, start: null, end: null });
  });

  it.each([
    ['calendar months', months('2025-01-01'), '2025-02-28 23:59:59', '2025-02-01 to 2025-03-01'],
    ['calendar months, first second', months('2025-01-01'), '2025-03-01 00:00:00', '2025-03-01 to 2025-04-01'],
    ['before the anchor', months('2025-05-01'), '2024-02-29 12:00:00', '2024-02-01 to 2024-03-01'],
    ['the 15th, on the day before', months('2025-01-15'), '2025-03-14 23:59:59', '2025-02-15 to 2025-03-15'],
    ['the 15th, on the day', months('2025-01-15'), '2025-03-15 00:00:00', '2025-03-15 to 2025-04-15'],
    ['the 31st in a short month', months('2025-01-31'), '2025-02-28 00:00:00', '2025-02-28 to 2025-03-31'],
    ['the 31st before a short end', months('2025-01-31'), '2025-02-27 23:59:59', '2025-01-31 to 2025-02-28'],
    ['the 31st in a leap year', months('2023-12-31'), '2024-02-28 12:00:00', '2024-01-31 to 2024-02-29'],
    ['the 29th of February', months('2024-02-29', 12), '2025-02-28 00:00:00', '2025-02-28 to 2026-02-28'],
    ['a year back to a leap day', months('2023-02-28', 12), '2024-02-29 00:00:00', '2024-02-28 to 2025-02-28'],
    ['quarters', months('2025-01-10', 3), '2025-06-01 00:00:00', '2025-04-10 to 2025-07-10'],
    ['an hour of the day', months('2025-01-10 08:30:00'), '2025-02-10 08:29:59', '2025-01-10 08:30:00 to 2025-02-10 08:30:00'],
  ])('%s', (_what, rule, moment, expected) => {
    expect(shown(rule, moment)).toBe(expected);
  });

  it.each([
    ['an hour', { kind: 'seconds', anchor: time('2025-05-08'), length: 3600 }, '2025-05-08 09:59:59', '2025-05-08 09:00:00 to 2025-05-08 10:00:00'],
    ['an hour before the anchor', { kind: 'seconds', anchor: time('2025-05-08'), length: 3600 }, '2025-05-07 23:00:00', '2025-05-07 23:00:00 to 2025-05-08'],
    ['a day', { kind: 'seconds', anchor: time('2025-05-01'), length: 86_400 }, '2025-05-08 23:59:59', '2025-05-08 to 2025-05-09'],
    ['a week', { kind: 'seconds', anchor: time('2025-05-01'), length: 604_800 }, '2025-05-07 23:59:59', '2025-05-01 to 2025-05-08'],
  ] as const)('%s', (_what, rule, moment, expected) => {
    expect(shown(rule, moment)).toBe(expected);
  });

  it('numbers periods from the anchor', () => {
    expect(['2025-01-14', '2025-01-15', '2025-03-15', '2024-12-15'].map((day) => periodAt(months('2025-01-15'), time(day)).index)).toEqual([-1, 0, 2, -1]);
  });
});

describe('the rule that a printed period implies', () => {
  function from(start: string, end: string, effective: string | null = null, expires: string | null = null): PeriodRule | null {
    return ruleFromPeriod(time(start), time(end), { effective: effective === null ? null : time(effective), expiresAt: expires === null ? null : time(expires) });
  }

  it.each([
    ['calendar month, inclusive end', '2025-07-01', '2025-07-31 23:59:59', '2025-02-10', '2025-02-01 to 2025-03-01'],
    ['calendar month, exclusive end', '2025-07-01', '2025-08-01', '2024-02-10', '2024-02-01 to 2024-03-01'],
    ['calendar month, last day at midnight', '2025-07-01', '2025-07-31', '2025-02-10', '2025-02-01 to 2025-03-01'],
    ['anniversary on the 15th', '2025-07-15', '2025-08-14 23:59:59', '2025-02-14', '2025-01-15 to 2025-02-15'],
    ['anniversary with a time of day', '2025-07-15 09:30:00', '2025-08-15 09:29:59', '2025-02-15 09:30:00', '2025-02-15 09:30:00 to 2025-03-15 09:30:00'],
    ['the 31st, from a long month', '2025-01-31', '2025-02-27 23:59:59', '2025-04-30', '2025-04-30 to 2025-05-31'],
    ['the 31st, from a short month', '2025-02-28', '2025-03-30 23:59:59', '2025-04-30', '2025-04-30 to 2025-05-31'],
    ['the 31st, from April', '2025-04-30', '2025-05-30 23:59:59', '2025-02-28', '2025-02-28 to 2025-03-31'],
    ['the 30th, from February', '2025-02-28', '2025-03-29 23:59:59', '2025-05-30', '2025-05-30 to 2025-06-30'],
    ['a quarter', '2025-04-10', '2025-07-09 23:59:59', '2025-01-10', '2025-01-10 to 2025-04-10'],
    ['a year', '2024-02-29', '2025-02-27 23:59:59', '2026-02-28', '2026-02-28 to 2027-02-28'],
    ['a day', '2025-07-31', '2025-07-31 23:59:59', '2025-02-10', '2025-02-10 to 2025-02-11'],
    ['an hour', '2025-07-31 23:00:00', '2025-07-31 23:59:59', '2025-02-10 07:30:00', '2025-02-10 07:00:00 to 2025-02-10 08:00:00'],
    ['an hour that ends at the full hour', '2025-07-31 23:00:00', '2025-08-01', '2025-02-10 07:30:00', '2025-02-10 07:00:00 to 2025-02-10 08:00:00'],
    ['a week', '2025-07-01', '2025-07-07 23:59:59', '2025-07-08', '2025-07-08 to 2025-07-15'],
  ])('%s', (_what, start, end, moment, expected) => {
    expect(shown(from(start, end)!, moment)).toBe(expected);
  });

  it('takes the day of the anchor from when the package became effective, where the period does not show it', () => {
    expect(shown(from('2025-04-30', '2025-05-30 23:59:59', '2025-01-31')!, '2025-06-30')).toBe('2025-06-30 to 2025-07-31');
    expect(shown(from('2025-02-28', '2025-03-28', '2025-01-28')!, '2025-03-30')).toBe('2025-03-28 to 2025-04-28');
  });

  it.each([
    ['first month cut by the beginning', '2025-05-15', '2025-05-31 23:59:59', '2025-05-15', null, '2025-06-10', '2025-06-01 to 2025-07-01'],
    ['first month cut, shown from the start of the day', '2025-05-15', '2025-05-31 23:59:59', '2025-05-15 10:20:30', null, '2025-06-10', '2025-06-01 to 2025-07-01'],
    ['last month cut by the end', '2025-07-01', '2025-07-20', '2025-01-01', '2025-07-20', '2025-06-10', '2025-06-01 to 2025-07-01'],
    ['last anniversary cut by the end', '2025-07-15', '2025-07-31 23:59:59', '2025-01-15', '2025-08-01', '2025-06-10', '2025-05-15 to 2025-06-15'],
    ['first day cut by the beginning', '2025-05-15 10:00:00', '2025-05-15 23:59:59', '2025-05-15 10:00:00', null, '2025-05-16 05:00:00', '2025-05-16 to 2025-05-17'],
    ['first hour cut by the beginning', '2025-05-15 10:20:00', '2025-05-15 10:59:59', '2025-05-15 10:20:00', null, '2025-05-15 11:10:00', '2025-05-15 11:00:00 to 2025-05-15 12:00:00'],
  ])('%s', (_what, start, end, effective, expires, moment, expected) => {
    expect(shown(from(start, end, effective, expires)!, moment)).toBe(expected);
  });

  it('counts whole weeks from the beginning, even if they end with a month', () => {
    expect(shown(from('2025-05-25', '2025-05-31 23:59:59', '2025-05-25')!, '2025-06-10')).toBe('2025-06-08 to 2025-06-15');
  });

  it('does not exist where the end is not after the start', () => {
    expect(from('2025-07-01', '2025-07-01')).toBeNull();
    expect(from('2025-07-02', '2025-07-01')).toBeNull();
  });
});

describe('the rules to try', () => {
  it('begin with the usual ones', () => {
    const first = time('2025-05-08 10:20:30');
    const shape = (rules: readonly PeriodRule[]): string[] => rules.map((rule) => (rule.kind === 'whole' ? 'whole' : `${rule.kind === 'months' ? rule.count : rule.length}@${formatCivil(rule.anchor)}`));
    expect(shape(candidateRules('period', null, first))).toEqual(['1@2025-05-01 00:00:00', '86400@2025-05-08 00:00:00', '3600@2025-05-08 10:00:00', '12@2025-05-01 00:00:00']);
    expect(shape(candidateRules('slice', null, first, [time('2025-05-20 08:00:00')]))).toEqual([
      '3600@2025-05-08 10:00:00', '86400@2025-05-08 00:00:00', '1@2025-05-01 00:00:00', '1@2025-05-20 00:00:00',
    ]);
    expect(shape(candidateRules('period', time('2025-04-15 09:00:00'), first))).toContain('1@2025-04-15 00:00:00');
  });
});
