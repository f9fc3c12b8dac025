import { describe, expect, test } from 'vitest';
import { BILL } from '../../core/fields/bill.ts';
import { DEDUCTIONS } from '../../core/fields/deductions.ts';
import type { Field } from '../../core/fields/field.ts';
import { PACKAGES } from '../../core/fields/packages.ts';
import { Decimal } from '../../core/base/decimal.ts';
import { formatCivil, formatMonth } from '../../core/base/time.ts';
import { cellReader, newCellReading } from '../../core/import/readCell.ts';
import type { Cell } from '../../core/import/table.ts';

function fieldOf(key: string): Field {
  const all: readonly Field[] = [...DEDUCTIONS.fields, ...PACKAGES.fields, ...BILL.fields];
  return all.find((field) => field.key === key)!;
}

/** The value in words, or `!reason`. */
function read(key: string, cell: Cell): string | null {
  const field = fieldOf(key);
  const out = newCellReading();
  const reason = cellReader(field)(cell, out);
  if (reason !== null) return `!${reason}`;
  if (out.value === null) return null;
  if (field.kind === 'time') return formatCivil(out.value as number);
  if (field.kind === 'month') return formatMonth(out.value as number);
  const text = out.value instanceof Decimal ? out.value.toString() : String(out.value);
  return `${text}${out.unit === '' ? '' : ` [${out.unit}]`}${out.unknownWord ? ' ?' : ''}`;
}

const n = (number: string): Cell => ({ number });

describe('absent cells are absent, never zero', () => {
  const markers = ['', ' ', '\t', '-', ' - ', '--', '—', '－', 'null', 'NULL', 'N/A', 'n/a', 'none', '\uFEFF', '\u3000', '="-"'];
  test.each(['before', 'deductedAt', 'packageId', 'packageName', 'packageType', 'billMonth', 'periodsTotal', 'discountRate', 'packageUnit', 'transactionId'])('%s', (key) => {
    expect(markers.map((marker) => read(key, marker))).toEqual(markers.map(() => null));
  });
});

describe('guards around a cell', () => {
  test.each(['\t100012345678', "'100012345678", '="100012345678"', ' 100012345678 ', '100012345678\r', '\uFEFF100012345678', '\u200B100012345678', '\u00A0100012345678\t'])('%j', (cell) => {
    expect(read('owner', cell)).toBe('100012345678');
  });

  test('a guarded number', () => {
    expect(read('before', '="20,000.5分钟"')).toBe('20000.5 [分钟]');
  });

  test('a name in quotes keeps them, a line break becomes one kind', () => {
    expect(read('packageName', "'name'")).toBe("'name'");
    expect(read('packageName', 'a\r\nb')).toBe('a\nb');
  });
});

describe('identifiers', () => {
  test.each([
    [n('100012345678'), '100012345678'],
    [n('999999999999999'), '999999999999999'],
    [n('1000123456780000'), '!id-damaged'],
    [n('2.0250508000000001E+19'), '!id-damaged'],
    [n('100012345678.5'), '!id-damaged'],
    [n('-5'), '!id-damaged'],
    ['20250508000000007534', '20250508000000007534'],
    ['1.00012E+11', '!id-damaged'],
    ['1.0001234E11', '!id-damaged'],
    ['1E+17', '!id-damaged'],
    ['2e19', '!id-damaged'],
    ['１．０００１Ｅ＋１１', '!id-damaged'],
    ['00012', '00012'],
    ['100012345678.0', '100012345678'],
    ['2025050800000000.0', '!id-damaged'],
    ['"100012345678"', '100012345678'],
  ] as const)('%j', (cell, expected) => {
    for (const key of ['owner', 'payer', 'operator', 'reseller', 'packageOwner', 'usageOwner', 'packageId', 'transactionId', 'orderId', 'instanceId', 'recordId']) {
      expect([key, read(key, cell)]).toEqual([key, expected]);
    }
  });

  test('letters and digits that merely look like it', () => {
    expect(read('instanceId', '1234e567')).toBe('1234e567');
    expect(read('instanceId', 'ins-1E+17')).toBe('ins-1E+17');
  });

  test('a name may be a number', () => {
    expect(read('project', n('1234567890123456789'))).toBe('1234567890123456789');
  });
});

