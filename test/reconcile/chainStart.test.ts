import { describe, expect, it } from 'vitest';
import { chainStart } from '../../core/reconcile/checks/chainStart.ts';
import { negativeAmount } from '../../core/reconcile/checks/negativeAmount.ts';
import { rowArithmetic } from '../../core/reconcile/checks/rowArithmetic.ts';
import { chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, setAside, time, words } from './told.ts';

/** Exported from the very moment at which the usual package begins. */
const SINCE = { start: '2025-05-01 00:00:00', end: '2025-07-31 23:59:59' } as const;

function answer(deductions: readonly Cells[], more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ packages: [{}], deductions, window: SINCE, ...more }, chainStart);
}

describe('chain-start', () => {
  it('passes a first row that finds the whole capacity', () => {
    expect(answer(chain('1000.00', ['10.00', '5.00']))).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
  });

  it('finds one unit of the last place', () => {
    const deductions = chain('999.99', ['10.00', '5.00']);
    expect(answer(deductions)).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{
        severity: 'warning', packageId: 'pkg-1', transactionId: null, quantity: '0.01', unit: '分钟', money: null, rows: ['deductions 2:2', 'packages 1:2'],
        why: ['chain-start.rule', 'chain-start.begun', 'common.assumedPolicy', 'common.step', 'common.difference'],
      }],
    });
    expect(words({ packages: [{}], deductions, window: SINCE }, chainStart).slice(1)).toEqual([
      'Effective 2025-05-01 00:00:00, capacity 1,000.00 分钟; from 2025-05-01 00:00:00 to the first row the deduction files have no hole',
      'Retroactive cover: none, which is a default (assumed)', 'deductions.csv:2 · 2025-05-08 01:10:00 · before 999.99 − 10.00 = 989.99', 'Difference 1,000.00 − 999.99 = 0.01 分钟',
    ]);
  });

  it('needs files that reach back to the effective time, to the second', () => {
    const low = chain('900.00', ['10.00']);
    expect(answer(low, { window: { ...SINCE, start: '2025-05-01 00:00:01' } }).reasons).toEqual(['common.edge x1']);
    const windows = [{ start: SINCE.start, end: '2025-05-03 00:00:00' }, { start: '2025-05-05 00:00:00', end: SINCE.end }];
    expect(answer(low, { windows }).reasons).toEqual(['common.hole x1']);
    expect(answer(chain('1000.00', ['10.00']), { window: { ...SINCE, start: '2025-05-08 00:00:00' } }).counts).toBe('1/1/0/0');
  });

  it('needs the whole day where the product covers from the day of the purchase', () => {
    const packages = [{ product: '实时音视频', effective: '2025-05-01 10:00:00' }];
    const low = chain('900.00', ['10.00'], { product: '实时音视频' });
    expect(answer(low, { packages }).counts).toBe('1/0/1/0');
    expect(answer(low, { packages, window: { ...SINCE, start: '2025-05-01 10:00:00' } }).reasons).toEqual(['common.edge x1']);
  });

  it('judges the first period of a package that begins in its middle, and leaves the others to period-reset', () => {
    const monthly = { packageType: 'period', periodTotal: '1000.00', periodStart: '2025-07-01 00:00:00', periodEnd: '2025-07-31 23:59:59', remaining: null, total: null };
    const deductions = [...chain('900.00', ['10.00'], { packageType: 'period' }), ...chain('900.00', ['10.00'], { packageType: 'period' }, '2025-06-08 00:00:00')];
    expect(answer(deductions, { packages: [{ ...monthly, effective: '2025-05-02 00:00:00' }] })).toMatchObject({ counts: '1/0/1/0', findings: [{ quantity: '100', rows: ['deductions 2:2', 'packages 1:2'] }] });
    expect(answer(deductions, { packages: [{ ...monthly, effective: '2025-05-01 00:00:00' }] }).counts).toBe('0/0/0/0');
  });

  it('leaves to others what they tell: more than the capacity, wrong arithmetic, rows set aside', () => {
    expect(ask({ packages: [{}], deductions: chain('1000.01', ['10.00']), window: SINCE }, chainStart, negativeAmount).reasons).toEqual(['common.blocked negative-amount x1']);
    const misprinted = [{ ...chain('1000.00', ['10.00'])[0]!, before: '999.00' }];
    expect(ask({ packages: [{}], deductions: misprinted, window: SINCE }, chainStart, rowArithmetic).reasons).toEqual(['common.blocked row-arithmetic x1']);
    const rejected = [setAside(2, { packageId: 'pkg-1', deductedAt: time('2025-05-02 00:00:00') })];
    expect(answer(chain('990.00', ['10.00']), { rejected }).reasons).toEqual(['common.blocked rejected-row x1']);
  });

  it('has no answer where the capacity was changed or is unknown', () => {
    const change = { billingMode: 'prepaid', transactionType: 'prepay_modify', instanceId: 'pkg-1', transactionTime: '2025-06-01 00:00:00' };
    expect(answer(chain('900.00', ['10.00']), { bill: [change] }).reasons).toEqual(['chain-start.changed x1']);
    expect(answer(chain('900.00', ['10.00']), { packages: [{ total: null }] }).reasons).toEqual(['common.noCapacity x1']);
    expect(answer(chain('900.00', ['10.00']), { packages: [{ effective: null }] }).reasons).toEqual(['common.absent x1']);
  });
});
