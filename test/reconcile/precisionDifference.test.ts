import { describe, expect, it } from 'vitest';
import { precisionDifference } from '../../core/reconcile/checks/precisionDifference.ts';
import { brief, said } from '../support/brief.ts';
import { answer, counts, type Cells } from '../support/scenario.ts';

const LINE: Cells = { transactionId: 'T1', usage: '1', afterDiscount: '1.20900500', usageStart: '2025-07-09 17:00:00', usageEnd: '2025-07-09 17:59:59' };
const PRECISION: Cells = { ...LINE, transactionId: 'T9', product: '月度计费精度差异', transactionType: 'postpay_deduct_m', usageStart: '2025-07-01 00:00:00', usageEnd: '2025-07-31 23:59:59' };

function told(...bill: readonly Cells[]): string {
  const { result } = answer({ bill }, precisionDifference);
  return [counts(result), ...result.reasons.map(({ reason }) => reason.id)].join(' ');
}

describe('precision-difference', () => {
  it('passes a month that adds up to whole cents', () => {
    expect(told(LINE, { ...PRECISION, afterDiscount: '0.00099500' })).toBe('1/1/0/0');
    expect(told({ ...LINE, afterDiscount: '1.20000000' })).toBe('1/1/0/0');
  });

  it.each([['cn', 'afterDiscount', 'CNY'], ['reseller', 'totalCost', 'USD']] as const)('warns of more than a cent per line (%s)', (billLayout, amount, currency) => {
    const bill = [{ ...LINE, [amount]: '1.20900500' }, { ...PRECISION, [amount]: '-0.01000001' }].map((line) => ({ ...line, currency }));
    const { findings } = answer({ billLayout, bill }, precisionDifference);
    expect(findings.map(brief)).toEqual([`warning | - | - | 0.00000001 ${currency} | 0.00000001 ${currency} | bill:3`]);
    expect(said(findings[0]!, 'month', 'precision', 'lines', 'limit', 'sum')).toEqual(['rule', 'bound month=2025-07 precision=-0.01000001 lines=1 limit=0.01', 'total sum=1.19900499']);
    expect(told(LINE, { ...PRECISION, afterDiscount: '-0.01000000' })).toBe('1/0/0/1 precision-difference.noDebits');
  });

  it('keeps payers, months and currencies apart', () => {
    const whole = { ...LINE, afterDiscount: '2.00000000' };
    expect(told(whole, { ...whole, payer: '200' }, { ...whole, currency: 'USD' }, { ...whole, usageStart: '2025-06-09 17:00:00' })).toBe('4/4/0/0');
  });

  it('is not checkable without precision lines, without the debits, or where lines stand for many debits', () => {
    expect(told(LINE)).toBe('1/0/0/1 precision-difference.noLines');
    expect(told(LINE, { ...PRECISION, afterDiscount: '-0.00000285' })).toBe('1/0/0/1 precision-difference.noDebits');
    expect(told({ ...LINE, transactionId: null }, { ...PRECISION, afterDiscount: '-3.69316144' })).toBe('1/0/0/1 precision-difference.noDebits');
    expect(told({ ...PRECISION, afterDiscount: '-3.69316144' })).toBe('1/0/0/1 precision-difference.noDebits');
  });
});
