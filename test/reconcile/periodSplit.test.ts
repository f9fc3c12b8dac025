import { describe, expect, it } from 'vitest';
import { periodSplit } from '../../core/reconcile/checks/periodSplit.ts';
import { chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, WIDE, words } from './told.ts';

const TYPE = { packageType: 'period' };
const MONTHLY = { ...TYPE, periodRemaining: '100.00', periodTotal: '100.00', periodStart: '2025-07-01 00:00:00', periodEnd: '2025-07-31 23:59:59', remaining: null, total: null, effective: '2025-01-01 00:00:00' };

function answer(deductions: readonly Cells[], more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ packages: [MONTHLY], deductions, window: WIDE, ...more }, periodSplit);
}

/** Used from `usageStart` on, posted at `deductedAt`. */
function used(usageStart: string, deductedAt: string): Cells[] {
  return chain('100.00', ['4.00'], { ...TYPE, usageStart, deductedAt });
}

describe('period-split', () => {
  it('passes rows that are posted in the period of their usage', () => {
    expect(answer(chain('100.00', ['10.00', '5.00'], TYPE))).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
  });

  it('tells of usage of the month before, once per package', () => {
    const late = [...used('2025-05-31 23:00:00', '2025-06-01 00:10:00'), ...used('2025-06-30 23:00:00', '2025-07-01 00:10:00')];
    expect(answer([...chain('100.00', ['10.00'], TYPE), ...late])).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{
        severity: 'info', packageId: 'pkg-1', transactionId: null, quantity: '8', unit: '分钟', money: null, rows: ['deductions 2:3', 'deductions 2:4'],
        why: ['period-split.rule', 'period-split.rows', 'period-split.first'],
      }],
    });
    expect(words({ packages: [MONTHLY], deductions: late, window: WIDE }, periodSplit).slice(1)).toEqual([
      '2 rows are of usage in another period, 8.00 分钟 in all',
      'For example deductions.csv:2: usage from 2025-05-31 23:00:00, deducted 2025-06-01 00:10:00, in the period 2025-06-01 00:00:00 to 2025-07-01 00:00:00',
    ]);
  });

  it('draws the line at the first second of the period', () => {
    expect(answer(used('2025-06-01 00:00:00', '2025-06-01 00:10:00')).counts).toBe('1/1/0/0');
    expect(answer(used('2025-05-31 23:59:59', '2025-06-01 00:10:00')).counts).toBe('1/0/1/0');
    expect(answer(used('2025-05-31 23:59:59', '2025-05-31 23:59:59')).counts).toBe('1/1/0/0');
  });

  it('counts identical rows and adds up one unit alone', () => {
    const [late] = used('2025-05-31 23:00:00', '2025-06-01 00:10:00') as [Cells];
    expect(answer([late, { ...late, copy: '1' }]).findings).toMatchObject([{ quantity: '8', rows: ['deductions 2:2', 'deductions 2:3'] }]);
    expect(answer([late, { ...late, packageUnit: '次', billingItem: 'J' }]).findings).toMatchObject([{ quantity: null, rows: ['deductions 2:2', 'deductions 2:3'] }]);
  });

  it('has nothing to say of other packages, and no answer without times of usage or deductions', () => {
    expect(answer(chain('100.00', ['10.00']), { packages: [{}] }).counts).toBe('0/0/0/0');
    expect(answer([{ ...chain('100.00', ['4.00'], TYPE)[0]!, usageStart: null }]).reasons).toEqual(['common.absent x1']);
    expect(answer([])).toEqual({ counts: '0/0/0/1', findings: [], reasons: ['common.needs x1'] });
  });

  it('says that boundaries are assumed where no overview names them', () => {
    const packages = [{ ...MONTHLY, periodStart: null, periodEnd: null }];
    const late = used('2025-05-31 23:00:00', '2025-06-01 00:10:00');
    expect(answer([...chain('100.00', ['10.00'], TYPE), ...late], { packages }).findings[0]!.why.at(-1)).toBe('period-split.fitted');
  });
});
