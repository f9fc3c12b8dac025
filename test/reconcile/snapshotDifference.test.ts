import { describe, expect, it } from 'vitest';
import { parseCivil } from '../../core/base/time.ts';
import { chainGap } from '../../core/reconcile/checks/chainGap.ts';
import { overviewBalance } from '../../core/reconcile/checks/overviewBalance.ts';
import { snapshotDifference } from '../../core/reconcile/checks/snapshotDifference.ts';
import { chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, WIDE, words } from './told.ts';

const EARLIER = { id: 4, name: 'packages-0.csv' };

/** An overview of 1 June and one of 1 July (or as told), with everything that was deducted. */
function two(earlier: Cells, later: Cells, deductions: readonly Cells[], more: Partial<Scenario> = {}, taken = '2025-06-01 00:00:00'): Scenario {
  return { packages: [later, { ...earlier, file: '4' }], deductions, window: WIDE, snapshot: '2025-07-01 00:00:00', files: [{ ...EARLIER, snapshot: parseCivil(taken)! }], ...more };
}

/** 10 and 5 in May, 20 and 2.50 in June. */
const ROWS = [...chain('1000.00', ['10.00', '5.00']), ...chain('985.00', ['20.00', '2.50'], {}, '2025-06-10 00:00:00')];

function answer(earlier: string, later: string, more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask(two({ remaining: earlier }, { remaining: later }, ROWS, more), snapshotDifference);
}

describe('snapshot-difference', () => {
  it('passes where the remaining falls by what was deducted between', () => {
    expect(answer('985.00', '962.50')).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
  });

  it('finds one unit of the last place', () => {
    expect(answer('985.01', '962.50')).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{
        severity: 'error', packageId: 'pkg-1', transactionId: null, quantity: '0.01', unit: '分钟', money: null, rows: ['packages 4:3', 'packages 1:2', 'deductions 2:5'],
        why: ['snapshot-difference.rule', 'snapshot-difference.earlier', 'snapshot-difference.earlier', 'snapshot-difference.between', 'snapshot-difference.difference'],
      }],
    });
    expect(words(two({ remaining: '985.01' }, { remaining: '962.50' }, ROWS), snapshotDifference).slice(1)).toEqual([
      'packages-0.csv:3 (snapshot 2025-06-01 00:00:00): remaining 985.01 分钟', 'packages.csv:2 (snapshot 2025-07-01 00:00:00): remaining 962.50 分钟',
      '2 rows between them deduct 22.50 分钟; 985.01 − 22.50 = 962.51', 'Difference 962.50 − 962.51 = -0.01 分钟, tolerance 0',
    ]);
  });

  it('tells a snapshot that was taken a little off as a note', () => {
    expect(ask(two({ remaining: '1000.00' }, { remaining: '962.50' }, ROWS, {}, '2025-05-08 02:30:00'), snapshotDifference).findings).toMatchObject([{ severity: 'info', quantity: '15' }]);
    expect(answer('990.00', '962.50').findings).toMatchObject([{ severity: 'error', quantity: '5' }]);
  });

  it('allows half a unit of each number where decimals differ', () => {
    // 0.05 + 0.05 of the overviews, 0.005 for each of two rows.
    const coarse = (earlier: string): string => ask(two({ remaining: earlier }, { remaining: '962.5' }, ROWS), snapshotDifference).counts;
    expect(coarse('985.1')).toBe('1/1/0/0');
    expect(coarse('985.2')).toBe('1/0/1/0');
  });

  it('starts from the capacity where a period began between', () => {
    const type = { packageType: 'period' };
    const month = (start: string, end: string, periodRemaining: string): Cells => ({ ...type, periodStart: start, periodEnd: end, periodRemaining, periodTotal: '100.00', remaining: null, total: null });
    const rows = [...chain('100.00', ['33.00'], type, '2025-06-10 00:00:00'), ...chain('100.00', ['20.00'], type, '2025-07-10 00:00:00')];
    const scenario = (july: string): Scenario => two(month('2025-06-01 00:00:00', '2025-06-30 23:59:59', '67.00'), month('2025-07-01 00:00:00', '2025-07-31 23:59:59', july), rows, { snapshot: '2025-07-20 00:00:00' }, '2025-06-20 00:00:00');
    expect(ask(scenario('80.00'), snapshotDifference).counts).toBe('1/1/0/0');
    expect(ask(scenario('79.99'), snapshotDifference).findings).toMatchObject([{ quantity: '0.01', why: expect.arrayContaining(['snapshot-difference.reset']) as string[] }]);
    const same = two(month('2025-07-01 00:00:00', '2025-07-31 23:59:59', '100.00'), month('2025-07-01 00:00:00', '2025-07-31 23:59:59', '80.00'), rows, { snapshot: '2025-07-20 00:00:00' }, '2025-07-02 00:00:00');
    expect(ask(same, snapshotDifference).counts).toBe('1/1/0/0');
  });

  it('leaves to others what they tell', () => {
    expect(ask(two({ remaining: '985.00' }, { remaining: '900.00' }, ROWS), snapshotDifference, overviewBalance).reasons).toEqual(['common.blocked overview-balance x1']);
    const missing = ROWS.filter((_, index) => index !== 2);
    expect(ask(two({ remaining: '985.00' }, { remaining: '962.50' }, missing), snapshotDifference, chainGap).reasons).toEqual(['common.blocked chain-gap x1']);
  });

  it('has no answer where files do not cover the time between, or something else changed', () => {
    expect(answer('985.01', '962.50', { window: { start: '2025-06-05 00:00:00', end: WIDE.end } }).reasons).toEqual(['common.edge x1']);
    expect(ask(two({ remaining: '985.00', total: '900.00' }, { remaining: '962.50' }, ROWS), snapshotDifference).reasons).toEqual(['snapshot-difference.changed x1']);
    expect(answer('985.01', '962.50', { bill: [{ billingMode: 'prepaid', transactionType: 'prepay_renew', instanceId: 'pkg-1', transactionTime: '2025-06-15 00:00:00' }] }).reasons).toEqual(['snapshot-difference.changed x1']);
    expect(ask(two({ remaining: null }, { remaining: '962.50' }, ROWS), snapshotDifference).reasons).toEqual(['common.absent x1']);
    expect(ask(two({ remaining: '985.01' }, { remaining: '0.00', status: 'refunded' }, ROWS), snapshotDifference).reasons).toEqual(['snapshot-difference.ended x1']);
    expect(ask({ packages: [{}], deductions: ROWS }, snapshotDifference).counts).toBe('0/0/0/0');
  });
});
