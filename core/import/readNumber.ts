import { Decimal } from '../base/decimal.ts';
import { halfWidth, ownText } from './cellText.ts';

/**
 * Numbers as exports print them: `20,000.000000000分钟` is a number with a unit glued to it. Digits are read one by one
 * into the two integers of a `Decimal`; grouping commas must stand where they belong, and whatever could only be guessed
 * is refused.
 */
export interface NumberReading {
  value: Decimal;
  /** Printed decimals. */
  scale: number;
  /** What follows the number, trimmed: a unit, `%`, `元`, or nothing. */
  suffix: string;
  /** The last good suffix that stood right behind its number; the reader's own. */
  lastSuffix: string;
}

export type NumberTrouble = 'number' | 'unit' | 'number-damaged';

export function newReading(): NumberReading {
  return { value: Decimal.zero, scale: 0, suffix: '', lastSuffix: '' };
}

const MAX_UNIT = 40;
const MAX_EXPONENT = 40;

/**
 * Reads a cleaned, present text into `out`. `exact` says that an exponent is the writer's way of printing and no loss,
 * as in a number cell of a workbook. Answers what is wrong, or `null`.
 */
export function readNumber(text: string, out: NumberReading, exact = false): NumberTrouble | null {
  const trouble = scan(text, out, exact);
  if (trouble === null) return null;
  const normal = normalised(text);
  return normal === text ? trouble : scan(normal, out, exact);
}

/** Half-width, without currency signs; unusual spaces between groups of three digits become commas. */
function normalised(text: string): string {
  return halfWidth(text)
    .replace(/[\u2212\u2010\u2011]/g, '-')
    .replace(/(\d)[\u00A0\u2009\u202F\u2007](?=\d{3}(?!\d))/g, '$1,')
    .replace(/^([+-]?)\s*(?:[¥\uFFE5$€£]|us\$|hk\$|cny|rmb|usd|人民币)\s*(?=[-+.\d])/i, '$1')
    .trim();
}

function scan(text: string, out: NumberReading, exact: boolean): NumberTrouble | null {
  const length = text.length;
  let at = 0;
  const first = text.charCodeAt(0);
  const negative = first === 45;
  if (negative || first === 43) at = 1;
  const start = at;
  let whole = 0;
  let wholeDigits = 0;
  let group = 0;
  let commas = 0;
  while (at < length) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) {
      whole = whole * 10 + (code - 48);
      wholeDigits += 1;
      group += 1;
    } else if (code === 44) {
      if (group === 0 || (commas === 0 ? group > 3 : group !== 3)) return 'number';
      commas += 1;
      group = 0;
    } else break;
    at += 1;
  }
  if (commas > 0 && group !== 3) return 'number';
  let nano = 0;
  let decimals = 0;
  if (at < length && text.charCodeAt(at) === 46) {
    at += 1;
    while (at < length) {
      const digit = text.charCodeAt(at) - 48;
      if (digit < 0 || digit > 9) break;
      if (decimals < 9) nano = nano * 10 + digit;
      decimals += 1;
      at += 1;
    }
    if (decimals === 0) return 'number';
  }
  if (wholeDigits + decimals === 0) return 'number';
  if (wholeDigits > 15 || decimals > 9) {
    const digits = text.slice(start, at).replaceAll(',', '');
    out.value = Decimal.of(`${negative ? '-' : ''}${digits.startsWith('.') ? '0' : ''}${digits}`);
  } else {
    for (let missing = decimals; missing < 9; missing += 1) nano *= 10;
    out.value = narrow(negative, whole, nano);
  }
  out.scale = decimals;
  out.suffix = '';
  return at === length ? null : readRest(text, at, out, wholeDigits, exact);
}

function narrow(negative: boolean, whole: number, nano: number): Decimal {
  if (!negative) return Decimal.ofParts(whole, nano);
  if (nano === 0) return Decimal.ofParts(whole === 0 ? 0 : -whole, 0);
  return Decimal.ofParts(-whole - 1, 1_000_000_000 - nano);
}

/** What stands behind the digits: an exponent, or a unit that must not look like part of a number. */
function readRest(text: string, at: number, out: NumberReading, wholeDigits: number, exact: boolean): NumberTrouble | null {
  // Nearly every number of a column carries the unit of the number before.
  const { lastSuffix } = out;
  if (lastSuffix.length === text.length - at && text.endsWith(lastSuffix)) {
    out.suffix = lastSuffix;
    return null;
  }
  const exponent = /^[eE]([+-]?)(\d{1,3})(?!\d)/.exec(text.slice(at));
  let from = at;
  if (exponent !== null) {
    const [whole, sign = '', digits = ''] = exponent;
    if (from + whole.length !== text.length) return 'number';
    return expand(out, text, { sign, digits, wholeDigits, exact });
  }
  while (from < text.length && text.charCodeAt(from) <= 0x20) from += 1;
  let suffix = text.slice(from).trim();
  if (suffix.startsWith('(') && suffix.endsWith(')')) suffix = suffix.slice(1, -1).trim();
  const first = suffix.charCodeAt(0);
  // Half an exponent is a number cut short.
  if (/^e[+-]?$/i.test(suffix)) return 'number';
  // Punctuation right behind the digits is a date, a time, a ratio or a slip, never a unit.
  if (first < 0x41 && first !== 0x25 && first !== 0x24) return first >= 48 && first <= 57 ? 'unit' : 'number';
  if (suffix.length > MAX_UNIT || /[\d\uFF10-\uFF19]/.test(suffix)) return 'unit';
  out.suffix = ownText(suffix);
  if (from === at) out.lastSuffix = out.suffix;
  return null;
}

interface Exponent {
  readonly sign: string;
  readonly digits: string;
  readonly wholeDigits: number;
  readonly exact: boolean;
}

/**
 * `1.5E-7` is exactly 0.00000015. A spreadsheet that saves a CSV prints large and small numbers as `1.23457E+11` and
 * drops digits without a trace; its marks are a capital E, an exponent of two digits with a sign, and at most five
 * decimals. Such a number is refused where digits may be gone: always before the point that the exponent moves to, and
 * behind it where all five decimals are used.
 */
function expand(out: NumberReading, text: string, { sign, digits, wholeDigits, exact }: Exponent): NumberTrouble | null {
  const power = Number(digits) * (sign === '-' ? -1 : 1);
  if (Math.abs(power) > MAX_EXPONENT) return 'number';
  const spreadsheet = !exact && wholeDigits === 1 && sign !== '' && digits.length === 2 && text.includes('E') && !out.value.isZero();
  if (spreadsheet && (power > out.scale || (power < 0 && out.scale === 5))) return 'number-damaged';
  const scale = out.scale - power;
  out.value = power >= 0
    ? out.value.times(Decimal.ofUnits(10n ** BigInt(power), 0))
    : out.value.times(Decimal.ofUnits(1n, -power));
  out.scale = Math.max(0, scale);
  return null;
}
