import { Decimal } from '../base/decimal.ts';
import type { DeductionRow } from '../fields/deductions.ts';
import type { Policy } from '../fields/policies.ts';
import { conversion, dependsOnByteBase, type ByteBase, type Ratio } from '../fields/units.ts';

/**
 * How raw usage becomes a deducted amount: `deducted = k x raw x coefficient`, where k converts the unit of the usage to
 * that of the package. Everything is held in whole numbers, `raw x factor = deducted x divisor`, because a minute is no
 * finite number of hours.
 */

const ONE: Ratio = { numerator: 1n, denominator: 1n };

/** Decimals to which a back-computed raw usage is known to be rounded where it prints more (domain facts, 3.6). */
export const BACK_COMPUTED_DECIMALS = 7;

/** One way in which the units of a row may convert. */
export interface Meaning {
  readonly ratio: Ratio;
  /** 1000 or 1024 per prefix where the two differ. */
  readonly byteBase: ByteBase | null;
  readonly equations: Equation[];
}

export interface Meanings {
  readonly all: readonly Meaning[];
  /** `false` where the units are unknown or measure different things: then a coefficient counts printed units. */
  readonly converts: boolean;
}

/** The unit in which a row deducts; that of the package where the row prints none. */
export function deductedUnit(row: DeductionRow, packageUnit: string | null): string | null {
  return row.deductedUnit ?? row.packageUnit ?? packageUnit;
}

/** Remembers conversions and equations, which are few, for the rows, which are many. */
export class UsageRatios {
  private readonly known = new Map<string, Meanings>();

  meanings(rawUnit: string | null, unit: string | null, policy: Policy): Meanings {
    const key = `${rawUnit ?? ''}\u0001${unit ?? ''}\u0001${policy.byteBase ?? ''}`;
    let found = this.known.get(key);
    if (found === undefined) {
      found = meaningsOf(rawUnit, unit, policy.byteBase);
      this.known.set(key, found);
    }
    return found;
  }
}

function meaningsOf(rawUnit: string | null, unit: string | null, byteBase: ByteBase | null): Meanings {
  const ratio = rawUnit === null || unit === null ? null : conversion(rawUnit, unit, byteBase ?? 1024);
  if (ratio === null || rawUnit === null || unit === null) return { all: [{ ratio: ONE, byteBase: null, equations: [] }], converts: false };
  if (byteBase !== null || !dependsOnByteBase(rawUnit, unit)) return { all: [{ ratio, byteBase: null, equations: [] }], converts: true };
  return {
    converts: true,
    all: [{ ratio, byteBase: 1024, equations: [] }, { ratio: conversion(rawUnit, unit, 1000) ?? ratio, byteBase: 1000, equations: [] }],
  };
}

/** Distinct coefficients kept per pair of units; more than a few are not coefficients. */
const EQUATIONS_KEPT = 32;

/** The equation of a coefficient under one meaning of the units. */
export function equationOf(meaning: Meaning, coefficient: Decimal): Equation {
  const known = meaning.equations.find((equation) => equation.coefficient.equals(coefficient));
  if (known !== undefined) return known;
  if (meaning.equations.length >= EQUATIONS_KEPT) meaning.equations.length = 0;
  const equation = new Equation(meaning.ratio, coefficient);
  meaning.equations.push(equation);
  return equation;
}

/** `raw x factor = deducted x divisor`, with the tolerances that the printed decimals allow, all in whole numbers. */
export class Equation {
  readonly coefficient: Decimal;
  /** A whole coefficient is a number of things, not a rounded measure. */
  readonly isWhole: boolean;
  readonly factor: Decimal;
  readonly divisor: Decimal;
  /** `divisor x k`: what the raw usage alone is multiplied by. */
  private readonly step: Decimal;
  private readonly strict = new Map<number, Decimal>();

  constructor(ratio: Ratio, coefficient: Decimal) {
    const text = coefficient.toString();
    const point = text.indexOf('.');
    const scale = point < 0 ? 0 : text.length - point - 1;
    const lift = Decimal.ofUnits(10n ** BigInt(scale), 0);
    this.coefficient = coefficient;
    this.isWhole = scale === 0;
    this.divisor = Decimal.ofUnits(ratio.denominator, 0).times(lift);
    this.step = Decimal.ofUnits(ratio.numerator, 0).times(lift);
    this.factor = this.step.times(coefficient);
  }

  /** `(expected - deducted) x divisor`. */
  residual(raw: Decimal, deducted: Decimal): Decimal {
    return timesWhole(raw, this.factor).minus(timesWhole(deducted, this.divisor));
  }

