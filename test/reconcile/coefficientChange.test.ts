import { describe, expect, it } from 'vitest';
import { coefficient } from '../../core/reconcile/checks/coefficient.ts';
import { coefficientChange } from '../../core/reconcile/checks/coefficientChange.ts';
import { answer, chain, counts, type Cells } from '../support/scenario.ts';

const used = (day: string, cells: Cells, hour = '03'): Cells => ({ ...chain('1000.00', ['10.00'], {}, `${day} ${hour}:00:00`)[0]!, ...cells });
const once = { coefficient: '1', rawUsage: '10.00' };
const twice = { coefficient: '2', rawUsage: '5.00' };

describe('coefficient-change', () => {
  it('passes one coefficient per item, whatever other items have', () => {
    const { result, findings } = answer({ deductions: [used('2025-05-08', once), used('2025-05-09', once), used('2025-05-09', { ...twice, billingItem: 'J' })] }, coefficientChange);
    expect(counts(result)).toBe('2/2/0/0');
    expect(findings).toEqual([]);
  });

  it('tells a change from one day to another as information', () => {
    const change = answer({ deductions: [used('2025-05-08', once), used('2025-05-09', once), used('2025-05-10', twice)] }, coefficientChange, coefficient);
    expect(counts(change.result)).toBe('1/0/1/0');
    expect(change.findings).toMatchObject([{
      severity: 'info', packageId: 'pkg-1', product: 'P', rows: [{ line: 2 }, { line: 4 }], quantity: null,
      why: [
        { id: 'coefficient-change.rule' },
        { id: 'coefficient-change.span', values: { item: 'I', coefficient: '1', first: '2025-05-08', last: '2025-05-09', count: 2, where: 'deductions.csv:2' } },
        { id: 'coefficient-change.span', values: { item: 'I', coefficient: '2', first: '2025-05-10', last: '2025-05-10', count: 1, where: 'deductions.csv:4' } },
      ],
    }]);
  });

  it('warns of two coefficients on one day', () => {
    const { findings } = answer({ deductions: [used('2025-05-08', once), used('2025-05-08', twice, '23')] }, coefficientChange);
    expect(findings).toMatchObject([{ severity: 'warning' }]);
    expect(findings[0]!.why.at(-1)).toEqual({ id: 'coefficient-change.day', values: { day: '2025-05-08', coefficients: '1, 2' } });
    expect(answer({ deductions: [used('2025-05-08', once, '23'), used('2025-05-09', twice, '00')] }, coefficientChange).findings).toMatchObject([{ severity: 'info' }]);
  });

  it('takes 2 and 2.00 for one coefficient', () => {
    expect(answer({ deductions: [used('2025-05-08', twice), used('2025-05-08', { ...twice, coefficient: '2.00' }, '05')] }, coefficientChange).findings).toEqual([]);
  });

  it('leaves a coefficient that contradicts its own row to coefficient', () => {
    const deductions = [used('2025-05-08', once), used('2025-05-08', { ...once, coefficient: '0.9' }, '05')];
    expect(counts(answer({ deductions }, coefficient).result)).toBe('2/1/1/0');
    expect(counts(answer({ deductions }, coefficientChange).result)).toBe('1/0/1/0');
    expect(counts(answer({ deductions }, coefficientChange, coefficient).result)).toBe('1/1/0/0');
  });

  it('cannot be checked where the coefficient is absent', () => {
    expect(counts(answer({ deductions: [used('2025-05-08', { coefficient: null })] }, coefficientChange).result)).toBe('1/0/0/1');
  });
});
