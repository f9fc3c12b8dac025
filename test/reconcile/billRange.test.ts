import { describe, expect, it } from 'vitest';
import { billRange } from '../../core/reconcile/checks/billRange.ts';
import { brief, said } from '../support/brief.ts';
import { answer, counts, type Cells, type Scenario } from '../support/scenario.ts';

const WHEN: Cells = { transactionId: 'T1', usage: '1', usageStart: '2025-06-17 02:00:00', usageEnd: '2025-06-17 02:59:59' };
const CHINA: Cells = { ...WHEN, originalCost: '2.00000000', riCost: '0.00000000', discountRate: '0.85', afterDiscount: '1.70000000', voucher: '0.17000000' };
const RESELLER: Cells = { ...WHEN, originalCost: '2.00000000', riDuration: '0', riCost: '0.00000000', customerDiscountRate: '1', beforeVoucher: '2.00000000', customerVoucher: '0.00000000', totalCost: '2.00000000', currency: 'USD', duration: '3599' };

function briefs(scenario: Scenario): string[] {
  return answer(scenario, billRange).findings.map(brief);
}

const china = (line: Cells): string => counts(answer({ bill: [{ ...CHINA, ...line }] }, billRange).result);

describe('bill-range', () => {
  it('passes lines in range, in every layout', () => {
    expect(china({})).toBe('1/1/0/0');
    expect(counts(answer({ billLayout: 'reseller', bill: [RESELLER] }, billRange).result)).toBe('1/1/0/0');
  });

  it('finds discounts outside 0 to 1', () => {
    expect(briefs({ bill: [{ ...CHINA, discountRate: '1.2' }] })).toEqual(['warning | - | T1 | 0.2 | - | bill:2']);
    expect(briefs({ billLayout: 'reseller', bill: [{ ...RESELLER, customerDiscountRate: '-0.1' }] })).toEqual(['warning | - | T1 | 0.1 | - | bill:2']);
    expect([china({ discountRate: '0' }), china({ discountRate: '1' }), china({ discountRate: '1.0001' })]).toEqual(['1/1/0/0', '1/1/0/0', '1/0/1/0']);
  });

  it('finds vouchers above the amount or below 0', () => {
    expect(briefs({ bill: [{ ...CHINA, voucher: '6.70000000' }] })).toEqual(['warning | - | T1 | 5 CNY | 5 CNY | bill:2']);
    expect(briefs({ billLayout: 'reseller', bill: [{ ...RESELLER, customerVoucher: '-0.50000000' }] })).toEqual(['warning | - | T1 | 0.5 USD | 0.5 USD | bill:2']);
    expect([china({ voucher: '1.70000000' }), china({ voucher: '1.70000001' })]).toEqual(['1/1/0/0', '1/0/1/0']);
    expect(china({ voucher: '0.00000001', afterDiscount: '0.00000000' })).toBe('1/0/1/0');
  });

  it('finds reserved instances that carry more than there was', () => {
    expect(briefs({ billLayout: 'reseller', bill: [{ ...RESELLER, riDuration: '3600' }] })).toEqual(['warning | - | T1 | 1 | - | bill:2']);
    expect(briefs({ billLayout: 'reseller', bill: [{ ...RESELLER, riCost: '2.50000000' }] })).toEqual(['warning | - | T1 | 0.5 USD | 0.5 USD | bill:2']);
    expect(briefs({ billLayout: 'reseller', bill: [{ ...RESELLER, riDuration: '3599', riCost: '2.00000000' }] })).toEqual([]);
  });

  it('tells all that is out of range in one finding', () => {
    const { findings } = answer({ bill: [{ ...CHINA, discountRate: '1.2', voucher: '6.70000000' }] }, billRange);
    expect(said(findings[0]!, 'field', 'limitField')).toEqual(['rule', 'rate field=@field.bill.discountRate', 'above field=@field.bill.voucher limitField=@field.bill.afterDiscount']);
  });

  it('compares refunds by size: a voucher has the sign of what it pays', () => {
    const refund = { transactionType: 'prepay_return', originalCost: '-24.00000000', afterDiscount: '-24.00000000', discountRate: '1' };
    expect([china({ ...refund, voucher: '0.00000000' }), china({ ...refund, voucher: '-4.00000000' })]).toEqual(['1/1/0/0', '1/1/0/0']);
    expect([china({ ...refund, voucher: '4.00000000' }), china({ ...refund, voucher: '-25.00000000' })]).toEqual(['1/0/1/0', '1/0/1/0']);
    expect(china({ ...refund, voucher: '-4.00000000', afterDiscount: null })).toBe('1/1/0/0');
    expect(china({ voucher: '-4.00000000', afterDiscount: null })).toBe('1/0/1/0');
  });

  it('is not checkable where no such column or cell is there; precision lines are no lines', () => {
    const none = { discountRate: null, voucher: null, riCost: null };
    expect([china(none), china({ transactionType: 'precision', discountRate: '7' })]).toEqual(['1/0/0/1', '0/0/0/0']);
    expect(answer({ bill: [{ ...CHINA, ...none }] }, billRange).result.reasons[0]!.reason.id).toBe('common.noColumn');
  });
});
