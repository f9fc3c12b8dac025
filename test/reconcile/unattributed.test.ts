import { describe, expect, it } from 'vitest';
import { unattributed } from '../../core/reconcile/checks/unattributed.ts';
import { brief, said } from '../support/brief.ts';
import { answer, counts, type Cells } from '../support/scenario.ts';

const LINE: Cells = { transactionId: 'T1', usage: '1', afterDiscount: '1.20', usageStart: '2025-07-09 17:00:00', usageEnd: '2025-07-09 17:59:59' };
const CREDIT: Cells = { ...LINE, instanceId: null, transactionType: 'recon_increase', afterDiscount: '-5.00' };

describe('unattributed', () => {
  it('passes lines with an owner, a product and an instance', () => {
    expect(counts(answer({ bill: [LINE, LINE] }, unattributed).result)).toBe('2/2/0/0');
  });

  it('lists lines that lack the same together, charges and credits apart', () => {
    const { result, findings } = answer({ bill: [LINE, { ...LINE, instanceId: null }, CREDIT, { ...CREDIT, currency: 'USD' }, { ...LINE, owner: null, product: null }] }, unattributed);
    expect(counts(result)).toBe('4/1/3/0');
    expect(findings.map(brief).sort()).toEqual(['info | - | - | - | 1.2 CNY | bill:6', 'info | - | - | - | 3.8 CNY | bill:3,bill:4', 'info | - | - | - | 5 USD | bill:5']);
    const instance = findings.find(({ rowCount }) => rowCount === 2)!;
    expect(said(instance, 'count', 'fields', 'charges', 'credits', 'type', 'times')).toEqual([
      'rule', 'group count=2 fields=instanceId charges=1.2 credits=5', 'type type=@transactionType.postpay_deduct_h times=1', 'type type=@transactionType.recon_increase times=1',
    ]);
  });

  it('keeps its key when amounts and lines change', () => {
    const key = (...bill: readonly Cells[]): string => answer({ bill }, unattributed).findings[0]!.key;
    expect(key(CREDIT)).toBe(key({ ...CREDIT, afterDiscount: '-6.00', transactionId: 'T7' }, CREDIT));
  });

  it('does not ask whose precision lines are', () => {
    expect(counts(answer({ bill: [{ ...LINE, transactionType: 'precision', owner: null }] }, unattributed).result)).toBe('0/0/0/0');
  });
});
