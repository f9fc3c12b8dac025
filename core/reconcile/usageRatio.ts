import { Decimal } from '../base/decimal.ts';
import { conversion, dependsOnByteBase, type ByteBase, type Ratio } from '../fields/units.ts';
import type { Bounds } from './coefficientBounds.ts';

/**
 * How raw usage becomes a deducted amount: `deducted = k x raw x coefficient`, where k converts the unit of the usage to
 * that of the package. Everything is held in whole numbers, `raw x factor = deducted x divisor`, because a minute is no
 * finite number of hours.
 */

const ONE: Ratio = { numerator: 1n, denominator: 1n };

/** One way in which the units of a row may convert. */
export interface Meaning {
  readonly ratio: Ratio;
  /** 1000 or 1024 per prefix where the two differ. */
  readonly byteBase: ByteBase | null;
  readonly equations: Equation[];
}

/**
 * How far the units of a row say how they convert: they do (`known`); they are unknown words or measure different things, so
 * that a coefficient counts printed units (`printed`); or one is not printed at all and only the rows can tell (`guessed`).
 */
export type Standing = 'known' | 'printed' | 'guessed';

export interface Meanings {
  readonly all: readonly Meaning[];
  readonly standing: Standing;
}

/** Remembers conversions and equations, which are few, for the rows, which are many. */
export class UsageRatios {
  private readonly known = new Map<string, Meanings>();
  private last: { rawUnit: string | null; unit: string | null; byteBase: ByteBase | null; meanings: Meanings } | null = null;

  meanings(rawUnit: string | null, unit: string | null, byteBase: ByteBase | null): Meanings {
    const { last } = this;
    if (last !== null && last.rawUnit === rawUnit && last.unit === unit && last.byteBase === byteBase) return last.meanings;
    const key = `${rawUnit ?? ''}\u0001${unit ?? ''}\u0001${byteBase ?? ''}`;
    let meanings = this.known.get(key);
    if (meanings === undefined) {
      meanings = meaningsOf(rawUnit, unit, byteBase);
      this.known.set(key, meanings);
    }
    this.last = { rawUnit, unit, byteBase, meanings };
    return meanings;
  }
}

/** What units that are not printed may mean: the same, minutes or hours of seconds, thousands, prefixes of bytes. */
const USUAL_RATIOS: readonly Ratio[] = [1n, 60n, 1000n, 3600n, 1024n, 10_000n, 1_000_000n]
  .flatMap((size) => (size === 1n ? [ONE] : [{ numerator: 1n, denominator: size }, { numerator: size, denominator: 1n }]));

function meaningsOf(rawUnit: string | null, unit: string | null, byteBase: ByteBase | null): Meanings {
  const meaning = (ratio: Ratio, base: ByteBase | null = null): Meaning => ({ ratio, byteBase: base, equations: [] });
  if (rawUnit === null || unit === null) return { all: USUAL_RATIOS.map((ratio) => meaning(ratio)), standing: 'guessed' };
  const ratio = conversion(rawUnit, unit, byteBase ?? 1024);
  if (ratio === null) return { all: [meaning(ONE)], standing: 'printed' };
  if (byteBase !== null || !dependsOnByteBase(rawUnit, unit)) return { all: [meaning(ratio)], standing: 'known' };
  return { all: [meaning(ratio, 1024), meaning(conversion(rawUnit, unit, 1000) ?? ratio, 1000)], standing: 'known' };
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
