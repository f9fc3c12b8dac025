import { DAY, HOUR, MINUTE, formatDay, type CivilTime } from '../base/time.ts';
import { fragment, putDigits, putFragment, putInteger } from './byteSink.ts';
import type { ByteSink } from './byteSink.ts';

/** Digits of packed values, written at a place of a sink; the caller has reserved the room, `DIGIT_BYTES` is enough for each. */

const BILLION = 1_000_000_000;
const BILLION_DIGITS = 9;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;

/** Numbers that print more decimals are left to strings. */
export const MOST_DECIMALS = 18;

/** A sign, 16 digits, a point, the decimals. */
export const DIGIT_BYTES = 18 + MOST_DECIMALS;

/** `whole + nano / 10^9` with at least `least` decimals, as `Decimal.toFixed` has it. */
export function putDecimal({ bytes, view }: ByteSink, at: number, whole: number, nano: number, least: number): number {
  if (whole >= 0) return putFraction(bytes, view, putInteger(bytes, at, whole), nano, least);
  bytes[at] = MINUS;
  // -0.5 is kept as -1 and 500,000,000.
  if (nano === 0) return putFraction(bytes, view, putInteger(bytes, at + 1, -whole), 0, least);
  return putFraction(bytes, view, putInteger(bytes, at + 1, -whole - 1), BILLION - nano, least);
}

/** The digits of each number below 1000, as the three low bytes of a word. */
const THREE_DIGITS = Uint32Array.from({ length: 1000 }, (_, value) =>
  (ZERO + Math.floor(value / 100)) | ((ZERO + (Math.floor(value / 10) % 10)) << 8) | ((ZERO + (value % 10)) << 16));

function putFraction(bytes: Uint8Array, view: DataView, at: number, billionths: number, least: number): number {
  if (billionths === 0 && least === 0) return at;
  bytes[at] = POINT;
  const start = at + 1;
  const millionths = (billionths / 1000) | 0;
  const thousandths = (millionths / 1000) | 0;
  view.setUint32(start, THREE_DIGITS[thousandths]!, true);
  view.setUint32(start + 3, THREE_DIGITS[millionths - thousandths * 1000]!, true);
  view.setUint32(start + 6, THREE_DIGITS[billionths - millionths * 1000]!, true);
  let end = start + BILLION_DIGITS;
  const shortest = start + least;
  while (end > shortest && bytes[end - 1] === ZERO) end -= 1;
  for (; end < shortest; end += 1) bytes[end] = ZERO;
  return end;
}

/** More whole digits than this leave no room for a decimal among the 15 that a sheet keeps. */
export const MOST_SHEET_WHOLE = 99_999_999_999_999;

const POWERS = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, BILLION] as const;

/**
 * The same number, its digits beyond the 15th rounded half away from zero as `roundedForSheet` does it, without zeros at
 * the end. The whole part is at most `MOST_SHEET_WHOLE` away from zero.
 */
export function putSheetDecimal({ bytes, view }: ByteSink, at: number, whole: number, nano: number): number {
  const isNegative = whole < 0;
  let units = whole;
  let billionths = nano;
  if (isNegative) {
    units = nano === 0 ? -whole : -whole - 1;
    billionths = nano === 0 ? 0 : BILLION - nano;
  }
  if (billionths !== 0 && units > 999_999) {
    // A whole part of 7 digits leaves 8 decimals, one of 14 digits a single one.
    let dropped = 1;
    for (let limit = 10_000_000; units >= limit; limit *= 10) dropped += 1;
    const step = POWERS[dropped]!;
    billionths = Math.floor((billionths + step / 2) / step) * step;
    if (billionths === BILLION) {
      billionths = 0;
      units += 1;
    }
  }
  let to = at;
  if (isNegative) {
    bytes[to] = MINUS;
    to += 1;
  }
  return putFraction(bytes, view, putInteger(bytes, to, units), billionths, 0);
}

/** Writes times as `2025-05-08 00:00:00`; the date of the time before is kept, as rows of one day follow each other. */
export class TimeDigits {
  private day = Number.NaN;
  private date = fragment('');

  /** Writes at `at` and returns the place after it. */
  put({ bytes, view }: ByteSink, at: number, time: CivilTime): number {
    const day = Math.floor(time / DAY);
    if (day !== this.day) {
      this.day = day;
      this.date = fragment(`${formatDay(time)} 00:00:00`);
    }
    const end = putFragment(view, at, this.date);
    const rest = time - day * DAY;
    const hour = (rest / HOUR) | 0;
    const minute = ((rest - hour * HOUR) / MINUTE) | 0;
    putDigits(bytes, end - 8, end - 6, hour);
    putDigits(bytes, end - 5, end - 3, minute);
    putDigits(bytes, end - 2, end, rest - hour * HOUR - minute * MINUTE);
    return end;
  }
}
