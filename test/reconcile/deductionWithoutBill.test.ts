import { describe, expect, it } from 'vitest';
import { deductionWithoutBill } from '../../core/reconcile/checks/deductionWithoutBill.ts';
import { rowArithmetic } from '../../core/reconcile/checks/rowArithmetic.ts';
import type { Cells, Scenario } from '../support/scenario.ts';
import { ask, setAside, time, WIDE, words } from './told.ts';
import { billed, deducted } from './usage.ts';

/** A billed hour of some day, which loads its month for the product. */
function day(date: string, more: Cells = {}): Cells {
  return billed('1.00', '0.00', '1.00', { usageStart: `${date} 09:00:00`, usageEnd: `${date} 09:59:59`, transactionId: date, ...more });
}

function answer(bill: readonly Cells[], rows: readonly Cells[] = [deducted('8.00')], more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ packages: [{}], deductions: rows, bill, window: WIDE, ...more }, deductionWithoutBill, rowArithmetic);
}

describe('deduction-without-bill', () => {
  it('passes where the interval has a line', () => {
    expect(answer([billed('8.00', '8.00', '0.00')])).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
  });

  it('warns where the month is loaded and no line is there', () => {
    const bill = [day('2025-05-02'), day('2025-05-20')];
    expect(answer(bill)).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{ severity: 'warning', packageId: 'pkg-1', transactionId: null, quantity: '8', unit: '分钟', money: null, rows: ['deductions 2:2'], why: ['deduction-without-bill.rule', 'deduction-without-bill.missing', 'common.pass'] }],
    });
    expect(words({ deductions: [deducted('8.00')], bill, window: WIDE }, deductionWithoutBill)[1]).toBe('100 · I · 2025-05-10 05:00:00 to 2025-05-10 06:00:00: 1 deductions of 8.00 分钟 raw usage, and no line in the bill');
  });

  it('counts the first and the last day of the product as loaded, and none outside', () => {
    expect(answer([day('2025-05-10'), day('2025-05-20')]).counts).toBe('1/0/1/0');
    expect(answer([day('2025-05-02'), day('2025-05-10')]).counts).toBe('1/0/1/0');
    expect(answer([day('2025-05-11'), day('2025-05-20')]).reasons).toEqual(['deduction-without-bill.notLoaded x1']);
    expect(answer([day('2025-05-02'), day('2025-05-09')]).reasons).toEqual(['deduction-without-bill.notLoaded x1']);
  });

  it('asks for the month itself, not only for months around it', () => {
    expect(answer([day('2025-04-20'), day('2025-06-02')]).reasons).toEqual(['deduction-without-bill.notLoaded x1']);
  });

  it('does not ask products whose bill prints no deducted usage', () => {
    expect(answer([day('2025-05-02', { deductedUsage: null, rawUsage: null }), day('2025-05-20', { deductedUsage: null, rawUsage: null })]).counts).toBe('0/0/0/0');
    expect(answer([day('2025-05-02', { product: 'Q' }), day('2025-05-20', { product: 'Q' })]).counts).toBe('0/0/0/0');
  });

  it('is one finding for each interval, with all its rows', () => {
    const rows = [deducted('8.00'), deducted('1.00', { packageId: 'pkg-0' }), deducted('2.00', { usageStart: '2025-05-10 07:00:00', usageEnd: '2025-05-10 07:59:59', before: '992.00', after: '990.00', deductedAt: '2025-05-10 08:10:00' })];
    const { findings } = answer([day('2025-05-02'), day('2025-05-20')], rows);
    expect(findings.map(({ packageId, quantity }) => `${packageId} ${quantity}`).sort()).toEqual(['pkg-0 9', 'pkg-1 2']);
  });

  it('has no answer where the line may be one that could not be read', () => {
    const bill = [day('2025-05-02'), day('2025-05-20')];
    expect(answer(bill, [deducted('8.00')], { rejected: [setAside(3, { owner: '100', usageStart: time('2025-05-10 05:00:00') })] }).reasons).toEqual(['common.blocked rejected-row x1']);
    expect(answer(bill, [deducted('8.00')], { rejected: [setAside(3, { owner: '200' })] }).counts).toBe('1/0/1/0');
  });

  it('leaves wrong rows to the check that found them', () => {
    expect(answer([day('2025-05-02'), day('2025-05-20')], [deducted('8.00', { after: '991.00' })]).reasons).toEqual(['common.blocked row-arithmetic x1']);
  });
});
