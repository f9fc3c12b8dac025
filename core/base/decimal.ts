import { Decimal as Quotient } from 'decimal.js';
import { invariant } from './errors.ts';

/**
 * Exact decimal numbers of any size.
 *
 * Nearly every number of an export has at most 9 decimals and fewer than 15 digits before them. Such a number is
 * held as two integers, `whole + nano / 10^9` with `nano` in 0 … 10^9-1 (so -0.5 is -1 and 500,000,000), both of which
 * a JavaScript number holds exactly; adding, subtracting and comparing them allocates nothing else. Any other number,
 * such as a product with 17 decimals, is an integer of any length with a scale. Which of the two forms a value has
 * never shows outside this file: a value that fits the first form always has it.
 */

const NANO = 1_000_000_000;
const NANO_DIGITS = 9;
const NANO_BIG = 1_000_000_000n;
/** Two wholes of this size add up without leaving the exact integers. */
const WHOLE_LIMIT = 2 ** 52;
const WHOLE_LIMIT_BIG = BigInt(WHOLE_LIMIT);

/** More digits than the products of any two cells have: nothing is rounded but by `dividedBy`. */
const Exact = Quotient.clone({ precision: 2000, toExpPos: 2000 });

interface Wide {
  readonly units: bigint;
  readonly scale: number;
}

export class Decimal {
  /** Integer part, rounded down; only meaningful together with `nano` and where `isNarrow`. */
  readonly whole: number;
  readonly nano: number;
  private readonly wide: Wide | null;

  private constructor(whole: number, nano: number, wide: Wide | null) {
    this.whole = whole;
    this.nano = nano;
    this.wide = wide;
  }

  static readonly zero = new Decimal(0, 0, null);
  static readonly one = new Decimal(1, 0, null);

  /** The narrow form from its two integers, as the store keeps them. */
  static ofParts(whole: number, nano: number): Decimal {
    return new Decimal(whole, nano, null);
  }

  static ofInteger(value: number): Decimal {
    invariant(Number.isSafeInteger(value), 'an integer');
    return value < WHOLE_LIMIT && value >= -WHOLE_LIMIT ? new Decimal(value === 0 ? 0 : value, 0, null) : Decimal.ofUnits(BigInt(value), 0);
  }

  /** `units / 10^scale`. */
  static ofUnits(units: bigint, scale: number): Decimal {
    let trimmed = units;
    let digits = scale;
    while (digits > NANO_DIGITS && trimmed % 10n === 0n) {
      trimmed /= 10n;
      digits -= 1;
    }
    if (digits <= NANO_DIGITS) {
      const nanos = trimmed * powerOfTen(NANO_DIGITS - digits);
      let whole = nanos / NANO_BIG;
      let nano = nanos - whole * NANO_BIG;
      if (nano < 0n) {
        nano += NANO_BIG;
        whole -= 1n;
      }
      if (whole < WHOLE_LIMIT_BIG && whole >= -WHOLE_LIMIT_BIG) return new Decimal(Number(whole), Number(nano), null);
      while (digits > 0 && trimmed % 10n === 0n) {
        trimmed /= 10n;
        digits -= 1;
      }
    }
    return new Decimal(0, 0, { units: trimmed, scale: digits });
  }

  /**
   * Reads plain digits with an optional sign and decimal point, such as `-12.340`. Grouping, units, exponents,
   * `NaN` and an empty text are not numbers: the answer is `null`.
   */
  static parse(text: string): Decimal | null {
    const length = text.length;
    let at = 0;
    let negative = false;
    const first = text.charCodeAt(0);
    if (first === 45 || first === 43) {
      negative = first === 45;
      at = 1;
    }
    let whole = 0;
    const wholeStart = at;
    while (at < length) {
      const digit = text.charCodeAt(at) - 48;
      if (digit < 0 || digit > 9) break;
      whole = whole * 10 + digit;
      at += 1;
    }
    const wholeDigits = at - wholeStart;
    let nano = 0;
    let decimals = 0;
    if (at < length) {
      if (text.charCodeAt(at) !== 46) return null;
      at += 1;
      const start = at;
      while (at < length) {
        const digit = text.charCodeAt(at) - 48;
        if (digit < 0 || digit > 9) return null;
        if (decimals < NANO_DIGITS) nano = nano * 10 + digit;
        decimals += 1;
        at += 1;
      }
      if (at === start) return null;
    }
    if (wholeDigits === 0) return null;
    if (wholeDigits > 15 || decimals > NANO_DIGITS) {
      const digits = text.slice(wholeStart, wholeStart + wholeDigits) + text.slice(wholeStart + wholeDigits + 1);
      return Decimal.ofUnits(negative ? -BigInt(digits) : BigInt(digits), decimals);
    }
    for (let missing = decimals; missing < NANO_DIGITS; missing += 1) nano *= 10;
    if (!negative) return new Decimal(whole, nano, null);
    if (nano === 0) return new Decimal(whole === 0 ? 0 : -whole, 0, null);
    return new Decimal(-whole - 1, NANO - nano, null);
  }

  /** Like `parse`, for literals of ours and numbers already known to be well formed. */
  static of(text: string): Decimal {
    const value = Decimal.parse(text);
    invariant(value !== null, `a decimal number: ${text}`);
    return value;
  }

  /** Half a unit of the last of `scale` printed decimals: the most by which a rounded number is off. */
  static halfUnit(scale: number): Decimal {
    return Decimal.ofUnits(5n, scale + 1);
  }

  /** Whether `whole` and `nano` say it all. */
  get isNarrow(): boolean {
    return this.wide === null;
  }

