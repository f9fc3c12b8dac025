import { describe, expect, it } from 'vitest';
import { beforeVoucher } from '../../core/reconcile/checks/beforeVoucher.ts';
import { brief, said } from '../support/brief.ts';
import { answer, counts, type Cells, type Scenario } from '../support/scenario.ts';

const RESELLER: Cells = {
  transactionId: 'T1', usage: '3155.00000000', originalCost: '1.24806500', riCost: '0.00000000', customerDiscountRate: '1', beforeVoucher: '1.24806500', priceUnit: 'USD/秒', currency: 'USD',
  usageStart: '2025-06-05 22:00:00', usageEnd: '2025-06-05 22:59:59',
};
const DIRECT: Cells = { transactionId: 'T1', usage: '1', originalCost: '0.82650000', discountRate: '0.85', afterDiscount: '0.70252500', usageStart: '2025-06-05 22:00:00', usageEnd: '2025-06-05 22:59:59' };

function told(scenario: Scenario): string {
  return counts(answer(scenario, beforeVoucher).result);
}

const direct = (...lines: readonly Cells[]): string => told({ bill: lines.map((line) => ({ ...DIRECT, ...line })) });
const reason = (line: Cells): string => answer({ bill: [{ ...DIRECT, ...line }] }, beforeVoucher).result.reasons[0]!.reason.id;

describe('before-voucher', () => {
  it('passes the vendor\'s own sample, whose result is rounded', () => {
    expect(direct({ originalCost: '0.04999011', discountRate: '0.33548100', afterDiscount: '0.01677073' })).toBe('1/1/0/0');
    expect(direct({ originalCost: '0.04999011', discountRate: '0.33548100', afterDiscount: '0.01677075' })).toBe('1/0/1/0');
  });

  it('finds 0.37 too much before vouchers in a reseller\'s bill', () => {
    const { result, findings } = answer({ billLayout: 'reseller', bill: [RESELLER, { ...RESELLER, transactionId: 'T2', beforeVoucher: '1.61806500' }] }, beforeVoucher);
    expect(counts(result)).toBe('2/1/1/0');
    expect(findings.map(brief)).toEqual(['error | - | T2 | 0.37 USD | 0.37 USD | bill:3']);
    expect(said(findings[0]!, 'original', 'ri', 'sp', 'rate', 'expected', 'amount', 'tolerance', 'fields')).toEqual([
      'rule', 'base original=1.24806500 ri=0.00000000 sp=0', 'product rate=1 expected=1.248065 amount=1.61806500', 'difference tolerance=0.000000005', 'zeros fields=spCost', 'ruledOut',
    ]);
  });

  it.each(['cn', 'intl'] as const)('finds 0.37 too much after discount in a %s bill', (billLayout) => {
    const { findings } = answer({ billLayout, bill: [{ ...DIRECT, afterDiscount: '1.07252500' }] }, beforeVoucher);
    expect(findings.map(brief)).toEqual(['error | - | T1 | 0.37 CNY | 0.37 CNY | bill:2']);
  });

  it('takes off what reserved instances and savings plans carry', () => {
    const line = { originalCost: '10.00000000', riCost: '4.00000000', spCost: '1.00000000', discountRate: '0.5' };
    expect(direct({ ...line, afterDiscount: '2.50000000' }, { ...line, transactionId: 'T2', afterDiscount: '5.00000000' })).toBe('2/1/1/0');
  });

  it('allows base × h(rate), and nothing of it at a whole rate', () => {
    // h(amount) 0.005 + 10 × 0.005 + 0.85 × h(original) 0.005 = 0.05925
    const at = (rate: string, amount: string): string => direct({ originalCost: '10.00', discountRate: rate, afterDiscount: amount }, { originalCost: '10.00', discountRate: '0.85', afterDiscount: '8.50', transactionId: 'T2' });
    expect(at('0.85', '8.55')).toBe('2/2/0/0');
    expect(at('0.85', '8.56')).toBe('2/1/1/0');
    expect(at('1', '10.00')).toBe('2/2/0/0');
    expect(at('1', '10.01')).toBe('2/1/1/0');
  });

  it('takes a rate for exact once 20 other lines prove it', () => {
    // 100 × h(rate) 0.005 = 0.50: more than what the line is off.
    const holds = (count: number): Cells[] => Array.from({ length: count }, (_, index) => ({ ...DIRECT, transactionId: `W${index}` }));
    const off = { ...DIRECT, transactionId: 'OFF', originalCost: '100.00000000', afterDiscount: '85.37000000' };
    const { result, findings } = answer({ bill: [...holds(20), off] }, beforeVoucher);
    expect(counts(result)).toBe('21/20/1/0');
    expect(findings.map(brief)).toEqual(['error | - | OFF | 0.37 CNY | 0.37 CNY | bill:22']);
    expect(said(findings[0]!, 'count')).toEqual(['rule', 'base', 'product', 'difference', 'exact count=20', 'zeros', 'ruledOut']);
    expect(counts(answer({ bill: [...holds(19), off] }, beforeVoucher).result)).toBe('20/20/0/0');
    expect(counts(answer({ bill: [...holds(20), off, { ...off, transactionId: 'OFF2' }, { ...off, transactionId: 'OFF3' }] }, beforeVoucher).result)).toBe('23/23/0/0');
  });

  it('carries the rounding of a base with fewer decimals than the result', () => {
    expect(direct({ originalCost: '1.10', discountRate: '1', afterDiscount: '1.10425000' })).toBe('1/1/0/0');
    expect(direct({ originalCost: '1.10', discountRate: '1', afterDiscount: '1.10600000' })).toBe('1/0/1/0');
  });

  it('is no statement about what a reseller\'s file adds for the reseller', () => {
    expect(told({ billLayout: 'reseller', bill: [{ ...RESELLER, resellerDiscountRate: '0.9', afterDiscount: '7.00000000' }] })).toBe('1/1/0/0');
  });

  it('does not judge settlements of another kind', () => {
    expect(reason({ transactionType: 'recon_increase', afterDiscount: '-5.00000000' })).toBe('before-voucher.hidden');
    expect(direct({ transactionType: 'prepay_return', originalCost: '-24.00000000', discountRate: '1', afterDiscount: '-24.00000000' })).toBe('1/1/0/0');
    expect(direct({ transactionType: 'precision', afterDiscount: '9.00000000' })).toBe('0/0/0/0');
  });

  it('is not checkable with a blended rate alone, a plan without its cost, or absent cells', () => {
    expect(reason({ discountRate: null, blendedDiscountRate: '0.85' })).toBe('before-voucher.blended');
    expect(reason({ spDeduction: '0.10000000' })).toBe('before-voucher.savingsPlan');
    expect(direct({ spDeduction: '0.00000000' })).toBe('1/1/0/0');
    expect(reason({ discountRate: null })).toBe('common.noColumn');
    expect(answer({ bill: [DIRECT, { ...DIRECT, originalCost: null }] }, beforeVoucher).result.reasons[0]!.reason).toEqual({ id: 'common.absent', values: { fields: 'originalCost' } });
  });
});
