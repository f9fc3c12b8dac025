import { describe, expect, it } from 'vitest';
import { chainFork } from '../../core/reconcile/checks/chainFork.ts';
import { chainGap } from '../../core/reconcile/checks/chainGap.ts';
import { deductedUsage } from '../../core/reconcile/checks/deductedUsage.ts';
import { duplicateRow } from '../../core/reconcile/checks/duplicateRow.ts';
import { rowArithmetic } from '../../core/reconcile/checks/rowArithmetic.ts';
import type { Cells, Scenario } from '../support/scenario.ts';
import { ask, setAside, time, WIDE, words } from './told.ts';
import { billed, deducted } from './usage.ts';

function answer(deductions: readonly Cells[], bill: readonly Cells[], more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ packages: [{}], deductions, bill, window: WIDE, ...more }, deductedUsage, rowArithmetic, chainGap, duplicateRow, chainFork);
}

describe('deducted-usage', () => {
  it('passes where both sides agree', () => {
    expect(answer([deducted('8.00')], [billed('10.70', '8.00', '2.70')])).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
  });

  it('finds one unit of the last place', () => {
    expect(answer([deducted('8.00')], [billed('10.70', '8.01', '2.69')])).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{
        severity: 'error', packageId: 'pkg-1', transactionId: 'T1', quantity: '0.01', unit: '分钟', money: null, rows: ['bill 3:2', 'deductions 2:2'],
        why: ['deducted-usage.rule', 'deducted-usage.interval', 'common.pass', 'deducted-usage.bill', 'deducted-usage.deductions', 'deducted-usage.difference'],
      }],
    });
    expect(words({ deductions: [deducted('8.00')], bill: [billed('10.70', '8.01', '2.69')], window: WIDE }, deductedUsage).slice(1)).toEqual([
      '100 · I · 2025-05-10 05:00:00 to 2025-05-10 06:00:00', 'Matched by exact: owner, product, item, equal interval', '1 lines of the bill (bill.csv:2): deducted usage 8.01 分钟', '1 deductions add up to 8.00000000 分钟 of raw usage', 'Difference 0.01000000 分钟, tolerance 0',
    ]);
  });

  it('finds the bill below the deductions as well', () => {
    expect(answer([deducted('8.00')], [billed('10.70', '7.99', '2.71')]).findings).toMatchObject([{ quantity: '0.01' }]);
  });

  it('allows half a unit of each number where the two print different decimals', () => {
    const at = (stated: string): string => answer([deducted('4.00'), deducted('4.00', { before: '996.00', after: '992.00', deductedAt: '2025-05-10 07:10:00' })], [billed(stated, stated, '0.0000')]).counts;
    expect([at('8.0100'), at('8.0101'), at('7.9899'), at('7.9900')]).toEqual(['1/1/0/0', '1/0/1/0', '1/0/1/0', '1/1/0/0']);
  });

  it('takes whole numbers of counted things as exact', () => {
    const at = (unit: string, stated: string): string => answer([deducted('8', { packageUnit: unit, rawUnit: unit })], [billed(stated, stated, '0.00', { usageUnit: unit })]).counts;
    expect([at('条', '8.00'), at('条', '9.00'), at('token', '9.00'), at('秒', '8.40'), at('秒', '9.00')]).toEqual(['1/1/0/0', '1/0/1/0', '1/0/1/0', '1/1/0/0', '1/0/1/0']);
  });

  it('converts units', () => {
    const seconds = deducted('480.0', { rawUnit: '秒', deducted: '8.00', after: '992.00' });
    expect(answer([seconds], [billed('10.70', '8.00', '2.70')]).counts).toBe('1/1/0/0');
    expect(answer([{ ...seconds, rawUsage: '481.0' }], [billed('10.70', '8.00', '2.70')]).counts).toBe('1/0/1/0');
    expect(answer([{ ...seconds, rawUnit: '蝌蚪' }], [billed('10.70', '8.00', '2.70')]).reasons).toEqual(['common.noUnit x1']);
  });

  it('adds up the rows of all packages that share an interval', () => {
    const second = deducted('2.00', { packageId: 'pkg-2', before: '500.00', after: '498.00' });
    const { findings } = answer([deducted('6.00'), second], [billed('8.00', '8.50', '0.00')]);
    expect(findings).toMatchObject([{ packageId: null, quantity: '0.5', rows: ['bill 3:2', 'deductions 2:2', 'deductions 2:3'] }]);
    expect(answer([deducted('6.00'), second], [billed('8.00', '8.00', '0.00')]).counts).toBe('1/1/0/0');
  });

  it('adds up the lines of an interval', () => {
    expect(answer([deducted('8.00')], [billed('5.00', '5.00', '0.00'), billed('5.70', '3.00', '2.70', { transactionId: 'T2' })]).counts).toBe('1/1/0/0');
  });

  it('finds what the bill says packages paid for although no deduction says so', () => {
    expect(answer([deducted('8.00')], [billed('8.00', '8.00', '0.00'), billed('3.00', '3.00', '0.00', { usageStart: '2025-05-12 05:00:00', usageEnd: '2025-05-12 05:59:59', transactionId: 'T2' })])).toMatchObject({
      counts: '2/1/1/0', findings: [{ transactionId: 'T2', quantity: '3', rows: ['bill 3:3'], packageId: 'pkg-1' }],
    });
  });

  it('holds owners, subproducts and items apart', () => {
    const lines = [billed('8.00', '8.00', '0.00', { owner: '200' })];
    expect(answer([deducted('8.00')], lines).counts).toBe('1/0/1/0');
    expect(answer([deducted('8.00', { usageOwner: '200' })], lines).counts).toBe('1/1/0/0');
  });
});

