import { describe, expect, it } from 'vitest';
import { Decimal } from '../../core/base/decimal.ts';
import { isProduct, productOf } from '../../core/reconcile/product.ts';

/** A repeatable stream of whole numbers below 2^32 (xorshift). */
function stream(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

function someDecimal(next: () => number): Decimal {
  const digits = 1 + (next() % 13);
  const units = BigInt(next()) * 4_294_967_296n + BigInt(next());
  const value = Decimal.ofUnits(units % 10n ** BigInt(digits), next() % 11);
  return next() % 4 === 0 ? value.negated() : value;
}

const TOLERANCES = ['0', '0.000000001', '0.000000005', '0.00005', '0.5', '0.0000000005', '2'].map((text) => Decimal.of(text));
const NUDGES = ['0', '0.000000001', '-0.000000001', '0.000000005', '-0.000000006', '0.37', '-12'].map((text) => Decimal.of(text));

describe('products of printed numbers', () => {
  it('are those of exact decimals, for 40,000 pairs of any size and sign (seed 7)', () => {
    const next = stream(7);
    for (let round = 0; round < 40_000; round += 1) {
      const a = someDecimal(next);
      const b = someDecimal(next);
      const exact = a.times(b);
      const claimed = exact.rounded(next() % 10).plus(NUDGES[next() % NUDGES.length]!);
      const tolerance = TOLERANCES[next() % TOLERANCES.length]!;
      const told = `${a.toString()} × ${b.toString()} against ${claimed.toString()} ± ${tolerance.toString()}`;
      const within = !exact.minus(claimed).abs().isGreaterThan(tolerance);
      expect([told, productOf(a, b).toString(), isProduct(a, b, claimed, tolerance)]).toEqual([told, exact.toString(), within]);
    }
  });

  it('tell a product from its neighbours in the eighteenth decimal', () => {
    const tiny = Decimal.of('0.000000001');
    expect(isProduct(tiny, tiny, Decimal.zero, Decimal.zero)).toBe(false);
    expect(isProduct(tiny, tiny, Decimal.zero, tiny)).toBe(true);
    expect(isProduct(tiny.negated(), tiny, Decimal.zero, Decimal.zero)).toBe(false);
    expect(isProduct(Decimal.of('0.5'), Decimal.of('0.00000001'), Decimal.of('0.00000001'), Decimal.of('0.000000005'))).toBe(true);
    expect(isProduct(Decimal.of('0.49'), Decimal.of('0.00000001'), Decimal.of('0.00000001'), Decimal.of('0.000000005'))).toBe(false);
  });
});
