import { describe, expect, it } from 'vitest';
import { Decimal } from '../../core/base/decimal.ts';
import { conversion } from '../../core/fields/units.ts';
import { sumTolerance, UsageBook, type Matched } from '../../core/reconcile/match.ts';
import { datasetOf, type Cells } from '../support/scenario.ts';
import { billed, deducted } from './usage.ts';

/** What the book makes of both sides, `pass start..end deducted|billed`. */
function matches(deductions: readonly Cells[], bill: readonly Cells[], printing: readonly string[] = ['p']): Matched[] {
  const data = datasetOf({ deductions, bill });
  const book = new UsageBook(new Set(printing));
  for (const row of data.deductions()) book.addDeduction(row, 2, null);
  for (const line of data.bill()) book.addLine(line);
  return [...book.matches()];
}

function told({ pass, start, end, deductions, bill, owner, item }: Matched): string {
  const clock = (time: number): string => new Date(time * 1000).toISOString().slice(8, 16).replace('T', ' ');
  return `${owner} ${item} ${pass} ${clock(start)}..${clock(end)} ${deductions?.raw.toString() ?? '-'}|${bill?.deducted?.toString() ?? '-'}`;
}

function at(start: string, end: string): Cells {
  return { usageStart: `2025-05-${start}:00`, usageEnd: `2025-05-${end}:59` };
}

describe('the usage book', () => {
  it('brings equal intervals of both sides together, in a fixed order', () => {
    const found = matches([deducted('8.00', at('10 07:00', '10 07:59')), deducted('3.00', at('10 05:00', '10 05:59'))], [billed('9.00', '8.00', '1.00', at('10 07:00', '10 07:59')), billed('2.00', '1.00', '1.00', at('11 05:00', '11 05:59'))]);
    expect(found.map(told)).toEqual(['100 I exact 10 05:00..10 06:00 3|-', '100 I exact 10 07:00..10 08:00 8|8', '100 I exact 11 05:00..11 06:00 -|1']);
  });

  it('knows inclusive and exclusive ends for the same interval', () => {
    expect(matches([deducted('8.00')], [billed('8.00', '8.00', '0.00', { usageEnd: '2025-05-10 06:00:00' })]).map(told)).toEqual(['100 I exact 10 05:00..10 06:00 8|8']);
  });

  it('meets by name or by type of the component, full-width and spaces aside, and by nothing else', () => {
    const rows = [deducted('8.00', { billingItem: 'AI 时长（标准）' })];
    expect(matches(rows, [billed('8.00', '8.00', '0.00', { componentName: 'AI时长(标准)', componentType: 'X' })])).toHaveLength(1);
    expect(matches(rows, [billed('8.00', '8.00', '0.00', { componentName: 'v1', componentType: 'AI 时长（标准）' })])).toHaveLength(1);
    expect(matches(rows, [billed('8.00', '8.00', '0.00', { componentName: 'AI 时长', componentType: 'X' })])).toHaveLength(2);
    expect(matches(rows, [billed('8.00', '8.00', '0.00', { componentName: 'AI 时长（标准）', owner: '200' })])).toHaveLength(2);
    expect(matches(rows, [billed('8.00', '8.00', '0.00', { componentName: 'AI 时长（标准）', subproduct: 'S2' })])).toHaveLength(2);
  });

  it('leaves out products whose bill prints nothing, and what has no times', () => {
    expect(matches([deducted('8.00')], [billed('8.00', '8.00', '0.00')], [])).toEqual([]);
    expect(matches([deducted('8.00', { usageStart: null })], [billed('8.00', '8.00', '0.00', { usageEnd: null })])).toEqual([]);
  });

  it('sums five minutes and hours by day, days and a month by month', () => {
    const five = [deducted('1.00', at('10 05:00', '10 05:04')), deducted('2.00', at('10 23:55', '10 23:59'))];
    expect(matches(five, [billed('1.00', '1.00', '0.00', at('10 05:00', '10 05:59')), billed('2.00', '2.00', '0.00', at('10 23:00', '10 23:59'))]).map(told)).toEqual(['100 I day 10 05:00..11 00:00 3|3']);
    expect(matches(five, [billed('3.00', '3.00', '0.00', at('01 00:00', '31 23:59'))]).map(told)).toEqual(['100 I month 01 00:00..01 00:00 3|3']);
  });

  it('sums by day where intervals of one side lie across those of the other', () => {
    const mixed = [deducted('1.00', at('10 05:00', '10 05:04')), deducted('2.00', at('10 07:00', '10 07:59'))];
    const hours = [billed('1.00', '1.00', '0.00', at('10 05:00', '10 05:59')), billed('2.00', '2.00', '0.00', at('10 07:00', '10 07:59'))];
    expect(matches(mixed, hours).map(told)).toEqual(['100 I day 10 05:00..10 08:00 3|3']);
    expect(matches([deducted('1.00', at('10 05:30', '10 06:29'))], [billed('1.00', '1.00', '0.00', at('10 05:00', '10 05:59'))]).map(told)).toEqual(['100 I day 10 05:00..10 06:30 1|1']);
  });

  it('stays exact where a side only lacks some intervals', () => {
    const rows = ['05', '06', '08'].map((hour) => deducted('1.00', at(`10 ${hour}:00`, `10 ${hour}:59`)));
    const lines = ['05', '07', '08'].map((hour) => billed('1.00', '1.00', '0.00', at(`10 ${hour}:00`, `10 ${hour}:59`)));
    expect(matches(rows, lines).map(({ pass }) => pass)).toEqual(['exact', 'exact', 'exact', 'exact']);
  });

  it('adds up, counts and names the rows and lines of one interval', () => {
    const rows = [deducted('8.00'), deducted('1.00', { packageId: 'pkg-0' })];
    const [match] = matches(rows, [billed('9.00', '5.00', '4.00'), billed('9.00', '4.00', '5.00', { transactionId: 'T2' })]);
    expect(match!.deductions).toMatchObject({ raw: Decimal.of('9'), unit: '分钟', count: 2, packages: ['pkg-0', 'pkg-1'], tainted: null, rawScale: 2 });
    expect(match!.bill).toMatchObject({ raw: Decimal.of('18'), deducted: Decimal.of('9'), count: 2, transactionId: 'T1' });
    expect(match!.deductions!.rows.map(({ line }) => line)).toEqual(expect.arrayContaining([2, 3]));
  });

  it('does not add up different units', () => {
    const [match] = matches([deducted('8.00'), deducted('60.00', { packageId: 'pkg-2', rawUnit: '秒' })], []);
    expect(match!.deductions!.tainted).toBe('unit-mismatch');
  });
});

