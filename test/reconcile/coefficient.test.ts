import { describe, expect, it } from 'vitest';
import { coefficient } from '../../core/reconcile/checks/coefficient.ts';
import { answer, chain, counts, type Cells } from '../support/scenario.ts';

const base = chain('5000.000', ['1.500'])[0]!;

/** One row per entry, an hour apart, with its own numbers; balances follow the deductions. */
function rows(all: readonly Cells[], more: Cells = {}, from = '5000000.000'): Cells[] {
  const amounts = all.map((cells) => cells['deducted']!);
  return chain(from, amounts).map((row, index) => ({ ...row, ...more, ...all[index]!, deducted: all[index]!['deducted']! }));
}

/** One row without balances, unless they are given. */
const at = (cells: Cells): string => counts(answer({ deductions: [{ ...base, before: null, after: null, ...cells }] }, coefficient).result);

describe('coefficient', () => {
  it('passes the vendor\'s own example: 17.6 s are 0.293333333 minutes', () => {
    const { result, findings } = answer({ deductions: chain('20000.000000000', ['0.293333333'], { rawUsage: '17.6', rawUnit: '秒' }) }, coefficient);
    expect(counts(result)).toBe('1/1/0/0');
    expect(findings).toEqual([]);
  });

  it('allows half a unit of usage and deduction, and not one unit of the last place more', () => {
    expect(at({ rawUsage: '1.5', deducted: '1.550' })).toBe('1/1/0/0');
    expect(at({ rawUsage: '1.5', deducted: '1.551' })).toBe('1/0/1/0');
    expect(at({ rawUsage: '1.5', deducted: '1.450' })).toBe('1/1/0/0');
    expect(at({ rawUsage: '1.5', deducted: '1.449' })).toBe('1/0/1/0');
    const seconds = { rawUnit: '秒', rawUsage: '17.6' };
    expect(at({ ...seconds, deducted: '0.294166667' })).toBe('1/1/0/0');
    expect(at({ ...seconds, deducted: '0.294166668' })).toBe('1/0/1/0');
  });

  it('tells the difference, what the row implies, and its arithmetic', () => {
    const { result, findings } = answer({
      deductions: rows([{ rawUsage: '7.028', coefficient: '450', deducted: '3514.000' }, { rawUsage: '2.000', coefficient: '500', deducted: '1000.000' }], { rawUnit: '小时', packageUnit: '次' }),
      packages: [{ unit: '次', total: '5000000.000' }],
    }, coefficient);
    expect(counts(result)).toBe('2/1/1/0');
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ check: 'coefficient', severity: 'error', packageId: 'pkg-1', product: 'P', unit: '次', rows: [{ kind: 'deductions', file: 2, line: 2, row: 2_000_000 }] });
    expect(findings[0]!.quantity!.toString()).toBe('351.4');
    expect(findings[0]!.why.slice(1)).toEqual([
      { id: 'coefficient.sum', values: { where: 'deductions.csv:2', time: '2025-05-08 01:10:00', raw: '7.028', rawUnit: '小时', k: '1', coefficient: '450', expected: '3,162.6', unit: '次', deducted: '3,514.000' } },
      { id: 'coefficient.difference', values: { difference: '351.4', tolerance: '0.2255' } },
      { id: 'coefficient.implied', values: { implied: '500' } },
      { id: 'coefficient.others', values: { count: 1 } },
      { id: 'coefficient.backComputed', values: { decimals: 7 } },
      { id: 'coefficient.printedUnits', values: { rawUnit: '小时', unit: '次' } },
    ]);
  });

  it('keeps different wrong coefficients apart and folds one that many rows have', () => {
    const { findings } = answer({
      deductions: rows([{ rawUsage: '10.000', coefficient: '4', deducted: '50.000' }, { rawUsage: '20.000', coefficient: '4', deducted: '100.000' }, { rawUsage: '10.000', coefficient: '5', deducted: '60.000' }]),
    }, coefficient);
    expect(new Map(findings.map(({ rowCount, quantity }) => [rowCount, quantity!.toString()]))).toEqual(new Map([[1, '10'], [2, '30']]));
  });

  it('counts a whole coefficient exactly, even where the column prints decimals elsewhere', () => {
    const mixed = (deducted: string): string => counts(answer({ deductions: rows([{ rawUsage: '100', coefficient: '2', deducted }, { rawUsage: '100', coefficient: '0.4', deducted: '40.0' }]) }, coefficient).result);
    expect(mixed('200.0')).toBe('2/2/0/0');
    expect(mixed('201.0')).toBe('2/2/0/0');
    expect(mixed('201.1')).toBe('2/1/1/0');
  });

  it('allows a fractional coefficient its rounding, as long as one coefficient fits all rows of the item', () => {
    const third = { rawUsage: '1000.0', coefficient: '0.33', deducted: '333.3' };
    expect(counts(answer({ deductions: rows([third]) }, coefficient).result)).toBe('1/1/0/0');
    expect(counts(answer({ deductions: rows([third, { rawUsage: '2000.0', coefficient: '0.33', deducted: '666.7' }, { rawUsage: '1.0', coefficient: '0.33', deducted: '0.3' }]) }, coefficient).result)).toBe('3/3/0/0');
    const exact = { rawUsage: '1000.0', coefficient: '0.33', deducted: '330.0' };
    const { result, findings } = answer({ deductions: rows([third, exact]) }, coefficient);
    expect(counts(result)).toBe('2/1/1/0');
    expect(findings[0]!.why.map(({ id }) => id)).toContain('coefficient.rounded');
    expect(counts(answer({ deductions: rows([{ ...third, deducted: '335.3' }]) }, coefficient).result)).toBe('1/0/1/0');
  });

  it('allows the usage 7 decimals where the package is emptied or opened, because it was computed back', () => {
    const cells = { rawUsage: '2.272727300', coefficient: '44' };
    expect(at({ ...cells, before: '100.000000000', deducted: '100.000000000', after: '0.000000000' })).toBe('1/1/0/0');
    expect(at({ ...cells, before: '200.000000000', deducted: '100.000000000', after: '100.000000000' })).toBe('1/0/1/0');
    const opened = { ...base, ...cells, before: '200.000000000', deducted: '100.000000000', after: '100.000000000' };
    expect(counts(answer({ packages: [{ total: '200.00' }], deductions: [opened] }, coefficient).result)).toBe('1/1/0/0');
    expect(at({ rawUsage: '2.272730000', coefficient: '44', before: '100.000000000', deducted: '100.000000000', after: '0.000000000' })).toBe('1/0/1/0');
  });

  it('tries 1000 and 1024 where nobody has said which', () => {
    const bytes = { rawUsage: '1.000', rawUnit: 'GB', packageUnit: 'MB' };
    expect(at({ ...bytes, deducted: '1024.000' })).toBe('1/1/0/0');
    expect(at({ ...bytes, deducted: '1000.000' })).toBe('1/1/0/0');
    const { findings } = answer({ deductions: rows([{ rawUsage: '1.000', deducted: '1012.000' }, { rawUsage: '1.000', deducted: '1000.000' }], { rawUnit: 'GB', packageUnit: 'MB' }) }, coefficient);
    expect(findings).toHaveLength(1);
    expect(findings[0]!.why).toContainEqual({ id: 'coefficient.bytes', values: { base: 1000 } });
    expect(at({ ...bytes, product: '对象存储', deducted: '1000.000' })).toBe('1/0/1/0');
  });

  it('takes the ratio of units that are not printed from the other rows', () => {
    const unprinted = { rawUnit: null, packageUnit: null };
    const minute = { rawUsage: '60.000', deducted: '1.000' };
    const { result, findings } = answer({ deductions: rows([{ rawUsage: '90.000', deducted: '1.000' }, minute, minute, minute], unprinted) }, coefficient);
    expect(counts(result)).toBe('4/3/1/0');
    expect(findings[0]!.why).toContainEqual({ id: 'coefficient.guessed', values: { k: '1/60', count: 3 } });
    expect(counts(answer({ deductions: rows([{ rawUsage: '90.000', deducted: '1.000' }], unprinted) }, coefficient).result)).toBe('1/0/0/1');
  });

  it('cannot be checked where a cell is absent or no row shows how the units relate', () => {
    expect(at({ rawUsage: null })).toBe('1/0/0/1');
    expect(at({ coefficient: null })).toBe('1/0/0/1');
    expect(at({ deducted: null, before: null, after: null })).toBe('1/0/0/1');
    const { result } = answer({ deductions: [{ ...base, rawUnit: '小时', packageUnit: '次', rawUsage: '2.000', coefficient: '500', deducted: '900.000' }] }, coefficient);
    expect(result.reasons).toEqual([{ reason: { id: 'common.noUnit', values: {} }, count: 1 }]);
  });

  it('checks unlimited packages too', () => {
    const unlimited = { packageType: 'unlimited', before: null, after: null, packageUnit: 'GB', rawUnit: 'GB', rawUsage: '33.819' };
    expect(at({ ...unlimited, deducted: '33.819' })).toBe('1/1/0/0');
    expect(at({ ...unlimited, deducted: '33.821' })).toBe('1/0/1/0');
  });

  it('leaves to other checks what they say better', () => {
    const because = (check: string): unknown => ({ id: 'common.blocked', values: { check } });
    const left = (cells: Cells): unknown => answer({ deductions: [{ ...base, ...cells }] }, coefficient).result.reasons[0]?.reason;
    expect(left({ rawUsage: '0.000', deducted: '1.500' })).toEqual(because('zero-usage'));
    expect(left({ rawUsage: '1.500', deducted: '0.000' })).toEqual(because('zero-usage'));
    expect(left({ rawUsage: '1.500', deducted: '-9.000', after: '5009.000' })).toEqual(because('negative-amount'));
    // Only the printed deduction is wrong: the balance fell by what was due.
    expect(left({ rawUsage: '1.500', deducted: '2.000', after: '4998.500' })).toEqual(because('row-arithmetic'));
    expect(at({ rawUsage: '1.500', before: '5000.000', deducted: '-1.500', after: '5001.500' })).toBe('1/1/0/0');
  });

  describe('where minutes are rounded up per day', () => {
    const trtc = { product: '实时音视频', rawUnit: '秒' };
    const minutes = (day: string, parts: readonly (readonly [seconds: string, minutes: string])[]): Cells[] => chain('900.000', parts.map(([, deducted]) => deducted), trtc, `${day} 00:00:00`)
      .map((row, index) => ({ ...row, rawUsage: parts[index]![0] }));
    const exact = (day: string): Cells[] => minutes(day, [['60.000', '1.000']]);
    const window = { start: '2025-05-01 00:00:00', end: '2025-05-31 23:59:59' };
    const on = (parts: readonly (readonly [string, string])[]) => answer({ window, deductions: [...exact('2025-05-07'), ...minutes('2025-05-08', parts), ...exact('2025-05-09')] }, coefficient);

    it('passes the vendor\'s own example: 30 s, 20 s and 40 s deduct 1, 0 and 1', () => {
      const { result, findings } = on([['30.000', '1.000'], ['20.000', '0.000'], ['40.000', '1.000']]);
      expect(counts(result)).toBe('5/5/0/0');
      expect(findings).toEqual([]);
    });

    it('fails a day that deducts a minute too many, as one finding', () => {
      const { findings } = on([['30.000', '1.000'], ['20.000', '1.000'], ['40.000', '1.000']]);
      expect(findings).toMatchObject([{ severity: 'error', packageId: 'pkg-1', rowCount: 3, unit: '分钟' }]);
      expect(findings[0]!.quantity!.toString()).toBe('1');
      expect(findings[0]!.why[1]!.values).toEqual({ day: '2025-05-08', owner: '100', item: 'I', raw: '90', rawUnit: '秒', coefficient: '1', expected: '2', unit: '分钟', deducted: '3', count: 3 });
    });

    it('allows a day at the edge one minute that the files do not show', () => {
      const edge = (deducted: string): string => counts(answer({ window, deductions: minutes('2025-05-08', [['30.000', '1.000'], ['20.000', '0.000'], ['40.000', deducted]]) }, coefficient).result);
      expect(edge('1.000')).toBe('3/3/0/0');
      expect(edge('0.000')).toBe('3/3/0/0');
      expect(edge('2.000')).toBe('1/0/1/0');
    });

    it('checks row by row where a package deducts fractions of a minute', () => {
      const deductions = [{ ...exact('2025-05-07')[0]!, rawUsage: '30.000', deducted: '0.500', after: '899.500' }, { ...exact('2025-05-08')[0]!, rawUsage: '150.000', deducted: '3.000', after: '897.000' }];
      expect(counts(answer({ window, deductions }, coefficient).result)).toBe('2/1/1/0');
    });
  });
});
