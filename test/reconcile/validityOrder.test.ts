import { describe, expect, it } from 'vitest';
import { validityOrder } from '../../core/reconcile/checks/validityOrder.ts';
import type { Cells } from '../support/scenario.ts';
import { ask, words } from './told.ts';

const PERIOD = { packageType: 'period', periodStart: '2025-07-01 00:00:00', periodEnd: '2025-07-31 23:59:59' };

function answer(pack: Cells, snapshot = '2025-07-20 00:00:00'): ReturnType<typeof ask> {
  return ask({ packages: [pack], snapshot }, validityOrder);
}

describe('validity-order', () => {
  it.each([
    ['a year', {}], ['one second', { effective: '2025-05-01 00:00:00', expiry: '2025-05-01 00:00:01' }], ['one minute of printed seconds', { effective: '2025-05-01 00:00:59', expiry: '2025-05-01 00:00:59' }], ['a current period', PERIOD],
    ['a first period that began before the package', { ...PERIOD, effective: '2025-07-31 23:59:58' }], ['a last period that ends after it', { ...PERIOD, expiry: '2025-07-01 00:00:01' }],
  ])('passes %s', (_what, pack) => {
    expect(answer(pack)).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
  });

  it('finds a package that expires before it begins', () => {
    const pack = { effective: '2026-05-01 00:00:00', expiry: '2025-05-01 00:00:00' };
    expect(answer(pack)).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{ severity: 'error', packageId: 'pkg-1', transactionId: null, quantity: null, unit: null, money: null, rows: ['packages 1:2'], why: ['validity-order.rule', 'validity-order.order'] }],
    });
    expect(words({ packages: [pack] }, validityOrder)[1]).toBe('packages.csv:2 · effective 2026-05-01 00:00:00 is not before expiry 2025-05-01 00:00:00');
  });

  it('finds a package that lasts no time at all', () => {
    expect(answer({ effective: '2025-05-01 00:00:00', expiry: '2025-05-01 00:00:00' }).counts).toBe('1/0/1/0');
  });

  it.each([
    ['before the package', { effective: '2025-08-01 00:00:00' }, '1/0/1/0'], ['of which one second is inside', { effective: '2025-07-31 23:59:59' }, '1/1/0/0'],
    ['after the package', { expiry: '2025-07-01 00:00:00' }, '1/0/1/0'], ['of which the last second is inside', { expiry: '2025-06-30 23:59:59' }, '1/0/1/0'],
  ])('finds a current period %s', (_what, more, counts) => {
    // Taken before the expiry, so that the package may not simply have ended.
    expect(answer({ ...PERIOD, ...more }, '2025-06-15 00:00:00').counts).toBe(counts);
  });

  it('lets an expired package show the period of the day', () => {
    expect(answer({ ...PERIOD, expiry: '2025-06-30 23:59:59' }).counts).toBe('1/1/0/0');
    expect(answer({ ...PERIOD, expiry: '2025-06-30 23:59:59', status: 'expired' }, '2025-06-01 00:00:00').counts).toBe('1/1/0/0');
  });

  it('has no answer without both times', () => {
    expect(answer({ expiry: null }).reasons).toEqual(['common.absent x1']);
    expect(answer({ effective: null }).reasons).toEqual(['common.absent x1']);
  });
});
