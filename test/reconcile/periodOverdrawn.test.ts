import { describe, expect, it } from 'vitest';
import { periodOverdrawn } from '../../core/reconcile/checks/periodOverdrawn.ts';
import { periodReset } from '../../core/reconcile/checks/periodReset.ts';
import { rowArithmetic } from '../../core/reconcile/checks/rowArithmetic.ts';
import { chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, WIDE, words } from './told.ts';

const MONTHLY = {
  packageType: 'period', periodRemaining: '100.00', periodTotal: '100.00', periodStart: '2025-07-01 00:00:00', periodEnd: '2025-07-31 23:59:59', remaining: null, total: null, effective: '2025-01-01 00:00:00',
};

function rows(opening: string, amounts: readonly string[], start = '2025-06-01 03:00:00'): Cells[] {
  return chain(opening, amounts, { packageType: 'period' }, start);
}

function answer(deductions: readonly Cells[], more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ packages: [MONTHLY], deductions, window: WIDE, ...more }, periodOverdrawn, rowArithmetic, periodReset);
}

describe('period-overdrawn', () => {
  it('passes a period that is used up to the last', () => {
    expect(answer([...rows('100.00', ['60.00', '40.00']), ...rows('100.00', ['10.00'], '2025-07-01 03:00:00')])).toEqual({ counts: '2/2/0/0', findings: [], reasons: [] });
  });

  it('finds a period that gave more than it holds', () => {
    const deductions = [...rows('100.00', ['60.00', '40.00']), ...rows('100.00', ['12.50'], '2025-06-15 03:00:00')];
    expect(answer(deductions)).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{
        severity: 'error', packageId: 'pkg-1', transactionId: null, quantity: '12.5', unit: '分钟', money: null, rows: ['deductions 2:4', 'deductions 2:2'],
        why: ['period-overdrawn.rule', 'period-overdrawn.sum', 'common.step'],
      }],
    });
    expect(words({ packages: [MONTHLY], deductions, window: WIDE }, periodOverdrawn)[1]).toBe('Period 2025-06-01 00:00:00 to 2025-07-01 00:00:00: 3 rows deduct 112.50 分钟, capacity 100.00 分钟, 12.50 too much');
  });

  it('is one unit of the last place wide', () => {
    const deductions = (amount: string): Cells[] => [...rows('100.00', ['60.00', '40.00']), ...rows('50.00', [amount], '2025-06-15 03:00:00')];
    expect(answer(deductions('0.00'))).toMatchObject({ counts: '1/1/0/0' });
    expect(answer(deductions('0.01'))).toMatchObject({ counts: '1/0/1/0' });
  });

  it('holds for the only period of a total package', () => {
    const deductions = [...chain('1000.00', ['600.00', '400.00']), ...chain('80.00', ['80.00'], {}, '2025-06-01 03:00:00')];
    expect(answer(deductions, { packages: [{}] }).findings).toMatchObject([{ severity: 'error', quantity: '80' }]);
  });

  it('counts what was deducted twice, but not what is listed twice', () => {
    const [one, two] = rows('100.00', ['60.00', '20.00']) as [Cells, Cells];
    expect(answer([one, { ...one, copy: '1' }, { ...two, before: '-20.00', after: '-40.00' }]).findings).toMatchObject([{ quantity: '40' }]);
    expect(answer([one, { ...one, copy: '1' }, two])).toMatchObject({ counts: '1/1/0/0' });
  });

  it('does not count the row that a fork leaves behind', () => {
    const [one, two] = rows('100.00', ['60.00', '40.00']) as [Cells, Cells];
    expect(answer([one, { ...one, deductedAt: '2025-06-01 04:40:00', deducted: '70.00', after: '30.00' }, two])).toMatchObject({ counts: '1/1/0/0' });
  });

  it('leaves a balance that was carried over to period-reset', () => {
    expect(answer(rows('120.00', ['60.00', '55.00']))).toEqual({ counts: '1/0/0/1', findings: [], reasons: ['common.blocked period-reset x1'] });
  });

  it('finds what goes beyond the balance that was carried over', () => {
    const deductions = [...rows('120.00', ['60.00', '60.00']), ...rows('50.00', ['10.00'], '2025-06-15 03:00:00')];
    expect(answer(deductions).findings).toMatchObject([{ quantity: '30' }]);
  });

  it('leaves a row that deducts more than its balances say to row-arithmetic', () => {
    const [one, two] = rows('100.00', ['60.00', '40.00']) as [Cells, Cells];
    expect(answer([{ ...one, deducted: '65.00' }, two])).toEqual({ counts: '1/0/0/1', findings: [], reasons: ['common.blocked row-arithmetic x1'] });
  });

  it('is explained by a top-up that was paid for', () => {
    const bill = [{ billingMode: 'prepaid', transactionType: 'prepay_modify', instanceId: 'pkg-1', afterDiscount: '10.00', usage: '1', transactionTime: '2025-06-10 00:00:00' }];
    const deductions = (amount: string): Cells[] => [...rows('100.00', ['60.00', '40.00']), ...rows('50.00', [amount], '2025-06-15 03:00:00')];
    expect(answer(deductions('50.00'), { bill })).toMatchObject({ counts: '1/1/0/0' });
    expect(answer(deductions('50.01'), { bill })).toMatchObject({ counts: '1/0/1/0' });
  });

  it('cannot be checked where the capacity is unknown, and not at all without balances', () => {
    expect(answer(rows('100.00', ['60.00']), { packages: [{ ...MONTHLY, periodTotal: null }] }).reasons).toEqual(['common.noCapacity x1']);
    expect(answer([{ ...rows('100.00', ['60.00'])[0]!, packageType: 'unlimited', before: null, after: null }], { packages: [{ ...MONTHLY, packageType: 'unlimited' }] }).counts).toBe('0/0/0/0');
  });
});
