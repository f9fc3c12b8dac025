import { describe, expect, test } from 'vitest';
import { Decimal } from '../../core/base/decimal.ts';
import { CATALOGUES } from '../../core/fields/index.ts';
import type { FieldValue } from '../../core/fields/field.ts';
import { detect } from '../../core/import/detect.ts';
import { rowReader, type RowOutcome, type RowReader } from '../../core/import/readRow.ts';
import type { Cell } from '../../core/import/table.ts';
import { BILL_HEADER, DEDUCTION_HEADER, PACKAGE_HEADER, billLine, deduction, packageRow, recordsOf, rowsOf } from '../support/tables.ts';

interface Reading {
  readonly outcomes: readonly RowOutcome[];
  readonly rows: readonly Record<string, unknown>[];
  readonly extras: readonly (string | null)[];
  readonly reader: RowReader;
}

/** Reads all rows under a header; only present values are shown. */
function readAll(header: readonly string[], ...cells: readonly (readonly Cell[])[]): Reading {
  const detected = detect(rowsOf([header, ...cells]));
  if (!detected.ok) throw new Error(JSON.stringify(detected.error));
  const { kind } = detected.value;
  const reader = rowReader(detected.value);
  const rows: Record<string, unknown>[] = [];
  const extras: (string | null)[] = [];
  const records = recordsOf(rowsOf([header, ...cells]));
  const outcomes = cells.map((_, at) => {
    const outcome = reader.read(records, at + 1);
    if (outcome === 'row') {
      rows.push(shown(kind, reader.values));
      extras.push(reader.extra);
    }
    return outcome;
  });
  return { outcomes, rows, extras, reader };
}

function shown(kind: keyof typeof CATALOGUES, values: readonly FieldValue[]): Record<string, unknown> {
  const entries = CATALOGUES[kind].fields.map((field, place) => [field.key, values[place] instanceof Decimal ? String(values[place]) : values[place]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== null));
}

function readOne(header: readonly string[], cells: readonly Cell[]): Record<string, unknown> {
  const { outcomes, rows } = readAll(header, cells);
  expect(outcomes).toEqual(['row']);
  return rows[0]!;
}

describe('a whole row', () => {
  test('a deduction', () => {
    expect(readOne(DEDUCTION_HEADER, deduction())).toEqual({
      packageOwner: '100012345678', packageName: '名称-trtcpkg-0a11', packageId: 'trtcpkg-0a11', product: '实时音视频', subproduct: 'TRTC AI 智能识别', packageType: 'total',
      deductedAt: 1_746_669_911, before: '20000', packageUnit: '分钟', deducted: '0.293333333', after: '19999.706666667', usageOwner: '100023456789', usageProduct: '实时音视频',
      usageSubproduct: 'TRTC AI 智能识别', billingItem: 'AI 智能识别时长', rawUsage: '17.6', rawUnit: '秒', coefficient: '1', usageStart: 1_746_666_000, usageEnd: 1_746_669_599,
    });
  });

  test('a package in paired cells', () => {
    expect(readOne(PACKAGE_HEADER, packageRow())).toEqual({
      packageName: '文本内容安全/服务-1b01', packageId: 'textpkg-1b01', product: 'T-Sec-文本内容安全', subproduct: '文本内容安全/服务', region: '华南地区(广州)', zone: '广州三区',
      status: 'exhausted', packageType: 'total', unit: '条', remaining: '0', total: '400000', effective: 1_746_057_600, expiry: 1_780_271_999, endedAt: 1_753_304_787, renewalMode: 'manual',
    });
  });

  test('a bill line', () => {
    expect(readOne(BILL_HEADER, billLine())).toMatchObject({ transactionType: 'postpay_deduct_h', transactionId: '20250508000000007530', usage: '2563', originalCost: '0.89705', afterDiscount: '0.89705' });
  });
});

