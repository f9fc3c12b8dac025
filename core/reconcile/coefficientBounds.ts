import type { Decimal } from '../base/decimal.ts';

/** Which coefficients a row leaves possible, its numbers being rounded. */

/** An interval of quotients `low/per` to `high/per`; `per` is above zero. */
export interface Bounds {
  readonly low: Decimal;
  readonly high: Decimal;
  readonly per: Decimal;
}

/** Whether no quotient lies in both. */
function areApart(a: Bounds, b: Bounds): boolean {
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

/** Of many rows, by name of the coefficient that they share, those that bound it most tightly from both sides. */
export class TightestBounds {
  private readonly known = new Map<string, readonly [low: Bounds, high: Bounds]>();

  add(name: string, bounds: Bounds): void {
    const [low, high] = this.known.get(name) ?? [bounds, bounds];
    const isTighterBelow = bounds.low.times(low.per).isGreaterThan(low.low.times(bounds.per));
    const isTighterAbove = bounds.high.times(high.per).isLessThan(high.high.times(bounds.per));
    this.known.set(name, [isTighterBelow ? bounds : low, isTighterAbove ? bounds : high]);
  }

  /** Whether no single coefficient can stand behind `bounds` and all that were added. */
  contradict(name: string, bounds: Bounds): boolean {
    return (this.known.get(name) ?? []).some((other) => areApart(bounds, other));
  }
}
