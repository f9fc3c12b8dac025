import { describe, expect, it } from 'vitest';
import { overviewRange } from '../../core/reconcile/checks/overviewRange.ts';
import type { Cells } from '../support/scenario.ts';
import { ask, words } from './told.ts';

const PERIOD = { packageType: 'period', remaining: null, total: null, periodRemaining: '50.00', periodTotal: '100.00', periodsRemaining: '5', periodsTotal: '12' };

function answer(...packages: readonly Cells[]): ReturnType<typeof ask> {
  return ask({ packages }, overviewRange);
}

describe('overview-range', () => {
  it.each([
    ['nothing left', { remaining: '0.00' }], ['all left', { remaining: '1000.00' }], ['a period', PERIOD], ['no total', { total: null }], ['combo capacities', { combo: 'A:1分钟/400分钟;B:600分钟/600分钟' }],
    ['combo capacities of several units', { combo: 'A:1分钟/400分钟;B:3条/5条' }],
  ])('passes: %s', (_what, pack) => {
    expect(answer(pack)).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
  });

  it('finds more than there ever was', () => {
    expect(answer({ remaining: '1000.01' })).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{ severity: 'error', packageId: 'pkg-1', transactionId: null, quantity: '0.01', unit: '分钟', money: null, rows: ['packages 1:2'], why: ['overview-range.rule', 'overview-range.bound'] }],
    });
    expect(words({ packages: [{ remaining: '1000.01' }] }, overviewRange)[1]).toMatch(/^packages\.csv:2 · .+: remaining 1,000\.01 of 1,000\.00, out of range by 0\.01$/);
  });

  it.each([
    ['less than nothing', { remaining: '-5.00' }, '5'], ['a period above its capacity', { ...PERIOD, periodRemaining: '100.50' }, '0.5'], ['a period below zero', { ...PERIOD, periodRemaining: '-0.01' }, '0.01'],
    ['more periods than there are', { ...PERIOD, periodsRemaining: '13' }, '1'], ['a combo capacity above its total', { combo: 'A:401分钟/400分钟;B:600分钟/600分钟' }, '1'],
    ['combo capacities that do not add up', { combo: 'A:1分钟/400分钟;B:599分钟/599分钟' }, '1'],
  ])('finds %s', (_what, pack, quantity) => {
    expect(answer(pack)).toMatchObject({ counts: '1/0/1/0', findings: [{ severity: 'error', quantity }] });
  });

  it('tells all that is wrong with one package in one finding', () => {
    expect(answer({ ...PERIOD, periodRemaining: '-1.00', periodsRemaining: '13' }).findings).toMatchObject([{ quantity: '1', why: ['overview-range.rule', 'overview-range.bound', 'overview-range.bound'] }]);
  });

  it('judges the newest overview of each package', () => {
    const older = { id: 11, kind: 'packages' as const, name: 'old.csv', snapshot: 0 };
    expect(ask({ packages: [{ remaining: '2000.00', file: '11' }, {}, { packageId: 'pkg-2', remaining: '-1.00' }], files: [older] }, overviewRange)).toMatchObject({ counts: '2/1/1/0', findings: [{ packageId: 'pkg-2' }] });
  });

  it('has no answer without a balance', () => {
    expect(answer({ packageType: 'unlimited', remaining: null, total: null }).reasons).toEqual(['common.unlimited x1']);
    expect(answer({ remaining: null, total: null }).reasons).toEqual(['common.absent x1']);
  });
});