describe('deducted-usage over coarser intervals', () => {
  const five = (minute: string, raw: string, before: string): Cells => deducted(raw, {
    usageStart: `2025-05-10 05:${minute}:00`, usageEnd: `2025-05-10 05:${minute.slice(0, 1)}4:59`, before, after: (Number(before) - Number(raw)).toFixed(2), deductedAt: `2025-05-10 06:${minute}:00`,
  });

  it('adds five minutes up to the day of an hourly bill', () => {
    const rows = [five('00', '1.00', '1000.00'), five('10', '2.00', '999.00')];
    expect(answer(rows, [billed('3.00', '3.00', '0.00')]).counts).toBe('1/1/0/0');
    const { findings } = answer(rows, [billed('3.50', '3.50', '0.00')]);
    expect(findings).toMatchObject([{ quantity: '0.5' }]);
  });

  it('is not misled by one long interval among short ones', () => {
    const rows = [five('00', '1.00', '1000.00'), deducted('2.00', { usageStart: '2025-05-10 07:00:00', usageEnd: '2025-05-10 07:59:59', before: '999.00', after: '997.00', deductedAt: '2025-05-10 08:10:00' })];
    const bill = [billed('1.00', '1.00', '0.00'), billed('2.00', '2.00', '0.00', { usageStart: '2025-05-10 07:00:00', usageEnd: '2025-05-10 07:59:59' })];
    expect(answer(rows, bill).findings).toEqual([]);
  });

  it('adds hours up to the day of a daily bill', () => {
    const rows = [deducted('4.00'), deducted('5.00', { usageStart: '2025-05-10 23:00:00', usageEnd: '2025-05-10 23:59:59', before: '996.00', after: '991.00', deductedAt: '2025-05-11 00:10:00' })];
    const day = { usageStart: '2025-05-10 00:00:00', usageEnd: '2025-05-10 23:59:59' };
    expect(answer(rows, [billed('9.00', '9.00', '0.00', day)]).counts).toBe('1/1/0/0');
    expect(answer(rows, [billed('9.00', '8.00', '1.00', day)]).counts).toBe('1/0/1/0');
  });

  it('adds days up to the month of a monthly bill', () => {
    const month = { usageStart: '2025-05-01 00:00:00', usageEnd: '2025-05-31 23:59:59' };
    expect(answer([deducted('4.00')], [billed('4.00', '4.00', '0.00', month)]).counts).toBe('1/1/0/0');
    expect(answer([deducted('4.00')], [billed('5.00', '5.00', '0.00', month)]).counts).toBe('1/0/1/0');
  });
});

