import { describe, expect, it } from 'vitest';
import { monthChange } from '../../core/reconcile/checks/monthChange.ts';
import type { Cells, Scenario } from '../support/scenario.ts';
import { ask, words } from './told.ts';

function use(usageStart: string, usage: string, afterDiscount: string, more: Cells = {}): Cells {
  return { transactionId: `U${usageStart}`, usage, afterDiscount, transactionTime: `2025-${usageStart} 02:00:00`, usageStart: `2025-${usageStart} 00:00:00`, usageEnd: `2025-${usageStart} 00:59:59`, ...more };
}

/** Something on the first and the last day of June and July, of a product that never changes. */
const WHOLE = ['06-01', '06-30', '07-01', '07-31'].map((day) => use(day, '1.00', '0.10', { product: 'Q' }));

function answer(lines: readonly Cells[], more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ bill: [...WHOLE, ...lines], ...more }, monthChange);
}

describe('month-change', () => {
  it('passes a product that costs about the same', () => {
    expect(answer([use('06-10', '100.00', '1000.00'), use('07-10', '120.00', '1200.00')])).toEqual({ counts: '2/2/0/0', findings: [], reasons: [] });
  });

  it('tells of a change, split into what made it', () => {
    const lines = [
      use('06-10', '1000.00', '1000.00'), use('07-10', '1500.00', '1800.00'),
      { ...use('07-05', '1.00', '250.00'), billingMode: 'prepaid', transactionType: 'prepay_purchase', transactionTime: '2025-07-05 00:00:00' },
      { ...use('07-06', '1.00', '-40.00'), transactionType: 'recon_increase' },
    ];
    expect(answer(lines)).toEqual({
      counts: '2/1/1/0', reasons: [],
      findings: [{ severity: 'info', packageId: null, transactionId: null, quantity: '1010', unit: 'CNY', money: null, rows: ['bill 3:6', 'bill 3:7'], why: ['month-change.rule', 'month-change.change', 'month-change.split', 'month-change.largest'] }],
    });
    expect(words({ bill: [...WHOLE, ...lines] }, monthChange).slice(1)).toEqual([
      'P: 1,000 in 2025-06, 2,010 CNY in 2025-07, a change of 1,010', 'Quantity 500 + price 300 + one-off purchases 250 + adjustments -40 = 1,010', 'Largest change of an item, I: usage 1,000 → 1,500 分钟, cost 1,000 → 1,800',
    ]);
  });

  it('allows 500 and 30 per cent, to the last digit', () => {
    const moved = (first: string, second: string): string => answer([use('06-10', '1.00', first), use('07-10', '1.00', second)]).counts;
    expect(moved('1000.00', '1500.00')).toBe('2/2/0/0');
    expect(moved('1000.00', '1500.01')).toBe('2/1/1/0');
    expect(moved('2000.00', '2600.00')).toBe('2/2/0/0');
    expect(moved('2000.00', '2600.01')).toBe('2/1/1/0');
    expect(moved('2000.00', '1399.99')).toBe('2/1/1/0');
  });

  it('counts a new item as quantity, and keeps currencies apart', () => {
    const lines = [use('07-10', '3.00', '501.00'), use('07-11', '3.00', '499.00', { currency: 'USD' })];
    expect(words({ bill: [...WHOLE, ...lines] }, monthChange)[2]).toBe('Quantity 501 + price 0 + one-off purchases 0 + adjustments 0 = 501');
    expect(answer(lines).counts).toBe('3/2/1/0');
  });

  it('compares neighbouring whole months alone', () => {
    const lines = [use('05-10', '1.00', '9000.00'), use('06-10', '1.00', '1000.00'), use('07-10', '1.00', '1000.00'), use('08-01', '1.00', '9000.00')];
    expect(answer(lines).counts).toBe('2/2/0/0');
    expect(ask({ bill: [...WHOLE.slice(0, 3), ...lines.slice(1, 3)] }, monthChange).reasons).toEqual(['month-change.fewMonths x2']);
    expect(ask({ bill: [...WHOLE.slice(0, 3), use('07-29', '1.00', '0.10'), use('06-10', '1.00', '1.00')] }, monthChange).reasons).toEqual(['month-change.fewMonths x2']);
    expect(ask({ bill: [...WHOLE.slice(0, 3), use('07-30', '1.00', '0.10'), use('06-10', '1.00', '1.00')] }, monthChange).counts).toBe('2/2/0/0');
  });
});
