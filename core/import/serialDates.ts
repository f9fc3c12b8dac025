import { DAY, formatDay } from '../base/time.ts';
import { serialTime } from './serialDate.ts';

const LESS = 60;
const POINT = 46;
const DIGIT_0 = 48;
const SPACE = 32;
const COLON = 58;
const MOST_DAY_DIGITS = 7;
/** Of a fraction of a day in each of two integers. */
const PART_DIGITS = 9;
const POWERS = Array.from({ length: PART_DIGITS + 1 }, (_, missing) => 10 ** missing);

/** `2025-05-08 01:00:00` */
export const WRITTEN_BYTES = 19;
const DAY_BYTES = 10;

/** No place: no number, or the calendar has no such day. */
const NONE = -1;

const encoder = new TextEncoder();

/** Writes the dates that serial numbers stand for, as `dateText` does, from bytes to bytes. */
export class SerialDates {
  private readonly is1904: boolean;
  /** The day whose bytes these are. */
  private day = Number.NaN;
  private readonly dayBytes = new Uint8Array(DAY_BYTES);

  constructor(is1904: boolean) {
    this.is1904 = is1904;
  }

  /** Writes the date of the number that begins at `from` and ends at a `<` to `out`; answers the place of that, or -1 where there is none. */
  write(bytes: Uint8Array, from: number, out: Uint8Array, to: number): number {
    let at = from;
    let day = 0;
    for (; isDigit(bytes[at]!); at += 1) day = day * 10 + bytes[at]! - DIGIT_0;
    if (at === from || at > from + MOST_DAY_DIGITS) return NONE;
    let high = 0;
    let low = 0;
    if (bytes[at] === POINT) {
      const first = at + 1;
      at = first;
      for (; isDigit(bytes[at]!); at += 1) {
        if (at < first + PART_DIGITS) high = high * 10 + bytes[at]! - DIGIT_0;
        else if (at < first + 2 * PART_DIGITS) low = low * 10 + bytes[at]! - DIGIT_0;
      }
      const digits = at - first;
      high *= POWERS[Math.max(0, PART_DIGITS - digits)]!;
      low *= POWERS[Math.max(0, Math.min(PART_DIGITS, 2 * PART_DIGITS - digits))]!;
    }
    if (bytes[at] !== LESS) return NONE;
    const time = serialTime(day, high, low, this.is1904);
    if (time === null) return NONE;
    this.put(time, out, to);
    return at;
  }

  private put(time: number, out: Uint8Array, to: number): void {
    const day = Math.floor(time / DAY);
    if (day !== this.day) {
      encoder.encodeInto(formatDay(time), this.dayBytes);
      this.day = day;
    }
    for (let at = 0; at < DAY_BYTES; at += 1) out[to + at] = this.dayBytes[at]!;
    const second = time - day * DAY;
    out[to + 10] = SPACE;
    twoDigits(out, to + 11, Math.floor(second / 3600));
    out[to + 13] = COLON;
    twoDigits(out, to + 14, Math.floor(second / 60) % 60);
    out[to + 16] = COLON;
    twoDigits(out, to + 17, second % 60);
  }
}

function twoDigits(out: Uint8Array, at: number, value: number): void {
  out[at] = DIGIT_0 + Math.floor(value / 10);
  out[at + 1] = DIGIT_0 + (value % 10);
}

function isDigit(byte: number): boolean {
  return byte >= DIGIT_0 && byte <= DIGIT_0 + 9;
}
