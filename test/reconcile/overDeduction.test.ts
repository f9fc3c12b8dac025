import { describe, expect, it } from 'vitest';
import { overDeduction } from '../../core/reconcile/checks/overDeduction.ts';
import { rowArithmetic } from '../../core/reconcile/checks/rowArithmetic.ts';
import type { Cells, Scenario } from '../support/scenario.ts';
import { ask, WIDE, words } from './told.ts';
import { billed, deducted } from './usage.ts';

function answer(deductions: readonly Cells[], bill: readonly Cells[], more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ packages: [{}], deductions, bill, window: WIDE, ...more }, overDeduction, rowArithmetic);
}

describe('over-deduction', () => {
  it('passes usage that packages paid for in full', () => {
    expect(answer([deducted('8.00')], [billed('8.00', '8.00', '0.00')])).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
  });

  it('finds that the bill itself deducts more than was used', () => {
    const bill = [billed('7.99', '8.00', '0.00')];
    expect(answer([deducted('8.00')], bill)).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{
        severity: 'error', packageId: 'pkg-1', transactionId: 'T1', quantity: '0.01', unit: '分钟', money: null, rows: ['bill 3:2', 'deductions 2:2'],
        why: ['over-deduction.rule', 'over-deduction.interval', 'common.pass', 'over-deduction.sums'],
      }],
    });
    expect(words({ deductions: [deducted('8.00')], bill, window: WIDE }, overDeduction)[3]).toBe('Deducted raw usage 8.00000000 分钟, raw usage of the bill 7.99000000 分钟, 0.01000000 too much');
  });

  it('finds deductions beyond the usage, of several packages together', () => {
    const second = deducted('3.00', { packageId: 'pkg-2' });
    expect(answer([deducted('6.00'), second], [billed('8.00', '8.00', '0.00')]).findings).toMatchObject([{ packageId: null, quantity: '1', rows: ['bill 3:2', 'deductions 2:2', 'deductions 2:3'] }]);
  });

  it('finds it without a single deduction', () => {
    expect(answer([deducted('1.00', { usageProduct: 'Q' })], [billed('7.00', '8.00', '0.00')]).findings).toMatchObject([{ packageId: null, quantity: '1' }]);
  });

  it('allows half a unit of each number where rows and bill print different decimals', () => {
    const at = (raw: string): string => answer([deducted(raw)], [billed('8.0000', '8.0000', '0.0000')]).counts;
    expect([at('8.00'), at('8.01')]).toEqual(['1/1/0/0', '1/0/1/0']);
    expect(answer([deducted('8.0')], [billed('7.9500', '7.9500', '0.0000')]).counts).toBe('1/1/0/0');
    expect(answer([deducted('8.0')], [billed('7.9499', '7.9499', '0.0000')]).counts).toBe('1/0/1/0');
  });

  it('has no answer where the bill does not print raw usage, or a row is wrong', () => {
    expect(answer([deducted('8.00')], [billed(null, null, '8.00')]).reasons).toEqual(['over-deduction.notPrinted x1']);
    expect(answer([deducted('8.00', { after: '991.00' })], [billed('7.00', '7.00', '0.00')]).reasons).toEqual(['common.blocked row-arithmetic x1']);
    expect(answer([deducted('8.00', { rawUnit: '蝌蚪' })], [billed('7.00', '7.00', '0.00')]).reasons).toEqual(['common.noUnit x1']);
  });
});
