import { describe, expect, it } from 'vitest';
import { realisedWaste } from '../../core/reconcile/checks/realisedWaste.ts';
import { answer, chain, counts, type Cells, type Scenario } from '../support/scenario.ts';

const on = (pack: Cells, more: Partial<Scenario> = {}) => answer({ packages: [{ status: 'expired', expiry: '2025-07-14 23:59:59', ...pack }], ...more }, realisedWaste);

describe('realised-waste', () => {
  it('passes an expired package that is empty, and tells the least rest', () => {
    expect(counts(on({ remaining: '0.00' }).result)).toBe('1/1/0/0');
    const { result, findings } = on({ remaining: '0.01' });
    expect(counts(result)).toBe('1/0/1/0');
    expect(findings).toMatchObject([{ severity: 'info', packageId: 'pkg-1', product: 'P', unit: '分钟', rows: [{ kind: 'packages', file: 1, line: 2 }] }]);
    expect(findings[0]!.quantity!.toString()).toBe('0.01');
    expect(findings[0]!.why.slice(1)).toEqual([{ id: 'realised-waste.lost', values: { expiry: '2025-07-14 23:59:59', balance: '0.01', unit: '分钟', capacity: '1,000', month: '2025-07' } }]);
  });

  it('counts from the moment of expiry', () => {
    expect(counts(on({ expiry: '2025-08-01 00:00:01' }).result)).toBe('0/0/0/0');
    expect(counts(on({ expiry: '2025-08-01 00:00:00' }).result)).toBe('1/0/1/0');
    expect(on({ expiry: '2025-08-01 00:00:00' }).findings[0]!.why[1]!.values['month']).toBe('2025-07');
  });

  it('values the rest at what was paid', () => {
    const bill = [{ instanceId: 'pkg-1', transactionType: 'prepay_purchase', billingMode: 'prepaid', transactionTime: '2025-05-01 00:00:00', totalCost: '100.00', usageStart: '2025-05-01 00:00:00' }];
    const { findings } = on({ remaining: '250.00' }, { bill });
    expect(findings[0]).toMatchObject({ currency: 'CNY' });
    expect(findings[0]!.money!.toString()).toBe('25');
  });

  it('takes the last balance of the deductions where the overview shows none', () => {
    const { findings } = on({ remaining: null }, { deductions: chain('1000.00', ['10.00']) });
    expect(findings[0]!.quantity!.toString()).toBe('990');
    expect(findings[0]!.why.at(-1)).toEqual({ id: 'realised-waste.fromRows', values: {} });
    expect(counts(on({ remaining: null }).result)).toBe('1/0/0/1');
  });

  it('has nothing to say of refunded, unlimited and sliced packages', () => {
    const others: Cells[] = [{ status: 'refunded' }, { packageType: 'unlimited' }, { packageType: 'slice' }];
    for (const pack of others) expect(counts(on(pack).result)).toBe('0/0/0/0');
  });

  it('cannot be checked without a snapshot or an expiry', () => {
    expect(on({}, { files: [{ id: 1, snapshot: null }] }).result.reasons[0]!.reason.id).toBe('common.noSnapshot');
    expect(on({ expiry: null }).result.reasons[0]!.reason.id).toBe('common.absent');
  });
});
