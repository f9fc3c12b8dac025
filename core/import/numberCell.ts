import type { Cell, NumberCell } from './table.ts';

/** A spreadsheet shows no more digits of a number than these, and its author knows no more. */
const SHOWN_DIGITS = 15;
/** What a double is written with so that it can be read back. */
const STORED_DIGITS = 17;
/** All powers of ten that a double holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
/** Beyond it no double exists; a longer exponent is a hostile one. */
const HIGHEST_EXPONENT = 400;

const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const FIVE = 53;
const APART = 2 ** 52;
const LEADING_ZEROS = /^0+/;
const TRAILING_ZEROS = /0+$/;
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/;

/**
 * A number cell, from what stands in the workbook to the digits that its author saw.
 *
 * - Plain digits stay as they are, integers of any length too: an identifier is never rounded.
 * - A fraction of 16 or 17 digits is a binary artefact where its first 15 digits name the same double, and becomes
 *   those: 0.10000000000000001 is 0.1. Otherwise the file knows more than a spreadsheet shows, and keeps it.
 *   This is the one place where a double is consulted, since a double is what the workbook stored.
 * - An exponent is written out: 1.5E-7 is 0.00000015. But an integer of more than 15 digits keeps its exponent, as in
 *   2.0250808000000001E+19: digits are missing from it, and only the exponent still shows that.
 *
 * What is no number comes back as text.
 */
export function numberCell(lexical: string): Cell {
  const from = lexical.charCodeAt(0) === MINUS ? 1 : 0;
  const point = plainPoint(lexical, from);
  if (point === lexical.length) return { number: lexical };
  if (point > 0) return fractional(lexical.slice(0, from), lexical.slice(from, point), lexical.slice(point + 1));
  const match = NUMBER.exec(lexical);
  if (match === null || (match[2] === '' && (match[3] ?? '') === '')) return lexical;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const minus = sign === '-' ? '-' : '';
  const shift = Number(exponent);
  if (Math.abs(shift) > HIGHEST_EXPONENT) return { number: lexical };
  const [left, right] = shifted(whole, fraction, shift);
  if (right !== '') return fractional(minus, left, right);
  return { number: left.length > SHOWN_DIGITS && match[4] !== undefined ? lexical : minus + left };
}

/** The place of the point between plain digits, their end where there is none; -1 for anything else. */
function plainPoint(lexical: string, from: number): number {
  const { length } = lexical;
  let point = length;
  for (let at = from; at < length; at += 1) {
    const code = lexical.charCodeAt(at);
    if (code >= 48 && code <= 57) continue;
    if (code !== POINT || point < length || at === from || at === length - 1) return -1;
    point = at;
  }
  return length === from ? -1 : point;
}

function fractional(minus: string, whole: string, fraction: string): NumberCell {
  const number = `${minus}${whole}.${fraction}`;
  if (whole.length + fraction.length <= SHOWN_DIGITS) return { number };
  const all = whole.charCodeAt(0) === ZERO ? (whole + fraction).replace(LEADING_ZEROS, '') : whole + fraction;
  const digits = all.charCodeAt(all.length - 1) === ZERO ? all.replace(TRAILING_ZEROS, '').length : all.length;
  if (digits <= SHOWN_DIGITS || digits > STORED_DIGITS) return { number };
  // Below 2^52, as integers of 16 digits, neighbours are further apart than doubles are: no artefact, and nothing to compute.
  if (all.length === SHOWN_DIGITS + 1 && Number(all) < APART) return { number };
  // The first 15 digits as an integer, and by how many places the point lies to its left.
  const units = Number(all.slice(0, SHOWN_DIGITS)) + (all.charCodeAt(SHOWN_DIGITS) >= FIVE ? 1 : 0);
  const places = fraction.length - (all.length - SHOWN_DIGITS);
  // Both are exact doubles, so their quotient is the double that is nearest to the rounded decimal.
  if (places < 1 || places > 22 || units / POWERS[places]! !== Math.abs(Number(number))) return { number };
  const [left, right] = shifted(String(units), '', -places);
  return { number: right === '' ? minus + left : `${minus}${left}.${right}` };
}

/** The digits before and behind the point after moving it; no needless zeros, but one before the point. */
function shifted(whole: string, fraction: string, shift: number): [left: string, right: string] {
  const digits = whole + fraction;
  const point = whole.length + shift;
  const left = point <= 0 ? '' : digits.slice(0, point).padEnd(point, '0');
  const right = point <= 0 ? digits.padStart(digits.length - point, '0') : digits.slice(point);
  return [left.replace(LEADING_ZEROS, '') || '0', right.replace(TRAILING_ZEROS, '')];
}

/**
 * A number that another reader has already made a double of (.xls, .xlsb, .ods). Beyond the exact integers it is
 * written with an exponent, so that it does not pass for an identifier.
 */
export function doubleCell(value: number): Cell {
  if (!Number.isFinite(value)) return String(value);
  const isInexact = Number.isInteger(value) && !Number.isSafeInteger(value);
  return numberCell(isInexact ? value.toExponential() : String(value));
}