describe('deducted-usage has no answer', () => {
  const line = [billed('10.00', '10.00', '0.00')];

  it('where the bill does not print it', () => {
    expect(answer([deducted('8.00')], [billed(null, null, '2.70')]).reasons).toEqual(['deducted-usage.notPrinted x1']);
    expect(answer([deducted('8.00')], [billed(null, null, '2.70')], { billLayout: 'reseller' }).reasons).toEqual(['deducted-usage.notPrinted x1']);
  });

  it('where rows may be missing: not covered, at the edge, in a gap', () => {
    const at = (start: string, end: string): readonly string[] => answer([deducted('8.00')], line, { window: { start, end } }).reasons;
    expect(at('2025-05-10 05:00:01', WIDE.end)).toEqual(['common.notCovered x1']);
    expect(at(WIDE.start, '2025-05-11 06:00:00')).toEqual([]);
    expect(at(WIDE.start, '2025-05-11 05:59:58')).toEqual(['common.edge x1']);
    const gapped = [deducted('8.00'), deducted('1.00', { before: '980.00', after: '979.00', usageStart: '2025-05-10 07:00:00', usageEnd: '2025-05-10 07:59:59', deductedAt: '2025-05-10 08:10:00' })];
    expect(answer(gapped, line).reasons).toEqual(['common.blocked chain-gap x1']);
  });

  it('where a deduction of the interval could not be read', () => {
    const rejected = [setAside(2, { usageOwner: '100', billingItem: 'I', usageStart: time('2025-05-10 05:00:00') })];
    expect(answer([deducted('8.00')], line, { rejected }).reasons).toEqual(['common.blocked rejected-row x1']);
    expect(answer([deducted('8.00')], [billed('7.00', '7.00', '0.00')], { rejected }).findings).toHaveLength(1);
  });

  it('but has one for less, whatever the files cover', () => {
    expect(answer([deducted('8.00')], [billed('7.00', '7.00', '0.00')], { window: { start: '2025-05-10 05:00:01', end: WIDE.end } }).counts).toBe('1/0/1/0');
  });

  it('where a row of the interval is wrong, forked or there twice', () => {
    expect(answer([deducted('8.00', { after: '991.00' })], line).reasons).toEqual(['common.blocked row-arithmetic x1']);
    expect(answer([deducted('8.00'), deducted('9.00', { deductedAt: '2025-05-10 06:20:00' })], line).reasons).toEqual(['common.blocked chain-fork x1']);
    expect(answer([deducted('8.00'), deducted('8.00', { copy: '1' })], line).reasons).toEqual(['common.blocked duplicate-row x1']);
    const next = (before: string): Cells => deducted('1.00', { before, after: (Number(before) - 1).toFixed(2), usageStart: '2025-05-10 07:00:00', usageEnd: '2025-05-10 07:59:59', deductedAt: '2025-05-10 08:10:00' });
    expect(answer([deducted('8.00'), deducted('8.00', { copy: '1' }), next('984.00')], line).reasons).toEqual(['common.blocked duplicate-row x1']);
  });

  it('but counts a row that is only listed twice once', () => {
    const next = deducted('1.00', { before: '992.00', after: '991.00', usageStart: '2025-05-10 07:00:00', usageEnd: '2025-05-10 07:59:59', deductedAt: '2025-05-10 08:10:00' });
    expect(answer([deducted('8.00'), deducted('8.00', { copy: '1' }), next], [billed('8.00', '8.00', '0.00')]).counts).toBe('1/1/0/0');
  });

  it('where rows of one interval have different units', () => {
    expect(answer([deducted('8.00'), deducted('60.00', { packageId: 'pkg-2', rawUnit: '秒', deducted: '1.00', after: '999.00' })], line).reasons).toEqual(['common.blocked unit-mismatch x1']);
  });
});
