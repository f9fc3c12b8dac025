import { describe, expect, it } from 'vitest';
import { unitMismatch } from '../../core/reconcile/checks/unitMismatch.ts';
import { answer, chain, counts, type Cells } from '../support/scenario.ts';

const row = chain('1000.00', ['10.00'])[0]!;
const at = (cells: Cells, pack: Cells | null = {}): string => counts(answer({ packages: pack === null ? [] : [pack], deductions: [{ ...row, ...cells }] }, unitMismatch).result);

describe('unit-mismatch', () => {
  it('passes one unit, units that convert, and an unknown unit that is the same everywhere', () => {
    expect(at({})).toBe('1/1/0/0');
    expect(at({ packageUnit: '小时' })).toBe('1/1/0/0');
    expect(at({ deductedUnit: '秒', afterUnit: 'minutes' })).toBe('1/1/0/0');
    expect(at({ packageUnit: '点数' }, { unit: '点数' })).toBe('1/1/0/0');
    expect(at({ packageUnit: '次' }, { unit: '万次' })).toBe('1/1/0/0');
    expect(at({ packageUnit: 'GB' }, null)).toBe('1/1/0/0');
  });

  it.each([
    ['the deduction', { deductedUnit: 'GB' }, {}],
    ['the balance after', { afterUnit: 'GB' }, {}],
    ['the capacity', { packageUnit: 'GB' }, {}],
    ['an unknown capacity', {}, { unit: '点数' }],
    ['every item of a combo package', { packageUnit: 'GB' }, { unit: null, combo: '通话:80分钟/100分钟;短信:3条/5条' }],
  ])('fails where the unit of %s differs and does not convert', (_what, cells, pack) => {
    expect(at(cells, pack)).toBe('1/0/1/0');
  });

  it('names the two units, once for all rows that have them', () => {
    const { result, findings } = answer({ packages: [{}], deductions: chain('1000.00', ['10.00', '20.00', '30.00']).map((cells, index) => (index === 0 ? cells : { ...cells, afterUnit: 'GB' })) }, unitMismatch);
    expect(counts(result)).toBe('3/1/2/0');
    expect(findings).toMatchObject([{
      severity: 'error', packageId: 'pkg-1', product: 'P', rows: [{ line: 3 }, { line: 4 }], quantity: null,
      why: [
        { id: 'unit-mismatch.rule' },
        { id: 'unit-mismatch.pair', values: { where: 'deductions.csv:3', left: '分钟', leftName: '@unit-mismatch.before', right: 'GB', rightName: '@unit-mismatch.after' } },
        { id: 'common.folded', values: { count: 2 } },
      ],
    }]);
  });

  it('accepts any unit of a combo package', () => {
    const pack = { unit: null, combo: '通话:80分钟/100分钟;短信:3条/5条' };
    expect(at({ packageUnit: '条' }, pack)).toBe('1/1/0/0');
    expect(at({ packageUnit: '秒' }, pack)).toBe('1/1/0/0');
  });

  it('takes words for counted things loosely, unless ten times as many rows print the word of the overview', () => {
    const many = (count: number): Cells[] => chain('1000.00', Array.from({ length: count + 1 }, () => '1.00'), { packageUnit: '次' }).map((cells, index) => (index === 1 ? { ...cells, packageUnit: '条' } : cells));
    const of = (count: number) => answer({ packages: [{ unit: '次' }], deductions: many(count) }, unitMismatch);
    expect(counts(of(9).result)).toBe('10/10/0/0');
    expect(counts(of(10).result)).toBe('11/10/1/0');
    expect(of(10).findings[0]!.why.at(-1)).toEqual({ id: 'unit-mismatch.alone', values: { right: '次' } });
  });

  it('cannot be checked where no unit is printed', () => {
    const { result } = answer({ packages: [{}], deductions: [{ ...row, packageUnit: null }] }, unitMismatch);
    expect(counts(result)).toBe('1/0/0/1');
    expect(result.reasons[0]!.reason.id).toBe('common.noUnit');
  });
});
