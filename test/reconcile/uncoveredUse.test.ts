import { describe, expect, it } from 'vitest';
import { uncoveredUse } from '../../core/reconcile/checks/uncoveredUse.ts';
import { chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, words } from './told.ts';

/** One line a day for `days` days of a month, of an account without packages. */
function month(number: string, days: number, usage = '100.00', more: Cells = {}): Cells[] {
  return Array.from({ length: days }, (_, index) => {
    const date = `2025-${number}-${String(index + 1).padStart(2, '0')}`;
    return { owner: '200', transactionId: `U${date}`, usage, afterDiscount: '1.50', transactionTime: `${date} 02:00:00`, usageStart: `${date} 00:00:00`, usageEnd: `${date} 00:59:59`, ...more };
  });
}

/** A package of another account deducts the item. */
const KNOWN = chain('1000.00', ['10.00']);

function answer(bill: readonly Cells[], more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ packages: [{}], deductions: KNOWN, bill, ...more }, uncoveredUse);
}

const THREE = [...month('05', 10), ...month('06', 12), ...month('07', 20)];

describe('uncovered-use', () => {
  it('passes use that is not steady', () => {
    expect(answer([...month('05', 10), ...month('06', 9), ...month('07', 20)])).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
    expect(answer([...month('04', 10), ...month('05', 10), ...month('07', 20)]).counts).toBe('1/1/0/0');
  });

  it('tells of three steady months', () => {
    expect(answer(THREE)).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{
        severity: 'info', packageId: null, transactionId: null, quantity: '4200', unit: '分钟', money: '63 CNY', rows: ['bill 3:2', 'bill 3:12', 'bill 3:24'],
        why: ['uncovered-use.rule', 'uncovered-use.item', 'uncovered-use.month', 'uncovered-use.month', 'uncovered-use.month', 'uncovered-use.known'],
      }],
    });
    expect(words({ packages: [{}], deductions: KNOWN, bill: THREE }, uncoveredUse).slice(1, 3)).toEqual(['I (P) of 200, who has no package of its own', '2025-05: 1,000 分钟 on 10 days, 15 CNY']);
  });

  it('allows the least use per day to be half of the most', () => {
    expect(answer([...month('05', 10, '50.00'), ...month('06', 10), ...month('07', 20)]).counts).toBe('1/0/1/0');
    expect(answer([...month('05', 10, '49.99'), ...month('06', 10), ...month('07', 20)]).counts).toBe('1/1/0/0');
  });

  it('takes the latest three months', () => {
    expect(answer([...month('04', 20, '10.00'), ...THREE]).findings).toMatchObject([{ quantity: '4200' }]);
    expect(answer([...month('04', 10), ...month('05', 10), ...month('06', 10), ...month('07', 20, '1.00')]).findings).toMatchObject([{ quantity: '3000' }]);
  });

  it('has nothing to say of accounts with a package, of unknown items and of what costs nothing', () => {
    expect(answer(THREE.map((line) => ({ ...line, owner: '100' }))).counts).toBe('0/0/0/0');
    expect(answer(THREE.map((line) => ({ ...line, componentName: 'J', componentType: 'J' }))).counts).toBe('0/0/0/0');
    expect(answer(THREE.map((line) => ({ ...line, componentName: 'J' }))).counts).toBe('1/0/1/0');
    expect(answer(THREE.map((line) => ({ ...line, afterDiscount: '0.00' }))).counts).toBe('0/0/0/0');
  });

  it('has no answer before there are three months, and does not run without deductions', () => {
    expect(answer([...month('06', 20), ...month('07', 20)]).reasons).toEqual(['uncovered-use.fewMonths x1']);
    expect(ask({ packages: [{}], bill: THREE }, uncoveredUse).reasons).toEqual(['common.needs x1']);
  });
});
