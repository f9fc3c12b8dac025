import { describe, expect, it } from 'vitest';
import { rowArithmetic } from '../../core/reconcile/checks/rowArithmetic.ts';
import { answer, chain, counts } from '../support/scenario.ts';

const row = chain('20000.000000000', ['0.293333333'])[0]!;

describe('row-arithmetic', () => {
  it('passes the vendor\'s own example', () => {
    const { result, findings } = answer({ deductions: [row] }, rowArithmetic);
    expect(counts(result)).toBe('1/1/0/0');
    expect(findings).toEqual([]);
  });

  it('fails by one unit of the last place where all columns print the same decimals', () => {
    const { findings } = answer({ deductions: [{ ...row, after: '19999.706666668' }] }, rowArithmetic);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ check: 'row-arithmetic', severity: 'error', packageId: 'pkg-1', unit: '分钟' });
    expect(findings[0]!.quantity!.toString()).toBe('0.000000001');
    expect(findings[0]!.rows).toEqual([{ kind: 'deductions', file: 2, line: 2, row: 2_000_000 }]);
  });

  it('allows half a unit of each column where they print different decimals, and not one more', () => {
    const at = (after: string): string => counts(answer({ deductions: [{ ...row, before: '20.00', deducted: '0.3', after }] }, rowArithmetic).result);
    expect(at('19.7')).toBe('1/1/0/0');
    expect(at('19.8')).toBe('1/1/0/0');
    expect(at('19.9')).toBe('1/0/1/0');
  });

  it('cannot be checked where a balance is absent', () => {
    const { result } = answer({ deductions: [{ ...row, before: null, after: null, packageType: 'unlimited' }] }, rowArithmetic);
    expect(counts(result)).toBe('1/0/0/1');
    expect(result.reasons[0]!.reason.id).toBe('common.unlimited');
  });
});
