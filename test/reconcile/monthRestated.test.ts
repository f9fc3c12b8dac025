import { describe, expect, it } from 'vitest';
import { monthRestated } from '../../core/reconcile/checks/monthRestated.ts';
import type { Cells, Scenario } from '../support/scenario.ts';
import { ask, words } from './told.ts';

function line(day: string, afterDiscount = '1.00', more: Cells = {}): Cells {
  return { transactionId: `T${day}${afterDiscount}`, usage: '1.00', afterDiscount, transactionTime: `2025-06-${day} 02:00:00`, usageStart: `2025-06-${day} 00:00:00`, usageEnd: `2025-06-${day} 00:59:59`, ...more };
}

const DAYS = ['01', '05', '10', '15', '20', '25', '30'];
const COMMON = DAYS.map((day) => line(day));

/** Both files hold `both`; the others are of one file. */
function answer(both: readonly Cells[], first: readonly Cells[], second: readonly Cells[], more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask(scenario(both, first, second, more), monthRestated);
}

function scenario(both: readonly Cells[], first: readonly Cells[], second: readonly Cells[], more: Partial<Scenario> = {}): Scenario {
  return {
    bill: [...both, ...first, ...second.map((each) => ({ ...each, file: '13' }))], files: [{ id: 13, kind: 'bill', name: 'bill-2.csv', layout: 'cn' }],
    sightings: both.map((_, index) => ({ kind: 'bill' as const, index, file: 13 })), ...more,
  };
}

describe('month-restated', () => {
  it('passes two exports with the same lines', () => {
    expect(answer(COMMON, [], [])).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
  });

  it('warns of a line that changed, to one unit of the last place', () => {
    expect(answer(COMMON, [line('12', '3.00')], [line('12', '3.01')])).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{
        severity: 'warning', packageId: null, transactionId: null, quantity: '0.01', unit: 'CNY', money: '0.01 CNY', rows: ['bill 13:10', 'bill 3:9'],
        why: ['month-restated.rule', 'month-restated.files', 'month-restated.only', 'month-restated.only', 'month-restated.difference'],
      }],
    });
    expect(words(scenario(COMMON, [line('12', '3.00')], [line('12', '3.01')]), monthRestated).slice(1)).toEqual([
      '2025-06 (payer 100): bill-2.csv and bill.csv both hold 7 lines', 'Only in bill-2.csv: 1 lines, 3.01 CNY', 'Only in bill.csv: 1 lines, 3 CNY', 'Their totals differ by 0.01 CNY',
    ]);
  });

  it('warns of lines that were added or removed', () => {
    expect(answer(COMMON, [line('12', '3.00')], []).findings).toMatchObject([{ quantity: '3', rows: ['bill 3:9'] }]);
    expect(answer(COMMON, [], [line('30', '3.00')]).findings).toMatchObject([{ quantity: '3', rows: ['bill 13:9'] }]);
  });

  it('compares the days inside both files alone', () => {
    // The first file ends on the 20th, as exports from the 1st to yesterday do.
    const both = COMMON.slice(0, 5);
    expect(answer(both, [], [line('20', '3.00'), line('25', '3.00')]).counts).toBe('1/1/0/0');
    expect(answer(both, [], [line('19', '3.00'), line('25', '3.00')]).counts).toBe('1/0/1/0');
  });

  it('compares accounts and products that both hold', () => {
    expect(answer(COMMON, [line('12', '3.00', { owner: '200' }), line('12', '3.00', { product: 'Q' })], []).counts).toBe('1/1/0/0');
  });

  it('keeps payers and currencies apart', () => {
    const other = COMMON.map((each) => ({ ...each, currency: 'USD' }));
    expect(answer([...COMMON, ...other], [line('12', '3.00', { currency: 'USD' })], []).counts).toBe('2/1/1/0');
  });

  it('has no answer where the two rather are parts of one export', () => {
    const half = COMMON.slice(0, 2);
    expect(answer([...half, line('30')], [line('12', '3.00'), line('13', '3.00')], [line('14', '3.00')]).counts).toBe('1/0/1/0');
    expect(answer([...half, line('30')], [line('12', '3.00'), line('13', '3.00')], [line('14', '3.00'), line('15', '3.00')]).reasons).toEqual(['month-restated.parts x1']);
  });

  it('has no subject in a single file, and does not run without a bill', () => {
    expect(ask({ bill: COMMON }, monthRestated).counts).toBe('0/0/0/0');
    expect(ask({ packages: [{}] }, monthRestated).reasons).toEqual(['common.needs x1']);
  });
});
