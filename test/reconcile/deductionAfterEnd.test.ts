import { describe, expect, it } from 'vitest';
import { deductionAfterEnd } from '../../core/reconcile/checks/deductionAfterEnd.ts';
import { chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, WIDE, words } from './told.ts';

const rows = chain('30.00', ['10.00', '20.00']);

function answer(deductions: readonly Cells[], pack: Cells = {}, more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ packages: [pack], deductions, window: WIDE, ...more }, deductionAfterEnd);
}

function refund(time: string): Cells {
  return { billingMode: 'prepaid', transactionType: 'prepay_return', instanceId: 'pkg-1', afterDiscount: '-10.00', usage: '1', transactionTime: time };
}

describe('deduction-after-end of an empty package', () => {
  it('passes the row that empties it, and one that takes nothing afterwards', () => {
    const nothing = { ...rows[1]!, before: '0.00', deducted: '0.00', after: '0.00', deductedAt: '2025-05-09 00:00:00' };
    expect(answer([...rows, nothing])).toEqual({ counts: '3/3/0/0', findings: [], reasons: [] });
  });

  it('finds a row that takes from nothing', () => {
    const beyond = { ...rows[1]!, before: '0.00', deducted: '0.01', after: '-0.01', deductedAt: '2025-05-09 00:00:00' };
    expect(answer([...rows, beyond])).toEqual({
      counts: '3/2/1/0', reasons: [],
      findings: [{ severity: 'error', packageId: 'pkg-1', transactionId: null, quantity: '0.01', unit: '分钟', money: null, rows: ['deductions 2:4'], why: ['deduction-after-end.rule', 'deduction-after-end.empty'] }],
    });
    expect(words({ deductions: [...rows, beyond] }, deductionAfterEnd)[1]).toBe('deductions.csv:4 · 2025-05-09 00:00:00 · the balance was 0.00, yet 0.01 分钟 are deducted');
  });

  it('is one finding for all rows of a package', () => {
    const beyond = [1, 2, 3].map((day) => ({ ...rows[1]!, before: '0.00', deducted: '5.00', after: '0.00', deductedAt: `2025-05-1${day} 00:00:00` }));
    expect(answer([...rows, ...beyond])).toMatchObject({ counts: '5/2/3/0', findings: [{ quantity: '15', rows: ['deductions 2:4', 'deductions 2:5', 'deductions 2:6'] }] });
  });

  it('lets an unlimited package print a constant zero', () => {
    const zero = { ...rows[0]!, packageType: 'unlimited', before: '0', after: '0' };
    expect(answer([zero], { packageType: 'unlimited', remaining: null, total: null }).counts).toBe('1/1/0/0');
  });

  it('lets an empty period be followed by a full one', () => {
    const period = { packageType: 'period', periodTotal: '30.00', periodRemaining: '20.00', periodStart: '2025-06-01 00:00:00', periodEnd: '2025-06-30 23:59:59' };
    const all = [...rows, ...chain('30.00', ['10.00'], {}, '2025-06-02 00:00:00')].map((row) => ({ ...row, packageType: 'period' }));
    expect(answer(all, period).counts).toBe('3/3/0/0');
  });
});

describe('deduction-after-end of a refunded package', () => {
  const time = '2025-05-08 01:00:00';

  it('passes usage before the refund, posted after it', () => {
    expect(answer([rows[0]!], {}, { bill: [refund(time)] }).counts).toBe('1/1/0/0');
    expect(rows[0]!['deductedAt']).toBe('2025-05-08 01:10:00');
  });

  it('finds usage from the second of the refund on', () => {
    const { findings } = answer(rows, { status: 'refunded' }, { bill: [refund(time)] });
    expect(findings).toMatchObject([{ severity: 'error', quantity: '20', rows: ['deductions 2:3', 'packages 1:2'], why: ['deduction-after-end.rule', 'deduction-after-end.refunded', 'common.assumedPolicy'] }]);
    expect(answer(rows, {}, { bill: [refund('2025-05-08 01:00:01')] }).counts).toBe('2/2/0/0');
  });

  it('takes the time of the refund from the overview where the bill has none', () => {
    expect(answer(rows, { status: 'refunded', endedAt: time }).counts).toBe('2/1/1/0');
    expect(answer(rows, { status: 'refunded', endedAt: null }).counts).toBe('2/2/0/0');
    expect(answer(rows, { status: 'expired', endedAt: time }).counts).toBe('2/2/0/0');
  });

  it('finds usage before the refund that was posted later than the lag allows', () => {
    const posted = (moment: string): string => answer([{ ...rows[0]!, deductedAt: moment }], {}, { bill: [refund(time)] }).counts;
    expect([posted('2025-05-09 01:00:00'), posted('2025-05-09 01:00:01')]).toEqual(['1/1/0/0', '1/0/1/0']);
  });
});

describe('deduction-after-end of an inactive package', () => {
  it('finds any deduction up to the snapshot', () => {
    expect(answer(rows, { status: 'inactive' })).toMatchObject({ counts: '2/0/2/0', findings: [{ quantity: '30', why: ['deduction-after-end.rule', 'deduction-after-end.inactive', 'common.folded'] }] });
    expect(answer(rows, { status: 'inactive' }, { snapshot: '2025-05-08 01:09:59' }).counts).toBe('2/2/0/0');
  });
});

describe('deduction-after-end has no answer', () => {
  it('where the amount is absent', () => {
    expect(answer([{ ...rows[0]!, deducted: null }]).reasons).toEqual(['common.absent x1']);
  });
});
