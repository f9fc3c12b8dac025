import { describe, expect, it } from 'vitest';
import { chainFork } from '../../core/reconcile/checks/chainFork.ts';
import { chainGap } from '../../core/reconcile/checks/chainGap.ts';
import { duplicateRow } from '../../core/reconcile/checks/duplicateRow.ts';
import { chain, type Cells } from '../support/scenario.ts';
import { ask, WIDE, words } from './told.ts';

const [one, two, three] = chain('1000.00', ['10.00', '20.00', '5.00']) as [Cells, Cells, Cells];

/** The same row again, as the store numbers copies inside one file. */
function again(row: Cells, copy = 1): Cells {
  return { ...row, copy: String(copy) };
}

/** A row with balances `by` lower. */
function lower(row: Cells, by: number): Cells {
  return { ...row, before: (Number(row['before']) - by).toFixed(2), after: (Number(row['after']) - by).toFixed(2) };
}

function answer(...deductions: readonly Cells[]): ReturnType<typeof ask> {
  return ask({ deductions, window: WIDE }, duplicateRow);
}

describe('duplicate-row', () => {
  it('passes rows that all differ, copies in other files included', () => {
    expect(answer(one, two, three)).toEqual({ counts: '3/3/0/0', findings: [], reasons: [] });
  });

  it('warns of a row that is listed twice', () => {
    expect(answer(one, two, again(two), three)).toEqual({
      counts: '3/2/1/0', reasons: [],
      findings: [{
        severity: 'warning', packageId: 'pkg-1', transactionId: null, quantity: '20', unit: '分钟', money: null, rows: ['deductions 2:3', 'deductions 2:4'],
        why: ['duplicate-row.rule', 'common.step', 'common.step', 'common.next', 'duplicate-row.listed'],
      }],
    });
    expect(words({ deductions: [one, two, again(two), three], window: WIDE }, duplicateRow).slice(3)).toEqual([
      'deductions.csv:5 · 2025-05-08 03:10:00 · before 970.00', 'The next row goes on from 970.00, after one of them: it is only listed 2 times',
    ]);
  });

  it('finds a row that was deducted twice', () => {
    const { counts, findings } = answer(one, two, again(two), lower(three, 20));
    expect(counts).toBe('3/2/1/0');
    expect(findings[0]).toMatchObject({ severity: 'error', quantity: '20', rows: ['deductions 2:3', 'deductions 2:4'], why: ['duplicate-row.rule', 'common.step', 'common.step', 'common.next', 'duplicate-row.deducted'] });
  });

  it('finds how often a row of three copies was deducted', () => {
    expect(answer(one, two, again(two), again(two, 2), lower(three, 20)).findings[0]).toMatchObject({ severity: 'error', quantity: '20' });
    expect(answer(one, two, again(two), again(two, 2), lower(three, 40)).findings[0]).toMatchObject({ severity: 'error', quantity: '40' });
    expect(answer(one, two, again(two), again(two, 2), three).findings[0]).toMatchObject({ severity: 'warning', quantity: '40' });
  });

  it.each([['the end of the chain', []], ['a gap', [lower(three, 300)]]])('leaves it open before %s', (_what, rest) => {
    expect(answer(one, two, again(two), ...rest).findings).toMatchObject([{ severity: 'warning', quantity: '20', why: expect.arrayContaining(['duplicate-row.undecided']) as string[] }]);
  });

  it('is decided by a row of the same second', () => {
    const same = { ...lower(three, 20), deductedAt: two['deductedAt']! };
    expect(answer(one, two, again(two), same).findings[0]).toMatchObject({ severity: 'error' });
  });

  it('has nothing to say of copies that deduct nothing', () => {
    const zero = { ...two, deducted: '0.00', after: two['before']!, rawUsage: '0.00' };
    expect(answer(one, zero, again(zero))).toEqual({ counts: '3/3/0/0', findings: [], reasons: [] });
  });

  it('stays open in unlimited packages, as one finding for all copies', () => {
    const row = { ...one, packageType: 'unlimited', before: null, after: null };
    const { counts, findings } = answer(row, again(row), again(row, 2));
    expect(counts).toBe('3/1/2/0');
    expect(findings).toEqual([{
      severity: 'warning', packageId: 'pkg-1', transactionId: null, quantity: '20', unit: '分钟', money: null, rows: ['deductions 2:3', 'deductions 2:4'],
      why: ['duplicate-row.rule', 'duplicate-row.undecided', 'common.folded'],
    }]);
  });

  it('is neither a fork nor a gap', () => {
    for (const rows of [[one, two, again(two), three], [one, two, again(two), lower(three, 20)]]) {
      expect(ask({ deductions: rows, window: WIDE }, chainFork).findings).toEqual([]);
      expect(ask({ deductions: rows, window: WIDE }, chainGap).findings).toEqual([]);
    }
  });
});
