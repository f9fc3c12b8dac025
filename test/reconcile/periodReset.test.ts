import { describe, expect, it } from 'vitest';
import { periodReset } from '../../core/reconcile/checks/periodReset.ts';
import { rowArithmetic } from '../../core/reconcile/checks/rowArithmetic.ts';
import { chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, setAside, time, WIDE, words } from './told.ts';
import { PolicyBook } from '../../core/fields/policies.ts';
import { builtInBasis } from '../../core/host/basis.ts';

const TYPE = { packageType: 'period' };
const MONTHLY = {
  packageType: 'period', periodRemaining: '100.00', periodTotal: '100.00', periodStart: '2025-07-01 00:00:00', periodEnd: '2025-07-31 23:59:59', remaining: null, total: null, effective: '2025-01-01 00:00:00',
};

/** Two rows of a period from `opening`, the first used at `day` 03:00 and posted at 04:10. */
function period(day: string, opening = '100.00'): Cells[] {
  return chain(opening, ['10.00', '5.00'], TYPE, `${day} 03:00:00`);
}

function answer(deductions: readonly Cells[], more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ packages: [MONTHLY], deductions, window: WIDE, ...more }, periodReset);
}

describe('period-reset', () => {
  it('passes periods that begin with their capacity', () => {
    expect(answer([...period('2025-05-01'), ...period('2025-06-01')])).toEqual({ counts: '2/2/0/0', findings: [], reasons: [] });
  });

  it('has nothing to say of total packages', () => {
    expect(answer(chain('700.00', ['1.00']), { packages: [{}] })).toEqual({ counts: '0/0/0/0', findings: [], reasons: [] });
  });

  it('finds what was carried over', () => {
    const deductions = [...period('2025-05-01'), ...period('2025-06-01', '107.77')];
    expect(answer(deductions)).toEqual({
      counts: '2/1/1/0', reasons: [],
      findings: [{
        severity: 'error', packageId: 'pkg-1', transactionId: null, quantity: '7.77', unit: '分钟', money: null, rows: ['deductions 2:4', 'packages 1:2'],
        why: ['period-reset.rule', 'period-reset.first', 'common.step', 'period-reset.over'],
      }],
    });
    expect(words({ packages: [MONTHLY], deductions, window: WIDE }, periodReset).slice(1)).toEqual([
      'Period 2025-06-01 00:00:00 to 2025-07-01 00:00:00, capacity 100.00 分钟', 'deductions.csv:4 · 2025-06-01 04:10:00 · before 107.77 − 10.00 = 97.77',
      '7.77 分钟 more: balance of the period before was carried over',
    ]);
  });

  it('finds one unit of the last place, also outside any coverage', () => {
    expect(answer(period('2025-06-15', '100.01'), { window: { start: '2025-06-15 03:00:00', end: '2025-06-15 05:00:00' } }).findings).toMatchObject([{ severity: 'error', quantity: '0.01' }]);
  });

  it('warns of what is missing where the period is covered from its start', () => {
    expect(answer(period('2025-06-01', '99.99')).findings).toMatchObject([{ severity: 'warning', quantity: '0.01', why: ['period-reset.rule', 'period-reset.first', 'common.step', 'period-reset.under', 'common.assumedPolicy'] }]);
  });

  it('warns of a first row that is missing', () => {
    expect(answer(period('2025-06-01').slice(1)).findings).toMatchObject([{ severity: 'warning', quantity: '10' }]);
  });

  it('says what is at stake', () => {
    const purchase = { billingMode: 'prepaid', transactionType: 'prepay_purchase', instanceId: 'pkg-1', afterDiscount: '24.00', usage: '1', transactionTime: '2025-01-01 00:00:00' };
    expect(answer(period('2025-06-01', '110.00'), { packages: [{ ...MONTHLY, remaining: '700.00', total: '1200.00' }], bill: [purchase] }).findings).toMatchObject([{ money: '0.2 CNY' }]);
  });

  it('knows the rows of one second by their links', () => {
    const [one, two] = period('2025-06-01') as [Cells, Cells];
    expect(answer([{ ...two, deductedAt: one['deductedAt']! }, one])).toMatchObject({ counts: '1/1/0/0' });
  });

  it('knows the first row by its links where the times say otherwise', () => {
    const [one, two] = period('2025-06-01') as [Cells, Cells];
    expect(answer([{ ...one, deductedAt: '2025-06-01 06:10:00' }, two])).toMatchObject({ counts: '1/1/0/0' });
  });

  it('takes a row that was posted late for one of its new period', () => {
    const late = chain('100.00', ['10.00'], TYPE, '2025-05-31 23:00:00')[0]!;
    expect(late['deductedAt']).toBe('2025-06-01 00:10:00');
    expect(answer([late])).toMatchObject({ counts: '1/1/0/0' });
  });

  it('leaves a misprinted balance to row-arithmetic', () => {
    const [one] = period('2025-06-01') as [Cells];
    expect(ask({ packages: [MONTHLY], deductions: [{ ...one, before: '99.00' }], window: WIDE }, periodReset, rowArithmetic)).toEqual({ counts: '1/0/0/1', findings: [], reasons: ['common.blocked row-arithmetic x1'] });
    expect(answer([{ ...one, before: '99.00' }]).findings).toHaveLength(1);
  });
});

