import { describe, expect, it } from 'vitest';
import { validityOrder } from '../../core/reconcile/checks/validityOrder.ts';
import { validityWindow } from '../../core/reconcile/checks/validityWindow.ts';
import { chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, WIDE, words } from './told.ts';

const [base] = chain('1000.00', ['10.00']) as [Cells];
const PACK = { effective: '2025-05-08 10:00:00', expiry: '2025-06-08 23:59:59' };

/** One deduction for usage of this interval. */
function used(usageStart: string, usageEnd: string, more: Cells = {}): Cells {
  return { ...base, usageStart, usageEnd, deductedAt: '2025-06-09 03:00:00', ...more };
}

function answer(rows: readonly Cells[], pack: Cells = {}, more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ packages: [{ ...PACK, ...pack }], deductions: rows, window: WIDE, ...more }, validityWindow, validityOrder);
}

function verdict(rows: readonly Cells[], pack: Cells = {}): string {
  const { counts, findings } = answer(rows, pack);
  return `${counts}${findings.map(({ severity }) => ` ${severity}`).join('')}`;
}

describe('validity-window', () => {
  it('passes usage inside, whenever it was posted', () => {
    expect(answer([used('2025-06-08 22:00:00', '2025-06-08 22:59:59')])).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
  });

  it.each([
    ['the first hour', '2025-05-08 10:00:00', '2025-05-08 10:59:59', '1/1/0/0'],
    ['the last hour', '2025-06-08 23:00:00', '2025-06-08 23:59:59', '1/1/0/0'],
    ['an hour that ends as the package does', '2025-06-08 23:00:00', '2025-06-09 00:00:00', '1/1/0/0'],
    ['the hour before', '2025-05-08 09:00:00', '2025-05-08 09:59:59', '1/0/1/0 error'],
    ['the hour before, exclusive end', '2025-05-08 09:00:00', '2025-05-08 10:00:00', '1/0/1/0 error'],
    ['the hour after', '2025-06-09 00:00:00', '2025-06-09 00:59:59', '1/0/1/0 error'],
    ['over the beginning', '2025-05-08 09:59:59', '2025-05-08 10:59:59', '1/0/1/0 info'],
    ['over the end', '2025-06-08 23:30:00', '2025-06-09 00:29:59', '1/0/1/0 info'],
    ['over both', '2025-05-01 00:00:00', '2025-07-01 00:00:00', '1/0/1/0 info'],
  ])('usage of %s', (_what, start, end, expected) => {
    expect(verdict([used(start, end)])).toBe(expected);
  });

  it('tells usage after the expiry with dates, amount and rows', () => {
    const row = used('2025-06-09 00:00:00', '2025-06-09 00:59:59');
    const purchase = { billingMode: 'prepaid', transactionType: 'prepay_purchase', instanceId: 'pkg-1', afterDiscount: '50.00', usage: '1', transactionTime: '2025-05-08 10:00:00' };
    expect(answer([row], {}, { bill: [purchase] }).findings).toEqual([{
      severity: 'error', packageId: 'pkg-1', transactionId: null, quantity: '10', unit: '分钟', money: '0.5 CNY', rows: ['deductions 2:2', 'packages 1:2'], why: ['validity-window.rule', 'validity-window.after'],
    }]);
    expect(words({ packages: [PACK], deductions: [row], window: WIDE }, validityWindow)[1]).toBe('deductions.csv:2 · usage 2025-06-09 00:00:00 to 2025-06-09 00:59:59 is after the expiry 2025-06-08 23:59:59, deducts 10.00 分钟');
  });

  it('is one finding for all usage after the expiry, and one for all before', () => {
    const rows = [
      used('2025-05-07 01:00:00', '2025-05-07 01:59:59'), used('2025-06-09 01:00:00', '2025-06-09 01:59:59', { before: '990.00', after: '980.00' }), used('2025-06-09 02:00:00', '2025-06-09 02:59:59', { before: '980.00', after: '970.00' }),
    ];
    const { counts, findings } = answer(rows);
    expect(counts).toBe('3/0/3/0');
    expect(findings.map(({ severity, quantity, why }) => `${severity} ${quantity} ${why[1]}`).sort()).toEqual(['error 10 validity-window.before', 'error 20 validity-window.after']);
  });

  it('says that no retroactive cover is an assumption', () => {
    const row = used('2025-05-08 01:00:00', '2025-05-08 01:59:59');
    expect(answer([row]).findings[0]!.why).toEqual(['validity-window.rule', 'validity-window.before', 'common.assumedPolicy']);
    expect(answer([row], { product: '实时音视频', effective: '2025-05-20 00:00:00' }).findings[0]!.why).toEqual(['validity-window.rule', 'validity-window.before', 'common.documentedPolicy']);
  });
});

describe('validity-window and retroactive cover', () => {
  it.each([
    ['from 00:00 of the day', '实时音视频', '2025-05-08 00:00:00', '1/0/1/0 info'], ['never the day before', '实时音视频', '2025-05-07 23:00:00', '1/0/1/0 error'],
    ['from the 1st of the month', '内容分发网络', '2025-05-01 00:00:00', '1/0/1/0 info'], ['never the month before', '内容分发网络', '2025-04-30 23:00:00', '1/0/1/0 error'],
    ['not by a product without the rule', '对象存储', '2025-05-08 01:00:00', '1/0/1/0 error'],
  ])('%s', (_what, product, start, expected) => {
    expect(verdict([used(start, `${start.slice(0, 13)}:59:59`)], { product })).toBe(expected);
  });

  it('never covers usage after the expiry', () => {
    expect(verdict([used('2025-06-09 00:00:00', '2025-06-09 00:59:59')], { product: '实时音视频' })).toBe('1/0/1/0 error');
  });

  it('puts no money at stake', () => {
    expect(answer([used('2025-05-08 01:00:00', '2025-05-08 01:59:59')], { product: '实时音视频' }).findings).toMatchObject([{ money: null, why: ['validity-window.rule', 'validity-window.retroactive', 'common.documentedPolicy'] }]);
  });
});

describe('validity-window has no answer', () => {
  const row = used('2025-06-09 00:00:00', '2025-06-09 00:59:59');

  it('without the times of package or usage', () => {
    expect(answer([row], { expiry: null }).reasons).toEqual(['common.absent x1']);
    expect(answer([{ ...row, usageStart: null, usageEnd: null }]).reasons).toEqual(['common.absent x1']);
    expect(answer([{ ...row, packageId: 'pkg-9' }]).reasons).toEqual(['common.absent x1']);
  });

  it('where the times of the package contradict each other', () => {
    expect(answer([row], { effective: '2025-06-10 00:00:00' }).reasons).toEqual(['common.blocked validity-order x1']);
  });

  it('without an overview', () => {
    expect(ask({ deductions: [row] }, validityWindow).reasons).toEqual(['common.needs x1']);
  });
});
