import { describe, expect, it } from 'vitest';
import { paymentSplit } from '../../core/reconcile/checks/paymentSplit.ts';
import { brief, said } from '../support/brief.ts';
import { answer, counts, type Cells } from '../support/scenario.ts';

const LINE: Cells = {
  transactionId: 'T1', usage: '1', afterDiscount: '1.33308000', voucher: '0.13330800', grantedPaid: '0.10000000', transferPaid: '0.00000000', cashPaid: '1.09977200', currency: null,
  usageStart: '2025-06-17 02:00:00', usageEnd: '2025-06-17 02:59:59',
};

const told = (...lines: readonly Cells[]): string => counts(answer({ bill: lines.map((line) => ({ ...LINE, ...line })) }, paymentSplit).result);

describe('payment-split', () => {
  it('passes the vendor\'s own sample of a refund', () => {
    expect(told({ afterDiscount: '-80.89000000', cashPaid: '-80.43264806', grantedPaid: '-0.45735194', voucher: '0.00000000' })).toBe('1/1/0/0');
  });

  it('finds 0.37 too much cash', () => {
    const { result, findings } = answer({ bill: [LINE, { ...LINE, transactionId: 'T2', cashPaid: '1.46977200' }] }, paymentSplit);
    expect(counts(result)).toBe('2/1/1/0');
    expect(findings.map(brief)).toEqual(['error | - | T2 | 0.37 CNY | 0.37 CNY | bill:3']);
    expect(said(findings[0]!, 'cash', 'granted', 'voucher', 'transfer', 'expected', 'total', 'tolerance')).toEqual([
      'rule', 'sum cash=1.46977200 granted=0.10000000 voucher=0.13330800 transfer=0.00000000 expected=1.70308 total=1.33308000', 'difference tolerance=0',
    ]);
  });

  it('fails by one unit of the last place where the columns print the same decimals', () => {
    expect([told({ cashPaid: '1.09977201' }), told({ cashPaid: '1.09977199' })]).toEqual(['1/0/1/0', '1/0/1/0']);
  });

  it('allows the half units of different decimals; whole numbers have none', () => {
    const line = { voucher: null, grantedPaid: null, transferPaid: '0' };
    expect([told({ ...line, afterDiscount: '1.3', cashPaid: '1.35' }), told({ ...line, afterDiscount: '1.3', cashPaid: '1.36' })]).toEqual(['1/1/0/0', '1/0/1/0']);
    expect([told({ ...line, afterDiscount: '1.30', cashPaid: '1.30' }), told({ ...line, afterDiscount: '1.30', cashPaid: '1.31' })]).toEqual(['1/1/0/0', '1/0/1/0']);
  });

  it('counts absent ways of payment as 0 as long as cash is there, and says so', () => {
    const { findings } = answer({ bill: [{ ...LINE, voucher: null, grantedPaid: null, transferPaid: null }] }, paymentSplit);
    expect(said(findings[0]!, 'fields')).toEqual(['rule', 'sum', 'difference', 'zeros fields=grantedPaid, voucher, transferPaid']);
    expect(told({ voucher: null, grantedPaid: null, transferPaid: null, cashPaid: '1.33308000' })).toBe('1/1/0/0');
  });

  it('is not checkable without cash', () => {
    const { result } = answer({ billLayout: 'intl', bill: [{ ...LINE, cashPaid: null }] }, paymentSplit);
    expect([counts(result), result.reasons[0]!.reason]).toEqual(['1/0/0/1', { id: 'common.noColumn', values: { fields: 'cashPaid' } }]);
    expect(told({}, { cashPaid: null, transactionId: 'T2' }, { transactionType: 'precision', cashPaid: '9.00000000' })).toBe('2/1/0/1');
  });
});
