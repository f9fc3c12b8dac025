import { describe, expect, it } from 'vitest';
import { totalCost } from '../../core/reconcile/checks/totalCost.ts';
import { brief, said } from '../support/brief.ts';
import { answer, counts, type Cells } from '../support/scenario.ts';

const RESELLER: Cells = { transactionId: 'T1', usage: '1', beforeVoucher: '1.12861000', customerVoucher: '0.00000000', totalCost: '1.12861000', currency: 'USD', usageStart: '2025-06-17 02:00:00', usageEnd: '2025-06-17 02:59:59' };
const INTERNATIONAL: Cells = { transactionId: 'T1', usage: '1', afterDiscount: '1.12861000', voucher: '0.10000000', amountBeforeTax: '1.02861000', currency: 'USD', usageStart: '2025-06-17 02:00:00', usageEnd: '2025-06-17 02:59:59' };

describe('total-cost', () => {
  it('finds 0.37 too much in a reseller\'s total', () => {
    const { result, findings } = answer({ billLayout: 'reseller', bill: [RESELLER, { ...RESELLER, transactionId: 'T2', totalCost: '1.49861000' }] }, totalCost);
    expect(counts(result)).toBe('2/1/1/0');
    expect(findings.map(brief)).toEqual(['error | - | T2 | 0.37 USD | 0.37 USD | bill:3']);
    expect(said(findings[0]!, 'before', 'voucher', 'expected', 'total', 'difference', 'tolerance')).toEqual([
      'rule', 'sum before=1.12861000 voucher=0.00000000 expected=1.12861 total=1.49861000', 'difference difference=0.37 tolerance=0',
      'columns before=@field.bill.beforeVoucher voucher=@field.bill.customerVoucher total=@field.bill.totalCost',
    ]);
  });

  it('holds the amount before tax of an international bill against the voucher', () => {
    const { result, findings } = answer({ billLayout: 'intl', bill: [INTERNATIONAL, { ...INTERNATIONAL, transactionId: 'T2', amountBeforeTax: '1.12861000' }] }, totalCost);
    expect(counts(result)).toBe('2/1/1/0');
    expect(findings.map(brief)).toEqual(['error | - | T2 | 0.1 USD | 0.1 USD | bill:3']);
  });

  it('fails by one unit of the last place where all columns print the same decimals', () => {
    const at = (total: string): string => counts(answer({ billLayout: 'reseller', bill: [{ ...RESELLER, totalCost: total }] }, totalCost).result);
    expect([at('1.12861000'), at('1.12861001'), at('1.12860999')]).toEqual(['1/1/0/0', '1/0/1/0', '1/0/1/0']);
  });

  it('allows the half units of columns of different decimals; whole numbers have none', () => {
    const at = (total: string, voucher: string): string => counts(answer({ billLayout: 'reseller', bill: [{ ...RESELLER, beforeVoucher: '3.00', customerVoucher: voucher, totalCost: total }] }, totalCost).result);
    expect([at('1.9', '1.05'), at('1.8', '1.05')]).toEqual(['1/1/0/0', '1/0/1/0']);
    expect([at('2.00', '1'), at('2.01', '1')]).toEqual(['1/1/0/0', '1/0/1/0']);
  });

  it('is not checkable in a China bill, which prints no total after vouchers, unless it does', () => {
    const line = { ...INTERNATIONAL, amountBeforeTax: null, currency: 'CNY' };
    const { result } = answer({ billLayout: 'cn', bill: [line, line] }, totalCost);
    expect([counts(result), result.reasons]).toEqual(['2/0/0/2', [{ reason: { id: 'total-cost.noTotal', values: {} }, count: 2 }]]);
    expect(counts(answer({ billLayout: 'cn', bill: [{ ...line, totalCost: '1.02861000' }, { ...line, transactionId: 'T2', totalCost: '1.02861001' }] }, totalCost).result)).toBe('2/1/1/0');
  });

  it('is not checkable where a cell is absent, and says nothing of precision lines', () => {
    const { result } = answer({ billLayout: 'reseller', bill: [RESELLER, { ...RESELLER, customerVoucher: null }, { ...RESELLER, transactionType: 'precision', totalCost: '9.00000000' }] }, totalCost);
    expect([counts(result), result.reasons[0]!.reason]).toEqual(['2/1/0/1', { id: 'common.absent', values: { fields: 'customerVoucher' } }]);
  });
});
