import { describe, expect, it } from 'vitest';
import { netUsage } from '../../core/reconcile/checks/netUsage.ts';
import type { Cells } from '../support/scenario.ts';
import { ask, words } from './told.ts';
import { billed } from './usage.ts';

function answer(...bill: readonly Cells[]): ReturnType<typeof ask> {
  return ask({ bill }, netUsage);
}

describe('net-usage', () => {
  it('passes what was used less what packages paid for', () => {
    expect(answer(billed('10.70', '8.00', '2.70'), billed('8.00', '8.00', '0.00'))).toEqual({ counts: '2/2/0/0', findings: [], reasons: [] });
  });

  it('finds one unit of the last place', () => {
    expect(answer(billed('10.70', '8.00', '2.71'))).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{ severity: 'error', packageId: null, transactionId: 'T1', quantity: '0.01', unit: '分钟', money: null, rows: ['bill 3:2'], why: ['net-usage.rule', 'net-usage.sum', 'net-usage.difference'] }],
    });
    expect(words({ bill: [billed('10.70', '8.00', '2.71')] }, netUsage).slice(1)).toEqual(['bill.csv:2 · 10.70 − 8.00 = 2.70 分钟, the bill charges 2.71', 'Difference 0.01 分钟, tolerance 0']);
  });

  it('allows half a unit of each column where they print different decimals', () => {
    const at = (net: string): string => answer(billed('10.7', '8.00', net)).counts;
    expect([at('2.76'), at('2.77'), at('2.64'), at('2.63')]).toEqual(['1/1/0/0', '1/0/1/0', '1/1/0/0', '1/0/1/0']);
  });

  it('lets packages reduce the duration instead of the usage', () => {
    const server = { duration: '2.70', durationUnit: '小时' };
    expect(answer(billed('10.70', '8.00', '4.00', server)).counts).toBe('1/1/0/0');
    expect(answer(billed('10.70', '8.00', '4.00', { ...server, duration: '2.71' })).counts).toBe('1/0/1/0');
    expect(answer(billed('9.00', '8.00', '4.00', { duration: '1' })).counts).toBe('1/0/1/0');
  });

  it('has no answer where a number is not printed', () => {
    expect(answer(billed(null, null, '2.70'), billed('10.70', null, '2.70'), billed('10.70', '8.00', '1', { usage: null }))).toMatchObject({ counts: '3/0/0/3', reasons: ['net-usage.notPrinted x3'] });
  });

  it('has nothing to say of purchases, refunds and adjustments', () => {
    expect(answer(billed('10.70', '8.00', '1.00', { transactionType: 'prepay_purchase' }), billed('10.70', '8.00', '1.00', { transactionType: 'recon_deduct' })).counts).toBe('0/0/0/0');
  });

  it('is one finding for each line', () => {
    expect(answer(billed('10.70', '8.00', '2.71'), billed('10.70', '8.00', '2.75', { transactionId: 'T2' })).findings.map(({ transactionId }) => transactionId)).toEqual(expect.arrayContaining(['T1', 'T2']));
  });
});
