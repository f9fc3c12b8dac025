import { describe, expect, it } from 'vitest';
import { Decimal } from '../../core/base/decimal.ts';
import type { BillTotal } from '../../core/fields/facts.ts';
import { cube } from '../../core/reconcile/checks/cube.ts';
import { brief, said } from '../support/brief.ts';
import { answer, counts, type Cells } from '../support/scenario.ts';

const LINE: Cells = { transactionId: 'T1', usage: '1', afterDiscount: '1.20', usageStart: '2025-07-09 17:00:00', usageEnd: '2025-07-09 17:59:59' };
const BILL: readonly Cells[] = [LINE, { ...LINE, owner: '200', product: 'Q', afterDiscount: '3.45' }, { ...LINE, currency: 'USD', totalCost: '7.00' }, { ...LINE, afterDiscount: null }];

const DIMENSIONS = ['owner', 'product', 'subproduct', 'transactionType', 'billingMode'] as const;

/** What the store would say of `BILL`, with some sums replaced. */
function totals(wrong: Partial<Record<(typeof DIMENSIONS)[number], string>> = {}, lines = 2): BillTotal[] {
  return DIMENSIONS.flatMap((dimension) => [
    { dimension, currency: 'CNY', amount: Decimal.of(wrong[dimension] ?? '4.65'), lines },
    { dimension, currency: 'USD', amount: Decimal.of('7'), lines: 1 },
  ]);
}

describe('cube', () => {
  it('passes sums that agree, each currency by itself', () => {
    expect(counts(answer({ bill: BILL }, cube).result)).toBe('10/10/0/0');
    expect(counts(answer({ bill: BILL, billTotals: totals() }, cube).result)).toBe('10/10/0/0');
  });

  it('fails by a hundred-millionth in one dimension', () => {
    const { result, findings } = answer({ bill: BILL, billTotals: totals({ product: '4.65000001' }) }, cube);
    expect(counts(result)).toBe('10/9/1/0');
    expect(findings.map(brief)).toEqual(['error | - | - | 0.00000001 CNY | 0.00000001 CNY | ']);
    expect(said(findings[0]!, 'dimension', 'currency', 'streamed', 'stored')).toEqual(['rule', 'totals dimension=@field.bill.product currency=CNY streamed=4.65 stored=4.65000001']);
  });

  it('fails where lines are counted twice or a total is missing', () => {
    expect(counts(answer({ bill: BILL, billTotals: totals({}, 3) }, cube).result)).toBe('10/5/5/0');
    const { findings } = answer({ bill: BILL, billTotals: totals().filter(({ dimension, currency }) => dimension !== 'owner' || currency !== 'USD') }, cube);
    expect(findings.map(brief)).toEqual(['error | - | - | 7 USD | 7 USD | ']);
    expect(counts(answer({ bill: BILL, billTotals: [...totals(), { dimension: 'owner', currency: 'EUR', amount: Decimal.one, lines: 1 }] }, cube).result)).toBe('15/14/1/0');
  });

  it('is not run without a bill', () => {
    expect(counts(answer({ packages: [{}] }, cube).result)).toBe('0/0/0/1');
  });
});
