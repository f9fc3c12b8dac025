import { describe, expect, it } from 'vitest';
import { sliceWindow } from '../../core/reconcile/checks/sliceWindow.ts';
import { chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, WIDE, words } from './told.ts';

const SLICE: Cells = {
  packageType: 'slice', unit: '核*时', periodRemaining: '8.00', periodTotal: '8.00', periodStart: '2025-07-31 23:00:00', periodEnd: '2025-07-31 23:59:59', remaining: null, total: null, effective: '2025-01-01 00:00:00',
};

/** Usage of `seconds` from `start` on. */
function used(start: string, end: string): Cells[] {
  return chain('8.00', ['1.50'], { packageType: 'slice', packageUnit: '核*时', usageStart: `2025-06-01 ${start}`, usageEnd: `2025-06-01 ${end}`, deductedAt: '2025-06-01 23:10:00' });
}

function answer(scope: string | null, deductions: readonly Cells[], more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ packages: [{ ...SLICE, scope }], deductions, window: WIDE, ...more }, sliceWindow);
}

describe('slice-window', () => {
  it('passes usage in the hours', () => {
    expect(answer('每日 08:00-20:00', used('08:00:00', '08:59:59'))).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
  });

  it('finds usage outside them', () => {
    expect(answer('08:00-20:00', used('20:00:00', '20:59:59'))).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{ severity: 'error', packageId: 'pkg-1', transactionId: null, quantity: '1.5', unit: '核*时', money: null, rows: ['deductions 2:2', 'packages 1:2'], why: ['slice-window.rule', 'slice-window.outside'] }],
    });
    expect(words({ packages: [{ ...SLICE, scope: '08:00-20:00' }], deductions: used('20:00:00', '20:59:59'), window: WIDE }, sliceWindow)[1])
      .toBe('deductions.csv:2 · usage 2025-06-01 20:00:00 to 2025-06-01 20:59:59 lies outside 08:00-20:00, deducts 1.50 核*时');
  });

  it('draws the line at the second', () => {
    expect(answer('08:00-20:00', used('07:59:59', '08:59:59')).counts).toBe('1/0/1/0');
    expect(answer('08:00-20:00', used('19:00:00', '20:00:00')).counts).toBe('1/1/0/0');
    expect(answer('08:00-20:00', used('19:00:00', '20:00:01')).counts).toBe('1/0/1/0');
  });

  it.each([
    ['23:00~07:00', ['23:00:00', '23:59:59'], ['07:00:00', '07:59:59']],
    ['00:00:00-07:59:59', ['07:00:00', '07:59:59'], ['08:00:00', '08:59:59']],
    ['0:00–7:59', ['07:00:00', '07:59:59'], ['08:00:00', '08:59:59']],
    ['18:00-24:00', ['23:00:00', '23:59:59'], ['17:00:00', '17:59:59']],
    ['02:00-04:00, 12:00 to 14:00', ['13:00:00', '13:59:59'], ['04:00:00', '04:59:59']],
  ] as const)('reads %s', (scope, inside, outside) => {
    expect(answer(scope, used(inside[0], inside[1])).counts).toBe('1/1/0/0');
    expect(answer(scope, used(outside[0], outside[1])).counts).toBe('1/0/1/0');
  });

  it('tells all rows of a package in one finding', () => {
    const night = [...used('20:00:00', '20:59:59'), ...used('21:00:00', '21:59:59').map((row) => ({ ...row, before: '6.50', after: '5.00' }))];
    expect(answer('08:00-20:00', night)).toMatchObject({ counts: '2/0/2/0', findings: [{ quantity: '3' }] });
  });

  it('has no answer where no hours are spelled out, and nothing to say of other packages', () => {
    for (const scope of [null, '23:00 至 次日', '25:00-26:00']) expect(answer(scope, used('20:00:00', '20:59:59')).reasons).toEqual(['slice-window.noHours x1']);
    expect(answer('08:00-20:00', used('20:00:00', '20:59:59').map((row) => ({ ...row, usageEnd: null }))).reasons).toEqual(['common.absent x1']);
    expect(ask({ packages: [{ scope: '08:00-20:00' }], deductions: chain('1000.00', ['1.00']) }, sliceWindow).counts).toBe('0/0/0/0');
  });
});