  /** `(|k·c|·h(raw) + h(deducted)) x divisor`. */
  strictTolerance(rawScale: number, deductedScale: number): Decimal {
    const key = rawScale * 1000 + deductedScale;
    let tolerance = this.strict.get(key);
    if (tolerance === undefined) {
      tolerance = this.factor.abs().times(Decimal.halfUnit(rawScale)).plus(this.divisor.times(Decimal.halfUnit(deductedScale)));
      this.strict.set(key, tolerance);
    }
    return tolerance;
  }

  /** `|k·raw|·h(c) x divisor`: what the rounding of the coefficient adds. */
  coefficientTolerance(raw: Decimal, coefficientScale: number): Decimal {
    return this.isWhole ? Decimal.zero : timesWhole(raw.abs(), this.step).times(Decimal.halfUnit(coefficientScale));
  }

  /** Brings a residual or a tolerance back to units of the package; for showing and for sizes. */
  inPackageUnit(lifted: Decimal, decimals = 12): Decimal {
    return this.divisor.equals(Decimal.one) ? lifted : lifted.dividedBy(this.divisor, decimals);
  }

  /** The coefficients that a row allows: `low / raw` to `high / raw`, all lifted alike. */
  impliedBounds(raw: Decimal, deducted: Decimal, strictTolerance: Decimal): Bounds {
    const amount = timesWhole(deducted, this.divisor);
    return { low: amount.minus(strictTolerance), high: amount.plus(strictTolerance), per: timesWhole(raw, this.step) };
  }
}

/** An interval of quotients `low/per` to `high/per`; `per` is above zero. */
export interface Bounds {
  readonly low: Decimal;
  readonly high: Decimal;
  readonly per: Decimal;
}

/** Whether no quotient lies in both. */
export function areApart(a: Bounds, b: Bounds): boolean {
  return a.low.times(b.per).isGreaterThan(b.high.times(a.per)) || b.low.times(a.per).isGreaterThan(a.high.times(b.per));
}

/** The number with the fewest decimals inside the bounds: what a person would call the coefficient of the row. */
export function simplestIn(bounds: Bounds): Decimal {
  const middle = bounds.low.plus(bounds.high).dividedBy(bounds.per.plus(bounds.per), 18);
  for (let decimals = 0; decimals < 18; decimals += 1) {
    const candidate = middle.rounded(decimals);
    const amount = candidate.times(bounds.per);
    if (!amount.isLessThan(bounds.low) && !amount.isGreaterThan(bounds.high)) return candidate;
  }
  return middle;
}

const NANO = 1_000_000_000;
const WHOLE_LIMIT = 2 ** 52;
const SMALL = 4_000_000;

/** `value x factor` for a whole factor; without long integers where the result needs none. */
export function timesWhole(value: Decimal, factor: Decimal): Decimal {
  if (value.isNarrow && factor.isNarrow && factor.nano === 0 && factor.whole >= 0 && factor.whole < SMALL) {
    const nanos = value.nano * factor.whole;
    const carried = Math.floor(nanos / NANO);
    const whole = value.whole * factor.whole + carried;
    if (whole < WHOLE_LIMIT && whole >= -WHOLE_LIMIT) return Decimal.ofParts(whole, nanos - carried * NANO);
  }
  return value.times(factor);
}

/** `1/60`, `1000` or `1`. */
export function ratioText({ numerator, denominator }: Ratio): string {
  let divisor = numerator;
  for (let rest = denominator; rest > 0n;) [divisor, rest] = [rest, divisor % rest];
  return denominator === divisor ? `${numerator / divisor}` : `${numerator / divisor}/${denominator / divisor}`;
}

/** Whether the numbers of a row look like minutes rounded up: usage in seconds, whole minutes deducted. */
export function looksLikeCeiling(row: DeductionRow, unit: string | null, policy: Policy): boolean {
  if (!policy.minuteCeiling || row.rawUnit === null || unit === null || row.deducted === null) return false;
  return isUnit(row.rawUnit, '秒') && isUnit(unit, '分钟') && row.deducted.isNarrow && row.deducted.nano === 0;
}

function isUnit(unit: string, wanted: string): boolean {
  const ratio = conversion(unit, wanted);
  return ratio !== null && ratio.numerator === ratio.denominator;
}

/**
 * Tells, for the rows of one package, which billing items are deducted by rounded minutes: those of which no row deducts
 * a fraction of a minute. Only a package that has gone by can tell.
 */
export class CeilingWatch {
  private readonly fractional = new Set<string>();

  note(row: DeductionRow, policy: Policy): void {
    if (policy.minuteCeiling && row.deducted !== null && !(row.deducted.isNarrow && row.deducted.nano === 0)) this.fractional.add(itemOf(row));
  }

  roundsUp(row: DeductionRow): boolean {
    return !this.fractional.has(itemOf(row));
  }

  clear(): void {
    this.fractional.clear();
  }
}

function itemOf(row: DeductionRow): string {
  return `${row.usageProduct ?? ''}\u0001${row.usageSubproduct ?? ''}\u0001${row.billingItem ?? ''}`;
}
