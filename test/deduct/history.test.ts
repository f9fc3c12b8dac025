import { describe, expect, it } from 'vitest';
import { orderChain } from '../../core/deduct/chain.ts';
import { History, keyText, type BalanceKey } from '../../core/deduct/history.ts';
import { periodAt, WHOLE } from '../../core/deduct/periods.ts';
import { at, rowsOf } from './rows.ts';

const KEY: BalanceKey = { packageId: 'pkg-1', item: '分钟', unit: '分钟', period: periodAt(WHOLE, 0) };

function historyOf(...lines: readonly string[]): History {
  const { steps, inversions } = orderChain(rowsOf(...lines));
  return new History(KEY, steps, inversions, null);
}

function segments(history: History): string[] {
  return history.segments.map(({ first, last, from, to, deducted }) => `${first}..${last}: ${from.toString()} - ${deducted.toString()} = ${to.toString()}`);
}

function sums(history: History): string {
  const { risen, missing } = history.unexplained;
  return [history.opening, history.deducted, risen, missing, history.closing].map((sum) => sum.toString()).join(' | ');
}

describe('segments', () => {
  it('are one where nothing breaks', () => {
    const history = historyOf('10:00 100.5 10', '11:00 90.5 0', '12:00 90.5 20.25');
    expect(segments(history)).toEqual(['0..2: 100.5 - 30.25 = 70.25']);
    expect(sums(history)).toBe('100.5 | 30.25 | 0 | 0 | 70.25');
  });

  it('are cut at a gap and at an increase', () => {
    const history = historyOf('10:00 100 10', '11:00 70 20', '12:00 75 5', '13:00 70 1');
    expect(segments(history)).toEqual(['0..0: 100 - 10 = 90', '1..1: 70 - 20 = 50', '2..3: 75 - 6 = 69']);
    expect(sums(history)).toBe('100 | 36 | 25 | 20 | 69');
  });

  it('leave forks aside', () => {
    const history = historyOf('10:00 100 10', '10:10 100 15', '11:00 90 20');
    expect(segments(history)).toEqual(['0..2: 100 - 30 = 70']);
    expect(sums(history)).toBe('100 | 30 | 0 | 0 | 70');
  });

  it('count identical rows as often as the balance did', () => {
    expect(sums(historyOf('10:00 100 10 *2', '11:00 80 5'))).toBe('100 | 25 | 0 | 0 | 75');
    expect(sums(historyOf('10:00 100 10 *2', '11:00 90 5'))).toBe('100 | 15 | 0 | 0 | 85');
    expect(sums(historyOf('10:00 100 10 *2'))).toBe('100 | 10 | 0 | 0 | 90');
  });

  it('end inside a row whose printed after is what the chain goes on from', () => {
    const history = historyOf('10:00 100 10 85', '11:00 85 5');
    expect(segments(history)).toEqual(['0..0: 100 - 10 = 90', '0..1: 85 - 5 = 80']);
    expect(sums(history)).toBe('100 | 15 | 0 | 5 | 80');
  });

  it('go through a row whose computed after is what the chain goes on from', () => {
    const history = historyOf('10:00 100 10 85', '11:00 90 5');
    expect(segments(history)).toEqual(['0..1: 100 - 15 = 85']);
    expect(sums(history)).toBe('100 | 15 | 0 | 0 | 85');
  });

  it('end with what the last row prints', () => {
    expect(historyOf('10:00 100 10 85').closing.toString()).toBe('85');
  });

  it.each([
    [['10:00 100 10', '11:00 50 10', '12:00 90 20'], '100 | 40 | 50 | 40 | 70'],
    [['10:00 100 10', '11:00 95 10', '12:00 80 20'], '100 | 40 | 5 | 5 | 60'],
    [['10:00 100 10', '11:00 90 20', '11:10 90 15', '11:20 75 5', '12:00 70 1'], '100 | 31 | 0 | 0 | 69'],
    [['10:00 90 20', '11:00 100 10', '12:00 70 5'], '100 | 35 | 0 | 0 | 65'],
    [['10:00 100 -10', '11:00 110 5'], '100 | -5 | 0 | 0 | 105'],
  ])('conserve whatever happens: %j', (lines, expected) => {
    expect(sums(historyOf(...lines))).toBe(expected);
  });
});

describe('the balance at a moment', () => {
  const history = historyOf('10:00 100 10', '11:00 90 20', '11:00 70 5', '12:00 65 1');

  it.each([
    ['09:59:59', '100', null], ['10:00:00', '90', '10:00'], ['10:59:59', '90', '10:00'], ['11:00:00', '65', '11:00'], ['12:00:00', '64', '12:00'], ['23:00:00', '64', '12:00'],
  ])('at %s is %s', (clock, balance, posted) => {
    expect(history.balanceAt(at(clock)).toString()).toBe(balance);
    expect(history.stepAt(at(clock))?.row.deductedAt ?? null).toBe(posted === null ? null : at(`${posted}:00`));
  });

  it('knows no branch of a fork', () => {
    const forked = historyOf('10:00 100 10', '10:10 100 15', '11:00 90 20');
    expect(forked.balanceAt(at('10:30:00')).toString()).toBe('90');
    expect(forked.last.row.before.toString()).toBe('90');
  });

  it('counts a row that was deducted twice', () => {
    expect(historyOf('10:00 100 10 *2', '11:00 80 5').balanceAt(at('10:30:00')).toString()).toBe('80');
  });
});

describe('a key', () => {
  it('names package, capacity and period', () => {
    expect(keyText(KEY)).toBe('pkg-1|分钟|');
    expect(keyText({ ...KEY, period: { index: 3, start: 1_746_662_400, end: 1_746_748_800 } })).toBe('pkg-1|分钟|1746662400');
  });
});
