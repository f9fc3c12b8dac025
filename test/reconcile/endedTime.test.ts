import { describe, expect, it } from 'vitest';
import { endedTime } from '../../core/reconcile/checks/endedTime.ts';
import { overviewBalance } from '../../core/reconcile/checks/overviewBalance.ts';
import { validityOrder } from '../../core/reconcile/checks/validityOrder.ts';
import { chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, WIDE, words } from './told.ts';

/** Used up on 8 May at 02:10. */
const emptied = chain('1000.00', ['400.00', '600.00']);
const EXPIRY = { expiry: '2026-04-30 23:59:59' };

function ended(endedAt: string, pack: Cells = {}, more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ packages: [{ ...EXPIRY, endedAt, ...pack }], deductions: chain('1000.00', ['10.00']), window: WIDE, ...more }, endedTime, validityOrder, overviewBalance);
}

function refund(time: string): Cells {
  return { billingMode: 'prepaid', transactionType: 'prepay_return', instanceId: 'pkg-1', afterDiscount: '-10.00', usage: '1', transactionTime: time };
}

describe('ended-time', () => {
  it('passes the expiry of a package in use', () => {
    expect(ended('2026-04-30 23:59:59')).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
  });

  it('allows the lag of a day and not a second more, early or late', () => {
    // The end counts as the whole last second, so that 1 May 00:00:00 is expected.
    expect(['2026-04-30 00:00:00', '2026-04-29 23:59:59', '2026-05-02 00:00:00', '2026-05-02 00:00:01'].map((time) => ended(time).counts)).toEqual(['1/1/0/0', '1/0/1/0', '1/1/0/0', '1/0/1/0']);
  });

  it('warns of an end without a reason', () => {
    expect(ended('2025-12-31 23:59:59')).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{
        severity: 'warning', packageId: 'pkg-1', transactionId: null, quantity: null, unit: null, money: null, rows: ['packages 1:2'],
        why: ['ended-time.rule', 'ended-time.stated', 'ended-time.expected', 'ended-time.difference', 'common.assumedPolicy'],
      }],
    });
    expect(words({ packages: [{ ...EXPIRY, endedAt: '2025-12-31 23:59:59' }] }, endedTime).slice(1)).toEqual([
      'packages.csv:2 · ended at 2025-12-31 23:59:59', 'Expiry 2026-04-30 23:59:59 · used up - · refund -; the earliest is 2026-05-01 00:00:00', '2880 hours apart, tolerance 24 hours',
      'Posting lag: 24 h, which is a default (assumed)',
    ]);
  });
});

describe('ended-time of a package that was used up', () => {
  const more = { deductions: emptied };

  it('is the moment at which its balance reached zero', () => {
    expect(ended('2025-05-08 02:10:00', { remaining: '0.00' }, more).counts).toBe('1/1/0/0');
    expect(ended('2025-05-09 02:10:00', { remaining: '0.00' }, more).counts).toBe('1/1/0/0');
    expect(ended('2025-05-09 02:10:01', { remaining: '0.00' }, more).findings).toMatchObject([{ rows: ['packages 1:2', 'deductions 2:3'] }]);
    expect(ended('2026-04-30 23:59:59', { remaining: '0.00' }, more).counts).toBe('1/0/1/0');
  });

  it('is its expiry where that comes first', () => {
    expect(ended('2025-05-04 23:59:59', { expiry: '2025-05-04 23:59:59', remaining: '0.00' }, more).counts).toBe('1/1/0/0');
  });

  it('is not known to have been used up before the snapshot, or to be used up after it', () => {
    expect(ended('2026-04-30 23:59:59', { remaining: '600.00' }, { ...more, snapshot: '2025-05-08 02:00:00' }).counts).toBe('1/1/0/0');
    expect(ended('2026-04-30 23:59:59', { remaining: '0.00' }, { ...more, snapshot: '2025-05-09 02:10:00' }).counts).toBe('1/1/0/0');
    expect(ended('2026-04-30 23:59:59', { remaining: '0.00' }, { ...more, snapshot: '2025-05-09 02:10:01' }).counts).toBe('1/0/1/0');
  });

  it('has no answer where the rows do not show when', () => {
    expect(ended('2025-04-02 00:00:00', { remaining: '0.00' }, { deductions: chain('10.00', ['1.00'], { packageId: 'pkg-2' }), window: { start: '2025-05-02 00:00:00', end: WIDE.end } }).reasons).toEqual(['ended-time.unseen x1']);
  });

  it('is left to overview-balance where the balance itself is wrong', () => {
    expect(ended('2025-06-01 00:00:00', { remaining: '0.00' }).reasons).toEqual(['common.blocked overview-balance x1']);
  });

  it('waits for every capacity of a combo package', () => {
    const combo = { remaining: null, total: null, unit: null, combo: 'A:0分钟/1000分钟;B:5条/5条' };
    expect(ended('2026-04-30 23:59:59', combo, { deductions: emptied.map((row) => ({ ...row, billingItem: 'A' })) }).counts).toBe('1/1/0/0');
    const both = [...emptied.map((row) => ({ ...row, billingItem: 'A' })), ...chain('5', ['5'], { billingItem: 'B', packageUnit: '条' }, '2025-06-01 00:00:00')];
    expect(ended('2025-06-01 01:10:00', { ...combo, combo: 'A:0分钟/1000分钟;B:0条/5条' }, { deductions: both }).counts).toBe('1/1/0/0');
  });

  it('does not end a period package that has full periods to come', () => {
    const period = { packageType: 'period', periodRemaining: '0.00', periodTotal: '1000.00', periodStart: '2025-05-01 00:00:00', periodEnd: '2025-05-31 23:59:59' };
    expect(ended('2026-04-30 23:59:59', period, { deductions: emptied.map((row) => ({ ...row, packageType: 'period' })) }).counts).toBe('1/1/0/0');
  });
});

describe('ended-time of a refunded package', () => {
  it('is the moment of the refund', () => {
    expect(ended('2025-06-10 12:00:00', { status: 'refunded' }, { bill: [refund('2025-06-10 09:00:00')] }).counts).toBe('1/1/0/0');
    expect(ended('2026-04-30 23:59:59', { status: 'refunded' }, { bill: [refund('2025-06-10 09:00:00')] }).findings).toMatchObject([{ rows: ['packages 1:2', 'bill 3:2'] }]);
  });

  it('is not yet known where the refund is later than the snapshot', () => {
    expect(ended('2026-04-30 23:59:59', {}, { bill: [refund('2025-08-10 09:00:00')] }).counts).toBe('1/1/0/0');
  });

  it('has no answer without the line of the bill', () => {
    expect(ended('2025-06-10 12:00:00', { status: 'refunded' }).reasons).toEqual(['ended-time.refundUnseen x1']);
  });
});

describe('ended-time has no answer', () => {
  it('without an end or an expiry, and where the times contradict each other', () => {
    expect(ended('2026-04-30 23:59:59', { endedAt: null }).reasons).toEqual(['ended-time.noTime x1']);
    expect(ended('2026-04-30 23:59:59', { expiry: null }).reasons).toEqual(['ended-time.noTime x1']);
    expect(ended('2026-04-30 23:59:59', { effective: '2027-01-01 00:00:00' }).reasons).toEqual(['common.blocked validity-order x1']);
  });
});
