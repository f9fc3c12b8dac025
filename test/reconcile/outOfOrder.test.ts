import { describe, expect, it } from 'vitest';
import { chainFork } from '../../core/reconcile/checks/chainFork.ts';
import { chainGap } from '../../core/reconcile/checks/chainGap.ts';
import { chainIncrease } from '../../core/reconcile/checks/chainIncrease.ts';
import { outOfOrder } from '../../core/reconcile/checks/outOfOrder.ts';
import { chain, type Cells } from '../support/scenario.ts';
import { ask, WIDE, words } from './told.ts';

const rows = chain('1000.00', ['10.00', '20.00', '5.00', '7.00', '8.00']);

function at(row: Cells, clock: string): Cells {
  return { ...row, deductedAt: `2025-05-08 ${clock}` };
}

/** The rows with these deduction times, in turn. */
function timed(...clocks: readonly string[]): Cells[] {
  return clocks.map((clock, index) => at(rows[index]!, clock));
}

function answer(deductions: readonly Cells[]): ReturnType<typeof ask> {
  return ask({ deductions, window: WIDE }, outOfOrder);
}

describe('out-of-order', () => {
  it('passes rows that link in the order of their times, equal seconds included', () => {
    expect(answer(timed('01:00:00', '02:00:00', '02:00:00', '02:00:00', '03:00:00'))).toEqual({ counts: '5/5/0/0', findings: [], reasons: [] });
  });

  it('warns of two neighbours that exchange their times', () => {
    const deductions = timed('01:00:00', '02:40:00', '02:00:00', '03:00:00');
    expect(answer(deductions)).toEqual({
      counts: '4/3/1/0', reasons: [],
      findings: [{
        severity: 'warning', packageId: 'pkg-1', transactionId: null, quantity: null, unit: null, money: null, rows: ['deductions 2:3', 'deductions 2:4'],
        why: ['out-of-order.rule', 'common.step', 'common.step', 'out-of-order.contradiction'],
      }],
    });
    expect(words({ deductions, window: WIDE }, outOfOrder).slice(1)).toEqual([
      'deductions.csv:3 · 2025-05-08 02:40:00 · before 990.00 − 20.00 = 970.00', 'deductions.csv:4 · 2025-05-08 02:00:00 · before 970.00 − 5.00 = 965.00',
      'The second row goes on from the first, yet its deduction time is 2400 seconds earlier',
    ]);
  });

  it('is an error from one second more than an hour', () => {
    expect(answer(timed('01:00:00', '04:00:00', '03:00:00', '05:00:00')).findings[0]).toMatchObject({ severity: 'warning' });
    expect(answer(timed('01:00:00', '04:00:01', '03:00:00', '05:00:00')).findings[0]).toMatchObject({ severity: 'error' });
  });

  it.each([
    ['the first two rows of a chain', timed('02:00:00', '01:30:00', '03:00:00')],
    ['the last two rows of a chain', timed('01:00:00', '03:00:00', '02:30:00')],
    ['the only two rows of a chain', timed('02:00:00', '01:30:00')],
    ['a first row that was posted last', timed('04:00:00', '01:00:00', '02:00:00', '03:00:00')],
    ['a last row that was posted first', timed('02:00:00', '03:00:00', '04:00:00', '01:00:00')],
    ['three rows in a ring', timed('01:00:00', '03:00:00', '04:00:00', '02:00:00', '05:00:00')],
  ])('is one finding and no break: %s', (_what, deductions) => {
    expect(answer(deductions).findings).toHaveLength(1);
    for (const check of [chainGap, chainIncrease, chainFork]) expect(ask({ deductions, window: WIDE }, check).findings).toEqual([]);
  });

  it('has the gravest severity of the rows that one row has put out of order', () => {
    const { counts, findings } = answer(timed('01:00:00', '04:00:00', '02:00:00', '03:30:00', '05:00:00'));
    expect(counts).toBe('5/3/2/0');
    expect(findings).toMatchObject([{ severity: 'error', rows: ['deductions 2:3', 'deductions 2:4', 'deductions 2:5'] }]);
  });

  it('is two findings where two pairs are exchanged', () => {
    expect(answer(timed('01:00:00', '03:00:00', '02:00:00', '05:00:00', '04:00:00')).findings).toHaveLength(2);
  });

  it('says nothing of a gap: rows that do not link prove no order', () => {
    const deductions = [rows[0]!, rows[3]!, at(rows[1]!, '06:00:00')];
    expect(answer(deductions).findings).toEqual([]);
  });

  it('believes in a refill rather than in two long pieces the wrong way round', () => {
    const deductions = [...chain('50.00', ['10.00', '5.00']), ...chain('80.00', ['20.00', '10.00'], {}, '2025-05-08 05:00:00')];
    expect(answer(deductions).findings).toEqual([]);
    expect(ask({ deductions, window: WIDE }, chainIncrease).findings).toHaveLength(1);
  });
});
