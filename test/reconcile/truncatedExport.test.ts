import { describe, expect, it } from 'vitest';
import type { FileFact } from '../../core/fields/facts.ts';
import { truncatedExport } from '../../core/reconcile/checks/truncatedExport.ts';
import { answer, chain, counts } from '../support/scenario.ts';

const deductions = chain('1000.00', ['1.00']);
const read = (rows: number, ignored = 0): Partial<FileFact> => ({ id: 2, counts: { read: rows, stored: rows - ignored, known: 0, ignored, rejected: 0 } });
const named = (...names: string[]) => answer({ deductions, files: names.map((name, index) => ({ id: 2 + index, name })) }, truncatedExport);

describe('truncated-export', () => {
  it('fails at exactly 50,000 rows, and at no other number', () => {
    const at = (file: Partial<FileFact>): string => counts(answer({ deductions, files: [file] }, truncatedExport).result);
    expect(at(read(49_999))).toBe('1/1/0/0');
    expect(at(read(50_000))).toBe('1/0/1/0');
    expect(at(read(50_001))).toBe('1/1/0/0');
    expect(at(read(50_002, 2))).toBe('1/0/1/0');
    expect(answer({ deductions, files: [read(50_000)] }, truncatedExport).findings).toMatchObject([{
      severity: 'warning', rows: [{ kind: 'deductions', file: 2, line: 1, row: null }], why: [{ id: 'truncated-export.rule' }, { id: 'truncated-export.limit', values: { file: 'deductions.csv', rows: 50_000 } }],
    }]);
  });

  it('lets a bill have 50,000 lines', () => {
    expect(counts(answer({ bill: [{ usageStart: '2025-05-08 00:00:00' }], files: [{ ...read(50_000), id: 3 }] }, truncatedExport).result)).toBe('1/1/0/0');
  });

  it('finds the part that is missing between others, or before the first', () => {
    expect(named('a_part1.csv', 'a_part3.csv').findings).toMatchObject([{
      severity: 'warning', rows: [{ file: 2 }, { file: 3 }], why: [{ id: 'truncated-export.rule' }, { id: 'truncated-export.part', values: { files: 'a_part1.csv, a_part3.csv', missing: 2 } }],
    }]);
    expect(named('a-part-2.csv').findings).toHaveLength(1);
    expect(named('明细第1部分.csv', '明细第3部分.csv').findings).toHaveLength(1);
    expect(named('a-1.csv', 'a-3.csv').findings).toHaveLength(1);
    expect(named('a(1).csv', 'a(3).csv').findings).toHaveLength(1);
    expect(named('a_part1.csv', 'a_part4.csv').findings).toHaveLength(2);
  });

  it.each([
    ['all parts', 'a_part0.csv', 'a_part1.csv'],
    ['a second download', 'a (1).csv', 'b.csv'],
    ['a window of usage time', '资源包抵扣明细-2025-05-08 00_00_00-2025-06-07 23_59_59.csv', '资源包抵扣明细-2025-06-08 00_00_00-2025-07-07 23_59_57.csv'],
    ['months', 'bill-2025-05.csv', 'bill-2025-07.csv'],
    ['words that end in "part"', 'depart1.csv', 'depart3.csv.csv'],
    ['numbers that are far apart', 'a-1.csv', 'a-9.csv'],
  ])('is silent about %s', (_what, ...names) => {
    expect(named(...names).findings).toEqual([]);
  });
});
