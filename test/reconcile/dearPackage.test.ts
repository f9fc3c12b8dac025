import { describe, expect, it } from 'vitest';
import { dearPackage } from '../../core/reconcile/checks/dearPackage.ts';
import { brief, said } from '../support/brief.ts';
import { answer, chain, counts, type Cells, type Scenario } from '../support/scenario.ts';

/** 1,000 minutes for 80.00: 0.08 a minute. */
const PURCHASE: Cells = {
  transactionId: 'T1', instanceId: 'pkg-1', instanceType: '资源包', billingMode: 'prepaid', transactionType: 'prepay_purchase', usage: '1', usageUnit: '个', afterDiscount: '80.00',
  transactionTime: '2025-05-01 00:00:00', usageStart: '2025-05-01 00:00:00', usageEnd: '2026-05-01 00:00:00',
};
const USE: Cells = { transactionId: 'U1', usage: '10.00', usageUnit: '分钟', afterDiscount: '0.70', transactionTime: '2025-06-30 01:20:00', usageStart: '2025-06-30 00:00:00', usageEnd: '2025-06-30 00:59:59' };

function ask(scenario: Scenario): ReturnType<typeof answer> {
  return answer({ packages: [{}], bill: [PURCHASE, USE], deductions: chain('1000.00', ['2.50']), ...scenario }, dearPackage);
}

const reasons = (scenario: Scenario): string[] => ask(scenario).result.reasons.map(({ reason }) => reason.id);

describe('dear-package', () => {
  it('tells of a package that costs more than paying as one goes', () => {
    const { result, findings } = ask({});
    expect(counts(result)).toBe('1/0/1/0');
    expect(findings.map(brief)).toEqual(['info | pkg-1 | - | - | 10 CNY | bill:2,deductions:2']);
    expect(said(findings[0]!, 'paid', 'capacity', 'draw', 'cost', 'usage', 'amount', 'count')).toEqual([
      'rule', 'package paid=80 capacity=1,000 draw=1,000,000 cost=80,000', 'payg cost=70,000 usage=10 amount=0.7', 'all count=1',
    ]);
  });

  it('passes at the very same price, and below it', () => {
    const at = (afterDiscount: string): string => counts(ask({ bill: [PURCHASE, { ...USE, afterDiscount }] }).result);
    expect([at('0.80'), at('0.79'), at('0.81')]).toEqual(['1/1/0/0', '1/0/1/0', '1/1/0/0']);
  });

  it('counts units and coefficients: 2 minutes of the package for each minute used, seconds in the bill', () => {
    const deductions = chain('1000.00', ['2.50'], { coefficient: '2', rawUsage: '1.25' });
    const inSeconds = (afterDiscount: string): string => counts(ask({ deductions, bill: [PURCHASE, { ...USE, usage: '60.00', usageUnit: '秒', afterDiscount }] }).result);
    expect([inSeconds('0.16'), inSeconds('0.15')]).toEqual(['1/1/0/0', '1/0/1/0']);
  });

  it('is dear only if it is dear for every item', () => {
    const deductions = chain('1000.00', ['2.50', '2.50']).map((row, index) => ({ ...row, billingItem: index === 0 ? 'I' : 'J' }));
    expect(counts(ask({ deductions, bill: [PURCHASE, USE, { ...USE, transactionId: 'U2', componentName: 'J', componentType: 'J', afterDiscount: '0.90' }] }).result)).toBe('1/1/0/0');
  });

  it('never compares two currencies', () => {
    expect(reasons({ bill: [PURCHASE, { ...USE, currency: 'USD' }] })).toEqual(['dear-package.noPayg']);
    expect(reasons({ bill: [PURCHASE, { ...PURCHASE, transactionId: 'T2', currency: 'USD' }, USE] })).toEqual(['dear-package.noPrice']);
  });

  it('is not checkable without a payment, a capacity, a price as one goes, or a balance', () => {
    expect(reasons({ bill: [USE] })).toEqual(['dear-package.noPrice']);
    expect(reasons({ packages: [{ total: null }] })).toEqual(['common.noCapacity']);
    expect(reasons({ bill: [PURCHASE] })).toEqual(['dear-package.noPayg']);
    expect(reasons({ bill: [PURCHASE, { ...USE, duration: '3', durationUnit: '小时' }] })).toEqual(['dear-package.noPayg']);
    expect(reasons({ packages: [{ packageType: 'unlimited', total: null, remaining: null }] })).toEqual(['common.unlimited']);
    expect(counts(ask({ packages: [] }).result)).toBe('0/0/0/1');
  });
});
