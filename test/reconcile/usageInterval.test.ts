import { describe, expect, it } from 'vitest';
import { usageInterval } from '../../core/reconcile/checks/usageInterval.ts';
import { answer, chain, counts, type Cells } from '../support/scenario.ts';

const row = chain('1000.00', ['10.00'])[0]!;
const on = (cells: Cells) => answer({ deductions: [{ ...row, usageStart: '2025-05-08 10:00:00', usageEnd: '2025-05-08 10:59:59', deductedAt: '2025-05-08 11:10:00', ...cells }] }, usageInterval);

describe('usage-interval', () => {
  it('passes usage that is posted after it began and within 24 hours of its end', () => {
    const { result, findings } = on({});
    expect(counts(result)).toBe('1/1/0/0');
    expect(findings).toEqual([]);
    expect(counts(on({ usageEnd: '2025-05-08 10:00:00' }).result)).toBe('1/1/0/0');
  });

  it('fails where the usage ends a second before it starts', () => {
    const { result, findings } = on({ usageEnd: '2025-05-08 09:59:59' });
    expect(counts(result)).toBe('1/0/1/0');
    expect(findings).toMatchObject([{
      severity: 'error', packageId: 'pkg-1', product: 'P', rows: [{ kind: 'deductions', file: 2, line: 2, row: 2_000_000 }], quantity: null,
      why: [{ id: 'usage-interval.rule' }, { id: 'usage-interval.reversed', values: { where: 'deductions.csv:2', start: '2025-05-08 10:00:00', end: '2025-05-08 09:59:59' } }],
    }]);
  });

  it('warns of a deduction before the usage began', () => {
    expect(counts(on({ deductedAt: '2025-05-08 10:00:00' }).result)).toBe('1/1/0/0');
    expect(on({ deductedAt: '2025-05-08 09:59:59' }).findings).toMatchObject([{ severity: 'warning', why: [{}, { id: 'usage-interval.early' }] }]);
  });

  it('tells a posting later than the lag after the whole last second, folded per package', () => {
    expect(counts(on({ deductedAt: '2025-05-09 11:00:00' }).result)).toBe('1/1/0/0');
    expect(on({ deductedAt: '2025-05-09 11:00:01' }).findings).toMatchObject([{ severity: 'info', why: [{}, { id: 'usage-interval.late', values: { hours: 24 } }, { id: 'common.assumedPolicy' }] }]);
    const late = chain('1000.00', ['1.00', '1.00', '1.00']).map((cells) => ({ ...cells, deductedAt: '2025-05-20 00:00:00' }));
    const { result, findings } = answer({ deductions: late }, usageInterval);
    expect(counts(result)).toBe('3/0/3/0');
    expect(findings).toMatchObject([{ severity: 'info', rowCount: 3 }]);
  });

  it('cannot be checked where a time is absent', () => {
    for (const field of ['usageStart', 'usageEnd']) expect(counts(on({ [field]: null }).result)).toBe('1/0/0/1');
  });
});
