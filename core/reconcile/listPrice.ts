import { Decimal } from '../base/decimal.ts';
import { partsOfPrice } from '../fields/unitAliases.ts';
import { conversion, countInside, type Ratio } from '../fields/units.ts';

/**
 * How the units of a line may be read. The vendor says: original cost = list price x usage x duration, and "if the units
 * contain numbers, divide by them". Where the number stands (`元/100个/小时` with a usage of 100 in `个`), whether the usage
 * is counted in it already, and how prefixes convert (`元/千token` with a usage in `token`) is said nowhere, so that each
 * of these readings is accepted.
 */
export interface Reading {
  /** `up / down`: what list price x usage (x duration) is multiplied with. */
  readonly up: Decimal;
  readonly down: Decimal;
  /** Whether the duration is a factor at all. */
  readonly timed: boolean;
}

export interface Readings {
  readonly all: readonly Reading[];
  /** Whether the units of price, usage and duration belong together; else no reading is worth trusting. */
  readonly agree: boolean;
}

type Unit = string | null;

/** By price, usage and duration unit; every line asks, and a joined key would cost more than the formula. */
const known = new Map<Unit, Map<Unit, Map<Unit, Readings>>>();
const KNOWN_LIMIT = 10_000;

export function readingsOf(priceUnit: Unit, usageUnit: Unit, durationUnit: Unit): Readings {
  if (known.size >= KNOWN_LIMIT) known.clear();
  const durations = innerOf(innerOf(known, priceUnit), usageUnit);
  let readings = durations.get(durationUnit);
  if (readings === undefined) {
    readings = read(priceUnit, usageUnit, durationUnit);
    durations.set(durationUnit, readings);
  }
  return readings;
}

function innerOf<V>(outer: Map<Unit, Map<Unit, V>>, key: Unit): Map<Unit, V> {
  let inner = outer.get(key);
  if (inner === undefined) {
    inner = new Map<Unit, V>();
    outer.set(key, inner);
  }
  return inner;
}

const ONE: Ratio = { numerator: 1n, denominator: 1n };
const CURRENCY = /^(元|人民币|rmb|cny|usd|us\$|\$|美元|港元|欧元|日元|￥|¥|[A-Z]{3})$/;

/** `元/100个/小时` as what is used and how long; a price may name only one of them. */
function partsOf(priceUnit: string, usageUnit: Unit, durationUnit: Unit): { readonly usage: Unit; readonly duration: Unit } {
  const parts = partsOfPrice(priceUnit).filter((part) => part !== '');
  if (parts.length > 0 && CURRENCY.test(parts[0]!)) parts.shift();
  const first = parts[0] ?? null;
  const last = parts.at(-1) ?? null;
  if (first === null || last === null) return { usage: null, duration: null };
  const fits = (unit: Unit, part: string): boolean => unit !== null && conversion(unit, part) !== null;
  if (parts.length === 1) return fits(durationUnit, first) && !fits(usageUnit, first) ? { usage: null, duration: first } : { usage: first, duration: null };
  const swapped = fits(durationUnit, first) && fits(usageUnit, last) && !(fits(usageUnit, first) && fits(durationUnit, last));
  return swapped ? { usage: last, duration: first } : { usage: first, duration: last };
}

/** Units of counted things: what is measured in them is not measured in time. */
export function isCounted(unit: Unit): boolean {
  return unit !== null && conversion(unit, '个') !== null;
}

function read(priceUnit: Unit, usageUnit: Unit, durationUnit: Unit): Readings {
  if (priceUnit === null) return { all: distinct([{ ratio: ONE, timed: true }]), agree: false };
  const part = partsOf(priceUnit, usageUnit, durationUnit);
  const together = part.usage === null || usageUnit === null || durationUnit === null ? null : conversion(`${usageUnit}*${durationUnit}`, part.usage);
  const usages = factors(usageUnit, part.usage);
  const durations = part.duration === null ? [ONE] : factors(durationUnit, part.duration);
  const all: Candidate[] = [];
  for (const usage of usages) for (const duration of durations) all.push({ ratio: product(usage, duration), timed: true });
  // A price that names no time, or a "duration" of so many times, may leave the duration out.
  if (part.duration === null || isCounted(durationUnit)) for (const usage of usages) all.push({ ratio: usage, timed: false });
  if (together !== null) all.push({ ratio: together, timed: true });
  const usageAgrees = part.usage === null || (usageUnit !== null && conversion(usageUnit, part.usage) !== null);
  const durationAgrees = part.duration === null || isCounted(durationUnit) || (durationUnit !== null && conversion(durationUnit, part.duration) !== null);
  return { all: distinct(all), agree: together !== null || (usageAgrees && durationAgrees) };
}

/** What a quantity in `unit` may have to be multiplied with to count in `part` of the price's unit. */
function factors(unit: Unit, part: Unit): Ratio[] {
  const found: Ratio[] = [ONE];
  for (const named of [part, unit]) if (named !== null) found.push(inverse(countInside(named)));
  if (unit !== null && part !== null) for (const base of [1024, 1000] as const) found.push(conversion(unit, part, base) ?? ONE);
  return found;
}

function inverse(count: Decimal): Ratio {
  return { numerator: 1n, denominator: BigInt(count.toString()) };
}

function product(a: Ratio, b: Ratio): Ratio {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator };
}

interface Candidate {
  readonly ratio: Ratio;
  readonly timed: boolean;
}

/** In lowest terms, each once, in the order in which they were thought of. */
function distinct(candidates: readonly Candidate[]): Reading[] {
  const readings = new Map<string, Reading>();
  for (const { ratio, timed } of candidates) {
    const shared = divisor(ratio.numerator, ratio.denominator);
    const reading = { up: Decimal.ofUnits(ratio.numerator / shared, 0), down: Decimal.ofUnits(ratio.denominator / shared, 0), timed };
    const key = `${reading.up.toString()}/${reading.down.toString()}|${timed}`;
    if (!readings.has(key)) readings.set(key, reading);
  }
  return [...readings.values()];
}

function divisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : divisor(b, a % b);
}
