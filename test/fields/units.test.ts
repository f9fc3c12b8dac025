import { describe, expect, it } from 'vitest';
import { Decimal } from '../../core/base/decimal.ts';
import { conversion, convert, countInside, dependsOnByteBase, isKnownUnit, type ByteBase } from '../../core/fields/units.ts';

function ratio(from: string, to: string, base?: ByteBase): string | null {
  const found = conversion(from, to, base);
  if (found === null) return null;
  let [a, b] = [found.numerator, found.denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return found.denominator === a ? `${found.numerator / a}` : `${found.numerator / a}/${found.denominator / a}`;
}

describe('conversion', () => {
  it.each([
    ['秒', '分钟', '1/60'], ['分钟', '秒', '60'], ['小时', '分钟', '60'], ['Minute', '分', '1'], ['毫秒', '小时', '1/3600000'], ['天', '小时', '24'], ['Seconds', 'min', '1/60'],
    ['token', '千token', '1/1000'], ['千token', 'token', '1000'], ['K tokens', 'token', '1000'], ['百万 tokens', '千token', '1000'], ['1000token', '千token', '1'],
    ['万次', '次', '10000'], ['亿次', '万次', '10000'], ['100个', '个', '100'], ['次', '条', '1'], ['张', '个', '1'], ['万条', '次', '10000'], ['Times', '次', '1'], ['页', '次', '1'],
    ['核*时', '核时', '1'], ['核时', '核·秒', '3600'], ['core-hour', '核*时', '1'], ['vCPU·小时', '核*时', '1'], ['GBs', 'GB*小时', '1/3600'], ['万GBs', 'GBs', '10000'], ['GB月', 'GB*月', '1'], ['GB-hour', 'GB小时', '1'],
    ['年', '月', '12'], ['Mbps', 'kbps', '1000'], ['（分钟）', '分钟', '1'], ['ＧＢ', 'GB', '1'],
  ])('one %s is %s: %s', (from, to, expected) => {
    expect(ratio(from, to)).toBe(expected);
  });

  it.each([['GB', 'MB', 1024, '1024'], ['GB', 'MB', 1000, '1000'], ['B', 'GB', 1024, '1/1073741824'], ['B', 'GB', 1000, '1/1000000000'], ['TB', 'GB', 1024, '1024'], ['GBs', 'MB*秒', 1000, '1000']] as const)(
    'of bytes depends on the base: one %s in %s by %i is %s', (from, to, base, expected) => {
      expect(ratio(from, to, base)).toBe(expected);
      expect(dependsOnByteBase(from, to)).toBe(true);
    });

  it.each([['分钟', '次'], ['GB', 'Mbps'], ['token', '次'], ['核', '核*时'], ['月', '天'], ['分钟', ''], ['蝌蚪', '分钟'], ['人', '次']])('does not exist from %s to %s', (from, to) => {
    expect(conversion(from, to)).toBeNull();
  });

  it('is one from any unit to itself, known or not', () => {
    expect(ratio('蝌蚪', '蝌蚪')).toBe('1');
    expect(ratio('A B', 'ab')).toBe('1');
    expect(dependsOnByteBase('GB', 'gb')).toBe(false);
    expect([isKnownUnit('蝌蚪'), isKnownUnit('千token')]).toEqual([false, true]);
  });

  it('and back is the inverse', () => {
    const units = ['秒', '小时', '千token', '万次', 'GB', 'MB', '核时', '核*秒', 'GBs', '张', '100个'];
    const inverse = (text: string | null): string | null => (text === null ? null : text.includes('/') ? text.split('/').toReversed().join('/').replace(/\/1$/, '') : text === '1' ? '1' : `1/${text}`);
    for (const a of units) for (const b of units) expect(ratio(b, a, 1000), `${a} and ${b}`).toBe(inverse(ratio(a, b, 1000)));
  });
});

describe('amounts', () => {
  it('convert exactly where the ratio is whole, else to the asked places', () => {
    expect(convert(Decimal.of('17.6'), conversion('秒', '分钟')!, 9).toString()).toBe('0.293333333');
    expect(convert(Decimal.of('0.293333333'), conversion('小时', '分钟')!).toString()).toBe('17.59999998');
    expect(convert(Decimal.of('9876543210987.123456789'), conversion('千token', 'token')!).toString()).toBe('9876543210987123.456789');
  });
});

describe('the number inside a unit', () => {
  it.each([['100个', '100'], ['万次', '10000'], ['千token', '1000'], ['个', '1'], ['10万次', '100000'], ['百万token', '1000000'], ['GB', '1'], ['min', '1'], ['kb', '1'], ['', '1']])('%s: %s', (unit, count) => {
    expect(countInside(unit).toString()).toBe(count);
  });
});
