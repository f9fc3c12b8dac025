import { DAY, parseCivil } from '../base/time.ts';
import { asciiText } from './flatText.ts';

const LENGTH = 19;
const DIGIT_0 = 48;
const COLON = 58;
const SPACE = 32;

/**
 * Reads times as exports print them, `2025-05-08 01:59:59`, straight from bytes. The day is read by `parseCivil` and
 * remembered, because it hardly changes from row to row. Anything else is left to `readTime`.
 */
export class TimeBytes {
  private first = 0;
  private second = 0;
  private third = 0;
  /** The beginning of the day whose ten bytes these are; NaN before the first. */
  private day = Number.NaN;

  /** Seconds of civil time; NaN where the bytes are of another form or no time. */
  read(bytes: Uint8Array, view: DataView, from: number, to: number): number {
    if (to - from !== LENGTH || bytes[from + 10] !== SPACE || bytes[from + 13] !== COLON || bytes[from + 16] !== COLON) return Number.NaN;
    const hour = twoDigits(bytes, from + 11);
    const minute = twoDigits(bytes, from + 14);
    const second = twoDigits(bytes, from + 17);
    if (!(hour <= 23 && minute <= 59 && second <= 59)) return Number.NaN;
    const time = hour * 3600 + minute * 60 + second;
    const first = view.getInt32(from, true);
    const middle = view.getInt32(from + 4, true);
    const last = view.getInt16(from + 8, true);
    if (first !== this.first || middle !== this.second || last !== this.third) {
      this.day = dayOf(bytes, from);
      this.first = first;
      this.second = middle;
      this.third = last;
    }
    return this.day + time;
  }
}

/** The beginning of the day that ten bytes name; NaN where they name none. */
function dayOf(bytes: Uint8Array, from: number): number {
  for (let at = from; at < from + 10; at += 1) if (bytes[at]! > 0x7f) return Number.NaN;
  const time = parseCivil(`${asciiText(bytes, from, from + 10)} 00:00:00`);
  return time === null ? Number.NaN : Math.floor(time / DAY) * DAY;
}

/** NaN where there are not two digits. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - DIGIT_0;
  const ones = bytes[at + 1]! - DIGIT_0;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}
