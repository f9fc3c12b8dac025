import { describe, expect, it } from 'vitest';
import { renewal } from '../../core/reconcile/checks/renewal.ts';
import { validityOrder } from '../../core/reconcile/checks/validityOrder.ts';
import { chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, WIDE, words } from './told.ts';

const TYPE = { packageType: 'period' };
/** In use on 20 July, ending on 31 August at the latest; taken on 1 August. */
const MONTHLY: Cells = { ...TYPE, periodTotal: '100.00', periodStart: '2025-08-01 00:00:00', periodEnd: '2025-08-31 23:59:59', remaining: null, total: null, effective: '2025-01-01 00:00:00', expiry: '2025-08-31 00:00:00', renewalMode: 'none' };
const ROWS = chain('100.00', ['10.00'], TYPE, '2025-07-20 00:00:00');

function answer(pack: Cells, more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ packages: [{ ...MONTHLY, ...pack }], deductions: ROWS, window: WIDE, ...more }, renewal);
}

describe('renewal', () => {
  it('passes manual and automatic renewal', () => {
    expect(answer({ renewalMode: 'manual' })).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
    expect(answer({ renewalMode: 'auto', renewalTerm: '1个月' }).counts).toBe('1/1/0/0');
  });

  it('warns of a package in use that ends soon and will not be renewed', () => {
    expect(answer({})).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{ severity: 'warning', packageId: 'pkg-1', transactionId: null, quantity: null, unit: null, money: null, rows: ['packages 1:2', 'deductions 2:2'], why: ['renewal.rule', 'renewal.ending'] }],
    });
    expect(words({ packages: [MONTHLY], deductions: ROWS, window: WIDE }, renewal)[1]).toBe('packages.csv:2 · renewal mode "Do not renew", expires 2025-08-31 00:00:00; last deducted usage on 2025-07-20');
  });

  it('looks thirty days back and ahead, to the second', () => {
    expect(answer({ expiry: '2025-08-31 00:00:01' }).counts).toBe('1/1/0/0');
    const used = (day: string): string => answer({}, { deductions: chain('100.00', ['10.00'], TYPE, `${day} 00:00:00`) }).counts;
    expect(used('2025-07-02')).toBe('1/0/1/0');
    expect(used('2025-07-01')).toBe('1/1/0/0');
  });

  it('has nothing against letting an unused or a total package end', () => {
    expect(answer({ packageType: 'total', remaining: '90.00', total: '100.00' }).counts).toBe('1/1/0/0');
    expect(answer({}, { deductions: chain('100.00', ['0.00'], TYPE, '2025-07-20 00:00:00') }).counts).toBe('1/1/0/0');
  });

  it('notes settings that say nothing', () => {
    expect(answer({ renewalMode: 'manual', renewalTerm: '1个月' }).findings).toMatchObject([{ severity: 'info', rows: ['packages 1:2'], why: ['renewal.rule', 'renewal.term'] }]);
    expect(answer({ packageType: 'total', renewalMode: 'auto' }).findings).toMatchObject([{ severity: 'info', why: ['renewal.rule', 'renewal.total'] }]);
    expect(answer({ renewalTerm: '1个月' }).findings).toMatchObject([{ severity: 'warning', why: ['renewal.rule', 'renewal.ending', 'renewal.term'] }]);
  });

  it('has no answer without a mode that it knows, a snapshot, or deductions of the product', () => {
    expect(answer({ renewalMode: null }).reasons).toEqual(['common.absent x1']);
    expect(answer({ renewalMode: '联系商务' }).reasons).toEqual(['renewal.unknown x1']);
    expect(answer({}, { files: [{ id: 1, snapshot: null }] }).reasons).toEqual(['common.noSnapshot x1']);
    expect(ask({ packages: [MONTHLY] }, renewal).reasons).toEqual(['common.notCovered x1']);
    expect(ask({ packages: [{ ...MONTHLY, expiry: '2024-01-01 00:00:00' }] }, renewal, validityOrder).reasons).toEqual(['common.blocked validity-order x1']);
    expect(answer({ status: 'expired', expiry: '2025-07-31 23:59:59' }).counts).toBe('0/0/0/0');
  });
});
