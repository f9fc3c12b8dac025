import { describe, expect, it } from 'vitest';
import { deductedUsage } from '../../core/reconcile/checks/deductedUsage.ts';
import { rowArithmetic } from '../../core/reconcile/checks/rowArithmetic.ts';
import { splitUsage } from '../../core/reconcile/checks/splitUsage.ts';
import { chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, WIDE, words } from './told.ts';

/** 800 of one package and 150 of another for one hour, of which 50 are billed. */
const ROWS = [...chain('800.00', ['800.00']), ...chain('150.00', ['150.00'], { packageId: 'pkg-2' })];
const LINE: Cells = {
  transactionId: 'T', usage: '50.00', rawUsage: '1000.00', afterDiscount: '5.00', transactionTime: '2025-05-08 01:20:00', usageStart: '2025-05-08 00:00:00', usageEnd: '2025-05-08 00:59:59',
};
/** The product prints deducted usage elsewhere. */
const PRINTING: Cells = { ...LINE, transactionId: 'V', owner: '300', rawUsage: '1.00', usage: '1.00', deductedUsage: '0.00' };

function answer(line: Cells, rows: readonly Cells[] = ROWS, more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ packages: [{}], deductions: rows, bill: [{ ...LINE, ...line }, PRINTING], window: WIDE, ...more }, splitUsage);
}

describe('split-usage', () => {
  it('passes parts and a rest that make the raw usage', () => {
    expect(answer({})).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
  });

  it('finds one unit of the last place too much, and tells of one too little', () => {
    expect(answer({ usage: '50.01' })).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{
        severity: 'error', packageId: null, transactionId: 'T', quantity: '0.01', unit: '分钟', money: null, rows: ['bill 3:2', 'deductions 2:2', 'deductions 2:3'],
        why: ['split-usage.rule', 'split-usage.interval', 'common.pass', 'split-usage.sums', 'split-usage.over'],
      }],
    });
    expect(answer({ usage: '49.99' }).findings).toMatchObject([{ severity: 'info', quantity: '0.01' }]);
    expect(words({ packages: [{}], deductions: ROWS, bill: [{ ...LINE, usage: '52.50' }, PRINTING], window: WIDE }, splitUsage).slice(1)).toEqual([
      '100 · I · 2025-05-08 00:00:00 to 2025-05-08 01:00:00, 2 packages: pkg-1 pkg-2', 'Matched by exact: owner, product, item, equal interval', 'Deducted 950.00000000 + billed 52.50000000 = 1,002.50000000 分钟, raw usage of the bill 1,000.00000000', '2.50000000 分钟 too much, tolerance 0',
    ]);
  });

  it('allows half a unit of each number where decimals differ', () => {
    // Half a unit of the raw usage and of the two parts: 0.05 + 2 × 0.005, and once more with the billed rest: 0.05 + 0.005.
    const coarse = { ...PRINTING, rawUsage: '1.0' };
    const counts = (usage: string): string => ask({ packages: [{}], deductions: ROWS, bill: [{ ...LINE, rawUsage: '1000.0', usage }, coarse], window: WIDE }, splitUsage).counts;
    expect(counts('50.11')).toBe('1/1/0/0');
    expect(counts('50.12')).toBe('1/0/1/0');
  });

  it('hears of intervals with several packages alone', () => {
    expect(answer({ usage: '60.00' }, ROWS.slice(0, 1)).counts).toBe('0/0/0/0');
  });

  it('leaves to others what they tell', () => {
    expect(answer({ usage: '60.00', deductedUsage: '940.00' }).reasons).toEqual(['common.blocked deducted-usage x1']);
    expect(answer({ usage: '60.00', deductedUsage: '950.00' }).reasons).toEqual(['common.blocked net-usage x1']);
    expect(answer({ rawUsage: '900.00' }).reasons).toEqual(['common.blocked over-deduction x1']);
    expect(ask({ packages: [{}], deductions: ROWS, bill: [LINE, PRINTING], window: WIDE }, deductedUsage).findings).toEqual([]);
  });

  it('has no answer where the bill lacks a number, units do not convert, or a row is wrong', () => {
    expect(answer({ rawUsage: null }).reasons).toEqual(['split-usage.notPrinted x1']);
    expect(answer({ usageUnit: '次' }).reasons).toEqual(['common.noUnit x1']);
    const wrong = [{ ...ROWS[0]!, after: '1.00' }, ROWS[1]!];
    expect(ask({ packages: [{}], deductions: wrong, bill: [LINE, PRINTING], window: WIDE }, splitUsage, rowArithmetic).reasons).toEqual(['common.blocked row-arithmetic x1']);
    expect(ask({ packages: [{}], deductions: ROWS }, splitUsage).reasons).toEqual(['common.needs x1']);
  });
});
