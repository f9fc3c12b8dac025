import { Decimal } from '../base/decimal.ts';

/**
 * Products of printed numbers. Every line of a bill asks two or three times whether a product of two cells is a third
 * one, and nearly always the answer is yes, so that it is given here without making numbers of 18 decimals: in whole
 * numbers that JavaScript holds exactly, and by `Decimal` itself wherever they would not fit.
 */
const NANO = 1_000_000_000;
const EXACT = 2 ** 52;
const SPLIT = 100_000;
const SPLIT_REST = NANO / SPLIT;

/** The last quick product: `wholes + nanos / 10^9 + rest / 10^18`, with a rest of 0 … 10^9-1. */
let wholes = 0;
let nanos = 0;
let rest = 0;

/** Whether `|a x b - c| <= tolerance`. */
export function isProduct(a: Decimal, b: Decimal, c: Decimal, tolerance: Decimal): boolean {
  if (c.isNarrow && tolerance.isNarrow && tolerance.whole === 0 && multiply(a, b)) {
    const whole = wholes - c.whole;
    if (Math.abs(whole) < EXACT / 4 / NANO) {
      // What the product is off, in whole billionths; the rest is less than one and never below zero.
      const off = whole * NANO + nanos - c.nano;
      return off >= 0 ? off < tolerance.nano || (off === tolerance.nano && rest === 0) : -off <= tolerance.nano;
    }
  }
  return !a.times(b).minus(c).abs().isGreaterThan(tolerance);
}

/** `a x b`. */
export function productOf(a: Decimal, b: Decimal): Decimal {
  if (b.whole === 1 && b.nano === 0 && b.isNarrow) return a;
  if (multiply(a, b) && rest === 0) {
    const nano = ((nanos % NANO) + NANO) % NANO;
    const whole = wholes + (nanos - nano) / NANO;
    if (Math.abs(whole) < EXACT) return Decimal.ofParts(whole, nano);
  }
  return a.times(b);
}

/** Multiplies into `wholes`, `nanos` and `rest`; `false` where that would not be exact. */
function multiply(a: Decimal, b: Decimal): boolean {
  if (!a.isNarrow || !b.isNarrow) return false;
  const cross = a.whole * b.nano;
  const crossed = b.whole * a.nano;
  wholes = a.whole * b.whole;
  if (Math.abs(wholes) >= EXACT || Math.abs(cross) >= EXACT / 4 || Math.abs(crossed) >= EXACT / 4) return false;
  // a.nano x b.nano has up to 18 digits and is taken in two steps.
  const high = Math.floor(a.nano / SPLIT) * b.nano;
  const highRest = high % SPLIT_REST;
  const low = highRest * SPLIT + (a.nano % SPLIT) * b.nano;
  rest = low % NANO;
  nanos = cross + crossed + (high - highRest) / SPLIT_REST + (low - rest) / NANO;
  return true;
}
