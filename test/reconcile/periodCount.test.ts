import { describe, expect, it } from 'vitest';
import { periodCount } from '../../core/reconcile/checks/periodCount.ts';
import { validityOrder } from '../../core/reconcile/checks/validityOrder.ts';
import type { Cells, Scenario } from '../support/scenario.ts';
import { ask, words } from './told.ts';

/** Twelve months from January to December, July the current one: five after it. */
const YEAR: Cells = {
  packageType: 'period', periodRemaining: '100.00', periodTotal: '100.00', periodStart: '2025-07-01 00:00:00', periodEnd: '2025-07-31 23:59:59', remaining: null, total: null,
  effective: '2025-01-01 00:00:00', expiry: '2025-12-31 23:59:59', periodsTotal: '12', periodsRemaining: '6',
};

function answer(pack: Cells = {}, more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ packages: [{ ...YEAR, ...pack }], snapshot: '2025-07-20 00:00:00', ...more }, periodCount);
}

describe('period-count', () => {
  it('passes with the current period and without it', () => {
    expect(answer()).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
    expect(answer({ periodsRemaining: '5' }).counts).toBe('1/1/0/0');
  });

  it('finds a count that no reading explains, one too many and one too few', () => {
    expect(answer({ periodsRemaining: '7' })).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{ severity: 'warning', packageId: 'pkg-1', transactionId: null, quantity: '1', unit: null, money: null, rows: ['packages 1:2'], why: ['period-count.rule', 'period-count.period', 'period-count.remaining'] }],
    });
    expect(answer({ periodsRemaining: '4' }).findings).toMatchObject([{ quantity: '1' }]);
    expect(answer({ periodsTotal: '13' }).findings).toMatchObject([{ quantity: '1', why: ['period-count.rule', 'period-count.period', 'period-count.total'] }]);
    expect(answer({ periodsTotal: '10' }).findings).toMatchObject([{ quantity: '2' }]);
    expect(words({ packages: [{ ...YEAR, periodsRemaining: '7', periodsTotal: '11' }], snapshot: '2025-07-20 00:00:00' }, periodCount).slice(1)).toEqual([
      'packages.csv:2 · valid 2025-01-01 00:00:00 to 2025-12-31 23:59:59, current period 2025-07-01 00:00:00 to 2025-07-31 23:59:59', 'Total periods 11; the validity has 12',
      'Remaining periods 7; 6 with the current one, 5 without it',
    ]);
  });

  it('lets a first and a last period that are cut short count or not', () => {
    const cut = { effective: '2025-01-15 10:00:00', expiry: '2026-01-15 10:00:00' };
    for (const periodsTotal of ['11', '12', '13']) expect(answer({ ...cut, periodsTotal }).counts).toBe('1/1/0/0');
    expect(answer({ ...cut, periodsTotal: '14' }).counts).toBe('1/0/1/0');
    expect(answer({ ...cut, periodsTotal: '10' }).counts).toBe('1/0/1/0');
    for (const periodsRemaining of ['5', '6', '7']) expect(answer({ ...cut, periodsRemaining }).counts).toBe('1/1/0/0');
    expect(answer({ ...cut, periodsRemaining: '8' }).counts).toBe('1/0/1/0');
    expect(answer({ ...cut, periodsRemaining: '4' }).counts).toBe('1/0/1/0');
  });

  it('counts days and anniversaries as well', () => {
    const days = { periodStart: '2025-07-20 00:00:00', periodEnd: '2025-07-20 23:59:59', effective: '2025-07-01 00:00:00', expiry: '2025-07-31 23:59:59' };
    expect(answer({ ...days, periodsTotal: '31', periodsRemaining: '12' }).counts).toBe('1/1/0/0');
    expect(answer({ ...days, periodsTotal: '30', periodsRemaining: '12' }).counts).toBe('1/0/1/0');
    const anniversary = { periodStart: '2025-07-15 00:00:00', periodEnd: '2025-08-14 23:59:59', effective: '2025-01-15 00:00:00', expiry: '2026-01-14 23:59:59' };
    expect(answer(anniversary).counts).toBe('1/1/0/0');
    expect(answer({ ...anniversary, periodsTotal: '13' }).counts).toBe('1/0/1/0');
  });

  it('leaves the wrong current period to period-window', () => {
    const june = { periodStart: '2025-06-01 00:00:00', periodEnd: '2025-06-30 23:59:59', periodsRemaining: '7' };
    expect(answer(june).counts).toBe('1/1/0/0');
  });

  it('has all periods left where the package has not begun', () => {
    const first = { periodStart: '2025-01-01 00:00:00', periodEnd: '2025-01-31 23:59:59', periodsRemaining: '12' };
    expect(answer(first, { snapshot: '2024-12-20 00:00:00' }).counts).toBe('1/1/0/0');
  });

  it('has no answer without counts, times or a period, or after the end', () => {
    expect(answer({ periodsTotal: null, periodsRemaining: null }).reasons).toEqual(['common.absent x1']);
    expect(answer({ expiry: null }).reasons).toEqual(['common.absent x1']);
    expect(answer({ periodStart: null }).reasons).toEqual(['period-count.noPeriod x1']);
    expect(answer({}, { snapshot: '2026-01-01 00:00:00' }).reasons).toEqual(['period-count.ended x1']);
    expect(ask({ packages: [{ ...YEAR, expiry: '2024-12-31 23:59:59' }] }, periodCount, validityOrder).reasons).toEqual(['common.blocked validity-order x1']);
    expect(ask({ packages: [{}] }, periodCount).counts).toBe('0/0/0/0');
  });
});
