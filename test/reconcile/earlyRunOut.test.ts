import { describe, expect, it } from 'vitest';
import { earlyRunOut } from '../../core/reconcile/checks/earlyRunOut.ts';
import { answer, chain, counts, type Cells, type Scenario } from '../support/scenario.ts';

const window = { start: '2025-05-01 00:00:00', end: '2025-07-31 23:59:59' };
/** 10 minutes on each of the last seven days. */
const week = Array.from({ length: 7 }, (_, day) => chain('1000.00', ['10.00'], { rawUsage: '5.00', coefficient: '2' }, `2025-07-${25 + day} 03:00:00`)[0]!);
const on = (pack: Cells, more: Partial<Scenario> = {}) => answer({ window, packages: [pack], deductions: week, ...more }, earlyRunOut);
const soon = '2025-08-21 00:00:00';
const late = '2025-09-30 00:00:00';
const priced = [{ componentName: 'I', usageStart: '2025-07-31 00:00:00', usageEnd: '2025-07-31 00:59:59', usage: '2', usageUnit: '分钟', totalCost: '0.20' }];

describe('early-run-out', () => {
  it('passes what lasts to the last day, and fails one unit of the last place less', () => {
    expect(counts(on({ expiry: soon, remaining: '200.00' }).result)).toBe('1/1/0/0');
    expect(counts(on({ expiry: soon, remaining: '199.99' }).result)).toBe('1/0/1/0');
  });

  it('passes what lasts for more than 30 days', () => {
    expect(counts(on({ expiry: late, remaining: '300.00' }).result)).toBe('1/0/1/0');
    expect(counts(on({ expiry: late, remaining: '300.01' }).result)).toBe('1/1/0/0');
  });

  it('values the rest at the latest pay-as-you-go price of the item', () => {
    const { findings } = on({ expiry: soon, remaining: '100.00' }, { bill: [{ ...priced[0], usageStart: '2025-07-01 00:00:00', totalCost: '9.00' }, ...priced] });
    expect(findings).toMatchObject([{ severity: 'warning', packageId: 'pkg-1', product: 'P', unit: '分钟', currency: 'CNY', rows: [{ kind: 'packages' }, { kind: 'deductions', line: 8 }, { kind: 'bill', line: 3 }] }]);
    expect(findings[0]!.quantity!.toString()).toBe('100');
    // 100 package minutes are 50 minutes of usage at 0.10.
    expect(findings[0]!.money!.toString()).toBe('5');
    expect(findings[0]!.why.slice(3)).toEqual([
      { id: 'early-run-out.runOut', values: { empty: '2025-08-11 00:00:00', rest: '100', unit: '分钟' } },
      { id: 'early-run-out.price', values: { item: 'I', amount: '0.2', usage: '2', unit: '分钟', money: '5', currency: 'CNY' } },
    ]);
  });

  it('says where the bill has no price', () => {
    const { findings } = on({ expiry: soon, remaining: '100.00' }, { bill: [{ ...priced[0], componentName: 'J', componentType: 'J' }] });
    expect(findings[0]).toMatchObject({ money: null, currency: null });
    expect(findings[0]!.why.at(-1)).toEqual({ id: 'early-run-out.noPrice', values: {} });
  });

  it('cannot be checked with fewer than three active days', () => {
    expect(on({ expiry: soon }, { deductions: week.slice(0, 2) }).result.reasons[0]!.reason.id).toBe('early-run-out.fewDays');
  });
});
