import { describe, expect, it } from 'vitest';
import { coverageHole } from '../../core/reconcile/checks/coverageHole.ts';
import { answer, chain, counts, type Cells } from '../support/scenario.ts';

const deductions = chain('1000.00', ['1.00']);
const use = (day: string, more: Cells = {}): Cells => ({ usageStart: `${day} 03:00:00`, usageEnd: `${day} 03:59:59`, usage: '1.00', originalCost: '0.10', ...more });
const windows = [{ start: '2025-05-01 00:00:00', end: '2025-05-31 23:59:59' }, { start: '2025-06-04 00:00:00', end: '2025-06-30 23:59:59' }];

describe('coverage-hole', () => {
  it('passes days that a file covers, to the first and last second of its range', () => {
    const { result, findings } = answer({ deductions, windows, bill: [use('2025-05-01'), use('2025-05-31'), use('2025-06-04'), use('2025-06-30')] }, coverageHole);
    expect(counts(result)).toBe('4/4/0/0');
    expect(findings).toEqual([]);
  });

  it('makes one finding of neighbouring days without a file, and names the export to fetch', () => {
    const { result, findings } = answer({ deductions, windows, bill: [use('2025-05-08'), use('2025-06-01'), use('2025-06-03'), use('2025-07-01')] }, coverageHole);
    expect(counts(result)).toBe('3/1/2/0');
    expect(findings).toHaveLength(2);
    const hole = findings.find(({ why }) => why[1]!.values['start'] === '2025-06-01')!;
    expect(hole).toMatchObject({ severity: 'warning', product: 'P', packageId: null, rows: [], quantity: null });
    expect(hole.why.slice(1)).toEqual([
      { id: 'coverage-hole.hole', values: { product: 'P', start: '2025-06-01', end: '2025-06-03', days: 2 } },
      { id: 'coverage-hole.covered', values: { ranges: '2025-05-01 – 2025-05-31, 2025-06-04 – 2025-06-30' } },
      { id: 'coverage-hole.fetch', values: { product: 'P', from: '2025-06-01 00:00:00', to: '2025-06-03 23:59:59' } },
    ]);
  });

  it('compares names of products without width, case and spaces', () => {
    const { result } = answer({ deductions, windows, bill: [use('2025-06-02', { product: ' ｐ ' })] }, coverageHole);
    expect(counts(result)).toBe('1/0/1/0');
  });

  it('ignores products without deductions, prepaid lines and days without usage', () => {
    const { result, findings } = answer({
      deductions, windows,
      bill: [use('2025-06-02', { product: 'Q' }), use('2025-06-02', { billingMode: 'prepaid', transactionType: 'prepay_purchase' })],
    }, coverageHole);
    expect(counts(result)).toBe('0/0/0/0');
    expect(findings).toEqual([]);
  });

  it('cannot be checked for a product with packages whose deductions were not exported', () => {
    const { result } = answer({ deductions, windows, packages: [{ packageId: 'pkg-2', product: 'Q' }], bill: [use('2025-06-02', { product: 'Q' })] }, coverageHole);
    expect(counts(result)).toBe('1/0/0/1');
    expect(result.reasons[0]!.reason).toEqual({ id: 'coverage-hole.notExported', values: { product: 'Q' } });
  });

  it('cannot be checked at all without a bill', () => {
    const { result } = answer({ deductions }, coverageHole);
    expect(result.reasons).toEqual([{ reason: { id: 'common.needs', values: { kinds: 'bill' } }, count: 1 }]);
  });

  describe('after the last row of a file whose name says no range', () => {
    const bill = [use('2025-05-08'), use('2025-05-09')];
    const at = (pack: Cells[]): string => counts(answer({ deductions, packages: pack, bill }, coverageHole).result);

    it('passes where every package of the product was used up by then', () => {
      expect(at([{ status: 'exhausted', remaining: '0.00', endedAt: '2025-05-08 01:10:00' }])).toBe('2/2/0/0');
    });

    it('fails where a package could still be drawn from, or none is known', () => {
      expect(at([{}])).toBe('2/1/1/0');
      expect(at([])).toBe('2/1/1/0');
    });
  });
});
