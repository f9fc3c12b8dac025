import { describe, expect, it } from 'vitest';
import { DAY, formatDay, formatMonth, monthOf, parseCivil } from '../../core/base/time.ts';
import type { FileFact } from '../../core/fields/facts.ts';
import { calendarOf, daysOf, type Calendar, type CalendarInput } from '../../core/reconcile/calendar.ts';

const at = (text: string): number => parseCivil(text)!;
const day = (text: string): number => at(text) / DAY;

function exported(from: string, to: string, ...products: string[]): FileFact {
  return { id: 1, kind: 'deductions', window: { start: at(from), end: at(`${to} 23:59:59`) }, windowFromName: true, products } as unknown as FileFact;
}

function calendar(input: Partial<CalendarInput>): Calendar {
  return calendarOf({ files: [], packages: [], deductions: new Map(), bill: new Map(), billMonths: new Set(), now: at('2025-08-10'), ...input });
}

const PACK = { product: 'P', effective: at('2025-05-10'), expiry: at('2025-07-05 23:59:59') };

/** Each month with the state of deductions, the days that are missing, and the state of the bill. */
function told({ months, products }: Calendar, index = 0): string[] {
  return products[index]!.cells.map(({ deductions, bill }, place) => [
    formatMonth(months[place]!), deductions.isBeyond ? `${deductions.state} beyond` : deductions.state, ...deductions.gaps.map(({ start, end }) => `${formatDay(start)}…${formatDay(end - 1)}`), bill.state,
  ].join(' '));
}

describe('the calendar of what is loaded', () => {
  it('is empty where nothing is there', () => {
    expect(calendar({})).toEqual({ months: [], products: [], others: 0 });
  });

  it('tells covered, partial, missing and idle months apart, and names the days', () => {
    const found = calendar({
      files: [exported('2025-06-01', '2025-06-20', 'P'), exported('2025-07-01', '2025-07-31', 'P')], packages: [PACK],
      deductions: new Map([['P', new Map([[day('2025-06-03'), 7]])]]), bill: new Map([['P', new Map([[day('2025-05-12'), 2], [day('2025-08-02'), 1]])]]),
      billMonths: new Set([monthOf(at('2025-05-01')), monthOf(at('2025-06-01')), monthOf(at('2025-08-01'))]),
    });
    expect(told(found)).toEqual([
      '2025-05 missing 2025-05-01…2025-05-31 covered', '2025-06 partial 2025-06-21…2025-06-30 idle', '2025-07 covered missing', '2025-08 missing 2025-08-01…2025-08-31 covered',
    ]);
    expect(found.products[0]!.cells[1]!.deductions.rows).toBe(7);
  });

  it('says when the console has forgotten all missing days', () => {
    const files = [exported('2025-03-01', '2025-03-10', 'P'), exported('2025-07-01', '2025-07-31', 'P')];
    const found = calendar({ files, packages: [{ ...PACK, effective: at('2025-03-01') }] });
    expect(told(found)).toEqual([
      '2025-03 partial beyond 2025-03-11…2025-03-31 missing', '2025-04 missing beyond 2025-04-01…2025-04-30 missing', '2025-05 missing 2025-05-01…2025-05-31 missing',
      '2025-06 missing 2025-06-01…2025-06-30 missing', '2025-07 covered missing',
    ]);
  });

  it('needs nothing where no package was valid and nothing was billed', () => {
    const found = calendar({ files: [exported('2025-07-01', '2025-07-31', 'P')], packages: [{ ...PACK, product: 'Q' }], bill: new Map([['Q', new Map([[day('2025-08-01'), 1]])]]) });
    expect(told(found, 0)).toEqual(['2025-07 covered missing', '2025-08 idle missing']);
    expect(told(found, 1)).toEqual(['2025-07 missing 2025-07-01…2025-07-31 missing', '2025-08 missing 2025-08-01…2025-08-31 covered']);
  });

  it('takes spellings of one product together and leaves out what has no package', () => {
    const found = calendar({
      files: [exported('2025-07-01', '2025-07-15', 'P 1'), exported('2025-07-16', '2025-07-31', 'p1')], bill: new Map([['Ｐ1', new Map([[day('2025-07-01'), 4]])], ['CVM', new Map([[day('2025-07-01'), 9]])]]),
    });
    expect([found.products.map(({ product }) => product), found.others]).toEqual([['P 1'], 1]);
    expect(told(found)).toEqual(['2025-07 covered covered']);
    expect(found.products[0]!.cells[0]!.bill.lines).toBe(4);
  });

  it('shows the days of a month', () => {
    const input = { files: [exported('2025-07-01', '2025-07-02', 'P')], deductions: new Map([['P', new Map([[day('2025-07-02'), 3]])]]), bill: new Map([['p', new Map([[day('2025-07-03'), 5]])]]) };
    const days = daysOf(input, 'P', monthOf(at('2025-07-01')));
    expect(days).toHaveLength(31);
    expect(days.slice(0, 4).map(({ isCovered, deductions, lines }) => [isCovered, deductions, lines])).toEqual([[true, 0, 0], [true, 3, 0], [false, 0, 5], [false, 0, 0]]);
    expect(daysOf(input, 'unknown', monthOf(at('2025-07-01'))).every(({ isCovered }) => !isCovered)).toBe(true);
  });
});
