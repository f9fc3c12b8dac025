import { describe, expect, it } from 'vitest';
import { parseCivil } from '../../core/base/time.ts';
import { renewalLine } from '../../core/reconcile/checks/renewalLine.ts';
import { validityOrder } from '../../core/reconcile/checks/validityOrder.ts';
import type { Cells, Scenario } from '../support/scenario.ts';
import { ask, setAside, words } from './told.ts';

/** Bought for May and June, renewed for July and August. */
const PACK: Cells = { effective: '2025-05-01 00:00:00', expiry: '2025-08-31 23:59:59' };
const PURCHASE: Cells = {
  transactionId: 'P', instanceId: 'pkg-1', billingMode: 'prepaid', transactionType: 'prepay_purchase', afterDiscount: '60.00', transactionTime: '2025-05-01 08:00:00', usageStart: '2025-05-01 00:00:00', usageEnd: '2025-06-30 23:59:59',
};
const RENEWAL: Cells = { ...PURCHASE, transactionId: 'R', transactionType: 'prepay_renew', transactionTime: '2025-06-12 08:00:00', usageStart: '2025-07-01 00:00:00', usageEnd: '2025-08-31 23:59:59' };
/** Usage of April to July, so that these months are loaded. */
const USES = ['04-02', '05-10', '06-10', '07-30'].map((day): Cells => ({ transactionId: `U${day}`, usage: '1.00', afterDiscount: '0.10', transactionTime: `2025-${day} 01:20:00`, usageStart: `2025-${day} 00:00:00`, usageEnd: `2025-${day} 00:59:59` }));

function answer(lines: readonly Cells[], pack: Cells = {}, more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ packages: [{ ...PACK, ...pack }], bill: [...USES, ...lines], ...more }, renewalLine);
}

describe('renewal-line', () => {
  it('passes a renewal that moved the expiry, and an expiry that was paid for', () => {
    expect(answer([PURCHASE, RENEWAL])).toEqual({ counts: '2/2/0/0', findings: [], reasons: [] });
  });

  it('finds a renewal without effect', () => {
    expect(answer([PURCHASE, RENEWAL], { expiry: '2025-06-30 23:59:59' })).toEqual({
      counts: '2/1/1/0', reasons: [],
      findings: [{ severity: 'error', packageId: 'pkg-1', transactionId: 'R', quantity: null, unit: null, money: '60 CNY', rows: ['bill 3:7', 'packages 1:2'], why: ['renewal-line.rule', 'renewal-line.paid', 'renewal-line.notMoved'] }],
    });
    expect(words({ packages: [{ ...PACK, expiry: '2025-06-30 23:59:59' }], bill: [...USES, PURCHASE, RENEWAL] }, renewalLine).slice(1)).toEqual([
      'bill.csv:7 · 2025-06-12 08:00:00 renewal for 60 CNY, 2025-07-01 00:00:00 to 2025-08-31 23:59:59',
      'packages.csv:2 · at the snapshot of 2025-08-01 00:00:00 it expires 2025-06-30 23:59:59, not moved; no new package of the product begins around 2025-07-01 00:00:00',
    ]);
  });

  it('allows a day, to the second', () => {
    expect(answer([PURCHASE, RENEWAL], { expiry: '2025-08-31 00:00:00' }).counts).toBe('2/2/0/0');
    expect(answer([PURCHASE, RENEWAL], { expiry: '2025-08-30 23:59:58' }).counts).toBe('2/1/1/0');
    expect(answer([PURCHASE], { expiry: '2025-07-02 00:00:00' }).counts).toBe('1/1/0/0');
    expect(answer([PURCHASE], { expiry: '2025-07-02 00:00:01' }).counts).toBe('1/0/1/0');
  });

  it('accepts a new package at the old end', () => {
    const next = (effective: string, more: Cells = {}): string => ask({ packages: [{ ...PACK, expiry: '2025-06-30 23:59:59' }, { packageId: 'pkg-2', effective, ...more }], bill: [...USES, PURCHASE, RENEWAL] }, renewalLine).counts;
    expect(next('2025-07-01 15:00:00')).toBe('2/2/0/0');
    expect(next('2025-07-02 00:00:01')).toBe('2/1/1/0');
    expect(next('2025-07-01 15:00:00', { subproduct: 'S2' })).toBe('2/1/1/0');
  });

  it('warns of an expiry that nothing pays for', () => {
    expect(answer([PURCHASE])).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{ severity: 'warning', packageId: 'pkg-1', transactionId: null, quantity: null, unit: null, money: null, rows: ['packages 1:2', 'bill 3:6'], why: ['renewal-line.rule', 'renewal-line.expiry', 'renewal-line.paidUntil'] }],
    });
    expect(answer([{ ...PURCHASE, usageStart: '2025-05-03 00:00:00' }]).reasons).toEqual(['renewal-line.otherStart x1']);
    expect(ask({ packages: [PACK], bill: [...USES.slice(0, 3), PURCHASE] }, renewalLine).reasons).toEqual(['renewal-line.notLoaded x1']);
  });

  it('warns of an expiry that moved between two overviews', () => {
    const two = (bill: readonly Cells[]): Scenario => ({ packages: [PACK, { ...PACK, expiry: '2025-06-30 23:59:59', file: '4' }], bill, files: [{ id: 4, name: 'packages-0.csv', snapshot: parseCivil('2025-05-20 00:00:00')! }] });
    expect(ask(two(USES), renewalLine).findings).toMatchObject([{ severity: 'warning', rows: ['packages 1:2', 'packages 4:3'], why: ['renewal-line.rule', 'renewal-line.expiry', 'renewal-line.moved'] }]);
    expect(ask(two([...USES, RENEWAL]), renewalLine).counts).toBe('2/2/0/0');
    expect(ask(two(USES.slice(2)), renewalLine).reasons).toEqual(['renewal-line.notLoaded x1']);
  });

  it('has no answer before the lag is over, after a refund, or where something is unknown', () => {
    const old = { expiry: '2025-06-30 23:59:59' };
    expect(answer([PURCHASE, RENEWAL], old, { snapshot: '2025-06-13 08:00:00' }).reasons).toEqual(['renewal-line.snapshotLag x1']);
    expect(answer([PURCHASE, RENEWAL], old, { snapshot: '2025-06-13 08:00:01' }).counts).toBe('2/1/1/0');
    expect(answer([PURCHASE, RENEWAL], { ...old, status: 'refunded' }).reasons).toEqual(['renewal-line.refunded x1']);
    expect(answer([RENEWAL], { packageId: 'pkg-2' }).counts).toBe('0/0/0/0');
    expect(answer([{ ...RENEWAL, usageEnd: null }], old).reasons).toEqual(['common.absent x1']);
    expect(ask({ packages: [{ ...PACK, expiry: '2025-04-01 00:00:00' }], bill: [...USES, RENEWAL] }, renewalLine, validityOrder).reasons).toEqual(['common.blocked validity-order x1']);
    expect(answer([PURCHASE], {}, { rejected: [setAside(3, { instanceId: 'pkg-1' })] }).reasons).toEqual(['common.blocked rejected-row x1']);
  });
});
