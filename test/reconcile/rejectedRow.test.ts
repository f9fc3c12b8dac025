import { describe, expect, it } from 'vitest';
import type { RejectedRow } from '../../core/fields/facts.ts';
import { rejectedRow } from '../../core/reconcile/checks/rejectedRow.ts';
import { answer, chain, counts } from '../support/scenario.ts';

const deductions = chain('1000.00', ['1.00', '1.00']);
const rejected = (line: number, more: Partial<RejectedRow> = {}): RejectedRow => ({ file: 2, line, field: 'usageOwner', reason: 'id-damaged', cell: `3.${line}E+11`, known: {}, ...more });

describe('rejected-row', () => {
  it('passes the rows that went in', () => {
    const { result, findings } = answer({ deductions }, rejectedRow);
    expect(counts(result)).toBe('2/2/0/0');
    expect(findings).toEqual([]);
  });

  it('makes one finding of one trouble in one column of a file, with its lines in order', () => {
    const { result, findings } = answer({ deductions, rejected: [rejected(100), rejected(9), rejected(20)] }, rejectedRow);
    expect(counts(result)).toBe('5/2/3/0');
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ severity: 'error', rowCount: 3, rows: [9, 20, 100].map((line) => ({ kind: 'deductions', file: 2, line, row: null })) });
    expect(findings[0]!.why.slice(1, 6)).toEqual([
      { id: 'rejected-row.first', values: { file: 'deductions.csv', count: 3, column: '@field.deductions.usageOwner' } },
      { id: 'rejected-row.id-damaged', values: {} },
      { id: 'rejected-row.cell', values: { line: 9, cell: '3.9E+11' } },
      { id: 'rejected-row.cell', values: { line: 20, cell: '3.20E+11' } },
      { id: 'rejected-row.cell', values: { line: 100, cell: '3.100E+11' } },
    ]);
  });

  it('keeps other columns and other troubles apart', () => {
    const { findings } = answer({ deductions, rejected: [rejected(3), rejected(4, { field: 'before', reason: 'number' }), rejected(5, { field: 'before', reason: 'unit' }), rejected(6, { field: '', reason: 'cells' })] }, rejectedRow);
    expect(findings).toHaveLength(4);
  });

  it('quotes only the first cells of many', () => {
    const { findings } = answer({ deductions, rejected: Array.from({ length: 60 }, (_, index) => rejected(index + 3)) }, rejectedRow);
    expect(findings).toHaveLength(1);
    expect(findings[0]!.rowCount).toBe(60);
    expect(findings[0]!.why).toContainEqual({ id: 'rejected-row.more', values: { count: 55 } });
  });

  it('has a sentence for every reason', () => {
    for (const reason of ['number', 'time', 'month', 'count', 'id-damaged', 'unit', 'id-missing', 'cells', 'number-damaged']) expect(rejectedRow.texts[reason]).toBeDefined();
  });
});
