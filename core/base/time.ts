/**
 * Civil time: what a wall clock in the vendor's files shows (UTC+8, printed without a zone), as whole seconds
 * since 1970-01-01 00:00:00 of that same clock. No zone is ever applied and nothing here knows "now".
 */
export type CivilTime = number;

export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : DAYS_IN_MONTH[month - 1]!;
}

/** Days since 1970-01-01 of a date of the Gregorian calendar (H. Hinnant, "chrono-compatible low-level date algorithms"). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function civil(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): CivilTime {
  return daysFromCivil(year, month, day) * DAY + hour * HOUR + minute * MINUTE + second;
}

/** The date that the clock shows at `time`. */
export function dateOf(time: CivilTime): CivilDate {
  const z = Math.floor(time / DAY) + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** `2025-05-08 00:00:00`, also with `/` or `.`, without seconds, without a time, with `T`; `null` for anything else, 2025-02-30 too. */
const CIVIL = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.0+)?)?)?$/;

export function parseCivil(text: string): CivilTime | null {
  const fast = parsePlain(text);
  if (fast !== null) return fast;
  const match = CIVIL.exec(text.trim());
  if (match === null) return null;
  const [, year, , month, day, hour = '0', minute = '0', second = '0'] = match;
  return checked(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
}

/** The one form that exports print, digit by digit: a million rows hold four million of these. */
function parsePlain(text: string): CivilTime | null {
  if (text.length !== 19 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45 || text.charCodeAt(10) !== 32
    || text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return null;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  return checked(year, twoDigits(text, 5), twoDigits(text, 8), twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17));
}

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function checked(year: number, month: number, day: number, hour: number, minute: number, second: number): CivilTime | null {
  const inRange = year >= 1970 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && hour >= 0 && hour <= 23
    && minute >= 0 && minute <= 59 && second >= 0 && second <= 59;
  if (!inRange || day > daysInMonth(year, month)) return null;
  return civil(year, month, day, hour, minute, second);
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, '0');
}

/** `2025-05-08 00:00:00`. */
export function formatCivil(time: CivilTime): string {
  const { year, month, day } = dateOf(time);
  const rest = time - Math.floor(time / DAY) * DAY;
  return `${pad(year, 4)}-${pad(month)}-${pad(day)} ${pad(Math.floor(rest / HOUR))}:${pad(Math.floor(rest / MINUTE) % 60)}:${pad(rest % 60)}`;
}

/** `2025-05-08`. */
export function formatDay(time: CivilTime): string {
  return formatCivil(time).slice(0, 10);
}

/** A month as `year * 12 + month - 1`, so that months can be counted and compared. */
export type MonthNumber = number;

/** The month that was asked for last, with its first moment and the first one after it: rows come month by month. */
let lastMonth: MonthNumber = 0;
let lastMonthFrom: CivilTime = 0;
let lastMonthTo: CivilTime = 0;

export function monthOf(time: CivilTime): MonthNumber {
  if (time >= lastMonthFrom && time < lastMonthTo) return lastMonth;
  const { year, month } = dateOf(time);
  lastMonth = year * 12 + month - 1;
  lastMonthFrom = monthStart(lastMonth);
  lastMonthTo = monthStart(lastMonth + 1);
  return lastMonth;
}

export function monthStart(month: MonthNumber): CivilTime {
  return civil(Math.floor(month / 12), (month % 12) + 1, 1);
}

/** `2025-05`. */
export function formatMonth(month: MonthNumber): string {
  return `${pad(Math.floor(month / 12), 4)}-${pad((month % 12) + 1)}`;
}

/** The month of `2025-05`; `null` for anything else. */
export function parseMonth(text: string): MonthNumber | null {
  const found = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text);
  return found === null ? null : Number(found[1]) * 12 + Number(found[2]) - 1;
}

export function startOfDay(time: CivilTime): CivilTime {
  return Math.floor(time / DAY) * DAY;
}

export function startOfHour(time: CivilTime): CivilTime {
  return Math.floor(time / HOUR) * HOUR;
}

/** The same clock reading `months` later; a day that the month lacks becomes its last day. */
export function addMonths(time: CivilTime, months: number): CivilTime {
  const { year, month, day } = dateOf(time);
  const target = year * 12 + month - 1 + months;
  const targetYear = Math.floor(target / 12);
  const targetMonth = target - targetYear * 12 + 1;
  const clamped = Math.min(day, daysInMonth(targetYear, targetMonth));
  return civil(targetYear, targetMonth, clamped) + (time - startOfDay(time));
}

/**
 * The moment at which a printed interval is over. An end of `…:59` counts as the whole last second,
 * any other end is the first moment outside.
 */
export function endOf(printedEnd: CivilTime): CivilTime {
  return printedEnd % MINUTE === 59 ? printedEnd + 1 : printedEnd;
}
