import { describe, expect, it } from 'vitest';
import { chainFork } from '../../core/reconcile/checks/chainFork.ts';
import { chainGap } from '../../core/reconcile/checks/chainGap.ts';
import { chainIncrease } from '../../core/reconcile/checks/chainIncrease.ts';
import { outOfOrder } from '../../core/reconcile/checks/outOfOrder.ts';
import { chain, type Cells } from '../support/scenario.ts';
import { ask, WIDE, words } from './told.ts';

const rows = chain('1000.00', ['10.00', '20.00', '5.00', '7.00', '8.00', '3.00']);

/** A second deduction from the balance that `row` found, at another time. */
function beside(row: Cells, deductedAt: string, deducted = '25.00'): Cells {
  return { ...row, deductedAt: `2025-05-08 ${deductedAt}`, deducted, rawUsage: deducted, after: (Number(row['before']) - Number(deducted)).toFixed(2) };
}

function withExtra(at: number, extra: Cells): Cells[] {
  return [...rows.slice(0, at), extra, ...rows.slice(at)];
}

function answer(deductions: readonly Cells[]): ReturnType<typeof ask> {
  return ask({ deductions, window: WIDE }, chainFork);
}

describe('chain-fork', () => {
  it('passes where every balance is used once', () => {
    expect(answer(rows)).toEqual({ counts: '6/6/0/0', findings: [], reasons: [] });
  });

  it('finds the row that the chain leaves behind, after the original', () => {
    expect(answer(withExtra(2, beside(rows[1]!, '02:40:00')))).toEqual({
      counts: '7/6/1/0', reasons: [],
      findings: [{
        severity: 'error', packageId: 'pkg-1', transactionId: null, quantity: '25', unit: '分钟', money: null, rows: ['deductions 2:3', 'deductions 2:4'],
        why: ['chain-fork.rule', 'common.step', 'common.step', 'chain-fork.main', 'common.secondsTried'],
      }],
    });
    expect(words({ deductions: withExtra(2, beside(rows[1]!, '02:40:00')), window: WIDE }, chainFork).slice(1, 4)).toEqual([
      'deductions.csv:3 · 2025-05-08 02:10:00 · before 990.00 − 20.00 = 970.00', 'deductions.csv:4 · 2025-05-08 02:40:00 · before 990.00 − 25.00 = 965.00',
      'The balance goes on from the first row; 25 分钟 of the second never reached it',
    ]);
  });

  it.each([
    ['before the original', 1, beside(rows[1]!, '02:05:00'), ['deductions 2:4', 'deductions 2:3']],
    ['in the second of the original', 2, beside(rows[1]!, '02:10:00'), ['deductions 2:3', 'deductions 2:4']],
    ['three rows later', 4, beside(rows[1]!, '04:40:00'), ['deductions 2:3', 'deductions 2:6']],
    ['at the very end', 6, beside(rows[5]!, '07:00:00'), ['deductions 2:7', 'deductions 2:8']],
    ['of the first row', 1, beside(rows[0]!, '01:40:00'), ['deductions 2:2', 'deductions 2:3']],
  ])('finds it %s, and no other check finds it again', (_where, at, extra, expected) => {
    const deductions = withExtra(at, extra);
    expect(answer(deductions).findings.map((finding) => finding.rows)).toEqual([expected]);
    for (const check of [chainGap, chainIncrease, outOfOrder]) expect(ask({ deductions, window: WIDE }, check).findings).toEqual([]);
  });

  it('is one finding where the branch has rows of its own', () => {
    const extra = beside(rows[1]!, '02:40:00');
    const deductions = [...rows.slice(0, 2), extra, { ...beside(rows[2]!, '02:50:00', '1.00'), before: '965.00', after: '964.00' }, ...rows.slice(2)];
    expect(answer(deductions).findings).toHaveLength(1);
    for (const check of [chainGap, chainIncrease, outOfOrder]) expect(ask({ deductions, window: WIDE }, check).findings).toEqual([]);
  });

  it('is found although a row is missing right after it', () => {
    const deductions = [...rows.slice(0, 2), beside(rows[1]!, '02:40:00', '26.00'), ...rows.slice(3)];
    expect(answer(deductions).findings).toHaveLength(1);
    expect(ask({ deductions, window: WIDE }, chainGap).findings.map(({ quantity }) => quantity)).toEqual(['5']);
  });

  it('is no refill: the chain goes on from there', () => {
    const deductions = [...rows.slice(0, 3), ...chain('1000.00', ['4.00', '6.00'], {}, '2025-05-09 00:00:00')];
    expect(answer(deductions)).toMatchObject({ counts: '5/5/0/0' });
    expect(ask({ deductions, window: WIDE }, chainIncrease).findings.map(({ quantity }) => quantity)).toEqual(['35']);
  });

  it('is no row that deducts nothing', () => {
    expect(answer(withExtra(2, { ...beside(rows[1]!, '02:05:00', '0.00') }))).toMatchObject({ counts: '7/7/0/0' });
  });

  it('knows each period by itself', () => {
    const period = { packageType: 'period', periodTotal: '1000.00', periodRemaining: '990.00', periodStart: '2025-06-01 00:00:00', periodEnd: '2025-06-30 23:59:59' };
    const deductions = [...chain('1000.00', ['4.00'], { packageType: 'period' }, '2025-05-09 00:00:00'), ...chain('1000.00', ['10.00'], { packageType: 'period' }, '2025-06-09 00:00:00')];
    expect(ask({ packages: [period], deductions, window: WIDE }, chainFork)).toMatchObject({ counts: '2/2/0/0' });
  });
});
