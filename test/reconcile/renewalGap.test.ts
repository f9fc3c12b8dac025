import { describe, expect, it } from 'vitest';
import { renewalGap } from '../../core/reconcile/checks/renewalGap.ts';
import { chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, WIDE, words } from './told.ts';

/** The first package ends with June, the second begins with 5 July. */
const OLD: Cells = { packageOwner: '100', effective: '2025-05-01 00:00:00', expiry: '2025-06-30 23:59:59', remaining: '900.00', status: 'expired' };
const NEXT: Cells = { ...OLD, packageId: 'pkg-2', effective: '2025-07-05 00:00:00', expiry: '2026-07-04 23:59:59', status: 'valid' };
const ROWS = [...chain('1000.00', ['10.00']), ...chain('900.00', ['5.00'], { packageId: 'pkg-2' }, '2025-07-06 00:00:00')];

function use(usageStart: string, more: Cells = {}): Cells {
  return { transactionId: `U${usageStart}`, usage: '20.00', afterDiscount: '2.00', transactionTime: usageStart, usageStart, usageEnd: usageStart, ...more };
}

/** Lines that load the months, of an item that no package knows. */
const LOADED = [use('2025-06-02 00:00:00', { componentName: 'J', componentType: 'J' }), use('2025-07-30 00:00:00', { componentName: 'J', componentType: 'J' })];

function answer(lines: readonly Cells[], packages: readonly Cells[] = [OLD, NEXT], more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ packages, deductions: ROWS, bill: [...LOADED, ...lines], window: WIDE, ...more }, renewalGap);
}

describe('renewal-gap', () => {
  it('passes a gap in which nothing is billed', () => {
    expect(answer([])).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
    expect(answer([use('2025-07-02 00:00:00', { componentName: 'J', componentType: 'J' }), use('2025-07-02 00:00:00', { owner: '101' }), use('2025-07-02 00:00:00', { afterDiscount: '0.00' })]).counts).toBe('1/1/0/0');
  });

  it('warns of usage that was billed in between', () => {
    expect(answer([use('2025-07-02 00:00:00'), use('2025-07-03 00:00:00')])).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{
        severity: 'warning', packageId: 'pkg-2', transactionId: null, quantity: null, unit: null, money: '4 CNY', rows: ['bill 3:4', 'bill 3:5', 'packages 1:2', 'packages 1:3'],
        why: ['renewal-gap.rule', 'renewal-gap.gap', 'renewal-gap.billed'],
      }],
    });
    expect(words({ packages: [OLD, NEXT], deductions: ROWS, bill: [...LOADED, use('2025-07-02 00:00:00')], window: WIDE }, renewalGap).slice(1)).toEqual([
      'pkg-1 ended 2025-07-01 00:00:00, pkg-2 began 2025-07-05 00:00:00, 96 hours later', '1 pay-as-you-go lines in between, 2 CNY in all; for example bill.csv:4: I 20.00 分钟',
    ]);
  });

  it('counts from the old end to the new start, to the second', () => {
    const at = (time: string): string => answer([use(time)]).counts;
    expect([at('2025-06-30 23:59:59'), at('2025-07-01 00:00:00'), at('2025-07-04 23:59:59'), at('2025-07-05 00:00:00')]).toEqual(['1/1/0/0', '1/0/1/0', '1/0/1/0', '1/1/0/0']);
  });

  it('knows a successor by product, owner and type, within an hour and thirty days', () => {
    const lines = [use('2025-07-01 00:30:00')];
    const next = (more: Cells): string => answer(lines, [OLD, { ...NEXT, ...more }]).counts;
    expect(next({ effective: '2025-07-01 01:00:00' })).toBe('0/0/0/0');
    expect(next({ effective: '2025-07-01 01:00:01' })).toBe('1/0/1/0');
    expect(next({ effective: '2025-07-31 00:00:00' })).toBe('1/0/1/0');
    expect(next({ effective: '2025-07-31 00:00:01' })).toBe('0/0/0/0');
    expect(next({ subproduct: 'S2' })).toBe('0/0/0/0');
    expect(answer(lines, [OLD, NEXT, { ...NEXT, packageId: 'pkg-3', effective: '2025-06-20 00:00:00' }], { deductions: [...ROWS, ...chain('5.00', ['1.00'], { packageId: 'pkg-3' })] }).counts).toBe('0/0/0/0');
    expect(answer(lines, [{ ...OLD, status: 'exhausted', remaining: '0.00' }, NEXT]).counts).toBe('0/0/0/0');
  });

  it('knows a renewed term that begins after the old end', () => {
    const term = { instanceId: 'pkg-1', billingMode: 'prepaid', transactionType: 'prepay_purchase', afterDiscount: '60.00', usageStart: '2025-05-01 00:00:00', usageEnd: '2025-06-30 23:59:59', transactionId: 'P' };
    const renewed = { ...term, transactionId: 'R', transactionType: 'prepay_renew', usageStart: '2025-07-03 00:00:00', usageEnd: '2025-08-31 23:59:59' };
    const pack = { ...OLD, expiry: '2025-08-31 23:59:59', status: 'valid' };
    expect(answer([term, renewed, use('2025-07-02 00:00:00')], [pack]).findings).toMatchObject([{ packageId: 'pkg-1', transactionId: 'R', money: '2 CNY' }]);
    expect(answer([term, { ...renewed, usageStart: '2025-07-01 00:00:00' }, use('2025-07-02 00:00:00')], [pack]).counts).toBe('0/0/0/0');
  });

  it('has no answer where the bill is not loaded or the old package was never used', () => {
    expect(ask({ packages: [OLD, NEXT], deductions: ROWS, bill: [LOADED[0]!], window: WIDE }, renewalGap).reasons).toEqual(['renewal-gap.notLoaded x1']);
    expect(answer([use('2025-07-02 00:00:00')], [OLD, NEXT], { deductions: ROWS.slice(1) }).reasons).toEqual(['renewal-gap.unused x1']);
    const unused = ROWS.map((row) => (row['packageId'] === undefined ? { ...row, deducted: '0.00', after: '1000.00' } : row));
    expect(answer([use('2025-07-02 00:00:00')], [OLD, NEXT], { deductions: unused }).reasons).toEqual(['renewal-gap.unused x1']);
  });
});
