import { describe, expect, it } from 'vitest';
import { doubleCell, numberCell } from '../../../core/import/numberCell.ts';
import type { Cell } from '../../../core/import/table.ts';
import { Decimal } from '../../../core/base/decimal.ts';
import { seeded } from '../../support/bytes.ts';

const digits = (number: string): Cell => ({ number });

describe('the digits of a number cell', () => {
  it.each([
    // As it is.
    ['0', '0'], ['7', '7'], ['-12.5', '-12.5'], ['0.000000001', '0.000000001'], ['1.20', '1.20'], ['19914.698333333', '19914.698333333'], ['123456789.123456', '123456789.123456'],
    // Integers of any length.
    ['123456789012345', '123456789012345'], ['100012345678901234', '100012345678901234'], ['20250508000000007534', '20250508000000007534'], ['-12345678901234567', '-12345678901234567'],
    // Artefacts of doubles.
    ['0.10000000000000001', '0.1'], ['1.1000000000000001', '1.1'], ['45.600000000000001', '45.6'], ['-0.29999999999999999', '-0.3'], ['2.9999999999999999', '3'],
    ['100.00000000000001', '100.00000000000001'], ['0.30000000000000004', '0.30000000000000004'], ['1314373.103018245', '1314373.103018245'], ['1234567890123456.7', '1234567890123456.7'],
    ['4503599627370497.5', '4503599627370497.5'], ['0.00000012345678901234567', '0.00000012345678901234567'], ['0.1234567890123456789', '0.1234567890123456789'],
    // Zeros at the end are not digits that anybody lost.
    ['0.1000000000000000000', '0.1000000000000000000'], ['12345.6000000000000', '12345.6000000000000'],
    // Exponents.
    ['1E3', '1000'], ['1.5E-7', '0.00000015'], ['1.2e+2', '120'], ['-2.5E-3', '-0.0025'], ['1.23456789012345E+14', '123456789012345'], ['0E0', '0'], ['1E-10', '0.0000000001'],
    ['1.0000000000000001E-5', '0.00001'], ['9.9999999999999995E-8', '0.0000001'], ['1.2345678901234567E-5', '0.000012345678901234567'], ['1.5E1', '15'], ['1.234E2', '123.4'],
    // Digits are missing from these, and only the exponent says so.
    ['2.0250808000000001E+19', '2.0250808000000001E+19'], ['1.2E+17', '1.2E+17'], ['1.2E+30', '1.2E+30'], ['-1E+16', '-1E+16'], ['1E+400000000', '1E+400000000'], ['1E-9999', '1E-9999'],
    // Odd but readable.
    ['+5', '5'], ['.5', '0.5'], ['-.5', '-0.5'], ['5.', '5'], ['007', '007'], ['-0', '-0'],
  ])('%s', (lexical, number) => {
    expect(numberCell(lexical)).toEqual(digits(number));
  });

  it.each(['', '-', '.', 'abc', 'NaN', 'Infinity', '1,000', '1.2.3', '1e', 'e5', '0x10', '1 2', '１'])('%j is a text', (lexical) => {
    expect(numberCell(lexical)).toBe(lexical);
  });

  it('never names another double, and only shortens to 15 digits', () => {
    for (let seed = 1; seed <= 1000; seed += 1) {
      const random = seeded(seed);
      const value = (random() - 0.5) * 10 ** Math.floor(random() * 24 - 10);
      for (const lexical of [String(value), value.toPrecision(17), value.toPrecision(16), value.toPrecision(15), value.toFixed(9), value.toExponential(16)]) {
        const cell = numberCell(lexical);
        const number = typeof cell === 'string' ? 'a text' : cell.number;
        expect({ seed, lexical, value: Number(number) }).toEqual({ seed, lexical, value: Number(lexical) });
        const shown = Number(lexical).toPrecision(15);
        const isArtefact = lexical.replace(/^[-0.]+|[.]/g, '').length <= 17 && /\.|[eE]-/.test(lexical) && Number(shown) === Number(lexical) && Math.abs(value) < 1e14 && Math.abs(value) > 1e-6;
        expect({ seed, lexical, number: isArtefact ? plain(number) : '' }).toEqual({ seed, lexical, number: isArtefact ? plain(shown) : '' });
      }
    }
  });

  it('what a person types comes back from 17 digits', () => {
    for (let seed = 1; seed <= 1000; seed += 1) {
      const random = seeded(seed);
      const decimals = 1 + Math.floor(random() * 9);
      const typed = (random() * 10 ** Math.floor(random() * 6)).toFixed(decimals);
      const stored = Number(typed).toPrecision(17);
      const cell = numberCell(stored) as { number: string };
      expect({ seed, stored, number: Decimal.of(cell.number).toString() }).toEqual({ seed, stored, number: Decimal.of(typed).toString() });
    }
  });
});

function plain(digitsOnly: string): string {
  return Decimal.parse(digitsOnly)?.toString() ?? `no plain digits: ${digitsOnly}`;
}

describe('the digits of a double', () => {
  it.each([
    [0.1, '0.1'], [-2.5, '-2.5'], [123456789012345, '123456789012345'], [9007199254740991, '9007199254740991'], [1e-7, '0.0000001'], [1.5e-10, '0.00000000015'],
    [20250808000000000000, '2.0250808e+19'], [1e21, '1e+21'], [9007199254740992, '9.007199254740992e+15'],
  ])('%d', (value, number) => {
    expect(doubleCell(value)).toEqual(digits(number));
  });

  it('no number', () => {
    expect(doubleCell(Number.NaN)).toBe('NaN');
  });
});
