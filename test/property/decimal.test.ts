import { describe, expect, test } from 'vitest';
import { Decimal } from '../../core/base/decimal.ts';
import { Random, seeds } from './random.ts';

/** The oracle: every number as an integer of units of 10^-30, written and rounded by rules of its own. */
const PLACES = 30;
const UNIT = 10n ** BigInt(PLACES);

function unitsOf(text: string): bigint {
  const [, sign = '', whole = '', fraction = ''] = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text)!;
  const units = BigInt(whole) * UNIT + BigInt(fraction.padEnd(PLACES, '0'));
  return sign === '-' ? -units : units;
}

function plain(units: bigint, places: number, least = 0): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, -places);
  let fraction = digits.slice(-places);
  while (fraction.endsWith('0') && fraction.length > least) fraction = fraction.slice(0, -1);
  return `${units < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Half away from zero. */
function quotient(dividend: bigint, divisor: bigint): bigint {
  const [a, b] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor];
  const rounded = (2n * a + b) / (2n * b);
  return dividend < 0n === divisor < 0n ? rounded : -rounded;
}

const EDGES = ['0', '-0.000', '1', '-1', '0.5', '-0.5', '0.000000001', '-0.000000001', '0.0000000001', '4503599627370495.999999999', '4503599627370496', '-4503599627370496', '-4503599627370496.000000001', '9876543210987.123456789', '999999999999999.999999999', '1000000000000000', '1152921504606846976'];

/** A number of one of the shapes that files and their products have. */
function numberOf(random: Random): string {
  const sign = random.chance(0.3) ? '-' : random.chance(0.05) ? '+' : '';
  const shape = random.between(0, 6);
  if (shape === 0) return random.pick(EDGES);
  if (shape === 1) return `${sign}${random.between(0, 100_000)}`;
  if (shape === 2) return `${sign}${random.between(0, 30_000)}.${random.digits(random.between(1, 9))}`;
  if (shape === 3) return `${sign}9876543210${random.digits(3)}.${random.digits(9)}`;
  if (shape === 4) return `${sign}${random.digits(random.between(1, 18))}.${random.digits(random.between(1, 14))}`;
  if (shape === 5) return `${sign}${random.digits(random.between(16, 28))}`;
  return `${sign}0.${random.digits(random.between(10, 15))}`;
}

const PAIRS = 600;

describe('Decimal agrees with whole numbers of 10^-30', () => {
  test.each(seeds(24))('seed %i', (seed) => {
    const random = new Random(seed);
    for (let round = 0; round < PAIRS; round += 1) {
      const [left, right] = [numberOf(random), numberOf(random)];
      const [a, b] = [Decimal.of(left), Decimal.of(right)];
      const [x, y] = [unitsOf(left), unitsOf(right)];
      const name = `${left} and ${right}`;
      expect([a.toString(), a.plus(b).toString(), a.minus(b).toString()], name).toEqual([plain(x, PLACES), plain(x + y, PLACES), plain(x - y, PLACES)]);
      expect([a.times(b).toString(), a.negated().toString(), a.abs().toString()], name).toEqual([plain(x * y, PLACES * 2), plain(-x, PLACES), plain(x < 0n ? -x : x, PLACES)]);
      expect([Math.sign(a.compare(b)), a.equals(b), a.isLessThan(b), a.isGreaterThan(b), a.isZero(), a.sign()], name).toEqual([x < y ? -1 : x > y ? 1 : 0, x === y, x < y, x > y, x === 0n, x < 0n ? -1 : x > 0n ? 1 : 0]);
    }
  });
});

describe('Decimal rounds and divides half away from zero', () => {
  test.each(seeds(24))('seed %i', (seed) => {
    const random = new Random(seed);
    for (let round = 0; round < PAIRS / 2; round += 1) {
      const [left, divisor, places] = [numberOf(random), numberOf(random), random.between(0, 12)];
      const right = unitsOf(divisor) === 0n ? '3' : divisor;
      const [x, y] = [unitsOf(left), unitsOf(right)];
      const scale = 10n ** BigInt(places);
      const name = `${left} and ${right} to ${places} places`;
      const rounded = quotient(x * scale, UNIT);
      expect(Decimal.of(left).rounded(places).toString(), name).toBe(plain(rounded * 10n ** BigInt(PLACES - places), PLACES));
      expect(Decimal.of(left).toFixed(places), name).toBe(plain(x, PLACES, places));
      expect(Decimal.of(left).dividedBy(Decimal.of(right), places).toString(), name).toBe(plain(quotient(x * scale, y) * 10n ** BigInt(PLACES - places), PLACES));
    }
  });
});

describe('Decimal has one form for each value', () => {
  test.each(seeds(24))('seed %i', (seed) => {
    const random = new Random(seed);
    for (let round = 0; round < PAIRS; round += 1) {
      const [a, b] = [Decimal.of(numberOf(random)), Decimal.of(numberOf(random))];
      for (const value of [a.plus(b), a.minus(b), a.times(b), a.negated()]) expect(value).toEqual(Decimal.of(value.toString()));
      expect(a.plus(b).minus(b)).toEqual(a);
      expect(a.plus(b)).toEqual(b.plus(a));
      expect(a.times(b)).toEqual(b.times(a));
      expect(Object.is(a.minus(a).whole, 0)).toBe(true);
      expect(a.isNarrow ? Decimal.ofParts(a.whole, a.nano) : Decimal.of(a.toString())).toEqual(a);
    }
  });
});

describe('Decimal sums are exact in any order', () => {
  test.each(seeds(20))('seed %i', (seed) => {
    const random = new Random(seed);
    const values = Array.from({ length: 2000 }, () => numberOf(random));
    const sum = (texts: readonly string[]): string => texts.reduce((total, text) => total.plus(Decimal.of(text)), Decimal.zero).toString();
    expect(sum(values)).toBe(plain(values.reduce((total, text) => total + unitsOf(text), 0n), PLACES));
    expect(sum(random.shuffle(values))).toBe(sum(values));
  });
});

describe('Decimal refuses what is no plain number', () => {
  test.each(seeds(20))('seed %i', (seed) => {
    const random = new Random(seed);
    for (let round = 0; round < 2000; round += 1) {
      const text = Array.from({ length: random.between(0, 8) }, () => random.pick('0123456789.-+eE, '.split(''))).join('');
      const isPlain = /^[+-]?\d+(\.\d+)?$/.test(text);
      expect(Decimal.parse(text)?.toString() ?? null, JSON.stringify(text)).toBe(isPlain ? plain(unitsOf(text), PLACES) : null);
    }
  });
});
