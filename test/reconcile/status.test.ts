import { describe, expect, it } from 'vitest';
import { overviewBalance } from '../../core/reconcile/checks/overviewBalance.ts';
import { status } from '../../core/reconcile/checks/status.ts';
import { validityOrder } from '../../core/reconcile/checks/validityOrder.ts';
import { chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, WIDE, words } from './told.ts';

const used = chain('1000.00', ['10.00']);
const emptied = chain('1000.00', ['400.00', '600.00']);
const EXPIRED = { expiry: '2025-06-30 23:59:59', endedAt: '2025-06-30 23:59:59' };
const EMPTY = { remaining: '0.00' };

/** The answer for an overview with this status, taken at the start of August. */
function answer(code: string, pack: Cells = {}, more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ packages: [{ status: code, remaining: '990.00', ...pack }], deductions: used, window: WIDE, ...more }, status, validityOrder, overviewBalance);
}

/** Which of all statuses pass for a package. */
function possible(pack: Cells, more: Partial<Scenario> = {}): string {
  return ['valid', 'expired', 'exhausted', 'refunded', 'inactive'].filter((code) => answer(code, pack, more).counts === '1/1/0/0').join(' ');
}

function refund(time: string): Cells {
  return { billingMode: 'prepaid', transactionType: 'prepay_return', instanceId: 'pkg-1', afterDiscount: '-10.00', usage: '1', transactionTime: time };
}

describe('status', () => {
  it('finds a package that is said to have expired before its time', () => {
    expect(answer('expired')).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{
        severity: 'error', packageId: 'pkg-1', transactionId: null, quantity: null, unit: null, money: null, rows: ['packages 1:2', 'deductions 2:2'],
        why: ['status.rule', 'status.contradiction', 'status.facts', 'status.used'],
      }],
    });
    expect(words({ packages: [{ status: 'expired', remaining: '990.00' }], deductions: used, window: WIDE }, status).slice(1)).toEqual([
      'packages.csv:2 (snapshot 2025-08-01 00:00:00) · status "Expired", expected Valid', 'Effective 2025-05-01 00:00:00 · expiry 2026-05-01 00:00:00 · ended 2026-05-01 00:00:00 · remaining 990.00', 'The package has 1 deductions',
    ]);
  });

  it.each([
    ['in use', {}, {}, 'valid refunded'],
    ['not yet used', { remaining: '1000.00' }, { deductions: [] }, 'valid refunded inactive'],
    ['touched although nothing of it was loaded', {}, { deductions: [] }, 'valid refunded'],
    ['past its expiry', EXPIRED, {}, 'expired refunded'],
    ['used up', EMPTY, { deductions: emptied }, 'exhausted refunded'],
    ['used up by what the overview says alone', EMPTY, { deductions: [] }, 'exhausted refunded'],
    ['used up and past its expiry', { ...EXPIRED, ...EMPTY }, { deductions: emptied }, 'expired exhausted refunded'],
    ['not yet effective', { effective: '2025-09-01 00:00:00', expiry: '2026-08-31 23:59:59', remaining: '1000.00' }, { deductions: [] }, 'valid refunded inactive'],
    ['unlimited', { packageType: 'unlimited', remaining: null, total: null }, {}, 'valid refunded'],
    ['unlimited and past its expiry', { ...EXPIRED, packageType: 'unlimited', remaining: null, total: null }, {}, 'expired refunded'],
    ['of an unknown type and not yet used', { packageType: '新类型', remaining: '1000.00' }, { deductions: [] }, 'valid exhausted refunded inactive'],
  ] as const)('of a package %s', (_what, pack, more, expected) => {
    // "Refunded" is believed here, because no bill is there that could tell; but for an end that is yet to come.
    const codes = possible({ ...pack, endedAt: '2025-06-30 23:59:59' }, more);
    expect(codes.split(' ').sort()).toEqual(expected.split(' ').sort());
  });

  it('does not believe in a refund that ends the package in the future', () => {
    expect(answer('refunded', { endedAt: '2026-05-01 00:00:00' }).counts).toBe('1/0/1/0');
    expect(answer('refunded', { endedAt: null }).counts).toBe('1/1/0/0');
  });

  it('is refunded, and nothing else, once the bill has refunded it', () => {
    expect(possible({}, { bill: [refund('2025-07-01 00:00:00')] })).toBe('refunded');
    expect(possible({}, { bill: [refund('2025-08-02 00:00:00')] })).toBe('valid');
  });
});