  /** The value as an integer and the number of decimals that it stands for. */
  private asWide(): Wide {
    return this.wide ?? { units: BigInt(this.whole) * NANO_BIG + BigInt(this.nano), scale: NANO_DIGITS };
  }

  plus(other: Decimal): Decimal {
    if (this.wide === null && other.wide === null) {
      let whole = this.whole + other.whole;
      let nano = this.nano + other.nano;
      if (nano >= NANO) {
        nano -= NANO;
        whole += 1;
      }
      if (whole < WHOLE_LIMIT && whole >= -WHOLE_LIMIT) return new Decimal(whole, nano, null);
    }
    return combine(this.asWide(), other.asWide(), 1n);
  }

  minus(other: Decimal): Decimal {
    if (this.wide === null && other.wide === null) {
      let whole = this.whole - other.whole;
      let nano = this.nano - other.nano;
      if (nano < 0) {
        nano += NANO;
        whole -= 1;
      }
      if (whole < WHOLE_LIMIT && whole >= -WHOLE_LIMIT) return new Decimal(whole, nano, null);
    }
    return combine(this.asWide(), other.asWide(), -1n);
  }

  times(other: Decimal): Decimal {
    if (this.wide === null && other.wide === null && this.nano === 0 && other.nano === 0) {
      const product = this.whole * other.whole;
      if (product < WHOLE_LIMIT && product >= -WHOLE_LIMIT) return new Decimal(product === 0 ? 0 : product, 0, null);
    }
    const a = this.asWide();
    const b = other.asWide();
    return Decimal.ofUnits(a.units * b.units, a.scale + b.scale);
  }

  /** The quotient to `decimals` places; what remains is rounded half away from zero. */
  dividedBy(other: Decimal, decimals: number): Decimal {
    invariant(!other.isZero(), 'a divisor other than zero');
    const divisor = new Exact(other.abs().toString());
    // Half a divisor more, and cut off: rounded once, however many digits the quotient has.
    const units = new Exact(this.abs().toString()).times(`1e${decimals}`).times(2).plus(divisor).divToInt(divisor.times(2));
    const quotient = Decimal.ofUnits(BigInt(units.toFixed()), decimals);
    return this.sign() === other.sign() ? quotient : quotient.negated();
  }

  negated(): Decimal {
    return Decimal.zero.minus(this);
  }

  abs(): Decimal {
    return this.sign() < 0 ? this.negated() : this;
  }

  sign(): -1 | 0 | 1 {
    if (this.wide !== null) return this.wide.units < 0n ? -1 : 1;
    if (this.whole < 0) return -1;
    return this.whole === 0 && this.nano === 0 ? 0 : 1;
  }

  isZero(): boolean {
    return this.whole === 0 && this.nano === 0 && this.wide === null;
  }

  /** Below zero, zero or above zero as this is less than, equal to or greater than `other`. */
  compare(other: Decimal): number {
    if (this.wide === null && other.wide === null) return this.whole - other.whole || this.nano - other.nano;
    const a = this.asWide();
    const b = other.asWide();
    const scale = Math.max(a.scale, b.scale);
    const left = scaledTo(a, scale);
    const right = scaledTo(b, scale);
    return left < right ? -1 : left > right ? 1 : 0;
  }

  equals(other: Decimal): boolean {
    // Equal values have one form.
    const { wide } = this;
    if (wide === null || other.wide === null) return wide === other.wide && this.whole === other.whole && this.nano === other.nano;
    return wide.scale === other.wide.scale && wide.units === other.wide.units;
  }

  isLessThan(other: Decimal): boolean {
    return this.compare(other) < 0;
  }

  isGreaterThan(other: Decimal): boolean {
    return this.compare(other) > 0;
  }

  /** Rounded half away from zero to `decimals` places. */
  rounded(decimals: number): Decimal {
    const { units, scale } = this.asWide();
    if (scale <= decimals) return this;
    const step = 10n ** BigInt(scale - decimals);
    const half = step / 2n;
    const magnitude = ((units < 0n ? -units : units) + half) / step;
    return Decimal.ofUnits(units < 0n ? -magnitude : magnitude, decimals);
  }

  /** Plain digits: no exponent, no grouping, no trailing zeros. */
  toString(): string {
    return plain(this.asWide(), 0);
  }

  /** Plain digits with at least `decimals` places; never rounds, so an exact value may show more. */
  toFixed(decimals: number): string {
    return plain(this.asWide(), decimals);
  }

  toJSON(): string {
    return this.toString();
  }
}

function combine(a: Wide, b: Wide, sign: 1n | -1n): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return Decimal.ofUnits(scaledTo(a, scale) + sign * scaledTo(b, scale), scale);
}

function scaledTo({ units, scale }: Wide, decimals: number): bigint {
  return scale === decimals ? units : units * powerOfTen(decimals - scale);
}

/** Those that nearly all numbers need; what a strange cell needs is not kept. */
const POWERS_OF_TEN = Array.from({ length: 40 }, (_, exponent) => 10n ** BigInt(exponent));

function powerOfTen(exponent: number): bigint {
  return POWERS_OF_TEN[exponent] ?? 10n ** BigInt(exponent);
}

function plain({ units, scale }: Wide, decimals: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  let fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  if (fraction.length < decimals) fraction = fraction.padEnd(decimals, '0');
  return `${units < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The number of decimals printed in a plain number: `20.500` has 3. */
export function printedScale(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

/** `1234567.80` as `1,234,567.80`, for people. */
export function grouped(plainDigits: string): string {
  const [whole = '', fraction] = plainDigits.split('.');
  const withCommas = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? withCommas : `${withCommas}.${fraction}`;
}
