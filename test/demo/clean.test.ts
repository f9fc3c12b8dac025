import { describe, expect, test } from 'vitest';
import { generateDemo, type DemoOptions } from '../../core/demo/index.ts';
import { verifyCover, verifyDeductedUsage, verifyPurchases } from './coverVerifier.ts';
import { readFile, readKind, seconds } from './tables.ts';
import { overviewsOf, verifyChains, verifyMoney, verifyRows } from './verifier.ts';

const LOOKS: readonly Partial<DemoOptions>[] = [
  { layout: 'cn' },
  { layout: 'intl', pairSeparator: '/', gluedUnits: false, grouping: true },
  { layout: 'reseller', locale: 'en', paired: false },
];
const SEEDS = [0, 1, 2, 3, 4, 5, 6, 17, 4711, 20_250_801];

describe.each(LOOKS)('a clean demo, $layout', (look) => {
  test.each(SEEDS)('seed %i is consistent', (seed) => {
    const demo = generateDemo({ seed, rows: 3500, ...look });
    const rows = readKind(demo, 'deductions');
    const lines = readKind(demo, 'bill');
    const overviews = overviewsOf(demo);
    expect(verifyRows(rows, demo.snapshot)).toEqual([]);
    expect(verifyChains(rows, overviews, demo.snapshot)).toEqual([]);
    expect(verifyMoney(lines)).toEqual([]);
    expect(verifyDeductedUsage(rows, lines)).toEqual([]);
    expect(verifyCover(rows, lines, overviews)).toEqual([]);
    expect(verifyPurchases(lines, overviews)).toEqual([]);
    expect(demo.expected).toEqual([]);
    expect(demo.counts).toEqual({ packages: overviews.size, deductions: rows.length, bill: lines.length });
  });
});

test('files come by time, and rows of one second in an order of their own', () => {
  const demo = generateDemo({ seed: 2 });
  for (const file of demo.files.filter(({ kind }) => kind !== 'packages')) {
    const times = readFile(file).map((row) => seconds(row.get('at')!));
    expect(times.every((time, index) => index === 0 || times[index - 1]! <= time)).toBe(true);
  }
  const rows = readKind(demo, 'deductions').filter((row) => row.get('before') !== '-');
  const neighbours = rows.slice(1).filter((row, index) => row.get('at') === rows[index]!.get('at') && row.get('package') === rows[index]!.get('package'));
  expect(neighbours.length).toBeGreaterThan(300);
  const inFileOrder = rows.slice(1).filter((row, index) => row.get('before') === rows[index]!.get('after')).length;
  expect(inFileOrder).toBeLessThan(rows.length);
});

test('all kinds of packages and events are there', () => {
  const demo = generateDemo({ seed: 2 });
  const overviews = [...overviewsOf(demo).values()];
  for (const type of ['总量递减', '周期递减', '分片递减', '无限容量']) expect(overviews.filter((row) => row.get('type') === type).length).toBeGreaterThan(0);
  for (const status of ['有效', '已到期', '已用尽', '已退款', '未激活']) expect(overviews.filter((row) => row.get('status') === status).length).toBeGreaterThan(0);
  expect(overviews.some((row) => row.get('combo') !== '-')).toBe(true);
  const rows = readKind(demo, 'deductions');
  expect(new Set(rows.map((row) => row.get('coefficient')))).toEqual(new Set(['1', '2', '4', '15', '500', '0.5', '0.4']));
  const lines = readKind(demo, 'bill');
  for (const transaction of ['包年包月新购', '包年包月续费', '包年包月退款', '按量计费小时结', '按量计费日结', '月度计费精度差异']) {
    expect(lines.filter((line) => line.get('transaction') === transaction).length).toBeGreaterThan(0);
  }
});
