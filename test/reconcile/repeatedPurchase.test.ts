import { describe, expect, it } from 'vitest';
import { repeatedPurchase } from '../../core/reconcile/checks/repeatedPurchase.ts';
import { brief, said } from '../support/brief.ts';
import { answer, counts, type Cells } from '../support/scenario.ts';

const FIRST: Cells = {
  transactionId: 'T1', instanceId: 'pkg-1', instanceType: '资源包', billingMode: 'prepaid', transactionType: 'prepay_purchase', listPrice: '80.00', usage: '1', usageUnit: '个', afterDiscount: '80.00',
  transactionTime: '2025-05-03 10:00:00', usageStart: '2025-05-03 10:00:00', usageEnd: '2026-05-31 23:59:59',
};
const AGAIN: Cells = { ...FIRST, transactionId: 'T2', instanceId: 'pkg-2', transactionTime: '2025-05-03 10:10:00', usageStart: '2025-05-03 10:10:00' };
const RENEWAL: Cells = { ...FIRST, transactionId: 'T5', transactionType: 'prepay_renew', transactionTime: '2025-05-28 10:00:00' };

const told = (...lines: readonly Cells[]): string => counts(answer({ bill: lines }, repeatedPurchase).result);

describe('repeated-purchase', () => {
  it('warns of a second purchase of the same within 10 minutes', () => {
    const { result, findings } = answer({ bill: [FIRST, AGAIN] }, repeatedPurchase);
    expect(counts(result)).toBe('2/1/1/0');
    expect(findings.map(brief)).toEqual(['warning | pkg-2 | T2 | - | 80 CNY | bill:2,bill:3']);
    expect(said(findings[0]!, 'minutes', 'limit')).toEqual(['rule', 'payment', 'payment', 'apart minutes=10 limit=10', 'ruledOut']);
  });

  it('knows the words of a reseller\'s bill', () => {
    const lines = [FIRST, AGAIN].map((line) => ({ ...line, instanceType: 'Resource package', afterDiscount: null, totalCost: '80.00', currency: 'USD' }));
    expect(answer({ billLayout: 'reseller', bill: lines }, repeatedPurchase).findings.map(brief)).toEqual(['warning | pkg-2 | T2 | - | 80 USD | bill:2,bill:3']);
  });

  it('passes one second later', () => {
    expect(told(FIRST, { ...AGAIN, transactionTime: '2025-05-03 10:10:01' })).toBe('2/2/0/0');
  });

  it.each([
    ['price', { listPrice: '70.00' }], ['amount', { afterDiscount: '79.99' }], ['product', { product: 'Q' }], ['owner', { owner: '200' }], ['number', { usage: '2' }], ['term', { usageEnd: '2026-08-31 23:59:59' }],
  ])('passes purchases of another %s', (_name, other) => {
    expect(told(FIRST, { ...AGAIN, ...other })).toBe('2/2/0/0');
  });

  it('passes packages of one order, and leaves the same transaction to duplicate-transaction', () => {
    expect(told({ ...FIRST, orderId: 'O1' }, { ...AGAIN, orderId: 'O1' })).toBe('2/2/0/0');
    expect(told({ ...FIRST, orderId: 'O1' }, { ...AGAIN, orderId: 'O2' })).toBe('2/1/1/0');
    expect(told(FIRST, { ...AGAIN, transactionId: 'T1' })).toBe('2/2/0/0');
  });

  it('warns of each purchase but the first', () => {
    const third = { ...AGAIN, transactionId: 'T3', instanceId: 'pkg-3', transactionTime: '2025-05-03 10:15:00' };
    expect(answer({ bill: [third, FIRST, AGAIN] }, repeatedPurchase).findings.map(({ transactionId }) => transactionId)).toEqual(['T2', 'T3']);
  });

  it('warns of two renewals of one package within 3 days', () => {
    const { findings } = answer({ bill: [RENEWAL, { ...RENEWAL, transactionId: 'T6', transactionTime: '2025-05-31 10:00:00' }] }, repeatedPurchase);
    expect(findings.map(brief)).toEqual(['warning | pkg-1 | T6 | - | 80 CNY | bill:2,bill:3']);
    expect(said(findings[0]!, 'minutes', 'limit')).toEqual(['rule', 'payment', 'payment', 'apart minutes=4320 limit=4320', 'ruledOut', 'kindUnknown']);
    expect(told(RENEWAL, { ...RENEWAL, transactionId: 'T6', transactionTime: '2025-05-31 10:00:01' })).toBe('2/2/0/0');
    expect(told(RENEWAL, { ...RENEWAL, transactionId: 'T6', instanceId: 'pkg-2' })).toBe('2/2/0/0');
    expect(told(FIRST, { ...RENEWAL, transactionTime: '2025-05-03 10:05:00' })).toBe('2/2/0/0');
  });

  it('speaks of resource packages alone, and is not checkable without a time or an id', () => {
    expect(told({ ...FIRST, instanceType: null }, { ...AGAIN, instanceType: null })).toBe('0/0/0/0');
    expect(told({ ...FIRST, transactionTime: null, usageStart: null }, { ...RENEWAL, instanceId: null })).toBe('2/0/0/2');
  });
});
