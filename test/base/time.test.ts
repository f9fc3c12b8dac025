import { describe, expect, it } from 'vitest';
import {
  addMonths, civil, dateOf, daysInMonth, endOf, formatCivil, formatDay, formatMonth, monthOf, monthStart, parseCivil, parseMonth, startOfDay, startOfHour, type CivilTime,
} from '../../core/base/time.ts';

function time(text: string): CivilTime {
  return parseCivil(text)!;
}

describe('reading', () => {
  it.each([
    ['2025-05-08 00:00:00', '2025-05-08 00:00:00'], ['2025-05-08', '2025-05-08 00:00:00'], ['2025/5/8 7:05', '2025-05-08 07:05:00'], ['2025.05.08 23:59:59', '2025-05-08 23:59:59'],
    ['2025-05-08T04:10:47', '2025-05-08 04:10:47'], ['2025-05-08  04:10:47.000', '2025-05-08 04:10:47'], [' 2025-05-08 04:10 ', '2025-05-08 04:10:00'], ['1970-01-01 00:00:00', '1970-01-01 00:00:00'],
    ['2024-02-29 12:00:00', '2024-02-29 12:00:00'], ['2000-02-29', '2000-02-29 00:00:00'], ['9999-12-31 23:59:59', '9999-12-31 23:59:59'],
  ])('%j is %s', (text, plain) => {
    expect(formatCivil(time(text))).toBe(plain);
  });

  it.each([
    '', '-', '2025-02-29 00:00:00', '2025-02-30', '2100-02-29', '2025-13-01', '2025-00-10', '2025-04-31', '2025-05-08 24:00:00', '2025-05-08 23:60:00', '2025-05-08 23:59:60',
    '1969-12-31 23:59:59', '2025-05/08', '08-05-2025', '20250508', '2025-05-08 1:2:3', '2025-05-08 04:10:47+08:00', '2025-05-08T04:10:47Z', '2025-05-08 04:10:47.5', '45785', '２０２５-05-08 00:00:00',
    '2025-05-0a 00:00:00', '2025-05-08 0:00:0x', '2025-05-08-00:00:00',
  ])('%j is no time', (text) => {
    expect(parseCivil(text)).toBeNull();
  });
});

describe('parts', () => {
  it('counts seconds of the clock, with no zone and no clock change', () => {
    expect(civil(1970, 1, 1)).toBe(0);
    expect(civil(2025, 5, 8, 4, 10, 47)).toBe(1_746_677_447);
    expect(time('2025-03-30 03:00:00') - time('2025-03-30 02:00:00')).toBe(3600);
  });

  it('names dates, days and months', () => {
    expect(dateOf(time('2024-02-29 23:59:59'))).toEqual({ year: 2024, month: 2, day: 29 });
    expect(dateOf(-1)).toEqual({ year: 1969, month: 12, day: 31 });
    expect(formatDay(time('2025-05-08 04:10:47'))).toBe('2025-05-08');
    expect(formatMonth(monthOf(time('2025-12-31 23:59:59')))).toBe('2025-12');
    expect(['2025-12', '0001-01', '2025-13', '2025-1', ' 2025-12'].map((text) => parseMonth(text))).toEqual([monthOf(time('2025-12-31 23:59:59')), 12, null, null, null]);
    expect(formatCivil(monthStart(monthOf(time('2025-01-31 10:00:00'))))).toBe('2025-01-01 00:00:00');
    expect([startOfDay(time('2025-05-08 04:10:47')), startOfHour(time('2025-05-08 04:10:47'))].map(formatCivil)).toEqual(['2025-05-08 00:00:00', '2025-05-08 04:00:00']);
  });

  it('knows the length of months', () => {
    expect([1, 2, 3, 4, 12].map((month) => daysInMonth(2025, month))).toEqual([31, 28, 31, 30, 31]);
    expect([1900, 2000, 2024, 2100].map((year) => daysInMonth(year, 2))).toEqual([28, 29, 29, 28]);
  });
});

describe('months later', () => {
  it.each([
    ['2025-01-31 10:00:00', 1, '2025-02-28 10:00:00'], ['2024-01-31 10:00:00', 1, '2024-02-29 10:00:00'], ['2025-01-31 10:00:00', 2, '2025-03-31 10:00:00'], ['2025-12-15 00:00:00', 1, '2026-01-15 00:00:00'],
    ['2025-01-15 00:00:00', -1, '2024-12-15 00:00:00'], ['2025-03-31 00:00:00', -13, '2024-02-29 00:00:00'], ['2024-02-29 00:00:00', 12, '2025-02-28 00:00:00'], ['2025-05-08 00:00:00', 0, '2025-05-08 00:00:00'],
  ])('%s and %i months is %s', (from, months, to) => {
    expect(formatCivil(addMonths(time(from), months))).toBe(to);
  });
});

describe('the end of a printed interval', () => {
  it.each([
    ['2025-05-08 20:59:59', '2025-05-08 21:00:00'], ['2025-05-08 00:02:59', '2025-05-08 00:03:00'], ['2025-05-08 15:52:00', '2025-05-08 15:52:00'], ['2025-05-08 15:52:58', '2025-05-08 15:52:58'],
    ['2025-12-31 23:59:59', '2026-01-01 00:00:00'],
  ])('%s is over at %s', (printed, end) => {
    expect(formatCivil(endOf(time(printed)))).toBe(end);
  });
});
