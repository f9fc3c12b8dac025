import { describe, expect, it } from 'vitest';
import { Decimal, grouped, printedScale } from '../../core/base/decimal.ts';

const d = (text: string): Decimal => Decimal.of(text);

describe('reading', () => {
  it.each([
    ['0', '0'], ['-0', '0'], ['+0.000', '0'], ['-0.0000000000000', '0'], ['007', '7'], ['+1.5', '1.5'], ['-1.5', '-1.5'], ['1.500', '1.5'], ['0.000000001', '0.000000001'],
    ['-0.000000001', '-0.000000001'], ['999999999999999.999999999', '999999999999999.999999999'], ['9876543210987.123456789', '9876543210987.123456789'],
    ['1.0000000001', '1.0000000001'], ['1.00000000010', '1.0000000001'], ['1.0000000000', '1'], ['4503599627370496', '4503599627370496'], ['-4503599627370497.5', '-4503599627370497.5'],
    ['123456789012345678901234567890.123456789012345678', '123456789012345678901234567890.123456789012345678'], ['00000000000000000000.5', '0.5'],
  ])('%s is %s', (text, plain) => {
    expect(Decimal.parse(text)?.toString()).toBe(plain);
  });

  it.each(['', ' ', '-', '+', '.', '.5', '5.', '1.2.3', '1,234', '1e3', '1E+11', 'NaN', 'Infinity', '0x10', '１', '1 ', ' 1', '--1', '1-', '12分钟', '1.2a'])('%j is no number', (text) => {
    expect(Decimal.parse(text)).toBeNull();
  });

  it('refuses literals that are no numbers', () => {
    expect(() => d('1,000')).toThrow('a decimal number: 1,000');
    expect(() => Decimal.ofInteger(0.5)).toThrow('an integer');
  });
});

describe('one value has one form', () => {
  it.each([
    [d('1.0000000001').minus(d('0.0000000001')), '1'],
    [d('4503599627370496').minus(d('1')), '4503599627370495'],
    [Decimal.ofUnits(1_000_000_000_000n, 12), '1'],
    [Decimal.ofUnits(0n, 30), '0'],
    [d('0.00001').times(d('100000')), '1'],
  ])('%s', (value, plain) => {
    expect(value).toEqual(d(plain));
    expect(value.isNarrow).toBe(true);
  });

  it('is wide only where it must be', () => {
    expect(d('4503599627370495.999999999').isNarrow).toBe(true);
    expect(d('4503599627370496').isNarrow).toBe(false);
    expect(d('-4503599627370496').isNarrow).toBe(true);
    expect(d('-4503599627370496.000000001').isNarrow).toBe(false);
    expect(d('0.0000000001').isNarrow).toBe(false);
    expect(Decimal.ofUnits(45_035_996_273_704_960_000n, 1)).toEqual(d('4503599627370496000'));
  });
});

describe('arithmetic', () => {
  it.each([
    ['0.1', 'plus', '0.2', '0.3'], ['20000', 'minus', '0.293333333', '19999.706666667'], ['10000', 'minus', '9.6', '9990.4'], ['0.5', 'minus', '1', '-0.5'], ['-0.5', 'plus', '0.5', '0'],
    ['9999999999999.999999999', 'plus', '0.000000001', '10000000000000'], ['4503599627370495.999999999', 'plus', '0.000000001', '4503599627370496'],
    ['2.2675737', 'times', '44.1', '100.00000017'], ['-1.5', 'times', '2', '-3'], ['0', 'times', '-5', '0'], ['67108864', 'times', '67108864', '4503599627370496'], ['0.000000001', 'times', '0.000000001', '0.000000000000000001'],
    ['0.00001389', 'times', '3599', '0.04999011'],
  ] as const)('%s %s %s = %s', (a, operation, b, result) => {
    expect(d(a)[operation](d(b)).toString()).toBe(result);
    expect(d(a)[operation](d(b))).toEqual(d(result));
  });

  it.each([['7', '3', 9, '2.333333333'], ['2', '3', 9, '0.666666667'], ['-2', '3', 9, '-0.666666667'], ['1', '8', 2, '0.13'], ['-1', '8', 2, '-0.13'], ['17.6', '60', 9, '0.293333333'], ['1', '3', 0, '0'], ['-0.001', '1', 2, '0']])(
    '%s / %s to %i places is %s', (a, b, places, result) => {
      expect(d(a).dividedBy(d(b), places).toString()).toBe(result);
    });

  it('does not divide by zero', () => {
    expect(() => d('1').dividedBy(Decimal.zero, 2)).toThrow('a divisor other than zero');
  });

  it.each([['0.005', 2, '0.01'], ['-0.005', 2, '-0.01'], ['0.0049999999', 2, '0'], ['1.5', 0, '2'], ['-1.5', 0, '-2'], ['2.5', 0, '3'], ['1.23', 5, '1.23'], ['999999999999999.5', 0, '1000000000000000']])(
    '%s to %i places is %s', (value, places, result) => {
      expect(d(value).rounded(places).toString()).toBe(result);
    });

  it('halves the last printed place', () => {
    expect([0, 2, 9].map((scale) => Decimal.halfUnit(scale).toString())).toEqual(['0.5', '0.005', '0.0000000005']);
  });

  it('subtracts a nanominute 200,000 times without losing one', () => {
    let balance = d('10000000000000');
    const step = d('0.000000001');
    for (let count = 0; count < 200_000; count += 1) balance = balance.minus(step);
    expect(balance.toString()).toBe('9999999999999.9998');
  });
});

describe('order', () => {
  const ascending = ['-4503599627370497', '-2', '-1.000000001', '-1', '-0.5', '-0.0000000001', '0', '0.0000000001', '0.000000001', '0.5', '1', '1.0000000001', '4503599627370496'].map((text) => d(text));

  it('is that of the numbers', () => {
    ascending.forEach((a, i) => ascending.forEach((b, j) => {
      expect(Math.sign(a.compare(b))).toBe(Math.sign(i - j));
      expect([a.equals(b), a.isLessThan(b), a.isGreaterThan(b)]).toEqual([i === j, i < j, i > j]);
    }));
  });

  it('knows signs', () => {
    expect(ascending.map((value) => value.sign())).toEqual([-1, -1, -1, -1, -1, -1, 0, 1, 1, 1, 1, 1, 1]);
    expect(ascending.map((value) => value.isZero()).indexOf(true)).toBe(6);
    expect(ascending.map((value) => value.abs().sign())).not.toContain(-1);
    expect(d('-0.5').negated().toString()).toBe('0.5');
    expect(Object.is(Decimal.zero.negated().whole, 0)).toBe(true);
  });
});

describe('showing', () => {
  it('never rounds and never uses exponents', () => {
    expect([d('5').toFixed(2), d('5.1').toFixed(2), d('5.123').toFixed(2), d('-0.5').toFixed(0), d('0').toFixed(3)]).toEqual(['5.00', '5.10', '5.123', '-0.5', '0.000']);
    expect(d('0.0000000000001').toString()).toBe('0.0000000000001');
    expect(JSON.stringify({ value: d('1.50') })).toBe('{"value":"1.5"}');
  });

  it('groups thousands', () => {
    expect(['0', '999', '1000', '-1000', '-999', '1234567.1234567', '123456789012'].map(grouped)).toEqual(['0', '999', '1,000', '-1,000', '-999', '1,234,567.1234567', '123,456,789,012']);
  });

  it('counts printed decimals', () => {
    expect(['5', '5.0', '-5.120', '0.000000001'].map(printedScale)).toEqual([0, 1, 3, 9]);
  });
});
