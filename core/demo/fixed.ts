import { Decimal, grouped } from '../base/decimal.ts';

/**
 * The simulation counts in whole units of a fixed decimal place, so that every sum is exact and every rounding is
 * one that we chose: quantities and coefficients in 10^-9 (`Nano`), money, prices and billed usage in 10^-8 (`Fine`),
 * discount and tax rates in 10^-4 (`Rate`).
 */
export type Nano = bigint;
export type Fine = bigint;
export type Rate = bigint;

export const NANO = 1_000_000_000n;
export const FINE = 100_000_000n;
export const RATE = 10_000n;

const NANO_DIGITS = 9;
export const FINE_DIGITS = 8;
const RATE_DIGITS = 4;

/** The quotient as a whole number, halves away from zero. `divisor` is above zero. */
export function roundedQuotient(dividend: bigint, divisor: bigint): bigint {
  const half = divisor / 2n;
  return dividend < 0n ? -((half - dividend) / divisor) : (dividend + half) / divisor;
}

function unitsOf(text: string, digits: number): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(digits, '0'));
}

/** `0.4` as units of 10^-9; for literals of ours. */
export function nano(text: string): Nano {
  return unitsOf(text, NANO_DIGITS);
}

export function fine(text: string): Fine {
  return unitsOf(text, FINE_DIGITS);
}

export function rate(text: string): Rate {
  return unitsOf(text, RATE_DIGITS);
}

/** A quantity as the bill prints it: one place less, halves up. */
export function fineOfNano(value: Nano): Fine {
  return roundedQuotient(value, 10n);
}

function fixedText(units: bigint, digits: number, withCommas: boolean): string {
  const negative = units < 0n;
  const text = (negative ? -units : units).toString().padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const shown = withCommas && whole.length > 3 ? grouped(whole) : whole;
  return `${negative ? '-' : ''}${shown}.${text.slice(text.length - digits)}`;
}

/** `20,000.000000000`. */
export function nanoText(value: Nano, withCommas: boolean): string {
  return fixedText(value, NANO_DIGITS, withCommas);
}

/** `1.23021500`. */
export function fineText(value: Fine): string {
  return fixedText(value, FINE_DIGITS, false);
}

/** Without trailing zeros, as prices, coefficients and rates are printed. */
export function plainNano(value: Nano): string {
  return Decimal.ofUnits(value, NANO_DIGITS).toString();
}

export function plainFine(value: Fine): string {
  return Decimal.ofUnits(value, FINE_DIGITS).toString();
}

export function plainRate(value: Rate): string {
  return Decimal.ofUnits(value, RATE_DIGITS).toString();
}

/** The next number upwards with two leading digits, as capacities are sold. */
export function niceCapacity(value: Nano): Nano {
  const wholes = value / NANO + 1n;
  const step = 10n ** BigInt(Math.max(0, wholes.toString().length - 2));
  return (wholes / step + 1n) * step * NANO;
}
