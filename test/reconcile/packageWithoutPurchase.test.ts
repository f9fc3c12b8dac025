import { describe, expect, it } from 'vitest';
import { packageWithoutPurchase } from '../../core/reconcile/checks/packageWithoutPurchase.ts';
import { brief, said } from '../support/brief.ts';
import { answer, chain, counts, type Cells, type Scenario } from '../support/scenario.ts';

const PURCHASE: Cells = {
  transactionId: 'T1', instanceId: 'pkg-1', instanceType: '资源包', billingMode: 'prepaid', transactionType: 'prepay_purchase', usage: '1', usageUnit: '个', afterDiscount: '80.00',
  transactionTime: '2025-05-01 00:00:00', usageStart: '2025-05-01 00:00:00', usageEnd: '2026-05-01 00:00:00',
};
const USE: Cells = { transactionId: 'U1', usage: '1.00', afterDiscount: '0.10', transactionTime: '2025-05-08 01:20:00', usageStart: '2025-05-08 00:00:00', usageEnd: '2025-05-08 00:59:59' };
const JUNE: Cells = { ...USE, transactionId: 'U2', transactionTime: '2025-06-08 01:20:00', usageStart: '2025-06-08 00:00:00', usageEnd: '2025-06-08 00:59:59' };
const UNPAID: Cells = { packageId: 'pkg-2', packageName: 'Package 2' };

function ask(scenario: Scenario): ReturnType<typeof answer> {
  return answer(scenario, packageWithoutPurchase);
}

const reasons = (scenario: Scenario): string[] => ask(scenario).result.reasons.map(({ reason }) => reason.id);

describe('package-without-purchase', () => {
  it('passes a package that was bought, renewed or changed', () => {
    for (const transactionType of ['prepay_purchase', 'prepay_renew', 'prepay_modify']) expect(counts(ask({ packages: [{}], bill: [{ ...PURCHASE, transactionType }] }).result)).toBe('1/1/0/0');
  });

  it.each(['cn', 'intl', 'reseller'] as const)('warns of a package that nobody paid for in a loaded month (%s)', (billLayout) => {
    const { result, findings } = ask({ billLayout, packages: [{}, UNPAID], bill: [PURCHASE, USE] });
    expect(counts(result)).toBe('2/1/1/0');
    expect(findings.map(brief)).toEqual(['warning | pkg-2 | - | - | - | packages:3']);
    expect(said(findings[0]!, 'id', 'month', 'lines')).toEqual(['rule', 'package id=pkg-2', 'searched month=2025-05 lines=2', 'notFree']);
  });

  it('tells free packages as information', () => {
    for (const packageName of ['免费额度包', '新用户赠送', 'CDN Free Trial', 'POC包']) expect(ask({ packages: [{}, { ...UNPAID, packageName }], bill: [PURCHASE] }).findings.map(({ severity }) => severity)).toEqual(['info']);
    expect(ask({ packages: [{}, { ...UNPAID, packageName: 'Epoch freedom' }], bill: [PURCHASE] }).findings.map(({ severity }) => severity)).toEqual(['warning']);
  });

  it('leaves to purchase-without-package what has the same cause', () => {
    const lost = { ...PURCHASE, transactionId: 'T9', instanceId: 'pkg-9' };
    const { result, findings } = ask({ packages: [{}, UNPAID], bill: [PURCHASE, lost, USE] });
    expect([counts(result), findings, result.reasons[0]!.reason]).toEqual(['2/1/0/1', [], { id: 'common.blocked', values: { check: 'purchase-without-package' } }]);
    expect(counts(ask({ packages: [{}, UNPAID], bill: [PURCHASE, { ...lost, product: 'Q' }] }).result)).toBe('2/1/1/0');
  });

  it('is not checkable where the month is not loaded, or only begins or ends around the package', () => {
    const at = (effective: string): string[] => reasons({ packages: [{ ...UNPAID, effective }], bill: [{ ...USE, instanceType: null }, JUNE] });
    expect(at('2025-04-30 10:00:00')).toEqual(['package-without-purchase.notLoaded']);
    expect(at('2025-05-07 23:59:59')).toEqual(['package-without-purchase.edge']);
    expect([at('2025-05-08 00:00:00'), at('2025-05-31 10:00:00'), at('2025-06-01 00:00:00'), at('2025-06-08 01:20:00')]).toEqual([[], [], [], []]);
    expect(at('2025-06-08 01:20:01')).toEqual(['package-without-purchase.edge']);
    expect(at('2025-07-01 00:00:00')).toEqual(['package-without-purchase.notLoaded']);
  });

  it('does not take a late adjustment for a loaded month, nor the last hour of a month for all of it', () => {
    const adjustment = { ...USE, transactionType: 'recon_increase', usageStart: '2024-11-03 00:00:00' };
    expect(reasons({ packages: [{ ...UNPAID, effective: '2024-11-05 00:00:00' }], bill: [adjustment, USE] })).toEqual(['package-without-purchase.notLoaded']);
    const lastHour = { ...USE, usageStart: '2025-04-30 23:00:00', usageEnd: '2025-04-30 23:59:59', transactionTime: '2025-05-01 00:20:00' };
    expect(reasons({ packages: [{ ...UNPAID, effective: '2025-04-15 00:00:00' }], bill: [lastHour, USE] })).toEqual(['package-without-purchase.edge']);
  });

  it('is not checkable without an overview or a begin, and not run without a bill', () => {
    expect(reasons({ packages: [{}], bill: [PURCHASE], deductions: chain('10.00', ['1.00'], { packageId: 'pkg-7' }) })).toEqual(['package-without-purchase.noOverview']);
    expect(reasons({ packages: [{ ...UNPAID, effective: null }], bill: [PURCHASE] })).toEqual(['common.absent']);
    expect(counts(ask({ packages: [{}] }).result)).toBe('0/0/0/1');
  });
});
