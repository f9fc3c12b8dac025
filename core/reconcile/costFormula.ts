import { Decimal } from '../base/decimal.ts';
import type { BillRow } from '../fields/bill.ts';
import { transactionClass } from '../fields/choices.ts';
import { isWhole, type Exactness } from './billLine.ts';
import { readingsOf, type Reading } from './listPrice.ts';
import { isProduct, productOf } from './product.ts';

/** A line with everything that its original cost is made of. */
export type PricedRow = BillRow & { readonly listPrice: Decimal; readonly usage: Decimal; readonly originalCost: Decimal };

export function isPricedRow(line: BillRow): line is PricedRow {
  return line.listPrice !== null && line.usage !== null && line.originalCost !== null;
}

/** How a line stands to list price x usage x duration under one reading of its units. */
export interface Attempt {
  readonly reading: Reading;
  /** What the line should cost, to 12 decimals where the reading divides. */
  readonly expected: Decimal;
  readonly off: Decimal;
  /** h(cost) + price x h(usage x duration): all but the rounding of the price. */
  readonly strict: Decimal;
  /** With usage x duration x h(price). */
  readonly loose: Decimal;
  readonly withinStrict: boolean;
  readonly withinLoose: boolean;
}

/** Decimals in which quotients are shown; verdicts divide nothing. */
const SHOWN = 12;

/** Usage times duration: it has fewer decimals than either with the price. */
export function usedOf(line: PricedRow): Decimal {
  return line.duration === null || line.duration.equals(Decimal.one) ? line.usage : productOf(line.usage, line.duration);
}

/** The first reading under which the line is right to the last decimal of its cost. */
export function exactReading(line: PricedRow, used: Decimal, readings: readonly Reading[], half: Decimal): Reading | null {
  for (const reading of readings) {
    const price = productOf(line.listPrice, reading.up);
    if (isProduct(price, reading.timed ? used : line.usage, productOf(line.originalCost, reading.down), productOf(half, reading.down))) return reading;
  }
  return null;
}

/** Every reading of the line, the nearest first. Both sides are multiplied with the reading's denominator before they are compared. */
export function attemptsOf(line: PricedRow, exactness: Exactness): Attempt[] {
  const { all } = readingsOf(line.priceUnit, line.usageUnit, line.durationUnit);
  return all.map((reading) => attempt(line, reading, exactness)).sort((a, b) => a.off.compare(b.off));
}

function attempt(line: PricedRow, reading: Reading, exactness: Exactness): Attempt {
  const { up, down } = reading;
  const duration = reading.timed && line.duration !== null ? line.duration : Decimal.one;
  const scaled = productOf(productOf(line.listPrice, line.usage), duration).times(up);
  const off = scaled.minus(line.originalCost.times(down)).abs();
  const price = line.listPrice.abs();
  const usage = line.usage.abs();
  const ofUsage = isBought(line) ? Decimal.zero : price.times(exactness.half(line, 'usage')).times(duration.abs());
  const ofDuration = reading.timed && line.duration !== null ? price.times(usage).times(exactness.half(line, 'duration')) : Decimal.zero;
  const strict = exactness.halfOfResult(line, 'originalCost').times(down).plus(ofUsage.plus(ofDuration).times(up));
  const loose = strict.plus(exactness.half(line, 'listPrice').times(usage).times(duration.abs()).times(up));
  const shown = (value: Decimal): Decimal => (down.equals(Decimal.one) ? value : value.dividedBy(down, SHOWN));
  return {
    reading, expected: shown(scaled), off: shown(off), strict: shown(strict), loose: shown(loose), withinStrict: !off.isGreaterThan(strict), withinLoose: !off.isGreaterThan(loose),
  };
}

/** How many packages one buys is counted, whatever the column prints for metered usage. */
function isBought(line: PricedRow): boolean {
  const kind = transactionClass(line.transactionType);
  return kind !== 'usage' && kind !== null && isWhole(line.usage);
}
