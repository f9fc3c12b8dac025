import { describe, expect, it } from 'vitest';
import { formatMonth } from '../../core/base/time.ts';
import type { BillRow } from '../../core/fields/bill.ts';
import { isUsageLine, surveyBill, type Survey } from '../../core/reconcile/survey.ts';
import { datasetOf, type Cells } from '../support/scenario.ts';

function linesOf(...bill: readonly Cells[]): BillRow[] {
  return [...datasetOf({ bill }).bill()];
}

function survey(...bill: readonly Cells[]): Survey {
  return surveyBill(linesOf(...bill));
}

const HOUR = { usageStart: '2025-05-10 05:00:00', usageEnd: '2025-05-10 05:59:59', transactionId: 'T1', afterDiscount: '1.00' };

describe('one look over the bill', () => {
  it('is empty for an empty bill', () => {
    expect(surveyBill([])).toMatchObject({ lines: 0, without: { deductedUsage: 0, rawUsage: 0 }, months: new Set(), usageDays: new Map(), regions: new Set() });
  });

  it('counts the lines that print no deducted and no raw usage; of prepaid ones nobody expects it', () => {
    expect(survey({ ...HOUR, deductedUsage: '0' }, { ...HOUR, rawUsage: '1' }, HOUR, { ...HOUR, billingMode: 'prepaid' }).without).toEqual({ deductedUsage: 2, rawUsage: 2 });
  });

  it('counts usage in its month and prepaid lines in that of their payment, unless the bill names it', () => {
    const months = (...bill: readonly Cells[]): string[] => [...survey(...bill).months].sort((a, b) => a - b).map(formatMonth);
    expect(months({ ...HOUR, transactionTime: '2025-06-01 00:30:00' })).toEqual(['2025-05']);
    expect(months({ ...HOUR, billingMode: 'prepaid', transactionTime: '2025-04-30 23:00:00' })).toEqual(['2025-04']);
    expect(months({ ...HOUR, billMonth: String(2025 * 12 + 6) })).toEqual(['2025-07']);
    expect(months({ ...HOUR, usageStart: null, transactionTime: null })).toEqual([]);
  });

  it('knows the days of pay-as-you-go usage, and the regions', () => {
    const found = survey({ ...HOUR, region: '广州' }, { ...HOUR, usageStart: '2025-05-11 05:00:00' }, { ...HOUR, transactionType: 'prepay_purchase', billingMode: 'prepaid', usageStart: '2025-05-12 05:00:00', region: '上海' });
    expect([...found.usageDays.get('P')!].map((day) => day - 20_218)).toEqual([0, 1]);
    expect([...found.regions]).toEqual(['广州', '上海']);
    expect(found.lines).toBe(3);
  });
});

describe('a usage line', () => {
  it.each([
    ['postpay_deduct_h', 'postpaid', true], ['postpay_deduct_m', null, true], [null, 'postpaid', true], ['别的', 'postpaid', true], ['别的', 'prepaid', false], ['prepay_purchase', 'postpaid', false], ['recon_deduct', 'postpaid', false], ['precision', 'postpaid', false],
  ])('is told by type %s and mode %s: %s', (transactionType, billingMode, expected) => {
    expect(isUsageLine(linesOf({ ...HOUR, transactionType, billingMode })[0]!)).toBe(expected);
  });
});
