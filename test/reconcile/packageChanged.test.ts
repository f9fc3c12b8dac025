import { describe, expect, it } from 'vitest';
import { parseCivil } from '../../core/base/time.ts';
import { negativeAmount } from '../../core/reconcile/checks/negativeAmount.ts';
import { packageChanged } from '../../core/reconcile/checks/packageChanged.ts';
import { periodReset } from '../../core/reconcile/checks/periodReset.ts';
import { chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, setAside, WIDE, words } from './told.ts';

function use(day: string, more: Cells = {}): Cells {
  return { transactionId: `U${day}`, usage: '1.00', afterDiscount: '0.10', transactionTime: `2025-${day} 01:20:00`, usageStart: `2025-${day} 00:00:00`, usageEnd: `2025-${day} 00:59:59`, ...more };
}

/** Bill lines of May to July. */
const BILL = [use('05-02'), use('06-10'), use('07-20')];
const CHANGE: Cells = { transactionId: 'T', instanceId: 'pkg-1', billingMode: 'prepaid', transactionType: 'prepay_modify', afterDiscount: '5.00', transactionTime: '2025-06-15 00:00:00', usageStart: '2025-06-15 00:00:00' };

/** An overview of 1 June and one of 15 July. */
function two(earlier: Cells, later: Cells, more: Partial<Scenario> = {}): Scenario {
  return { packages: [later, { ...earlier, file: '4' }], bill: BILL, snapshot: '2025-07-15 00:00:00', files: [{ id: 4, name: 'packages-0.csv', snapshot: parseCivil('2025-06-01 00:00:00')! }], ...more };
}

function answer(earlier: Cells, later: Cells, more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask(two(earlier, later, more), packageChanged);
}

describe('package-changed', () => {
  it('passes what only was used', () => {
    expect(answer({ remaining: '900.00' }, { remaining: '800.00' })).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
  });

  it('finds another capacity, to one unit of the last place', () => {
    expect(answer({ total: '1000.01' }, { total: '1000.00' })).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{
        severity: 'warning', packageId: 'pkg-1', transactionId: null, quantity: '0.01', unit: '分钟', money: null, rows: ['packages 4:3', 'packages 1:2'],
        why: ['package-changed.rule', 'package-changed.between', 'package-changed.field', 'common.noPurchase'],
      }],
    });
    expect(answer({ total: '1000.0' }, { total: '1000.00' }).counts).toBe('1/1/0/0');
  });

  it('tells everything that changed in one finding', () => {
    const scenario = two({ unit: '次', packageType: 'period', scope: 'A', effective: '2025-04-01 00:00:00' }, { scope: 'B' });
    expect(words(scenario, packageChanged).slice(1)).toEqual([
      'Between 2025-06-01 00:00:00 (packages-0.csv:3) and 2025-07-15 00:00:00 (packages.csv:2)', 'Capacity Unit: 次 → 分钟', 'Resource Type: Per period → Total (decreasing)',
      'Dynamic Deduction Attribute: A → B', 'Effective Time: 2025-04-01 00:00:00 → 2025-05-01 00:00:00', 'No renewal, change or refund of the package in the bill between them',
    ]);
  });

  it('compares the capacity of a period, and the totals of a combo package without what is left', () => {
    const month = { packageType: 'period', periodTotal: '100.00' };
    expect(answer({ ...month, total: '600.00' }, { ...month, total: '1200.00' }).counts).toBe('1/1/0/0');
    expect(answer(month, { ...month, periodTotal: '90.00' }).findings).toMatchObject([{ quantity: '10' }]);
    const combo = (cell: string): Cells => ({ combo: cell, total: null });
    expect(answer(combo('通话:80分钟/100分钟;短信:9条/10条'), combo('短信:5条/10条;通话:20分钟/100分钟')).counts).toBe('1/1/0/0');
    expect(answer(combo('通话:80分钟/100分钟'), combo('通话:20分钟/120分钟')).counts).toBe('1/0/1/0');
  });

  it('is explained by a line of the bill between the snapshots', () => {
    expect(answer({ total: '900.00' }, {}, { bill: [...BILL, CHANGE] }).counts).toBe('1/1/0/0');
    expect(answer({ total: '900.00' }, {}, { bill: [...BILL, { ...CHANGE, transactionTime: '2025-07-15 00:00:01' }] }).counts).toBe('1/0/1/0');
    expect(answer({ total: '900.00' }, {}, { bill: [...BILL, { ...CHANGE, instanceId: 'pkg-2' }] }).counts).toBe('1/0/1/0');
  });

  it('has no answer where the bill of the time between is not loaded', () => {
    expect(answer({ total: '900.00' }, {}, { bill: [use('05-02'), use('07-20')] }).reasons).toEqual(['package-changed.notLoaded x1']);
    expect(answer({ total: '900.00' }, {}, { bill: [use('06-10'), use('07-20')] }).reasons).toEqual(['package-changed.notLoaded x1']);
    expect(answer({ total: '900.00' }, {}, { bill: [use('05-02'), use('06-10')] }).reasons).toEqual(['package-changed.notLoaded x1']);
    expect(answer({ total: '900.00' }, {}, { rejected: [setAside(3, { instanceId: 'pkg-1' })] }).reasons).toEqual(['common.blocked rejected-row x1']);
  });

  it('has no subject with one overview, and does not run without a bill', () => {
    expect(ask({ packages: [{}], bill: BILL }, packageChanged).counts).toBe('0/0/0/0');
    const { bill: _bill, ...billless } = two({ total: '900.00' }, {});
    expect(ask(billless, packageChanged).reasons).toEqual(['common.needs x1']);
  });

  it('speaks for balances above a capacity that was larger before', () => {
    const deductions = chain('1000.00', ['10.00']);
    expect(ask(two({ total: '1000.00' }, { total: '900.00' }, { deductions, window: WIDE }), negativeAmount).findings).toEqual([]);
    expect(ask(two({ total: '950.00' }, { total: '900.00' }, { deductions, window: WIDE }), negativeAmount).findings).toHaveLength(1);
    const month = { packageType: 'period', periodStart: '2025-07-01 00:00:00', periodEnd: '2025-07-31 23:59:59', effective: '2025-01-01 00:00:00', total: null };
    const first = chain('100.00', ['10.00'], { packageType: 'period' }, '2025-06-10 00:00:00');
    expect(ask(two({ ...month, periodTotal: '100.00' }, { ...month, periodTotal: '90.00' }, { deductions: first, window: WIDE }), periodReset).findings).toEqual([]);
  });
});
