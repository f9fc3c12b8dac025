import { describe, expect, it } from 'vitest';
import { coveredButCharged } from '../../core/reconcile/checks/coveredButCharged.ts';
import { brief, said } from '../support/brief.ts';
import { answer, counts, type Cells } from '../support/scenario.ts';

const LINE: Cells = {
  transactionId: 'T1', listPrice: '0.25', priceUnit: '元/核*时', usage: '3.60000000', usageUnit: '核*时', originalCost: '0.90000000', discountRate: '1', afterDiscount: '0.90000000', voucher: '0.00000000',
  usageStart: '2025-07-31 20:00:00', usageEnd: '2025-07-31 20:59:59',
};
const COVERED: Cells = { ...LINE, usage: '0.00000000', rawUsage: '3.60000000', deductedUsage: '3.60000000', originalCost: '0.00000000', afterDiscount: '0.00000000' };
const FREE: Cells = { ...LINE, originalCost: '0.00000000', afterDiscount: '0.00000000' };

const told = (line: Cells): string => counts(answer({ bill: [line] }, coveredButCharged).result);

describe('covered-but-charged', () => {
  it('passes what is covered and free, and what is used and charged', () => {
    expect([told(COVERED), told(LINE)]).toEqual(['1/1/0/0', '1/1/0/0']);
  });

  it('finds a charge without billed usage', () => {
    const { findings } = answer({ bill: [{ ...COVERED, originalCost: '0.90000000', afterDiscount: '0.90000000' }] }, coveredButCharged);
    expect(findings.map(brief)).toEqual(['error | - | T1 | 0.9 CNY | 0.9 CNY | bill:2']);
    expect(said(findings[0]!, 'field', 'amount', 'raw', 'deducted')).toEqual(['rule', 'charged field=@field.bill.afterDiscount amount=0.90000000', 'raw raw=3.60000000 deducted=3.60000000']);
    expect([told({ ...COVERED, afterDiscount: '0.00000001' }), told({ ...COVERED, usage: '0.00000001', afterDiscount: '0.00000001' })]).toEqual(['1/0/1/0', '1/1/0/0']);
  });

  it('finds it in a reseller\'s bill, even where a voucher paid all of it, and where the duration was cut to nothing', () => {
    const reseller = { ...COVERED, afterDiscount: null, voucher: null, beforeVoucher: '0.90000000', customerVoucher: '0.90000000', totalCost: '0.00000000', currency: 'USD' };
    expect(answer({ billLayout: 'reseller', bill: [reseller] }, coveredButCharged).findings.map(brief)).toEqual(['error | - | T1 | 0.9 USD | 0.9 USD | bill:2']);
    const paid = { ...reseller, customerVoucher: '0.10000000', totalCost: '0.80000000' };
    expect(answer({ billLayout: 'reseller', bill: [paid] }, coveredButCharged).findings.map(brief)).toEqual(['error | - | T1 | 0.8 USD | 0.8 USD | bill:2']);
    expect(told({ ...LINE, duration: '0' })).toBe('1/0/1/0');
    expect(told({ ...COVERED, usage: '3.60000000', duration: '0' })).toBe('1/1/0/0');
  });

  it('warns of usage at a price that costs nothing', () => {
    const { findings } = answer({ bill: [FREE] }, coveredButCharged);
    expect(findings.map(brief)).toEqual(['warning | - | T1 | 0.9 CNY | 0.9 CNY | bill:2']);
    expect(said(findings[0]!, 'expected', 'rate', 'voucher')).toEqual(['rule', 'free expected=0.9', 'unexplained rate=1 voucher=0']);
  });

  it.each([
    ['a discount of 0', { originalCost: '0.90000000', discountRate: '0' }],
    ['a reserved instance', { originalCost: '0.90000000', riCost: '0.90000000' }],
    ['a savings plan', { originalCost: '0.90000000', spCost: '0.90000000' }],
    ['a voucher', { voucher: '0.90000000' }],
    ['an amount too small to print', { usage: '0.00000001' }],
    ['a price of 0', { listPrice: '0.00' }],
    ['a number inside the unit', { listPrice: '0.000001', priceUnit: '元/1000核*时' }],
  ])('takes %s for an explanation', (_name, line) => {
    expect(told({ ...FREE, ...line })).toBe('1/1/0/0');
  });

  it('does not take a part of one for it', () => {
    expect(told({ ...FREE, originalCost: '0.90000000', riCost: '0.40000000' })).toBe('1/0/1/0');
  });

  it('speaks of metered lines alone, and is not checkable without usage or amounts', () => {
    expect([told({ ...FREE, transactionType: 'prepay_purchase' }), told({ ...FREE, transactionType: 'precision' })]).toEqual(['0/0/0/0', '0/0/0/0']);
    expect([told({ ...LINE, usage: null }), told({ ...LINE, afterDiscount: null })]).toEqual(['1/0/0/1', '1/0/0/1']);
  });
});
