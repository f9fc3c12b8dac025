import { DAY, civil, monthOf, parseCivil, type CivilTime, type MonthNumber } from '../base/time.ts';
import { halfWidth } from './cellText.ts';

/** Words with which a console says that something never ends: there is no time, and no error. */
const NEVER = new Set(['永久', '永久有效', '长期', '长期有效', '永不过期', '不限', '无期限', 'permanent', 'never', 'long-term', 'unlimited']);

/** What a database prints for a date that was never set. */
const NO_DATE = /^0000-00-00(?: 00:00:00)?$/;

/** A cleaned, present text as civil time; `null` where it says "never" or holds no date, `undefined` where it is no time. */
export function readTime(text: string): CivilTime | null | undefined {
  const fast = parseCivil(text);
  if (fast !== null) return fast;
  const normal = halfWidth(text)
    .replace(/^(\d{4})年(\d{1,2})月(\d{1,2})日\s*/, '$1-$2-$3 ')
    .replace(/\s*(?:\(?utc\s*\+\s*0?8(?::00)?\)?|\+08:?00)$/i, '')
    .replace(/(:\d{2})\.\d{1,9}$/, '$1')
    .replace(/\s+/g, ' ')
    .trim();
  const time = parseCivil(normal);
  if (time !== null) return time;
  return NEVER.has(normal.toLowerCase()) || NO_DATE.test(normal) ? null : undefined;
}

/** 2000-01-01 to 2100-01-01 in the numbering of spreadsheets. */
const FIRST_SERIAL = 36_526;
const LAST_SERIAL = 73_051;

/**
 * A number cell in a column of times: days since 1899-12-30, as spreadsheets with the 1900 system count. Only a number
 * that is a whole second of this century is taken.
 */
export function readSerial(digits: string): CivilTime | undefined {
  if (!/^\d{5}(?:\.\d+)?$/.test(digits)) return undefined;
  const serial = Number(digits);
  if (serial < FIRST_SERIAL || serial >= LAST_SERIAL) return undefined;
  const seconds = (serial - Math.floor(serial)) * DAY;
  const whole = Math.round(seconds);
  if (Math.abs(seconds - whole) > 0.01) return undefined;
  return civil(1899, 12, 30) + Math.floor(serial) * DAY + whole;
}

/** `2025-05`, `202505`, `2025年5月`, or the first moment of a month. */
export function readMonth(text: string): MonthNumber | undefined {
  const match = /^(\d{4})(?:[-/.]?(\d{2})|[-/.年](\d{1,2})月?)$/.exec(halfWidth(text));
  if (match !== null) {
    const year = Number(match[1]);
    const month = Number(match[2] ?? match[3]);
    return month >= 1 && month <= 12 && year >= 1970 ? year * 12 + month - 1 : undefined;
  }
  const time = readTime(text);
  return time === undefined || time === null ? undefined : monthOf(time);
}