describe('how far two sums may be apart', () => {
  const one = { numerator: 1n, denominator: 1n };
  const sum = (count: number, scale: number, unit: string | null = '分钟'): { count: number; scale: number; unit: string | null } => ({ count, scale, unit });

  it.each([
    ['not at all at one scale', sum(5, 2), sum(9, 2), '0'], ['half a unit of each number else', sum(2, 2), sum(3, 1), '0.16'], ['half a unit where there is only one side', sum(2, 2), null, '0.01'],
    ['nothing for whole numbers of counted things', sum(5, 0, '条'), sum(2, 8, '条'), '0.00000001'], ['half for whole numbers of what is measured', sum(1, 0, '秒'), sum(2, 8, '秒'), '0.50000001'],
    ['nothing for whole tokens', sum(5, 0, 'token'), null, '0'], ['half where the unit is unknown', sum(1, 0, null), null, '0.5'],
  ])('%s', (_what, a, b, expected) => {
    expect(sumTolerance(a, b, one).toString()).toBe(expected);
  });

  it('is in the unit of the first', () => {
    expect(sumTolerance(sum(1, 2, '分钟'), sum(2, 1, '秒'), conversion('秒', '分钟')!).toString()).toBe('0.006666666667');
    expect(sumTolerance(sum(1, 2, '分钟'), sum(1, 2, '秒'), conversion('秒', '分钟')!).toString()).toBe('0.005083333333');
  });
});