describe('status near the moment that changes it', () => {
  it('allows an hour around the expiry', () => {
    const at = (expiry: string): string => possible({ expiry, endedAt: expiry });
    expect(at('2025-07-31 22:59:58')).toBe('expired refunded');
    expect(at('2025-07-31 23:00:00')).toBe('valid expired refunded');
    expect(at('2025-08-01 01:00:00')).toBe('valid expired refunded');
    expect(at('2025-08-01 01:00:01')).toBe('valid');
  });

  it('allows an hour after a refund', () => {
    expect(possible({}, { bill: [refund('2025-07-31 23:00:00')] })).toBe('valid refunded');
    expect(possible({}, { bill: [refund('2025-07-31 22:59:59')] })).toBe('refunded');
  });

  it('allows the lag of deductions after the last one', () => {
    const at = (snapshot: string): string => answer('valid', EMPTY, { deductions: emptied, snapshot }).counts;
    expect([at('2025-05-09 02:10:00'), at('2025-05-09 02:10:01')]).toEqual(['1/1/0/0', '1/0/1/0']);
  });
});

describe('status and balances', () => {
  it('believes the deductions rather than the overview, where they reach the snapshot', () => {
    expect(possible({ ...EMPTY, remaining: null }, { deductions: emptied })).toBe('exhausted');
    expect(possible({ remaining: null })).toBe('valid');
  });

  it('leaves open what two balances say that contradict each other', () => {
    expect(possible(EMPTY)).toBe('valid exhausted');
    expect(ask({ packages: [{ status: 'valid', ...EMPTY }], deductions: used, window: WIDE }, overviewBalance).findings).toHaveLength(1);
  });

  it('does not take an empty period for an empty package', () => {
    const period = { packageType: 'period', periodRemaining: '0.00', periodTotal: '1000.00', periodStart: '2025-07-01 00:00:00', periodEnd: '2025-07-31 23:59:59' };
    const rows = chain('1000.00', ['400.00', '600.00'], { packageType: 'period' }, '2025-07-03 03:00:00');
    expect(possible({ ...period, remaining: '3000.00', total: '12000.00' }, { deductions: rows })).toBe('valid');
    expect(possible({ ...period, remaining: '0.00', total: '12000.00' }, { deductions: rows })).toBe('exhausted');
    expect(possible({ ...period, remaining: null, total: null }, { deductions: rows })).toBe('valid exhausted');
  });

  it('takes a combo package for empty when all its capacities are', () => {
    const combo = (cell: string): string => possible({ remaining: null, total: null, unit: null, combo: cell }, { deductions: [] });
    expect(combo('A:0分钟/100分钟;B:0条/5条')).toBe('exhausted');
    expect(combo('A:0分钟/100分钟;B:1条/5条')).toBe('valid');
    expect(combo('A:100分钟/100分钟;B:5条/5条')).toBe('valid inactive');
  });
});

describe('status has no answer', () => {
  it('where it is absent or unknown, without a snapshot, and where the times contradict each other', () => {
    expect(ask({ packages: [{ status: null }] }, status).reasons).toEqual(['status.noStatus x1']);
    expect(answer('冻结').reasons).toEqual(['status.unknown x1']);
    expect(answer('valid', {}, { files: [{ id: 1, snapshot: null }] }).reasons).toEqual(['common.noSnapshot x1']);
    expect(answer('expired', { effective: '2027-01-01 00:00:00' }).reasons).toEqual(['common.blocked validity-order x1']);
  });
});
