import { civil, DAY, formatDay, type CivilTime } from '../base/time.ts';
import type { Cell } from './table.ts';

/** Which number formats show a date, and the date that a serial number stands for. */

const BUILT_IN: readonly (readonly [from: number, to: number])[] = [[14, 22], [27, 36], [45, 47], [50, 58]];

/** The formats that every workbook has without writing them down (ECMA-376 part 1, 18.8.30, with those of East Asia). */
export function isBuiltInDate(format: number): boolean {
  return BUILT_IN.some(([from, to]) => format >= from && format <= to);
}

/** Quoted text, one escaped character, a fill or a blank of a character's width, and brackets: colour, condition, locale, elapsed time. */
const LITERAL = /"[^"]*"|\\.|[_*].|\[[^\]]*\]/g;

/** Whether a format code of its author's making shows a date: a `y`, `m`, `d`, `h` or `s`, and no digits but those of fractions of a second. */
export function isDateCode(code: string): boolean {
  const [positive = ''] = code.replace(LITERAL, '').split(';');
  return /[ymdhs]/i.test(positive) && !/[0#?]/.test(positive.replace(/([sS])[.,]0+/g, '$1'));
}

const MOST_DAY_DIGITS = 7;
const NANO = 1_000_000_000;

const FIRST_1904 = civil(1904, 1, 1);
/** Day 1 is 1900-01-01, and day 60 is a 29 February that 1900 did not have, so later days count one more. */
const BEFORE_1900 = civil(1899, 12, 30);
const LEAP_BUG_DAY = 60;
const AFTER_LAST = civil(9999, 12, 31) + DAY;

/**
 * The date of a serial number as `2025-05-08 01:00:00`, rounded to the second; `null` where the calendar has no such
 * day. The digits are worked with as two integers of nine each, and never as a double, which could miss a second.
 */
export function dateText(serial: string, is1904: boolean): string | null {
  const point = serial.indexOf('.');
  const end = point < 0 ? serial.length : point;
  if (end === 0 || end > MOST_DAY_DIGITS) return null;
  const day = digitsOf(serial, 0, end, end);
  const high = digitsOf(serial, end + 1, serial.length, 9);
  const low = digitsOf(serial, end + 10, serial.length, 9);
  if (day < 0 || high < 0 || low < 0) return null;
  const time = serialTime(day, high, low, is1904);
  return time === null ? null : written(time);
}

/** Seconds of civil time for a day and the two times nine digits of its fraction; `null` where the calendar has no such day. */
export function serialTime(day: number, high: number, low: number, is1904: boolean): CivilTime | null {
  const nanos = high * DAY + Math.floor((low * DAY) / NANO);
  const seconds = Math.floor((nanos + NANO / 2) / NANO);
  let first = FIRST_1904;
  if (!is1904) {
    if (day === 0 || day === LEAP_BUG_DAY) return null;
    first = day > LEAP_BUG_DAY ? BEFORE_1900 : BEFORE_1900 + DAY;
  }
  const time = first + day * DAY + seconds;
  return time < AFTER_LAST ? time : null;
}

/** `count` digits from `from`, with zeros for those that do not follow before `end`; -1 where something else does. */
function digitsOf(text: string, from: number, end: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at += 1) {
    const digit = at < end ? text.charCodeAt(at) - 48 : 0;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));

function written(time: number): string {
  const second = time - Math.floor(time / DAY) * DAY;
  const [hour, minute] = [Math.floor(second / 3600), Math.floor(second / 60) % 60];
  return `${formatDay(time)} ${TWO_DIGITS[hour]}:${TWO_DIGITS[minute]}:${TWO_DIGITS[second % 60]}`;
}

/** A number in a cell whose format shows a date: the date, or the number where it stands for none. */
export function dateCell(cell: Cell, is1904: boolean): Cell {
  return typeof cell === 'string' ? cell : dateText(cell.number, is1904) ?? cell;
}
