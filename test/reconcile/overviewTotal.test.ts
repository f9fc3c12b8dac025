import { describe, expect, it } from 'vitest';
import { overviewBalance } from '../../core/reconcile/checks/overviewBalance.ts';
import { overviewTotal } from '../../core/reconcile/checks/overviewTotal.ts';
import { chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, words } from './told.ts';

const TYPE = { packageType: 'period' };
/** A year of months of 100 from May on; taken in July, with nine months after it. */
const YEAR: Cells = {
  ...TYPE, periodRemaining: '80.00', periodTotal: '100.00', periodStart: '2025-07-01 00:00:00', periodEnd: '2025-07-31 23:59:59', total: '1200.00',
  effective: '2025-05-01 00:00:00', expiry: '2026-04-30 23:59:59', periodsTotal: '12', periodsRemaining: '10',
};
const ROWS = [...chain('100.00', ['33.00'], TYPE, '2025-06-10 00:00:00'), ...chain('100.00', ['20.00'], TYPE, '2025-07-10 00:00:00')];
const WHOLE = { start: '2025-05-01 00:00:00', end: '2025-07-20 00:00:00' } as const;

function answer(remaining: string, pack: Cells = {}, more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ packages: [{ ...YEAR, remaining, ...pack }], deductions: ROWS, window: WHOLE, snapshot: '2025-07-20 00:00:00', ...more }, overviewTotal);
}

describe('overview-total', () => {
  it('passes both readings', () => {
    expect(answer('980.00')).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
    expect(answer('1147.00').counts).toBe('1/1/0/0');
  });

  it('tells of a total that fits neither, to one unit of the last place', () => {
    expect(answer('980.01')).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{
        severity: 'info', packageId: 'pkg-1', transactionId: null, quantity: '0.01', unit: '分钟', money: null, rows: ['packages 1:2'],
        why: ['overview-total.rule', 'overview-total.stated', 'overview-total.later', 'overview-total.all', 'overview-total.tolerance'],
      }],
    });
    expect(answer('1146.99').findings).toHaveLength(1);
    expect(words({ packages: [{ ...YEAR, remaining: '980.01' }], deductions: ROWS, window: WHOLE, snapshot: '2025-07-20 00:00:00' }, overviewTotal).slice(1)).toEqual([
      'packages.csv:2 (snapshot 2025-07-20 00:00:00): total remaining 980.01 分钟', '80.00 + 100.00 × 9 = 980.00 分钟', '1,200.00 − 53.00 deducted in all = 1,147.00 分钟', 'Tolerance 0',
    ]);
  });

  it('allows half a unit of each column where decimals differ', () => {
    // 0.05 + 0.005 + 0.5
    expect(answer('980.5', { periodTotal: '100' }).counts).toBe('1/1/0/0');
    expect(answer('980.6', { periodTotal: '100' }).counts).toBe('1/0/1/0');
  });

  it('takes the number of later periods from the validity, or as printed', () => {
    expect(answer('980.00', { periodsRemaining: null }).counts).toBe('1/1/0/0');
    expect(answer('1080.00').counts).toBe('1/1/0/0');
    expect(answer('1080.00', { periodsRemaining: null }).counts).toBe('1/0/1/0');
  });

  it('has no answer where the second reading cannot be tried', () => {
    expect(answer('980.01', {}, { window: { ...WHOLE, start: '2025-05-01 00:00:01' } }).reasons).toEqual(['overview-total.uncovered x1']);
    expect(answer('980.00', {}, { window: { ...WHOLE, start: '2025-05-01 00:00:01' } }).counts).toBe('1/1/0/0');
  });

  it('has no answer without amounts or a period, after the end, or where the balance itself is wrong', () => {
    expect(answer('980.01', { total: null }).reasons).toEqual(['common.absent x1']);
    expect(answer('980.01', { periodStart: null }).reasons).toEqual(['overview-total.noPeriod x1']);
    expect(answer('980.01', { expiry: '2025-07-19 23:59:59' }).reasons).toEqual(['overview-total.ended x1']);
    const wrong = { packages: [{ ...YEAR, periodRemaining: '79.00', remaining: '980.00' }], deductions: ROWS, window: WHOLE, snapshot: '2025-07-20 00:00:00' };
    expect(ask(wrong, overviewTotal, overviewBalance).reasons).toEqual(['common.blocked overview-balance x1']);
    expect(ask({ packages: [{}], deductions: ROWS }, overviewTotal).counts).toBe('0/0/0/0');
  });
});
