import { describe, expect, test } from 'vitest';
import { newReading, readNumber } from '../../core/import/readNumber.ts';

function read(text: string, exact = false): string {
  const out = newReading();
  const trouble = readNumber(text, out, exact);
  return trouble ?? `${out.value.toString()} s${out.scale}${out.suffix === '' ? '' : ` [${out.suffix}]`}`;
}

describe('numbers as exports print them', () => {
  test.each([
    ['0', '0 s0'],
    ['12.340', '12.34 s3'],
    ['-0.5', '-0.5 s1'],
    ['+7', '7 s0'],
    ['-0', '0 s0'],
    ['.5', '0.5 s1'],
    ['-.25', '-0.25 s2'],
    ['20,000.000000000分钟', '20000 s9 [分钟]'],
    ['0.293333333 分钟', '0.293333333 s9 [分钟]'],
    ['1,234', '1234 s0'],
    ['1,234,567.89 GB', '1234567.89 s2 [GB]'],
    ['10000000000000.123456789', '10000000000000.123456789 s9'],
    ['10,000,000,000,000.123456789核*时', '10000000000000.123456789 s9 [核*时]'],
    ['123456789012345678901234567890.5', '123456789012345678901234567890.5 s1'],
    ['-0.12345678901234567', '-0.12345678901234567 s17'],
    ['.1234567891', '0.1234567891 s10'],
    ['１２，３４５．６０', '12345.6 s2'],
    ['－1.5', '-1.5 s1'],
    ['−1.5', '-1.5 s1'],
    ['1\u00A0234\u00A0567.5', '1234567.5 s1'],
    ['1\u2009234', '1234 s0'],
    ['1\u202F234.5元', '1234.5 s1 [元]'],
    ['¥1,234.50', '1234.5 s2'],
    ['￥0.01', '0.01 s2'],
    ['$3', '3 s0'],
    ['-$3.10', '-3.1 s2'],
    ['CNY 12.5', '12.5 s1'],
    ['85%', '85 s0 [%]'],
    ['8.5折', '8.5 s1 [折]'],
    ['5(GB)', '5 s0 [GB]'],
    ['12万次', '12 s0 [万次]'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test.each([
    ['12,34', 'number'],
    ['1,2345', 'number'],
    ['1234,567', 'number'],
    [',123', 'number'],
    ['1,,234', 'number'],
    ['1.', 'number'],
    ['1.2.3', 'number'],
    ['-', 'number'],
    ['(12)', 'number'],
    ['NaN', 'number'],
    ['Infinity', 'number'],
    ['#VALUE!', 'number'],
    ['十二', 'number'],
    ['2025-05-08', 'number'],
    ['12:30', 'number'],
    ['1/2', 'number'],
    ['12 34', 'unit'],
    ['5.00100个', '5.001 s5 [个]'],
    ['5 100个', 'unit'],
    ['1分2秒', 'unit'],
    [`1${'长'.repeat(41)}`, 'unit'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });
});

describe('exponents', () => {
  test.each([
    ['1.5E-7', '0.00000015 s8'],
    ['1.5e-07', '0.00000015 s8'],
    ['0E-9', '0 s9'],
    ['0E-8', '0 s8'],
    ['3.11E-06', '0.00000311 s8'],
    ['1.0E7', '10000000 s0'],
    ['1.23456789E7', '12345678.9 s1'],
    ['-2.5E3', '-2500 s0'],
  ])('exact: %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test.each(['1.23457E+11', '1.23E+11', '2E+13', '1.23457E-05', '-1.23457E+11'])('a spreadsheet may have cut digits: %s', (text) => {
    expect(read(text)).toBe('number-damaged');
  });

  test('in a number cell of a workbook nothing is cut', () => {
    expect(read('1.23E+11', true)).toBe('123000000000 s0');
  });

  test.each(['1E', '1E+', '1E5GB', '1E999', '1E9999'])('no number: %s', (text) => {
    expect(['number', 'unit']).toContain(read(text));
  });

  test('a unit may begin with E', () => {
    expect(read('5EB')).toBe('5 s0 [EB]');
  });
});

test('the unit of the number before does not stick to the next', () => {
  const out = newReading();
  readNumber('1分钟', out);
  readNumber('2', out);
  expect(out.suffix).toBe('');
  readNumber('3秒', out);
  expect(out.suffix).toBe('秒');
  readNumber('4分钟', out);
  expect(out.suffix).toBe('分钟');
  expect(readNumber('5 分钟', out)).toBeNull();
  expect(out.suffix).toBe('分钟');
});

test('0.1 + 0.2 is 0.3', () => {
  const a = newReading();
  const b = newReading();
  readNumber('0.1', a);
  readNumber('0.2', b);
  expect(a.value.plus(b.value).toString()).toBe('0.3');
});