describe('times', () => {
  test.each([
    ['2025-05-08 00:00:00', '2025-05-08 00:00:00'],
    ['2025/5/8 1:02:03', '2025-05-08 01:02:03'],
    ['2025-05-08T01:02:03', '2025-05-08 01:02:03'],
    ['2025-05-08 01:02', '2025-05-08 01:02:00'],
    ['2025-05-08', '2025-05-08 00:00:00'],
    ['2025-05-08 01:02:03.123', '2025-05-08 01:02:03'],
    ['2025-05-08T01:02:03+08:00', '2025-05-08 01:02:03'],
    ['2025-05-08 01:02:03 (UTC+8)', '2025-05-08 01:02:03'],
    ['2025年5月8日 01:02:03', '2025-05-08 01:02:03'],
    ['２０２５-05-08 00:00:00', '2025-05-08 00:00:00'],
    ['\t2025-05-08 00:00:00', '2025-05-08 00:00:00'],
    ['永久有效', null],
    ['0000-00-00 00:00:00', null],
    [n('45785'), '2025-05-08 00:00:00'],
    [n('45785.5'), '2025-05-08 12:00:00'],
    [n('45785.0430555556'), '2025-05-08 01:02:00'],
    ['2025-02-30', '!time'],
    ['2025-02-30 00:00:00', '!time'],
    ['2025-13-01 00:00:00', '!time'],
    ['2025-05-08 24:00:00', '!time'],
    ['2025-05-08T01:02:03Z', '!time'],
    ['45785.5', '!time'],
    ['08/05/2025', '!time'],
    ['soon', '!time'],
    [n('12'), '!time'],
    [n('45785.123456'), '!time'],
    [n('20250508'), '!time'],
  ] as const)('%j', (cell, expected) => {
    expect(read('deductedAt', cell)).toBe(expected);
  });
});

test.each([
  ['2025-05', '2025-05'], ['202505', '2025-05'], ['2025-05-01 00:00:00', '2025-05'], ['2025/5', '2025-05'], ['2025年5月', '2025-05'],
  [n('202505'), '2025-05'], ['2025-13', '!month'], ['202500', '!month'], ['May', '!month'],
] as const)('month %j', (cell, expected) => {
  expect(read('billMonth', cell)).toBe(expected);
});

test.each([
  ['9', '9'], ['1,000', '1000'], ['12.0', '12'], ['1.5', '!count'], ['many', '!count'], [n('12'), '12'], ['9期', '9'], ['9%', '!count'],
] as const)('count %j', (cell, expected) => {
  expect(read('periodsTotal', cell)).toBe(expected);
});

describe('rates', () => {
  test.each([
    ['0.85', '0.85'], ['85%', '0.85'], ['8.5折', '0.85'], ['33.333333%', '0.33333333'], ['1:500', '500'], ['2:1', '0.5'], ['1：4', '4'], ['100%', '1'], ['3:1', '0.333333333'],
    ['0:1', '!number'], ['85折', '!number'], ['abc', '!number'], ['5元', '!number'], [n('0.85'), '0.85'],
  ] as const)('%j', (cell, expected) => {
    expect(read('coefficient', cell)).toBe(expected);
  });

  test('printed decimals', () => {
    const scales = ['0.850', '85%', '8.5折', '1:500', '3:1'].map((cell) => {
      const out = newCellReading();
      cellReader(fieldOf('coefficient'))(cell, out);
      return out.scale;
    });
    expect(scales).toEqual([3, 2, 2, 0, 9]);
  });
});

test.each([
  ['12.50元', '12.5'], ['¥12.50', '12.5'], ['12.5 USD', '12.5'], ['12.5分钟', '!number'], ['-0.69', '-0.69'], [n('0.00000015'), '0.00000015'],
] as const)('money %j', (cell, expected) => {
  expect(read('originalCost', cell)).toBe(expected);
});

test('a price may carry its unit', () => {
  expect(read('listPrice', '0.5元/GB')).toBe('0.5 [元/GB]');
});

test.each(['无限', '不限', 'Unlimited', '∞'])('no limit is no amount: %s', (cell) => {
  expect(read('remaining', cell)).toBeNull();
});

test.each([
  ['总量递减', 'total'], ['Total amount decremental', 'total'], [' 周期递减\t', 'period'], ['新类型', '新类型 ?'], ['total', 'total'],
] as const)('choice %j', (cell, expected) => {
  expect(read('packageType', cell)).toBe(expected);
});

test('a reader forgets the cell before', () => {
  const readBefore = cellReader(fieldOf('before'));
  const out = newCellReading();
  readBefore('5分钟', out);
  readBefore('-', out);
  expect(out).toEqual({ value: null, unit: '', scale: -1, unknownWord: false });
  const readType = cellReader(fieldOf('packageType'));
  readType('新类型', out);
  readType('总量递减', out);
  expect(out).toEqual({ value: 'total', unit: '', scale: -1, unknownWord: false });
});
