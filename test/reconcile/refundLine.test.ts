import { describe, expect, it } from 'vitest';
import { refundLine } from '../../core/reconcile/checks/refundLine.ts';
import { brief, said } from '../support/brief.ts';
import { answer, chain, counts, type Cells, type Scenario } from '../support/scenario.ts';

const PURCHASE: Cells = {
  transactionId: 'T1', instanceId: 'pkg-1', instanceType: '资源包', billingMode: 'prepaid', transactionType: 'prepay_purchase', usage: '1', usageUnit: '个', afterDiscount: '60.00',
  transactionTime: '2025-05-01 00:00:00', usageStart: '2025-05-01 00:00:00', usageEnd: '2026-05-01 00:00:00',
};
const REFUND: Cells = { ...PURCHASE, transactionId: 'T2', transactionType: 'prepay_return', afterDiscount: '-24.00', transactionTime: '2025-06-20 10:00:00', usageStart: '2025-06-20 10:00:00', usageEnd: '2025-06-20 10:00:00' };
const REFUNDED: Cells = { status: 'refunded', endedAt: '2025-06-20 10:00:00' };
const USE: Cells = { transactionId: 'U1', usage: '1.00', afterDiscount: '0.10', transactionTime: '2025-06-30 01:20:00', usageStart: '2025-06-30 00:00:00', usageEnd: '2025-06-30 00:59:59' };

function ask(scenario: Scenario): ReturnType<typeof answer> {
  return answer({ packages: [REFUNDED], bill: [PURCHASE, REFUND, USE], ...scenario }, refundLine);
}

const reasons = (scenario: Scenario): string[] => ask(scenario).result.reasons.map(({ reason }) => reason.id);

describe('refund-line', () => {
  it('passes a refund that its package shows, and hears of no other package', () => {
    expect(counts(ask({ packages: [REFUNDED, { packageId: 'pkg-2' }] }).result)).toBe('1/1/0/0');
  });

  it.each([['cn', 'afterDiscount', 'CNY'], ['reseller', 'totalCost', 'USD']] as const)('finds a refund of a package that is not shown as refunded (%s)', (billLayout, amount, currency) => {
    const lines = [PURCHASE, REFUND, USE].map((line) => ({ ...line, afterDiscount: null, [amount]: line['afterDiscount']!, currency }));
    const { result, findings } = ask({ packages: [{}], billLayout, bill: lines });
    expect(counts(result)).toBe('1/0/1/0');
    expect(findings.map(brief)).toEqual([`error | pkg-1 | T2 | - | 24 ${currency} | bill:3,packages:2`]);
    expect(said(findings[0]!, 'amount', 'status', 'snapshot')).toEqual(['rule', 'refund amount=-24', 'status status=@packageStatus.valid snapshot=2025-08-01 00:00:00', 'assumedPolicy']);
  });

  it('finds a refunded package without a refund line in a loaded month', () => {
    const { findings } = ask({ bill: [PURCHASE, USE] });
    expect(findings.map(brief)).toEqual(['warning | pkg-1 | - | - | - | packages:2']);
    expect(said(findings[0]!, 'time')).toEqual(['rule', 'noLine time=2025-06-20 10:00:00']);
    expect(reasons({ bill: [PURCHASE] })).toEqual(['refund-line.notLoaded']);
    expect(reasons({ bill: [PURCHASE, { ...USE, usageStart: '2025-06-20 09:00:00', usageEnd: '2025-06-20 09:59:59', transactionTime: '2025-06-20 09:59:59' }] })).toEqual(['refund-line.notLoaded']);
    expect(counts(ask({ bill: [PURCHASE, { ...REFUND, transactionType: 'pre_to_post' }, USE] }).result)).toBe('1/1/0/0');
  });

  it('finds more money back than was paid, to the last cent', () => {
    const back = (afterDiscount: string): string[] => ask({ bill: [PURCHASE, { ...REFUND, afterDiscount }, USE] }).findings.map(brief);
    expect([back('-60.00'), back('-60.01')]).toEqual([[], ['error | pkg-1 | T2 | 0.01 CNY | 0.01 CNY | bill:3,bill:2']]);
    expect(ask({ bill: [PURCHASE, REFUND, { ...REFUND, transactionId: 'T3', afterDiscount: '-40.00' }, USE] }).findings.map(brief)).toEqual(['error | pkg-1 | T2 | 4 CNY | 4 CNY | bill:3,bill:4,bill:2']);
    expect(ask({ bill: [{ ...REFUND, afterDiscount: '-100.00' }, USE] }).findings).toEqual([]);
    expect(ask({ bill: [PURCHASE, { ...REFUND, afterDiscount: '-100.00', currency: 'USD' }, USE] }).findings).toEqual([]);
  });

  it('finds deductions after the refund, but not late postings of usage before it', () => {
    const used = (usageStart: string, deductedAt: string): string[] => ask({ deductions: chain('1000.00', ['2.50'], { usageStart, usageEnd: usageStart, deductedAt }) }).findings.map(brief);
    const late = ['error | pkg-1 | T2 | 2.5 分钟 | 24 CNY | bill:3,deductions:2'];
    expect([used('2025-06-20 10:00:00', '2025-06-21 10:00:00'), used('2025-06-20 10:00:00', '2025-06-21 10:00:01')]).toEqual([[], late]);
    expect(used('2025-06-20 10:00:01', '2025-06-20 11:00:00')).toEqual(late);
  });

  it('tells everything that is wrong with one package in one finding', () => {
    const { findings } = ask({ packages: [{}], bill: [PURCHASE, { ...REFUND, afterDiscount: '-70.00' }, USE], deductions: chain('1000.00', ['2.50'], {}, '2025-07-01 00:00:00') });
    expect(findings.map(brief)).toEqual(['error | pkg-1 | T2 | 10 CNY | 10 CNY | bill:3,packages:2,bill:2,deductions:2']);
    expect(said(findings[0]!)).toEqual(['rule', 'refund', 'status', 'excess', 'late', 'assumedPolicy']);
  });

  it('is not checkable where the overview is older than the refund or within the lag, or the package unknown', () => {
    expect(reasons({ packages: [{}], snapshot: '2025-06-21 10:00:00' })).toEqual(['refund-line.snapshotLag']);
    expect(counts(ask({ packages: [{}], snapshot: '2025-06-21 10:00:01' }).result)).toBe('1/0/1/0');
    expect(reasons({ packages: [{ packageId: 'pkg-2' }] })).toEqual(['refund-line.unknownPackage']);
    expect(reasons({ packages: [{ ...REFUNDED, endedAt: null }], bill: [PURCHASE, USE] })).toEqual(['common.absent']);
    expect(reasons({ packages: [{ status: 'sleeping' }] })).toEqual(['refund-line.unknownStatus']);
  });
});
