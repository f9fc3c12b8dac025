import { describe, expect, it } from 'vitest';
import { overviewBalance } from '../../core/reconcile/checks/overviewBalance.ts';
import { periodWindow } from '../../core/reconcile/checks/periodWindow.ts';
import { validityOrder } from '../../core/reconcile/checks/validityOrder.ts';
import { chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, WIDE, words } from './told.ts';

const JULY = { packageType: 'period', periodRemaining: '100.00', periodTotal: '100.00', periodStart: '2025-07-01 00:00:00', periodEnd: '2025-07-31 23:59:59', remaining: null, total: null, effective: '2025-01-01 00:00:00' };

function answer(snapshot: string, pack: Cells = {}, more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ packages: [{ ...JULY, ...pack }], snapshot, ...more }, periodWindow);
}

describe('period-window', () => {
  it('passes a period that contains the snapshot', () => {
    expect(answer('2025-07-12 09:30:00')).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
    expect(answer('2025-07-01 00:00:00').counts).toBe('1/1/0/0');
  });

  it('finds a period that is over', () => {
    expect(answer('2025-08-12 09:30:00')).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{ severity: 'warning', packageId: 'pkg-1', transactionId: null, quantity: null, unit: null, money: null, rows: ['packages 1:2'], why: ['period-window.rule', 'period-window.outside'] }],
    });
    expect(words({ packages: [JULY], snapshot: '2025-08-12 09:30:00' }, periodWindow).slice(1)).toEqual(['packages.csv:2 · period 2025-07-01 00:00:00 to 2025-07-31 23:59:59, snapshot 2025-08-12 09:30:00, 273.5 hours apart']);
  });

  it('allows an hour before and after, to the second', () => {
    expect(answer('2025-08-01 01:00:00').counts).toBe('1/1/0/0');
    expect(answer('2025-08-01 01:00:01').counts).toBe('1/0/1/0');
    expect(answer('2025-06-30 23:00:00').counts).toBe('1/1/0/0');
    expect(answer('2025-06-30 22:59:59').counts).toBe('1/0/1/0');
  });

  it('has nothing to say of total packages', () => {
    expect(ask({ packages: [{}] }, periodWindow).counts).toBe('0/0/0/0');
  });

  it('has no answer without a period, before the package begins and after it has ended', () => {
    expect(answer('2025-08-12 09:30:00', { periodEnd: null }).reasons).toEqual(['common.absent x1']);
    expect(answer('2025-06-12 09:30:00', { effective: '2025-07-01 00:00:00' }).reasons).toEqual(['period-window.notInForce x1']);
    expect(answer('2025-08-12 09:30:00', { expiry: '2025-07-31 23:59:59' }).reasons).toEqual(['period-window.notInForce x1']);
    expect(ask({ packages: [{ ...JULY, periodStart: '2027-01-01 00:00:00', periodEnd: '2027-01-31 23:59:59' }] }, periodWindow, validityOrder).reasons).toEqual(['common.blocked validity-order x1']);
    expect(answer('2025-08-12 09:30:00', {}, { files: [{ id: 1, snapshot: null }] }).reasons).toEqual(['common.noSnapshot x1']);
  });

  it('says that the time of the snapshot is assumed', () => {
    expect(answer('2025-08-12 09:30:00', {}, { files: [{ id: 1, snapshotAssumed: true }] }).findings[0]!.why.at(-1)).toBe('common.assumedSnapshot');
  });

  it('speaks for the balance of the wrong period', () => {
    const deductions = chain('100.00', ['10.00', '5.00'], { packageType: 'period' }, '2025-07-03 00:00:00');
    const scenario = { packages: [{ ...JULY, periodStart: '2025-06-01 00:00:00', periodEnd: '2025-06-30 23:59:59', periodRemaining: '85.00' }], deductions, window: WIDE, snapshot: '2025-07-12 09:30:00' };
    expect(ask(scenario, overviewBalance).counts).toBe('1/0/1/0');
    expect(ask(scenario, overviewBalance, periodWindow).reasons).toEqual(['common.blocked period-window x1']);
  });
});
