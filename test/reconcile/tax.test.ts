import { describe, expect, it } from 'vitest';
import { tax } from '../../core/reconcile/checks/tax.ts';
import { brief, said } from '../support/brief.ts';
import { answer, counts, type Cells } from '../support/scenario.ts';

const LINE: Cells = {
  transactionId: 'T1', usage: '1', amountBeforeTax: '100.00000000', taxRate: '0.06', taxAmount: '6.00000000', totalIncludingTax: '106.00000000', currency: 'USD',
  usageStart: '2025-06-17 02:00:00', usageEnd: '2025-06-17 02:59:59',
};

const told = (...lines: readonly Cells[]): string => counts(answer({ billLayout: 'intl', bill: lines.map((line) => ({ ...LINE, ...line })) }, tax).result);

describe('tax', () => {
  it('finds a tax of 0.37 too much, with and without its total', () => {
    const { result, findings } = answer({ billLayout: 'intl', bill: [LINE, { ...LINE, transactionId: 'T2', taxAmount: '6.37000000' }, { ...LINE, transactionId: 'T3', taxAmount: '6.37000000', totalIncludingTax: '106.37000000' }] }, tax);
    expect(counts(result)).toBe('3/1/2/0');
    expect(findings.map(brief).sort()).toEqual(['error | - | T2 | 0.37 USD | 0.37 USD | bill:3', 'error | - | T3 | 0.37 USD | 0.37 USD | bill:4']);
    const ofBoth = findings.find((finding) => finding.transactionId === 'T2')!;
    expect(said(ofBoth, 'before', 'rate', 'expected', 'amount', 'difference', 'tolerance')).toEqual([
      'rule', 'product before=100.00000000 rate=0.06 expected=6 amount=6.37000000 difference=0.37 tolerance=0.0000000053',
      'sum before=100.00000000 rate=0.06 expected=106.37 amount=106.00000000 difference=0.37 tolerance=0', 'shortcut',
    ]);
  });

  it('finds a total that is not their sum', () => {
    const { findings } = answer({ billLayout: 'intl', bill: [{ ...LINE, totalIncludingTax: '106.00000001' }] }, tax);
    expect(findings.map(brief)).toEqual(['error | - | T1 | 0.00000001 USD | 0.00000001 USD | bill:2']);
  });

  it('allows h(tax) + rate × h(before tax), the rate itself being exact', () => {
    // 1.23 × 0.06 = 0.0738; tolerance 0.005 + 0.06 × 0.005 = 0.0053
    const line = { amountBeforeTax: '1.23', totalIncludingTax: null };
    expect([told({ ...line, taxAmount: '0.07' }), told({ ...line, taxAmount: '0.08' }), told({ ...line, taxAmount: '0.06' })]).toEqual(['1/1/0/0', '1/0/1/0', '1/0/1/0']);
    expect(told({ amountBeforeTax: '8000.00000000', taxAmount: '480.37000000', totalIncludingTax: '8480.37000000' })).toBe('1/0/1/0');
  });

  it('judges what is there: the rate alone, or the sum alone', () => {
    expect(told({ totalIncludingTax: null })).toBe('1/1/0/0');
    expect(told({ taxRate: null })).toBe('1/1/0/0');
    expect(told({ taxRate: null, totalIncludingTax: '107.00000000' })).toBe('1/0/1/0');
    expect(told({ taxRate: '0', taxAmount: '0.00000000', totalIncludingTax: '100.00000000' })).toBe('1/1/0/0');
  });

  it('is not checkable without tax columns or cells', () => {
    const none = { amountBeforeTax: null, taxRate: null, taxAmount: null, totalIncludingTax: null };
    expect(answer({ billLayout: 'reseller', bill: [{ ...LINE, ...none }] }, tax).result.reasons).toEqual([{ reason: { id: 'common.noColumn', values: { fields: 'amountBeforeTax, taxRate, taxAmount, totalIncludingTax' } }, count: 1 }]);
    expect(told({}, { ...none, transactionId: 'T2' })).toBe('2/1/0/1');
    expect(told({ transactionType: 'precision', taxAmount: '9.00000000' })).toBe('0/0/0/0');
  });
});
