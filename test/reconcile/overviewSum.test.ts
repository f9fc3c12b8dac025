import { describe, expect, it } from 'vitest';
import { chainGap } from '../../core/reconcile/checks/chainGap.ts';
import { overviewBalance } from '../../core/reconcile/checks/overviewBalance.ts';
import { overviewSum } from '../../core/reconcile/checks/overviewSum.ts';
import { chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, setAside, time, words } from './told.ts';

/** Exported from the very moment at which the usual package begins until after its snapshot. */
const WHOLE = { start: '2025-05-01 00:00:00', end: '2025-08-01 23:59:59' } as const;
const NAKED = { before: null, after: null };

/** Rows without balances. */
function naked(amounts: readonly string[], more: Cells = {}, from?: string): Cells[] {
  return chain('1000.00', amounts, more, from).map((row) => ({ ...row, ...NAKED }));
}

function answer(remaining: string, deductions: readonly Cells[], more: Partial<Scenario> = {}, pack: Cells = {}): ReturnType<typeof ask> {
  return ask({ packages: [{ remaining, ...pack }], deductions, window: WHOLE, ...more }, overviewSum);
}

describe('overview-sum', () => {
  it('passes where capacity less deductions is what is left, with balances in the rows and without', () => {
    expect(answer('985.00', chain('1000.00', ['10.00', '5.00']))).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
    expect(answer('985.00', naked(['10.00', '5.00'])).counts).toBe('1/1/0/0');
  });

  it('finds one unit of the last place where the rows have no balances', () => {
    expect(answer('984.99', naked(['10.00', '5.00']))).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{
        severity: 'error', packageId: 'pkg-1', transactionId: null, quantity: '0.01', unit: '分钟', money: null, rows: ['packages 1:2', 'deductions 2:3'],
        why: ['overview-sum.rule', 'overview-sum.stated', 'overview-sum.sum', 'overview-sum.difference', 'common.assumedPolicy'],
      }],
    });
    expect(words({ packages: [{ remaining: '984.99' }], deductions: naked(['10.00', '5.00']), window: WHOLE }, overviewSum).slice(1)).toEqual([
      'Overview packages.csv:2 (snapshot 2025-08-01 00:00:00): remaining 984.99 分钟',
      'From 2025-05-01 00:00:00 to the snapshot 2 rows deduct 15.00 分钟 in all; 1,000.00 − 15.00 = 985.00 分钟', 'Difference 984.99 − 985.00 = -0.01 分钟, tolerance 0',
      'Retroactive cover: none, which is a default (assumed)',
    ]);
  });

  it('allows half a unit of each number where decimals differ', () => {
    // Half a unit of the overview and one for each of two rows: 0.05 + 2 × 0.005.
    expect(answer('985.06', naked(['10.00', '5.00']), {}, { remaining: '985.1' }).counts).toBe('1/0/1/0');
    expect(answer('985.0', naked(['10.03', '5.03'])).counts).toBe('1/1/0/0');
    expect(answer('985.0', naked(['10.03', '5.04'])).counts).toBe('1/0/1/0');
  });

  it('counts up to the snapshot, and allows for one that was taken a little later', () => {
    const rows = [...naked(['10.00']), ...naked(['5.00'], {}, '2025-07-31 23:00:00')];
    expect(answer('990.00', rows).counts).toBe('1/1/0/0');
    expect(answer('985.00', rows).counts).toBe('1/1/0/0');
    expect(answer('989.99', rows).counts).toBe('1/0/1/0');
  });

  it('adds up the current period of a package with periods', () => {
    const monthly = { packageType: 'period', periodRemaining: '80.00', periodTotal: '100.00', periodStart: '2025-07-01 00:00:00', periodEnd: '2025-07-31 23:59:59', remaining: null, total: null };
    const rows = [...naked(['33.00'], { packageType: 'period' }, '2025-06-10 00:00:00'), ...naked(['20.00'], { packageType: 'period' }, '2025-07-10 00:00:00')];
    expect(ask({ packages: [monthly], deductions: rows, window: WHOLE, snapshot: '2025-07-20 00:00:00' }, overviewSum).counts).toBe('1/1/0/0');
    expect(ask({ packages: [{ ...monthly, periodRemaining: '79.99' }], deductions: rows, window: WHOLE, snapshot: '2025-07-20 00:00:00' }, overviewSum).findings).toMatchObject([{ quantity: '0.01' }]);
  });

  it('leaves to others what they tell', () => {
    const [one, two, three] = chain('1000.00', ['10.00', '5.00', '1.00']) as [Cells, Cells, Cells];
    expect(ask({ packages: [{ remaining: '984.00' }], deductions: [one, three], window: WHOLE }, overviewSum, chainGap).reasons).toEqual(['common.blocked chain-gap x1']);
    expect(ask({ packages: [{ remaining: '900.00' }], deductions: [one, two], window: WHOLE }, overviewSum, overviewBalance).reasons).toEqual(['common.blocked overview-balance x1']);
    const rejected = [setAside(2, { packageId: 'pkg-1', deductedAt: time('2025-06-02 00:00:00') })];
    expect(answer('980.00', naked(['10.00']), { rejected }).reasons).toEqual(['common.blocked rejected-row x1']);
  });

  it('takes rows without balances away from overview-balance', () => {
    expect(ask({ packages: [{ remaining: '984.99' }], deductions: naked(['10.00', '5.00']), window: WHOLE }, overviewBalance).reasons).toEqual(['common.absent x1']);
    const mixed = [...chain('1000.00', ['10.00']), ...naked(['5.00'], {}, '2025-06-01 00:00:00')];
    expect(ask({ packages: [{ remaining: '985.00' }], deductions: mixed, window: WHOLE }, overviewBalance).reasons).toEqual(['common.absent x1']);
    expect(answer('985.00', mixed).counts).toBe('1/1/0/0');
  });

  it('has no answer where the files do not reach back, or not to the snapshot', () => {
    expect(answer('984.99', naked(['10.00', '5.00']), { window: { ...WHOLE, start: '2025-05-01 00:00:01' } }).reasons).toEqual(['common.edge x1']);
    expect(answer('980.00', naked(['10.00']), { window: { ...WHOLE, end: '2025-07-30 00:00:00' } }).reasons).toEqual(['common.notCovered x1']);
    expect(answer('999.00', naked(['10.00']), { window: { ...WHOLE, end: '2025-07-30 00:00:00' } }).counts).toBe('1/0/1/0');
    expect(answer('0.00', naked(['10.00']), {}, { status: 'refunded' }).reasons).toEqual(['overview-sum.ended x1']);
    expect(answer('900.00', naked(['10.00']), {}, { combo: '通话时长:900分钟/1,000分钟' }).reasons).toEqual(['overview-sum.several x1']);
    expect(answer('900.00', naked(['10.00']), {}, { total: null }).reasons).toEqual(['common.absent x1']);
    expect(answer('900.00', naked(['10.00']), {}, { packageType: 'unlimited' }).reasons).toEqual(['common.unlimited x1']);
  });
});