describe('period-reset and what the files cover', () => {
  const low = period('2025-06-01', '80.00');

  it('needs the day before the period too, where late usage is posted', () => {
    expect(answer(low, { window: { start: '2025-05-31 00:00:00', end: WIDE.end } })).toMatchObject({ counts: '1/0/1/0' });
    expect(answer(low, { window: { start: '2025-05-31 00:00:01', end: WIDE.end } })).toEqual({ counts: '1/0/0/1', findings: [], reasons: ['common.edge x1'] });
  });

  it('has no answer across a hole', () => {
    const windows = [{ start: '2025-04-01 00:00:00', end: '2025-05-20 00:00:00' }, { start: '2025-06-01 00:00:00', end: WIDE.end }];
    expect(answer(low, { windows }).reasons).toEqual(['common.hole x1']);
  });

  it('has no answer for the period in which the package began', () => {
    const packages = [{ ...MONTHLY, effective: '2025-06-01 00:00:01' }];
    expect(answer(low, { packages }).reasons).toEqual(['period-reset.before x1']);
    expect(answer(low, { packages: [{ ...MONTHLY, effective: '2025-06-01 00:00:00' }] })).toMatchObject({ counts: '1/0/1/0' });
  });

  it('has no answer where the first row may be one that could not be read', () => {
    const rejected = [setAside(2, { packageId: 'pkg-1', deductedAt: time('2025-06-01 02:00:00') })];
    expect(answer(low, { rejected }).reasons).toEqual(['common.blocked rejected-row x1']);
    expect(answer(period('2025-06-01', '110.00'), { rejected })).toMatchObject({ counts: '1/0/1/0' });
  });

  it('has no answer where the capacity is unknown', () => {
    expect(answer(low, { packages: [{ ...MONTHLY, periodTotal: null }] }).reasons).toEqual(['common.noCapacity x1']);
  });
});

describe('period-reset and anchors', () => {
  it.each([
    ['anniversaries on the 15th', { periodStart: '2025-07-15 00:00:00', periodEnd: '2025-08-14 23:59:59' }, ['2025-05-15', '2025-06-15', '2025-07-15']],
    ['the 31st, clamped', { periodStart: '2025-06-30 00:00:00', periodEnd: '2025-07-30 23:59:59', effective: '2025-01-31 00:00:00' }, ['2025-04-30', '2025-05-31', '2025-06-30']],
    ['days', { periodStart: '2025-07-31 00:00:00', periodEnd: '2025-07-31 23:59:59' }, ['2025-05-15', '2025-05-16', '2025-06-15']],
  ])('are read from the overview: %s', (_what, more, days) => {
    const packages = [{ ...MONTHLY, ...more }];
    expect(answer(days.flatMap((day) => period(day)), { packages })).toMatchObject({ counts: '3/3/0/0' });
    expect(answer(days.flatMap((day) => period(day, '100.50')), { packages }).findings.map(({ quantity }) => quantity)).toEqual(['0.5', '0.5', '0.5']);
  });

  it('hold for slices of an hour', () => {
    const slice = { packageType: 'slice', periodRemaining: '8.00', periodTotal: '8.00', periodStart: '2025-07-31 23:00:00', periodEnd: '2025-07-31 23:59:59', remaining: null, total: null, effective: '2025-01-01 00:00:00' };
    const hour = (start: string, opening: string): Cells[] => chain(opening, ['1.00'], { packageType: 'slice', packageUnit: '核*时' }, start);
    const deductions = [...hour('2025-06-01 03:00:00', '8.00'), ...hour('2025-06-01 04:00:00', '8.00'), ...hour('2025-06-01 09:00:00', '9.50')];
    expect(answer(deductions, { packages: [{ ...slice, unit: '核*时' }] })).toMatchObject({ counts: '3/2/1/0', findings: [{ severity: 'error', quantity: '1.5', unit: '核*时' }] });
  });

  it('are fitted where no overview names the period, and said to be assumed', () => {
    const packages = [{ ...MONTHLY, periodStart: null, periodEnd: null, effective: '2025-01-15 08:00:00' }];
    const deductions = [...period('2025-05-15'), ...period('2025-06-15'), ...period('2025-07-15', '101.00')];
    const { counts, findings } = answer(deductions, { packages });
    expect(counts).toBe('3/2/1/0');
    expect(findings[0]!.why.at(-1)).toBe('period-reset.fitted');
  });
});

describe('period-reset and the anchor that a project sets', () => {
  it('goes by it, whatever the overview prints', () => {
    const basis = { ...builtInBasis(), policies: new PolicyBook([], [{ product: 'P', name: 'anchor', value: 'anniversary' }]) };
    const packages = [{ ...MONTHLY, effective: '2025-01-15 08:00:00' }];
    const deductions = [...period('2025-05-15'), ...period('2025-06-15'), ...period('2025-07-15', '101.00')];
    const { findings } = answer(deductions, { packages, basis });
    expect(findings).toMatchObject([{ severity: 'error', quantity: '1', why: ['period-reset.rule', 'period-reset.first', 'common.step', 'period-reset.over', 'common.setPolicy'] }]);
  });
});
