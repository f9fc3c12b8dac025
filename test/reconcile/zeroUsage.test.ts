import { describe, expect, it } from 'vitest';
import { zeroUsage } from '../../core/reconcile/checks/zeroUsage.ts';
import { answer, chain, counts, type Cells } from '../support/scenario.ts';

const row = chain('1000.000', ['10.000'])[0]!;
const on = (cells: Cells, ...more: Cells[]) => answer({ deductions: [{ ...row, ...cells }, ...more] }, zeroUsage);
const at = (cells: Cells): string => counts(on(cells).result);

describe('zero-usage', () => {
  it('passes both above 0 and both 0', () => {
    expect(at({})).toBe('1/1/0/0');
    expect(at({ rawUsage: '0.000', deducted: '0.000', after: '1000.000' })).toBe('1/1/0/0');
  });

  it('fails a deduction without usage', () => {
    const { result, findings } = on({ rawUsage: '0.000' });
    expect(counts(result)).toBe('1/0/1/0');
    expect(findings).toMatchObject([{
      severity: 'error', packageId: 'pkg-1', product: 'P', unit: '分钟', rows: [{ kind: 'deductions', file: 2, line: 2, row: 2_000_000 }],
      why: [{ id: 'zero-usage.rule' }, { id: 'zero-usage.noUsage', values: { deducted: '10.000', unit: '分钟' } }, { id: 'zero-usage.notRounding', values: { tolerance: '0.001' } }],
    }]);
    expect(findings[0]!.quantity!.toString()).toBe('10');
  });

  it('fails usage without a deduction', () => {
    const { findings } = on({ deducted: '0.000', after: '1000.000', coefficient: '3' });
    expect(findings).toMatchObject([{ severity: 'error', why: [{}, { id: 'zero-usage.noDeduction', values: { raw: '10.000', coefficient: '3', expected: '30' } }, {}] }]);
    expect(findings[0]!.quantity!.toString()).toBe('30');
  });

  it('lets an amount be 0 that prints as 0, and not one unit of the last place more', () => {
    expect(at({ rawUsage: '0.030', rawUnit: '秒', deducted: '0.000' })).toBe('1/1/0/0');
    expect(at({ rawUsage: '0.031', rawUnit: '秒', deducted: '0.000' })).toBe('1/0/1/0');
    expect(at({ rawUsage: '0.000', deducted: '0.001' })).toBe('1/1/0/0');
    expect(at({ rawUsage: '0.000', deducted: '0.002' })).toBe('1/0/1/0');
    expect(at({ rawUsage: '0.001', deducted: '0.000' })).toBe('1/1/0/0');
    expect(at({ rawUsage: '0.002', deducted: '0.000' })).toBe('1/0/1/0');
  });

  it('lets usage deduct nothing where minutes are rounded up, but not where the package deducts fractions', () => {
    const trtc = { product: '实时音视频', rawUnit: '秒', rawUsage: '20.000', deducted: '0.000' };
    expect(counts(on(trtc).result)).toBe('1/1/0/0');
    const fraction = { ...row, product: '实时音视频', rawUnit: '秒', rawUsage: '30.000', deducted: '0.500', deductedAt: '2025-05-08 02:10:00' };
    expect(counts(on(trtc, fraction).result)).toBe('2/1/1/0');
    expect(counts(on({ ...trtc, rawUsage: '0.000', deducted: '1.000' }).result)).toBe('1/0/1/0');
  });

  it('cannot be checked where an amount is absent', () => {
    expect(at({ rawUsage: null })).toBe('1/0/0/1');
    expect(at({ deducted: null, before: null, after: null })).toBe('1/0/0/1');
  });
});
