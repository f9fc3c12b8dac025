import { describe, expect, it } from 'vitest';
import { Decimal } from '../../core/base/decimal.ts';
import { plainData, plainText } from '../../core/base/plain.ts';

const again = (data: unknown): unknown => plainData(plainText(data));

describe('plain data', () => {
  it('comes back as it was', () => {
    const data = {
      text: 'Ж\u0000\ud800', none: null, yes: true, numbers: [0, -1.5, 2 ** 53, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN],
      map: new Map<unknown, unknown>([[1, new Map([['a', new Set(['b', 'c'])]])], ['1', null]]), list: [[], {}, [new Set([1, null])]],
    };
    expect(again(data)).toEqual(data);
  });

  it('keeps every digit of decimals, narrow and wide', () => {
    for (const digits of ['0', '-0.000000001', '123456789012345678901234567890.123456789012345678', '-9007199254740993', '0.1']) {
      const value = again([Decimal.of(digits)]) as [Decimal];
      expect(value[0]).toBeInstanceOf(Decimal);
      expect(value[0].toString()).toBe(digits);
      expect(value[0].equals(Decimal.of(digits))).toBe(true);
    }
  });

  it('leaves out what is absent', () => {
    expect(again({ a: undefined, b: 1 })).toEqual({ b: 1 });
  });

  it('refuses what it could not tell from its own marks, and what it did not write', () => {
    expect(() => plainText({ $: 'map', of: [] })).toThrow('a key that marks');
    expect(() => plainData('{"$":"class","of":1}')).toThrow('unknown kind');
  });
});
