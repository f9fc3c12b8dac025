import { describe, expect, it } from 'vitest';
import { formatCivil, parseCivil } from '../../core/base/time.ts';
import type { FileFact } from '../../core/fields/facts.ts';
import { Coverage, merged } from '../../core/reconcile/coverage.ts';
import { chain, datasetOf } from '../support/scenario.ts';

const DAY = 86_400;
const [template] = datasetOf({ deductions: chain('10.00', ['1.00']) }).files as [FileFact];

function time(text: string): number {
  return parseCivil(text.length === 5 ? `2025-${text} 00:00:00` : text)!;
}

/** A deduction file of these products for whole days, both named. */
function file(products: string, from: string, to: string): FileFact {
  return { ...template, products: products.split('+'), window: { start: time(from), end: time(to) + DAY - 1 }, windowFromName: true };
}

function days(coverage: Coverage, product: string | null): string[] {
  return coverage.of(product).map(({ start, end }) => `${formatCivil(start).slice(5, 10)}..${formatCivil(end).slice(5, 10)}`);
}

describe('coverage', () => {
  it('is that of the files of a product, adjoining and overlapping ones as one', () => {
    const coverage = new Coverage([file('P', '05-01', '05-31'), file('P', '06-01', '06-10'), file('P', '06-05', '06-30'), file('P', '08-01', '08-31'), file('Q', '07-01', '07-31')]);
    expect(days(coverage, 'P')).toEqual(['05-01..07-01', '08-01..09-01']);
    expect(days(coverage, 'Q')).toEqual(['07-01..08-01']);
    expect(days(coverage, 'R')).toEqual([]);
    expect([coverage.has('P'), coverage.has('R'), coverage.has(null)]).toEqual([true, false, false]);
  });

  it('is that of all products where a file holds several', () => {
    const coverage = new Coverage([file('P+Q', '05-01', '05-31'), file('P', '06-01', '06-30')]);
    expect([days(coverage, 'P'), days(coverage, 'Q'), days(coverage, 'R'), days(coverage, null)]).toEqual([['05-01..07-01'], ['05-01..06-01'], ['05-01..06-01'], ['05-01..06-01']]);
    expect(coverage.has('R')).toBe(false);
  });

  it('knows nothing of other kinds of files, or of files without a window', () => {
    expect(days(new Coverage([{ ...file('P', '05-01', '05-31'), kind: 'bill' }, { ...file('P', '05-01', '05-31'), window: null }]), 'P')).toEqual([]);
  });

  it('reaches two hours beyond the last usage where the name of the file says no window', () => {
    const coverage = new Coverage([{ ...file('P', '05-01', '05-31'), windowFromName: false }]);
    expect(coverage.of('P').map(({ start, end }) => [formatCivil(start), formatCivil(end)])).toEqual([['2025-05-01 00:00:00', '2025-06-01 02:00:00']]);
  });

  it('covers intervals to the second', () => {
    const coverage = new Coverage([file('P', '05-01', '05-31')]);
    const [start, end] = [time('05-01'), time('06-01')];
    expect([coverage.covers('P', start, end), coverage.covers('P', start - 1, end), coverage.covers('P', start, end + 1), coverage.covers('P', start, start), coverage.covers('P', end, end), coverage.covers('P', end + 1, end + 1)]).toEqual([
      true, false, false, true, true, false,
    ]);
    expect([coverage.touches('P', end - 1, end + DAY), coverage.touches('P', end, end + DAY), coverage.touches('P', start - DAY, start), coverage.touches('P', start - DAY, start + 1)]).toEqual([true, false, false, true]);
    expect(coverage.span('P')).toEqual({ start, end });
    expect(coverage.span('R')).toBeNull();
  });
});

describe('the postings that must be in the files', () => {
  const coverage = new Coverage([file('P', '05-01', '05-10'), file('P', '05-21', '05-31')]);
  const ask = (from: string, to: string, lag = DAY): string => coverage.postings('P', time(from), time(to), lag);

  it.each([
    ['inside the first file', '05-02', '05-11', 'complete'], ['inside the second file', '05-22', '06-01', 'complete'], ['with usage of before the first file', '05-01', '05-05', 'edge'], ['after the last file', '05-25', '06-02', 'edge'],
    ['wholly after the last file', '06-03', '06-04', 'edge'], ['wholly before the first file', '04-03', '04-04', 'edge'], ['over the hole', '05-08', '05-23', 'hole'], ['wholly in the hole', '05-13', '05-15', 'hole'],
    ['with usage of the end of the hole', '05-21', '05-23', 'hole'], ['a day after the hole', '05-22', '05-23', 'complete'], ['up to the beginning of the hole', '05-05', '05-11', 'complete'], ['a day into the hole', '05-05', '05-12', 'hole'],
    ['over everything', '04-01', '07-01', 'hole'],
  ] as const)('%s: %s to %s', (_what, from, to, expected) => {
    expect(ask(from, to)).toBe(expected);
  });

  it('are those of usage up to the lag before', () => {
    expect(ask('05-21', '05-23', 0)).toBe('complete');
    expect(ask('05-22', '05-23', DAY + 1)).toBe('hole');
    expect(coverage.postings('R', time('05-02'), time('05-03'), 0)).toBe('edge');
  });
});

describe('intervals', () => {
  it('are joined where they overlap, touch, or are a printed second apart', () => {
    expect(merged([{ start: 50, end: 60 }, { start: 0, end: 10 }, { start: 5, end: 8 }, { start: 11, end: 20 }, { start: 20, end: 30 }, { start: 32, end: 40 }])).toEqual([{ start: 0, end: 30 }, { start: 32, end: 40 }, { start: 50, end: 60 }]);
    expect(merged([])).toEqual([]);
  });
});