describe('units', () => {
  const glued = ['资源包ID', '抵扣时间', '抵扣前包剩余量', '实际抵扣量', '抵扣后包剩余量', '被抵扣资源原始用量'];
  const at = '2025-05-08 00:00:00';
  test.each([
    [['20,000.0分钟', '0.5分钟', '19,999.5分钟', '30秒'], { packageUnit: '分钟', rawUnit: '秒' }],
    [['20,000.0分钟', '30秒', '19,999.5小时', '30秒'], { packageUnit: '分钟', deductedUnit: '秒', afterUnit: '小时', rawUnit: '秒' }],
    [['-', '0.5分钟', '-', '30秒'], { packageUnit: '分钟', rawUnit: '秒' }],
    [['-', '0.5分钟', '1小时', '30'], { packageUnit: '分钟', afterUnit: '小时' }],
    [['-', '0.5', '1小时', '30'], { packageUnit: '小时' }],
    [['5', '0.5', '4.5', '30'], {}],
  ])('glued to the numbers: %j', (cells, units) => {
    const row = readOne(glued, ['pkg-1', at, ...cells]);
    expect(Object.fromEntries(Object.entries(row).filter(([key]) => key.endsWith('Unit')))).toEqual(units);
  });

  test('stated by the header', () => {
    expect(readOne(['资源包ID', '抵扣时间', '抵扣前包剩余量(分钟)', '实际抵扣量（分钟）', '被抵扣资源原始用量【单位：秒】'], ['pkg-1', at, '5', '1', '60'])).toMatchObject({ packageUnit: '分钟', rawUnit: '秒' });
  });

  test('a column of its own and the same unit glued', () => {
    expect(readOne(['资源包ID', '抵扣时间', '实际抵扣量', '被抵扣资源原始用量', '被抵扣资源原始用量单位'], ['pkg-1', at, '1', '60秒', '秒'])).toMatchObject({ rawUnit: '秒' });
    expect(readOne(['资源包ID', '抵扣时间', '实际抵扣量', '被抵扣资源原始用量', '被抵扣资源原始用量单位'], ['pkg-1', at, '1', '60s', '秒'])).toMatchObject({ rawUnit: '秒' });
  });

  test('contradicting units put the row aside', () => {
    const header = ['资源包ID', '状态', '容量单位', '总剩余量/总量', '生效/到期时间'];
    expect(readAll(header, ['pkg-1', '有效', 'GB', '500MB/1GB', '-']).outcomes).toEqual([{ field: 'remaining', reason: 'unit', cell: '500MB/1GB' }]);
    expect(readAll(header, ['pkg-1', '有效', '-', '1GB/1TB', '-']).outcomes).toEqual([{ field: 'total', reason: 'unit', cell: '1GB/1TB' }]);
    expect(readOne(header, ['pkg-1', '有效', '-', '1GB/2GB', '-'])).toMatchObject({ unit: 'GB', remaining: '1', total: '2' });
  });
});

describe('rows that are no records', () => {
  test.each([
    [[]], [['', '', '']], [[' ', '\t']], [['合计', '', '', '', '', '', '', '', '', '123.5']], [['总计:', '-']], [['', '', '', '小计（3 条）', '', '', '', '5']],
    [['Grand Total']], [['Subtotal', '5']], [['Total', '', '', '', '', '', '', '5', '', '5']], [['注：本明细仅供参考']], [['Note: for reference only']],
    [[...DEDUCTION_HEADER]], [DEDUCTION_HEADER.map((header) => `\uFEFF${header}`)],
  ])('%j', (cells) => {
    expect(readAll(DEDUCTION_HEADER, cells).outcomes).toEqual([/^(合计|总计|Grand|Total)/.test(String(cells.find((cell) => cell !== ''))) ? 'total' : 'ignored']);
  });

  test('a package may be called 总计', () => {
    const header = ['资源包名称', '资源包ID', '抵扣时间', '实际抵扣量'];
    expect(readOne(header, ['总计', 'pkg-1', '2025-05-08', '1'])).toMatchObject({ packageName: '总计' });
    expect(readAll(header, ['总计', '', '', '1']).outcomes).toEqual(['total']);
    expect(readOne(BILL_HEADER, ['合计', ...billLine().slice(1)])).toMatchObject({ payer: '合计' });
  });

  test('their decimals do not count', () => {
    const { reader } = readAll(DEDUCTION_HEADER, deduction(), ['合计', ...Array.from({ length: 6 }, () => ''), '1.5'], deduction({ before: '5.5', after: 'x' }));
    expect(reader.scales()['before']).toEqual({ least: 9, most: 9 });
  });
});

describe('rows that are set aside', () => {
  test.each([
    [{ deducted: 'NaN' }, 'deducted', 'number', 'NaN'],
    [{ deducted: '-' }, 'deducted', 'number', ''],
    [{ deducted: '12,34' }, 'deducted', 'number', '12,34'],
    [{ before: 'Infinity' }, 'before', 'number', 'Infinity'],
    [{ after: '#VALUE!' }, 'after', 'number', '#VALUE!'],
    [{ before: '1.23457E+11' }, 'before', 'number-damaged', '1.23457E+11'],
    [{ before: '5分1秒' }, 'before', 'unit', '5分1秒'],
    [{ id: '-' }, 'packageId', 'id-missing', ''],
    [{ id: '1.00012E+11' }, 'packageId', 'id-damaged', '1.00012E+11'],
    [{ owner: '1.00012E+11' }, 'usageOwner', 'id-damaged', '1.00012E+11'],
    [{ at: '-' }, 'deductedAt', 'time', ''],
    [{ at: '2025-02-30' }, 'deductedAt', 'time', '2025-02-30'],
    [{ start: '2025-02-30 00:00:00' }, 'usageStart', 'time', '2025-02-30 00:00:00'],
    [{ end: '45785.04' }, 'usageEnd', 'time', '45785.04'],
  ] as const)('%j', (cells, field, reason, cell) => {
    expect(readAll(DEDUCTION_HEADER, deduction(cells)).outcomes).toEqual([{ field, reason, cell }]);
  });

  test('more cells than headers', () => {
    const cells = [...deduction(), '', 'stray'];
    const [outcome] = readAll(DEDUCTION_HEADER, cells).outcomes;
    expect(outcome).toMatchObject({ field: '', reason: 'cells' });
    expect(readAll(DEDUCTION_HEADER, [...deduction(), '', ' ', '-']).outcomes).toEqual(['row']);
  });

  test('a long cell is cut', () => {
    const [outcome] = readAll(DEDUCTION_HEADER, deduction({ before: 'x'.repeat(500) })).outcomes;
    expect(outcome).toMatchObject({ cell: 'x'.repeat(200) });
  });

  test('a bill line that says nothing', () => {
    expect(readAll(BILL_HEADER, ['100012345678']).outcomes).toEqual([{ field: '', reason: 'id-missing', cell: '' }]);
  });

  test('a row that was set aside leaves nothing behind', () => {
    const { rows } = readAll(['资源包ID', '抵扣时间', '抵扣前包剩余量', '实际抵扣量', '资源包名称'],
      ['pkg-1', '2025-05-08', '5秒', 'x', 'name'], ['pkg-2', '2025-05-08', '-', '1', '-']);
    expect(rows).toEqual([{ packageId: 'pkg-2', deductedAt: 1_746_662_400, deducted: '1' }]);
  });
});

