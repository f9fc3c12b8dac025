import { describe, expect, it } from 'vitest';
import { purchaseWithoutPackage } from '../../core/reconcile/checks/purchaseWithoutPackage.ts';
import { brief, said } from '../support/brief.ts';
import { answer, chain, counts, type Cells, type Scenario } from '../support/scenario.ts';

const PURCHASE: Cells = {
  transactionId: 'T1', instanceId: 'pkg-1', instanceType: '资源包', billingMode: 'prepaid', transactionType: 'prepay_purchase', listPrice: '80.00', priceUnit: '元/个', usage: '1', usageUnit: '个', durationUnit: '个',
  originalCost: '80.00', afterDiscount: '80.00', transactionTime: '2025-05-01 00:00:00', usageStart: '2025-05-01 00:00:00', usageEnd: '2026-05-01 00:00:00',
};
const LOST: Cells = { ...PURCHASE, transactionId: 'T9', instanceId: 'pkg-9' };

function told(scenario: Scenario): string {
  return counts(answer({ packages: [{}], ...scenario }, purchaseWithoutPackage).result);
}

describe('purchase-without-package', () => {
  it('passes what an overview or the deductions know', () => {
    expect(told({ bill: [PURCHASE] })).toBe('1/1/0/0');
    expect(told({ bill: [LOST], deductions: chain('10.00', ['1.00'], { packageId: 'pkg-9' }) })).toBe('1/1/0/0');
  });

  it('warns of a package that nothing knows, and names a candidate without assuming it', () => {
    const { result, findings } = answer({ packages: [{}, { packageId: 'pkg-2', packageName: 'Package 2', effective: '2025-05-01 00:00:00' }], bill: [PURCHASE, LOST] }, purchaseWithoutPackage);
    expect(counts(result)).toBe('2/1/1/0');
    expect(findings.map(brief)).toEqual(['warning | pkg-9 | T9 | - | 80 CNY | bill:3']);
    expect(said(findings[0]!, 'id', 'count', 'amount')).toEqual(['rule', 'line id=pkg-9 amount=80', 'searched id=pkg-9 count=2', 'candidate id=pkg-2']);
  });

  it('knows the words of a reseller\'s bill', () => {
    const line = { ...LOST, instanceType: 'Resource package', afterDiscount: null, totalCost: '80.00', currency: 'USD' };
    expect(answer({ packages: [{}], billLayout: 'reseller', bill: [line] }, purchaseWithoutPackage).findings.map(brief)).toEqual(['warning | pkg-9 | T9 | - | 80 USD | bill:2']);
  });

  it('makes one finding of the components of one transaction', () => {
    expect(answer({ packages: [{}], bill: [LOST, { ...LOST, componentName: 'J', afterDiscount: '20.00' }] }, purchaseWithoutPackage).findings.map(brief)).toEqual(['warning | pkg-9 | T9 | - | 100 CNY | bill:2,bill:3']);
  });

  it.each([
    ['another product', { product: 'Q' }],
    ['begun 4 days and a month earlier', { effective: '2025-04-27 00:00:00' }],
    ['another owner', { packageOwner: '555' }],
    ['a gift by its name', { packageName: '新用户赠送包' }],
  ])('takes a package of %s for no candidate', (_name, cells) => {
    const { findings } = answer({ packages: [{ packageId: 'pkg-2', effective: '2025-05-01 00:00:00', ...cells }], bill: [LOST] }, purchaseWithoutPackage);
    expect(said(findings[0]!)).toEqual(['rule', 'line', 'searched', 'noCandidate']);
  });

  it('prefers candidates of the very validity that was paid for', () => {
    const packages: Cells[] = [{ packageId: 'pkg-2', expiry: '2026-08-31 23:59:59' }, { packageId: 'pkg-3', expiry: '2026-05-01 00:00:00' }, { packageId: 'pkg-4', effective: '2025-04-28 12:00:00', expiry: '2026-05-31 23:59:59' }];
    const candidates = (line: Cells): string[] => said(answer({ packages, bill: [line] }, purchaseWithoutPackage).findings[0]!, 'id').filter((sentence) => sentence.startsWith('candidate'));
    expect(candidates(LOST)).toEqual(['candidate id=pkg-3']);
    expect(candidates({ ...LOST, usageEnd: null })).toEqual(['candidate id=pkg-2', 'candidate id=pkg-3', 'candidate id=pkg-4']);
  });

  it('tells as information what was refunded in full or ended too long ago to be listed', () => {
    const refund = { ...LOST, transactionId: 'T10', transactionType: 'prepay_return', afterDiscount: '-80.00' };
    expect(answer({ packages: [{}], bill: [LOST, refund] }, purchaseWithoutPackage).findings.map(brief)).toEqual(['info | pkg-9 | T9 | - | 80 CNY | bill:2']);
    expect(answer({ packages: [{}], bill: [LOST, { ...refund, afterDiscount: '-79.99' }] }, purchaseWithoutPackage).findings.map(({ severity }) => severity)).toEqual(['warning']);
    const ended = (usageEnd: string): string => answer({ packages: [{}], bill: [{ ...LOST, usageEnd }] }, purchaseWithoutPackage).findings[0]!.severity;
    expect([ended('2025-04-30 23:59:58'), ended('2025-04-30 23:59:59')]).toEqual(['info', 'warning']);
  });

  it('leaves servers and disks alone', () => {
    expect(told({ bill: [{ ...LOST, instanceType: null, instanceId: 'ins-9' }, { ...LOST, instanceType: '竞价实例' }, { ...LOST, instanceType: null, subproduct: 'other' }] })).toBe('0/0/0/0');
    expect(told({ bill: [{ ...LOST, instanceType: null }] })).toBe('1/0/1/0');
  });

  it('is not checkable where the line names no package or was paid after the newest overview; not run without overviews', () => {
    const { result } = answer({ packages: [{}], bill: [{ ...LOST, instanceId: null }, { ...LOST, transactionTime: '2025-08-01 00:00:01' }] }, purchaseWithoutPackage);
    expect([counts(result), result.reasons.map(({ reason }) => reason.id)]).toEqual(['2/0/0/2', ['purchase-without-package.later', 'purchase-without-package.unnamed']]);
    expect(counts(answer({ bill: [LOST] }, purchaseWithoutPackage).result)).toBe('0/0/0/1');
  });
});
