import { describe, expect, it } from 'vitest';
import { refusal } from '../../core/base/errors.ts';
import { missingColumn } from '../../core/reconcile/checks/missingColumn.ts';
import { answer, chain, counts } from '../support/scenario.ts';

const deductions = chain('1000.00', ['1.00']);

describe('missing-column', () => {
  it('passes a file that has every needed column', () => {
    const { result, findings } = answer({ deductions, packages: [{}] }, missingColumn);
    expect(counts(result)).toBe('2/2/0/0');
    expect(findings).toEqual([]);
  });

  it('names all columns of one file, in one finding', () => {
    const { result, findings } = answer({ deductions, packages: [{}], missing: { deductions: ['coefficient', 'rawUsage'] } }, missingColumn);
    expect(counts(result)).toBe('2/1/1/0');
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ check: 'missing-column', severity: 'error', packageId: null, rows: [{ kind: 'deductions', file: 2, line: 1, row: null }] });
    expect(findings[0]!.why.slice(1)).toEqual([
      { id: 'missing-column.missing', values: { file: 'deductions.csv', columns: '@field.deductions.coefficient @field.deductions.rawUsage' } },
      { id: 'missing-column.effect', values: {} },
    ]);
  });

  it('counts a file that was refused for it', () => {
    const { result, findings } = answer({ deductions, refused: [{ name: 'b.csv', refusal: refusal('missing-column', { kind: 'bill', fields: 'product, originalCost' }) }] }, missingColumn);
    expect(counts(result)).toBe('2/1/1/0');
    expect(findings[0]!.why.slice(1)).toEqual([
      { id: 'missing-column.missing', values: { file: 'b.csv', columns: '@field.bill.product @field.bill.originalCost' } },
      { id: 'missing-column.refused', values: {} },
    ]);
  });
});