describe('fewer cells, lone columns, unknown columns', () => {
  test('missing cells are absent', () => {
    expect(readOne(['资源包ID', '抵扣时间', '实际抵扣量', '资源包名称', '神秘列'], ['pkg-1', '2025-05-08', '1'])).toEqual({ packageId: 'pkg-1', deductedAt: 1_746_662_400, deducted: '1' });
  });

  test('a bill line without a product is one', () => {
    expect(readOne(BILL_HEADER, billLine({ product: '-' }))).not.toHaveProperty('product');
  });

  test('the second column of a field fills the gaps of the first and is kept', () => {
    const { rows, extras } = readAll(['资源包ID', '抵扣时间', '实际抵扣量', '产品名称', '产品名称'], ['p', '2025-05-08', '1', '-', '甲'], ['p', '2025-05-08', '1', '乙', '丙']);
    expect(rows.map((row) => row['product'])).toEqual(['甲', '乙']);
    expect(extras).toEqual(['{"产品名称 (2)":"甲"}', '{"产品名称 (2)":"丙"}']);
  });

  test('a pair beside a column of its own', () => {
    const header = ['资源包ID', '资源包名称/资源包ID', '抵扣时间', '实际抵扣量'];
    expect(readOne(header, ['pkg-1', '名称/pkg-2', '2025-05-08', '1'])).toMatchObject({ packageId: 'pkg-1', packageName: '名称' });
    expect(readOne(header, ['-', '名称/pkg-2', '2025-05-08', '1'])).toMatchObject({ packageId: 'pkg-2', packageName: '名称' });
  });

  test('unknown columns and tags in the order of their headers, empty ones left out', () => {
    const { extras } = readAll(['乙列', '', '资源包ID', '抵扣时间', '实际抵扣量', '标签键:env', '甲列'], ['2', 'z', 'p', '2025-05-08', '1', 'prod "x"', ' 1 '], ['-', ' ', 'p', '2025-05-08', '1', '', 'null']);
    expect(extras).toEqual(['{"#2":"z","乙列":"2","标签键:env":"prod \\"x\\"","甲列":"1"}', null]);
  });

  test('number cells of a workbook', () => {
    const n = (number: string): Cell => ({ number });
    expect(readOne(['资源包归属UIN', '资源包ID', '抵扣时间', '实际抵扣量', '抵扣系数', '神秘列'], [n('100012345678'), 'p', n('45785.5'), n('0.293333333'), n('1'), n('7')]))
      .toEqual({ packageOwner: '100012345678', packageId: 'p', deductedAt: 1_746_705_600, deducted: '0.293333333', coefficient: '1' });
    expect(readAll(['资源包归属UIN', '资源包ID', '抵扣时间', '实际抵扣量'], [n('1000123456780000000'), 'p', n('45785'), n('1')]).outcomes)
      .toEqual([{ field: 'packageOwner', reason: 'id-damaged', cell: '1000123456780000000' }]);
  });
});

test('printed decimals and unknown words', () => {
  const { reader } = readAll(DEDUCTION_HEADER, deduction(), deduction({ before: '5', after: '4.25' }), ['x', ...deduction().slice(1, 5), '新类型', ...deduction().slice(6)], ['x', ...deduction().slice(1, 5), '新类型', ...deduction().slice(6)]);
  expect(reader.scales()).toEqual({ before: { least: 0, most: 9 }, deducted: { least: 9, most: 9 }, after: { least: 2, most: 9 }, rawUsage: { least: 1, most: 1 }, coefficient: { least: 0, most: 0 } });
  expect(reader.unknownWords()).toEqual([{ field: 'packageType', word: '新类型', count: 2, firstLine: 4 }]);
});
