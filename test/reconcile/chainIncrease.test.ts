import { describe, expect, it } from 'vitest';
import { chainIncrease } from '../../core/reconcile/checks/chainIncrease.ts';
import { rowArithmetic } from '../../core/reconcile/checks/rowArithmetic.ts';
import { chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, WIDE, words } from './told.ts';

const first = chain('1000.00', ['10.00', '20.00']);
const second = chain('975.50', ['5.00', '1.00'], {}, '2025-05-08 05:00:00');
const deductions = [...first, ...second];

function bought(type: string, time: string): Cells {
  return { billingMode: 'prepaid', transactionType: type, instanceId: 'pkg-1', afterDiscount: '10.00', usage: '1', transactionTime: time, transactionId: 'T1' };
}

function counts(more: Partial<Scenario>): string {
  return ask({ packages: [{}], deductions, window: WIDE, ...more }, chainIncrease).counts;
}

describe('chain-increase', () => {
  it('passes balances that only fall', () => {
    expect(ask({ deductions: first, window: WIDE }, chainIncrease)).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
  });

  it('finds a balance that rose', () => {
    expect(ask({ packages: [{}], deductions, window: WIDE }, chainIncrease)).toEqual({
      counts: '3/2/1/0', reasons: [],
      findings: [{
        severity: 'error', packageId: 'pkg-1', transactionId: null, quantity: '5.5', unit: '分钟', money: null, rows: ['deductions 2:3', 'deductions 2:4'],
        why: ['chain-increase.rule', 'common.step', 'common.next', 'common.difference', 'common.notReset', 'common.noBill', 'common.secondsTried'],
      }],
    });
    expect(words({ packages: [{}], deductions, window: WIDE }, chainIncrease).slice(1, 4)).toEqual([
      'deductions.csv:3 · 2025-05-08 02:10:00 · before 990.00 − 20.00 = 970.00', 'deductions.csv:4 · 2025-05-08 06:10:00 · before 975.50', 'Difference 975.50 − 970.00 = 5.50 分钟',
    ]);
  });

  it('finds one unit of the last place', () => {
    const rows = [...chain('20000.000000000', ['0.293333333']), ...chain('19999.706666668', ['1.000000000'], {}, '2025-05-08 05:00:00')];
    expect(ask({ deductions: rows, window: WIDE }, chainIncrease).findings[0]).toMatchObject({ quantity: '0.000000001' });
  });

  it('is no less across a hole between two files: what is missing there would only lower it', () => {
    const windows = [{ start: '2025-05-01 00:00:00', end: '2025-05-08 02:59:59' }, { start: '2025-05-08 05:00:00', end: '2025-06-30 23:59:59' }];
    expect(ask({ packages: [{}], deductions, windows }, chainIncrease).findings[0]).toMatchObject({ severity: 'error', why: expect.arrayContaining(['common.hole']) as string[] });
  });

  it('is explained by a reversal, which is a row of its own', () => {
    const reversal = { ...first[1]!, before: '970.00', deducted: '-5.50', after: '975.50', deductedAt: '2025-05-08 04:00:00' };
    expect(counts({ deductions: [...first, reversal, ...second] })).toBe('4/4/0/0');
  });

  it('leaves a misprinted row to row-arithmetic', () => {
    const rows = first.map((row, index) => (index === 1 ? { ...row, before: '991.00' } : row));
    expect(ask({ deductions: rows, window: WIDE }, chainIncrease, rowArithmetic)).toMatchObject({ counts: '1/1/0/0' });
  });

  it('is told once where a single row strays', () => {
    const stray = { ...chain('999.00', ['3.00'], {}, '2025-05-08 01:30:00')[0]! };
    expect(counts({ deductions: [first[0]!, stray, first[1]!] })).toBe('2/1/1/0');
  });
});

describe('chain-increase explained by the bill', () => {
  it.each([
    ['a renewal between the rows', 'prepay_renew', '2025-05-08 03:00:00', '3/3/0/0'],
    ['a change between the rows', 'prepay_modify', '2025-05-08 03:00:00', '3/3/0/0'],
    ['a refund between the rows', 'prepay_return', '2025-05-08 03:00:00', '3/3/0/0'],
    ['a renewal in the very second of the row after', 'prepay_renew', '2025-05-08 06:10:00', '3/3/0/0'],
    ['a renewal a second later', 'prepay_renew', '2025-05-08 06:10:01', '3/2/1/0'],
    ['a renewal in the very second of the row before', 'prepay_renew', '2025-05-08 02:10:00', '3/2/1/0'],
    ['a line of a type that nobody knows', '别的', '2025-05-08 03:00:00', '3/2/1/0'],
  ])('by %s', (_what, type, time, expected) => {
    expect(counts({ bill: [bought(type, time)] })).toBe(expected);
  });

  it('not by a renewal of another package', () => {
    expect(counts({ bill: [{ ...bought('prepay_renew', '2025-05-08 03:00:00'), instanceId: 'pkg-2' }] })).toBe('3/2/1/0');
  });

  it('says so where the bill has nothing', () => {
    expect(ask({ packages: [{}], deductions, window: WIDE, bill: [bought('prepay_purchase', '2025-05-01 00:00:00')] }, chainIncrease).findings[0]!.why).toContain('common.noPurchase');
  });
});

describe('chain-increase and other explanations', () => {
  it('is explained by two overviews that show the capacity raised by just this amount', () => {
    const older = { file: '11', total: '1000.00' };
    const files = [{ id: 11, kind: 'packages' as const, name: 'old.csv', snapshot: 1_746_057_600 }];
    expect(counts({ packages: [older, { total: '1005.50' }], files })).toBe('3/3/0/0');
    expect(counts({ packages: [older, { total: '1005.51' }], files })).toBe('3/2/1/0');
  });

  it('is no reset inside one period, and says so', () => {
    const period = { packageType: 'period', periodTotal: '1000.00', periodRemaining: '969.50', periodStart: '2025-05-01 00:00:00', periodEnd: '2025-05-31 23:59:59' };
    const { findings } = ask({ packages: [period], deductions: deductions.map((row) => ({ ...row, packageType: 'period' })), window: WIDE }, chainIncrease);
    expect(findings[0]!.why).toContain('common.samePeriod');
  });

  it('is silent where the balance is reset with its period', () => {
    const period = { packageType: 'period', periodTotal: '1000.00', periodRemaining: '995.00', periodStart: '2025-06-01 00:00:00', periodEnd: '2025-06-30 23:59:59' };
    const rows = [...chain('600.00', ['10.00'], { packageType: 'period' }, '2025-05-31 20:00:00'), ...chain('1000.00', ['5.00'], { packageType: 'period' }, '2025-06-01 03:00:00')];
    expect(ask({ packages: [period], deductions: rows, window: WIDE }, chainIncrease)).toMatchObject({ findings: [] });
  });

  it('cannot be checked where nobody knows the type of the package', () => {
    const rows = deductions.map((row) => ({ ...row, packageType: '新类型' }));
    expect(ask({ deductions: rows, window: WIDE }, chainIncrease)).toEqual({ counts: '3/2/0/1', findings: [], reasons: ['common.absent x1'] });
  });
});
