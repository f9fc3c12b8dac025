import { describe, expect, it } from 'vitest';
import { rowCount } from '../../core/reconcile/checks/rowCount.ts';
import { answer, chain, counts } from '../support/scenario.ts';

const deductions = chain('1000.00', ['1.00']);
const at = (read: number) => answer({ deductions, files: [{ id: 2, counts: { read, stored: 5600, known: 10, ignored: 2, rejected: 1 } }] }, rowCount);

describe('row-count', () => {
  it('passes where the parts add up', () => {
    const { result, findings } = at(5613);
    expect(counts(result)).toBe('1/1/0/0');
    expect(findings).toEqual([]);
  });

  it.each([[5614, '1'], [5612, '1'], [5713, '100']])('fails for %i rows read, by %s', (read, quantity) => {
    const { result, findings } = at(read);
    expect(counts(result)).toBe('1/0/1/0');
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ check: 'row-count', severity: 'error', unit: null, rows: [{ kind: 'deductions', file: 2, line: 1, row: null }] });
    expect(findings[0]!.quantity!.toString()).toBe(quantity);
  });
});
