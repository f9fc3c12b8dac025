import { describe, expect, it } from 'vitest';
import { ownerMismatch } from '../../core/reconcile/checks/ownerMismatch.ts';
import { answer as answered, chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, words } from './told.ts';

function answer(deductions: readonly Cells[], more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ packages: [{}], deductions, ...more }, ownerMismatch);
}

const SHARED = chain('1000.00', ['10.00', '5.00'], { usageOwner: '101' });
const SECOND = chain('500.00', ['1.00'], { packageId: 'pkg-2', usageOwner: '101' });

describe('owner-mismatch', () => {
  it('passes a package that pays for its owner', () => {
    expect(answer(chain('1000.00', ['10.00', '5.00']))).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
  });

  it('tells of a package that pays for somebody else', () => {
    expect(answer(SHARED)).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{ severity: 'info', packageId: 'pkg-1', transactionId: null, quantity: null, unit: null, money: null, rows: ['deductions 2:2'], why: ['owner-mismatch.rule', 'owner-mismatch.pair', 'owner-mismatch.first'] }],
    });
    expect(words({ deductions: SHARED }, ownerMismatch).slice(1)).toEqual(['1 packages of 100 (pkg-1) paid for usage of 101, on 1 days of usage', 'For example pkg-1 pays for P · I']);
  });

  it('tells each pair of accounts once, by a name that further packages and rows do not change', () => {
    const keys = (deductions: readonly Cells[]): string[] => answered({ deductions }, ownerMismatch).findings.map(({ key }) => key);
    expect(answer([...SHARED, ...SECOND]).findings).toMatchObject([{ packageId: null, rows: ['deductions 2:2', 'deductions 2:4'] }]);
    expect(keys([...SHARED, ...SECOND])).toEqual(keys(SHARED));
    const other = chain('500.00', ['1.00'], { packageId: 'pkg-2', usageOwner: '102' });
    expect(keys([...SHARED, ...other])).toHaveLength(2);
  });

  it('hears nothing of rows that took nothing', () => {
    expect(answer(chain('1000.00', ['0.00'], { usageOwner: '101' })).counts).toBe('0/0/0/0');
    expect(answer(chain('1000.00', ['0.01'], { usageOwner: '101' })).counts).toBe('1/0/1/0');
  });

  it('has no answer where the owner of the package is unknown', () => {
    expect(answer(chain('1000.00', ['10.00'], { packageOwner: null })).reasons).toEqual(['common.absent x1']);
    expect(answer([]).reasons).toEqual(['common.needs x1']);
  });
});
