import { describe, expect, it, test } from 'vitest';
import { Decimal } from '../../../core/base/decimal.ts';
import { readyDecimals, roundedForSheet } from '../../../core/export/sheetNumber.ts';
import { Dice, randomNumber } from './support.ts';

describe('a number as a sheet can hold it', () => {
  test.each([
    // given, decimals where it is ready (-1 where not), as written
    ['0', 0, '0'],
    ['5', 0, '5'],
    ['-12.340', 3, '-12.34'],
    ['999999999999999', 0, '999999999999999'],
    ['100000000000.123', 3, '100000000000.123'],
    ['0.000000000000000123', 18, '0.000000000000000123'],
    ['+5', -1, '5'],
    ['007', -1, '7'],
    ['-0', -1, '0'],
    ['-0.00', -1, '0'],
    ['10000000000000.123456789', -1, '10000000000000.1'],
    ['12345678901234567', -1, '12345678901234600'],
    ['-12345678901234550', -1, '-12345678901234600'],
    ['12345678901234549', -1, '12345678901234500'],
    ['0.1234567890123455', -1, '0.123456789012346'],
    ['-0.1234567890123455', -1, '-0.123456789012346'],
    ['999.9999999999999', -1, '1000'],
    ['9999999999999999', -1, '10000000000000000'],
    ['0.9999999999999999', -1, '1'],
  ])('%s', (given, decimals, written) => {
    expect(readyDecimals(given)).toBe(decimals);
    expect(Decimal.of(roundedForSheet(given)!).toString()).toBe(written);
  });

  test.each(['', '-', '.', '5.', '.5', '1e5', '1,000', 'NaN', '0x10', ' 5', '5 ', '1.2.3', '--5', '１'])('"%s" is not a number: a defect of the caller', (given) => {
    expect(readyDecimals(given)).toBe(-1);
    expect(() => roundedForSheet(given)).toThrow('broken promise: a number cell holds a plain number');
  });

  it('is null where no spreadsheet holds so much', () => {
    expect(roundedForSheet('9'.repeat(307))).toBe(`1${'0'.repeat(307)}`);
    expect(roundedForSheet('1'.repeat(308))).toBeNull();
    expect(roundedForSheet(`${'1'.repeat(308)}.5`)).toBeNull();
  });

  it('agrees with rounding by division, for random numbers', () => {
    const dice = new Dice(20_250_508);
    for (let round = 0; round < 20_000; round += 1) {
      const given = randomNumber(dice);
      const written = roundedForSheet(given)!;
      const unchanged = Decimal.of(written).equals(Decimal.of(given));
      expect([given, Decimal.of(written).toString(), unchanged || readyDecimals(given) < 0]).toEqual([given, byDivision(given), true]);
    }
  });
});

/** The same in another way: the value is scaled to an integer, and the integer divided. */
function byDivision(text: string): string {
  const value = Decimal.of(text);
  const scale = (value.toString().split('.')[1] ?? '').length;
  const units = BigInt(value.toString().replace('.', ''));
  const magnitude = units < 0n ? -units : units;
  const step = 10n ** BigInt(Math.max(0, magnitude.toString().length - 15));
  const rounded = ((magnitude + step / 2n) / step) * step;
  return Decimal.ofUnits(units < 0n ? -rounded : rounded, scale).toString();
}
