import { describe, expect, it } from 'vitest';
import { sign } from '../../core/reconcile/checks/sign.ts';
import { brief, said } from '../support/brief.ts';
import { answer, counts, type Cells } from '../support/scenario.ts';

const LINE: Cells = { transactionId: 'T1', usage: '1', originalCost: '12.34000000', afterDiscount: '12.34000000', usageStart: '2025-06-17 02:00:00', usageEnd: '2025-06-17 02:59:59' };

const told = (line: Cells): string => counts(answer({ bill: [{ ...LINE, ...line }] }, sign).result);
const both = (amount: string): Cells => ({ originalCost: amount, afterDiscount: amount });

describe('sign', () => {
  it('finds charges below 0', () => {
    const { findings } = answer({ bill: [{ ...LINE, ...both('-12.34000000') }] }, sign);
    expect(findings.map(brief)).toEqual(['warning | - | T1 | 12.34 CNY | 12.34 CNY | bill:2']);
    expect(said(findings[0]!, 'field', 'amount', 'type')).toEqual([
      'rule', 'charge field=@field.bill.afterDiscount amount=-12.34000000 type=@transactionType.postpay_deduct_h', 'charge field=@field.bill.originalCost amount=-12.34000000 type=@transactionType.postpay_deduct_h',
    ]);
    for (const transactionType of ['prepay_purchase', 'prepay_renew', 'postpay_deduct_m', 'recon_deduct', 'offline_deduct']) {
      expect([transactionType, told({ transactionType, ...both('-1.00') }), told({ transactionType, ...both('1.00') })]).toEqual([transactionType, '1/0/1/0', '1/1/0/0']);
    }
  });

  it.each([
    ['reseller', { totalCost: '12.34000000', beforeVoucher: '12.34000000' }],
    ['intl', { amountBeforeTax: '12.34000000', afterDiscount: '12.34000000' }],
  ] as const)('finds refunds and compensations above 0 in a %s bill', (billLayout, amounts) => {
    const { findings } = answer({ billLayout, bill: [{ ...LINE, afterDiscount: null, ...amounts, currency: 'USD', transactionType: 'recon_increase' }, { ...LINE, afterDiscount: null, ...amounts, currency: 'USD', transactionId: 'T2', transactionType: 'prepay_return' }] }, sign);
    expect(findings.map(brief).sort()).toEqual(['warning | - | T1 | 12.34 USD | 12.34 USD | bill:2', 'warning | - | T2 | 12.34 USD | 12.34 USD | bill:3']);
  });

  it('takes 0 for either and the least amount for what it is', () => {
    expect([told(both('0.00000000')), told(both('-0.00000001'))]).toEqual(['1/1/0/0', '1/0/1/0']);
    expect([told({ transactionType: 'prepay_return', ...both('0.00000000') }), told({ transactionType: 'prepay_return', ...both('0.00000001') })]).toEqual(['1/1/0/0', '1/0/1/0']);
  });

  it('lets changes, reversals, moves and discounts go either way', () => {
    for (const transactionType of ['prepay_modify', 'pre_to_post', 'postpay_reversal', 'discount_deduct', 'prepay_move_out']) expect([transactionType, told({ transactionType, ...both('-5.00') }), told({ transactionType })]).toEqual([transactionType, '1/1/0/0', '1/1/0/0']);
    expect(told({ transactionType: 'precision', ...both('-5.00') })).toBe('0/0/0/0');
  });

  it('is not checkable for an unknown type or without amounts', () => {
    const reasonOf = (line: Cells): string => answer({ bill: [{ ...LINE, ...line }] }, sign).result.reasons[0]!.reason.id;
    expect([reasonOf({ transactionType: 'Something new' }), reasonOf({ transactionType: null }), reasonOf({ originalCost: null, afterDiscount: null })]).toEqual(['sign.unknownType', 'common.noColumn', 'common.noColumn']);
  });
});
