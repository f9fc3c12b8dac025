import { describe, expect, it } from 'vitest';
import { chainGap } from '../../core/reconcile/checks/chainGap.ts';
import { coverageHole } from '../../core/reconcile/checks/coverageHole.ts';
import { rowArithmetic } from '../../core/reconcile/checks/rowArithmetic.ts';
import { chain, type Cells } from '../support/scenario.ts';
import { ask, setAside, time, WIDE, words } from './told.ts';

const whole = chain('1000.00', ['10.00', '20.00', '5.50', '7.00', '8.00']);
const gapped = whole.filter((_, index) => index !== 2);

/** Rows of hours `from` to `to` of the day, 0 first. */
function hours(from: number, to: number): Cells[] {
  return chain('1000.00', Array.from({ length: to + 1 }, () => '1.00')).slice(from, to + 1);
}

describe('chain-gap', () => {
  it('passes a whole chain, once for each link', () => {
    expect(ask({ deductions: whole, window: WIDE }, chainGap)).toEqual({ counts: '4/4/0/0', findings: [], reasons: [] });
  });

  it('finds what is missing inside one covered range', () => {
    expect(ask({ deductions: gapped, window: WIDE }, chainGap)).toEqual({
      counts: '3/2/1/0', reasons: [],
      findings: [{
        severity: 'error', packageId: 'pkg-1', transactionId: null, quantity: '5.5', unit: '分钟', money: null, rows: ['deductions 2:3', 'deductions 2:4'],
        why: ['chain-gap.rule', 'common.step', 'common.next', 'common.difference', 'common.notReset', 'common.secondsTried', 'common.covered', 'common.assumedPolicy'],
      }],
    });
  });

  it('tells the arithmetic with file and line', () => {
    const lines = words({ deductions: gapped, window: WIDE }, chainGap);
    expect(lines[1]).toBe('deductions.csv:3 · 2025-05-08 02:10:00 · before 990.00 − 20.00 = 970.00');
    expect(lines[2]).toBe('deductions.csv:4 · 2025-05-08 04:10:00 · before 964.50');
    expect(lines[3]).toContain('970.00 − 964.50 = 5.50');
    expect(lines[4]).toContain('Total');
  });

  it('is one unit of the last place wide', () => {
    const rows = chain('20000.000000000', ['0.293333333', '0.000000001', '1.000000000']);
    expect(ask({ deductions: [rows[0]!, rows[2]!], window: WIDE }, chainGap).findings[0]).toMatchObject({ severity: 'error', quantity: '0.000000001' });
  });

  it('says what the missing rows are worth', () => {
    const purchase = { billingMode: 'prepaid', transactionType: 'prepay_purchase', instanceId: 'pkg-1', afterDiscount: '100.00', usage: '1', transactionTime: '2025-05-01 00:00:00' };
    expect(ask({ deductions: gapped, packages: [{}], bill: [purchase], window: WIDE }, chainGap).findings[0]).toMatchObject({ money: '0.55 CNY' });
  });

  it('names each gap of a package', () => {
    const rows = whole.filter((_, index) => index !== 1 && index !== 3);
    expect(ask({ deductions: rows, window: WIDE }, chainGap).findings.map(({ quantity }) => quantity)).toEqual(expect.arrayContaining(['20', '7']));
  });

  it('is no gap where a balance rises', () => {
    expect(ask({ deductions: chain('1000.00', ['10.00']).concat(chain('995.00', ['1.00'], {}, '2025-05-08 05:00:00')), window: WIDE }, chainGap).counts).toBe('1/1/0/0');
  });

  it('does not look across packages', () => {
    expect(ask({ deductions: [...whole, ...chain('300.00', ['1.00', '2.00'], { packageId: 'pkg-2' })], window: WIDE }, chainGap)).toMatchObject({ counts: '5/5/0/0' });
  });

  it('does not look across the periods of a package', () => {
    const period = { packageType: 'period', unit: '分钟', periodRemaining: '90.00', periodTotal: '100.00', periodStart: '2025-06-01 00:00:00', periodEnd: '2025-06-30 23:59:59' };
    const rows = [...chain('50.00', ['10.00'], { packageType: 'period' }, '2025-05-31 20:00:00'), ...chain('40.00', ['5.00'], { packageType: 'period' }, '2025-06-01 03:00:00')];
    expect(ask({ packages: [period], deductions: rows, window: WIDE }, chainGap)).toEqual({ counts: '0/0/0/0', findings: [], reasons: [] });
  });

  it('leaves a misprinted row to row-arithmetic', () => {
    const rows = whole.map((row, index) => (index === 2 ? { ...row, before: '960.00' } : row));
    expect(ask({ deductions: rows, window: WIDE }, chainGap, rowArithmetic)).toMatchObject({ counts: '4/4/0/0' });
  });
});

