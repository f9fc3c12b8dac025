import { describe, expect, it } from 'vitest';
import { negativeAmount } from '../../core/reconcile/checks/negativeAmount.ts';
import { answer, chain, counts, type Cells } from '../support/scenario.ts';

const rows = chain('1000.00', ['10.00', '20.00', '30.00']);

describe('negative-amount', () => {
  it('passes a chain from its full capacity down to 0', () => {
    const { result, findings } = answer({ packages: [{}], deductions: chain('1000.00', ['400.00', '600.00', '0.00']) }, negativeAmount);
    expect(counts(result)).toBe('3/3/0/0');
    expect(findings).toEqual([]);
  });

  it('fails one unit of the last place above the capacity, and one below 0', () => {
    const at = (cells: Cells): string => counts(answer({ packages: [{}], deductions: [{ ...rows[0]!, ...cells }] }, negativeAmount).result);
    expect(at({ before: '1000.00', after: '990.00' })).toBe('1/1/0/0');
    expect(at({ before: '1000.01', after: '990.01' })).toBe('1/0/1/0');
    expect(at({ before: '10.00', after: '0.00' })).toBe('1/1/0/0');
    expect(at({ before: '9.99', after: '-0.01' })).toBe('1/0/1/0');
  });

  it('makes one finding of a run above the capacity, with its largest excess', () => {
    const { result, findings } = answer({ packages: [{ total: '985.00' }], deductions: rows }, negativeAmount);
    expect(counts(result)).toBe('3/1/2/0');
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ check: 'negative-amount', severity: 'error', packageId: 'pkg-1', product: 'P', unit: '分钟', rows: [{ line: 2 }, { line: 3 }] });
    expect(findings[0]!.quantity!.toString()).toBe('15');
    expect(findings[0]!.why.map(({ id }) => id)).toEqual(['negative-amount.rule', 'common.step', 'negative-amount.above', 'negative-amount.run', 'common.folded']);
    expect(findings[0]!.why[2]!.values).toEqual({ unit: '分钟', before: '1,000.00', after: '990.00', capacity: '985', excess: '15.00' });
  });

  it('makes one finding of a run below 0', () => {
    const { findings } = answer({ packages: [{}], deductions: chain('5.00', ['8.00', '2.00']) }, negativeAmount);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ severity: 'error', rowCount: 2 });
    expect(findings[0]!.quantity!.toString()).toBe('5');
  });

  it('shows a reversal beside its original, as a warning', () => {
    const reversal = { ...rows[2]!, before: '970.00', deducted: '-10.00', after: '980.00', usageStart: rows[0]!['usageStart']!, usageEnd: rows[0]!['usageEnd']! };
    const { result, findings } = answer({ packages: [{}], deductions: [rows[0]!, rows[1]!, reversal] }, negativeAmount);
    expect(counts(result)).toBe('3/2/1/0');
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ severity: 'warning', packageId: 'pkg-1', unit: '分钟', rows: [{ line: 4 }, { line: 2 }] });
    expect(findings[0]!.quantity!.toString()).toBe('10');
    expect(findings[0]!.why.slice(1)).toEqual([
      { id: 'negative-amount.reversal', values: { where: 'deductions.csv:4', time: '2025-05-08 03:10:00', deducted: '-10.00', unit: '分钟' } },
      { id: 'negative-amount.original', values: { where: 'deductions.csv:2', time: '2025-05-08 01:10:00', deducted: '10.00', unit: '分钟' } },
    ]);
  });

  it('says where a reversal has no original', () => {
    const { findings } = answer({ packages: [{}], deductions: [{ ...rows[0]!, before: '900.00', deducted: '-7.00', after: '907.00' }] }, negativeAmount);
    expect(findings[0]!.why.at(-1)).toEqual({ id: 'negative-amount.noOriginal', values: {} });
  });

  it('compares with a capacity in another unit', () => {
    const at = (before: string, after: string): string => counts(answer({ packages: [{ unit: '小时', total: '1.00' }], deductions: [{ ...rows[0]!, before, after }] }, negativeAmount).result);
    expect(at('60.00', '50.00')).toBe('1/1/0/0');
    expect(at('60.01', '50.01')).toBe('1/0/1/0');
  });

  it('leaves what was carried over into a period to period-reset, and tells a rise inside a period itself', () => {
    const pack = { packageType: 'period', periodTotal: '1000.00', periodRemaining: '1000.00', total: '12000.00', periodStart: '2025-05-01 00:00:00', periodEnd: '2025-05-31 23:59:59' };
    const period = { packageType: 'period' };
    const carried = answer({ packages: [pack], deductions: chain('1015.00', ['10.00', '20.00'], period) }, negativeAmount);
    expect(counts(carried.result)).toBe('2/0/0/2');
    expect(carried.result.reasons).toEqual([{ reason: { id: 'common.blocked', values: { check: 'period-reset' } }, count: 2 }]);
    const risen = answer({ packages: [pack], deductions: [...chain('1000.00', ['10.00'], period), ...chain('1001.00', ['5.00'], period, '2025-05-09 00:00:00')] }, negativeAmount);
    expect(counts(risen.result)).toBe('2/1/1/0');
    expect(risen.findings[0]!.why.map(({ id }) => id)).toContain('negative-amount.notReset');
  });

  it('leaves a deduction from an empty package to deduction-after-end', () => {
    const { result } = answer({ packages: [{}], deductions: [{ ...rows[0]!, before: '0.00', deducted: '10.00', after: '-10.00' }] }, negativeAmount);
    expect(result.reasons).toEqual([{ reason: { id: 'common.blocked', values: { check: 'deduction-after-end' } }, count: 1 }]);
  });

  it('checks what is there of unlimited packages, and nothing where the amount is absent', () => {
    const unlimited = { packageType: 'unlimited', before: null, after: null };
    expect(counts(answer({ deductions: [{ ...rows[0]!, ...unlimited }] }, negativeAmount).result)).toBe('1/1/0/0');
    expect(counts(answer({ deductions: [{ ...rows[0]!, ...unlimited, deducted: '-1.00' }] }, negativeAmount).result)).toBe('1/0/1/0');
    expect(counts(answer({ deductions: [{ ...rows[0]!, ...unlimited, deducted: null }] }, negativeAmount).result)).toBe('1/0/0/1');
  });
});
