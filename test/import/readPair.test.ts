import { describe, expect, test } from 'vitest';
import { Decimal } from '../../core/base/decimal.ts';
import { formatCivil } from '../../core/base/time.ts';
import type { Field, FieldValue } from '../../core/fields/field.ts';
import { PACKAGES } from '../../core/fields/packages.ts';
import { cellReader, type CellReading } from '../../core/import/readCell.ts';
import { newPairReading, pairReader } from '../../core/import/readPair.ts';

function shown(field: Field, { value, unit }: CellReading): FieldValue {
  if (value instanceof Decimal) return `${value.toString()}${unit}`;
  return field.kind === 'time' && value !== null ? formatCivil(value as number) : value;
}

function read(first: string, second: string, cell: string): readonly FieldValue[] | string {
  const fields: readonly Field[] = PACKAGES.fields;
  const [a, b] = [first, second].map((key) => fields.find((field) => field.key === key)!) as [Field, Field];
  const out = newPairReading();
  const trouble = pairReader(a, b, cellReader(a), cellReader(b))(cell, out);
  return trouble === null ? [shown(a, out.first), shown(b, out.second)] : `!${trouble.half} ${trouble.reason}`;
}

describe('two values in one cell', () => {
  test.each([
    ['TRTC AI 智能识别-0a11\ntrtcpkg-0a11', ['TRTC AI 智能识别-0a11', 'trtcpkg-0a11']],
    ['文本内容安全/服务-1b01\r\ntextpkg-1b01', ['文本内容安全/服务-1b01', 'textpkg-1b01']],
    ['文本内容安全/服务-1b01/textpkg-1b01', ['文本内容安全/服务-1b01', 'textpkg-1b01']],
    ['两行\n名称\ntextpkg-1b01', ['两行\n名称', 'textpkg-1b01']],
    ['名称 / textpkg-1b01', ['名称', 'textpkg-1b01']],
    ['名称／textpkg-1b01', ['名称', 'textpkg-1b01']],
    ['名称\n/textpkg-1b01', ['名称', 'textpkg-1b01']],
    ['-/textpkg-1b01', [null, 'textpkg-1b01']],
    ['textpkg-1b01', [null, 'textpkg-1b01']],
    ['没有编号', ['没有编号', null]],
    ['名称/1.0E+11', '!second id-damaged'],
    ['a/b/1.0E+11', '!second id-damaged'],
    ['-', [null, null]],
    ['-/-', [null, null]],
    ['', [null, null]],
  ])('name and id: %j', (cell, expected) => {
    expect(read('packageName', 'packageId', cell)).toEqual(expected);
  });

  test.each([
    ['0.000000000/20,000.000000000', ['0', '20000']],
    ['0.000000000\n20,000.000000000', ['0', '20000']],
    ['1,000分钟/2,000分钟', ['1000分钟', '2000分钟']],
    ['100次/天/200次/天', ['100次/天', '200次/天']],
    ['-/5', [null, '5']],
    ['\n20,000.5', [null, '20000.5']],
    ['5\n', ['5', null]],
    ['5\n-', ['5', null]],
    ['5/6\n', ['5', '6']],
    ['"5/6"', ['5', '6']],
    ['5 / -', ['5', null]],
    ['无限/无限', [null, null]],
    ['5', '!second number'],
    ['a/5', '!first number'],
    ['5/12,34', '!second number'],
    ['5~6', ['5', '6']],
  ])('amounts: %j', (cell, expected) => {
    expect(read('remaining', 'total', cell)).toEqual(expected);
  });

  test.each([
    ['2025-05-01 00:00:00/2026-05-31 23:59:59', ['2025-05-01 00:00:00', '2026-05-31 23:59:59']],
    ['2025/05/01 00:00:00/2026/05/31 23:59:59', ['2025-05-01 00:00:00', '2026-05-31 23:59:59']],
    ['2025/05/01/2026/05/31', ['2025-05-01 00:00:00', '2026-05-31 00:00:00']],
    ['2025-05-01 00:00:00\n2026-05-31 23:59:59', ['2025-05-01 00:00:00', '2026-05-31 23:59:59']],
    ['2025-05-01 00:00:00 ~ 2026-05-31 23:59:59', ['2025-05-01 00:00:00', '2026-05-31 23:59:59']],
    ['2025-05-01 00:00:00 - 2026-05-31 23:59:59', ['2025-05-01 00:00:00', '2026-05-31 23:59:59']],
    ['2025-05-01 00:00:00/-', ['2025-05-01 00:00:00', null]],
    ['2025-05-01 00:00:00/永久', ['2025-05-01 00:00:00', null]],
    ['2025-05-01 00:00:00', '!second time'],
    ['2025-05-01 00:00:00/2025-02-30 00:00:00', '!second time'],
  ])('times: %j', (cell, expected) => {
    expect(read('effective', 'expiry', cell)).toEqual(expected);
  });

  test.each([
    ['已用尽/总量递减', ['exhausted', 'total']],
    ['已用尽\n总量递减', ['exhausted', 'total']],
    ['Valid/Total amount decremental', ['valid', 'total']],
    ['有效', ['valid', null]],
    ['周期递减', [null, 'period']],
    ['冻结/总量递减', ['冻结', 'total']],
    ['新/旧/总量递减', ['新', '旧/总量递减']],
  ])('status and type: %j', (cell, expected) => {
    expect(read('status', 'packageType', cell)).toEqual(expected);
  });

  test.each([
    ['9/12', [9, 12]], ['9\n12', [9, 12]], ['-/12', [null, 12]], ['9', '!second count'], ['9.5/12', '!first count'],
  ])('counts: %j', (cell, expected) => {
    expect(read('periodsRemaining', 'periodsTotal', cell)).toEqual(expected);
  });

  test('a region without a zone', () => {
    expect(read('region', 'zone', '华南地区(广州)/广州三区')).toEqual(['华南地区(广州)', '广州三区']);
    expect(read('region', 'zone', '全国通用')).toEqual(['全国通用', null]);
    expect(read('region', 'zone', '华南 - 广州')).toEqual(['华南 - 广州', null]);
  });
});
