import { Decimal } from '../base/decimal.ts';
import { invariant } from '../base/errors.ts';

/** A spreadsheet keeps this many significant digits and silently turns the rest into zeros. */
const SHEET_DIGITS = 15;

const FIVE = 53;

/** A spreadsheet holds numbers below 10^308; longer ones, rounded up, could reach it. */
const MAX_WHOLE_DIGITS = 307;

/**
 * The number of decimals printed in a number that can stand in a sheet as it is: plain digits, at most 15 of them
 * significant, no `+`, no leading zeros, no negative zero. -1 for anything else, which `roundedForSheet` must see.
 */
export function readyDecimals(text: string): number {
  const length = text.length;
  let at = text.charCodeAt(0) === 45 ? 1 : 0;
  const start = at;
  let significant = 0;
  let point = -1;
  for (; at < length; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) {
      if (digit > 0 || significant > 0) significant += 1;
    } else if (digit === -2 && point < 0) {
      point = at;
    } else {
      return -1;
    }
  }
  const wholeEnd = point < 0 ? length : point;
  if (wholeEnd === start || point === length - 1 || significant > SHEET_DIGITS) return -1;
  if (wholeEnd - start > 1 && text.charCodeAt(start) === 48) return -1;
  if (significant === 0 && start === 1) return -1;
  return point < 0 ? 0 : length - point - 1;
}

/**
 * The number as a sheet can hold it: more than 15 significant digits are rounded half away from zero, in decimal, so
 * that what is shown is what the file holds. `null` for a number too large for any spreadsheet.
 */
export function roundedForSheet(text: string): string | null {
  const value = Decimal.parse(text);
  invariant(value !== null, `a number cell holds a plain number: ${text}`);
  // The digits themselves are cut rather than the value divided: a million rows may all come through here.
  const unsigned = /^[+-]?0*(?=\d)/.exec(text)![0].length;
  const point = text.indexOf('.');
  const whole = text.slice(unsigned, point < 0 ? text.length : point);
  if (whole.length > MAX_WHOLE_DIGITS) return null;
  const fraction = point < 0 ? '' : text.slice(point + 1);
  const digits = whole + fraction;
  const leadingZeros = /^0*/.exec(digits)![0].length;
  const kept = leadingZeros + SHEET_DIGITS;
  if (digits.length <= kept) return value.toString();
  // At most 10^15, which a number holds exactly.
  const units = Number(digits.slice(leadingZeros, kept)) + (digits.charCodeAt(kept) >= FIVE ? 1 : 0);
  const rounded = String(units).padStart(kept, '0') + '0'.repeat(Math.max(0, whole.length - kept));
  const wholeEnd = rounded.length - Math.max(0, kept - whole.length);
  const plain = `${text.startsWith('-') ? '-' : ''}${rounded.slice(0, wholeEnd)}`;
  return wholeEnd === rounded.length ? plain : `${plain}.${rounded.slice(wholeEnd)}`;
}