describe('chain-gap at the edges of what the files cover', () => {
  const lag = (window: { start: string; end: string }): string => ask({ deductions: gapped, window }, chainGap).counts;

  it('has no answer until the lag of a day has passed', () => {
    // The row before the gap was posted at 02:10 on 8 May: usage of the 24 hours before may be posted then.
    expect(lag({ start: '2025-05-07 02:10:00', end: WIDE.end })).toBe('3/2/1/0');
    expect(lag({ start: '2025-05-07 02:10:01', end: WIDE.end })).toBe('3/2/0/1');
  });

  it('has no answer where the row after the gap is posted after the end of the window', () => {
    expect(lag({ start: WIDE.start, end: '2025-05-08 04:10:00' })).toBe('3/2/1/0');
    expect(lag({ start: WIDE.start, end: '2025-05-08 04:09:58' })).toBe('3/2/0/1');
    expect(ask({ deductions: gapped, window: { start: WIDE.start, end: '2025-05-08 04:09:58' } }, chainGap).reasons).toEqual(['common.edge x1']);
  });

  it('takes the lag that the rows themselves show, where there are enough of them', () => {
    const rows = hours(0, 25).filter((_, index) => index !== 3);
    expect(ask({ deductions: rows, window: { start: '2025-05-08 00:00:00', end: '2025-05-09 23:59:59' } }, chainGap).counts).toBe('24/23/1/0');
  });

  it('starts and ends a window in the middle of a chain without a word', () => {
    expect(ask({ deductions: hours(5, 9) }, chainGap)).toMatchObject({ counts: '4/4/0/0', findings: [] });
  });
});

describe('chain-gap and rows that could not be read', () => {
  const reasons = (known: Parameters<typeof setAside>[1]): readonly string[] => ask({ deductions: gapped, window: WIDE, rejected: [setAside(2, known)] }, chainGap).reasons;

  it('has no answer where one of them may be what is missing', () => {
    const blocked = ['common.blocked rejected-row x1'];
    expect(reasons({ packageId: 'pkg-1', deductedAt: time('2025-05-08 03:10:00') })).toEqual(blocked);
    expect(reasons({ packageId: 'pkg-1' })).toEqual(blocked);
    expect(reasons({ deductedAt: time('2025-05-08 04:10:00') })).toEqual(blocked);
  });

  it('has one where it is of another package or time', () => {
    expect(reasons({ packageId: 'pkg-2' })).toEqual([]);
    expect(reasons({ packageId: 'pkg-1', deductedAt: time('2025-05-08 04:10:01') })).toEqual([]);
    expect(reasons({ packageId: 'pkg-1', deductedAt: time('2025-05-08 02:09:59') })).toEqual([]);
  });
});

describe('chain-gap across a hole between two files', () => {
  const windows = [{ start: '2025-05-01 00:00:00', end: '2025-05-10 23:59:59' }, { start: '2025-05-14 00:00:00', end: '2025-06-30 23:59:59' }];
  const rows = [...chain('1000.00', ['10.00'], {}, '2025-05-10 10:00:00'), ...chain('900.00', ['10.00'], {}, '2025-05-14 10:00:00')];
  const line = (day: string): Cells => ({ usageStart: `${day} 10:00:00`, usageEnd: `${day} 10:59:59`, usage: '1', transactionId: day });

  it('is a warning, because an export may be missing', () => {
    const { counts, findings } = ask({ deductions: rows, windows }, chainGap);
    expect(counts).toBe('1/0/1/0');
    expect(findings[0]).toMatchObject({ severity: 'warning', quantity: '90', why: expect.arrayContaining(['common.hole']) as string[] });
  });

  it('is left to coverage-hole, where the bill shows that an export is missing', () => {
    expect(ask({ deductions: rows, windows, bill: [line('2025-05-12')] }, chainGap, coverageHole)).toEqual({ counts: '1/0/0/1', findings: [], reasons: ['common.blocked coverage-hole x1'] });
  });

  it('stays an error elsewhere in the files', () => {
    const later = [...chain('1000.00', ['10.00'], {}, '2025-06-10 10:00:00'), ...chain('900.00', ['10.00'], {}, '2025-06-11 10:00:00')];
    expect(ask({ deductions: later, windows }, chainGap).findings[0]).toMatchObject({ severity: 'error' });
  });

  it('is an edge, not a hole, at the end of the last file', () => {
    const last = [...chain('1000.00', ['10.00'], {}, '2025-06-30 10:00:00'), ...chain('900.00', ['10.00'], {}, '2025-06-30 23:30:00')];
    expect(ask({ deductions: last, windows }, chainGap).reasons).toEqual(['common.edge x1']);
  });

  it('is whole where two files overlap or adjoin', () => {
    const adjoining = [windows[0]!, { start: '2025-05-11 00:00:00', end: '2025-06-30 23:59:59' }];
    expect(ask({ deductions: rows, windows: adjoining }, chainGap).findings[0]).toMatchObject({ severity: 'error' });
  });
});
