import { describe, expect, it } from 'vitest';
import { chainIncrease } from '../../core/reconcile/checks/chainIncrease.ts';
import { periodBoundary } from '../../core/reconcile/checks/periodBoundary.ts';
import { periodOverdrawn } from '../../core/reconcile/checks/periodOverdrawn.ts';
import { periodReset } from '../../core/reconcile/checks/periodReset.ts';
import type { Check } from '../../core/reconcile/check.ts';
import { chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, WIDE, words } from './told.ts';

const TYPE = { packageType: 'period' };
const MONTHLY = { ...TYPE, periodRemaining: '85.00', periodTotal: '100.00', periodStart: '2025-07-01 00:00:00', periodEnd: '2025-07-31 23:59:59', remaining: null, total: null, effective: '2025-01-01 00:00:00' };

/** Two rows a day from `opening` on. */
function day(date: string, opening = '100.00', amounts: readonly string[] = ['10.00', '5.00']): Cells[] {
  return chain(opening, amounts, TYPE, `2025-${date} 03:00:00`);
}

function scenario(deductions: readonly Cells[], pack: Cells = {}): Scenario {
  return { packages: [{ ...MONTHLY, ...pack }], deductions, window: WIDE };
}

function answer(deductions: readonly Cells[], pack: Cells = {}, check: Check = periodBoundary, ...before: readonly Check[]): ReturnType<typeof ask> {
  return ask(scenario(deductions, pack), check, ...before);
}

/** In June the balance of May goes on until the 9th. */
const LATE = [...day('05-02'), ...day('06-02', '85.00'), ...day('06-09'), ...day('07-02')];

describe('period-boundary', () => {
  it('passes balances that are full when a period begins', () => {
    expect(answer([...day('05-10'), ...day('06-02'), ...day('07-05')])).toEqual({ counts: '3/3/0/0', findings: [], reasons: [] });
  });

  it('warns of a reset at the wrong time', () => {
    expect(answer(LATE)).toEqual({
      counts: '3/2/1/0', reasons: [],
      findings: [{
        severity: 'warning', packageId: 'pkg-1', transactionId: null, quantity: '30', unit: '分钟', money: null, rows: ['deductions 2:5', 'deductions 2:6', 'packages 1:2'],
        why: ['period-boundary.rule', 'common.step', 'common.next', 'period-boundary.inside', 'period-boundary.noAnchor', 'common.noBill'],
      }],
    });
    expect(words(scenario(LATE), periodBoundary)[3]).toBe('Period 2025-06-01 00:00:00 to 2025-07-01 00:00:00, capacity 100.00 分钟; full again inside it, 30.00 more');
  });

  it('hears of the whole capacity alone', () => {
    const nearly = [...day('05-02'), ...day('06-02', '85.00'), ...day('06-09', '99.99'), ...day('07-02')];
    expect(answer(nearly).counts).toBe('3/3/0/0');
    expect(answer(nearly, {}, chainIncrease, periodBoundary).findings).toHaveLength(1);
  });

  it('speaks for chain-increase and period-reset', () => {
    expect(answer(LATE, {}, chainIncrease).findings).toHaveLength(1);
    expect(answer(LATE, {}, chainIncrease, periodBoundary).reasons).toEqual(['common.blocked period-boundary x1']);
    expect(answer(LATE, {}, periodReset).findings).toHaveLength(1);
    expect(answer(LATE, {}, periodReset, periodBoundary).reasons).toEqual(['common.blocked period-boundary x1']);
  });

  it('leaves to period-overdrawn what exceeds the capacity', () => {
    const june = (last: string): Cells[] => [...day('05-02'), ...day('06-02', '100.00', ['60.00', '5.00']), ...day('06-09', '100.00', ['30.00', last]), ...day('07-02')];
    const over = june('5.01');
    expect(answer(over).reasons).toEqual(['common.blocked period-overdrawn x1']);
    expect(answer(over, {}, periodOverdrawn).findings).toMatchObject([{ quantity: '0.01' }]);
    expect(answer(june('5.00')).findings).toHaveLength(1);
  });

  it('adopts one anchor that fits all rows, and the others go by it', () => {
    const rows = [...day('05-10'), ...day('05-16'), ...day('06-02', '85.00'), ...day('06-15'), ...day('07-14', '85.00'), ...day('07-16')];
    const since = { effective: '2025-01-15 00:00:00' };
    expect(answer(rows, since)).toMatchObject({
      counts: '5/4/1/0', findings: [{ severity: 'info', quantity: null, rows: ['packages 1:2', 'deductions 2:2', 'deductions 2:4', 'deductions 2:8'], why: ['period-boundary.rule', 'period-boundary.adopted'] }],
    });
    expect(words(scenario(rows, since), periodBoundary)[1]).toBe(
      'packages.csv:2 names the period 2025-07-01 00:00:00 to 2025-07-31 23:59:59, which the deductions contradict; with the period 2025-06-15 00:00:00 to 2025-07-15 00:00:00 all of them fit, and it is adopted (assumed)',
    );
    expect(answer(rows, since, chainIncrease, periodBoundary).findings).toEqual([]);
    expect(answer(rows, since, periodReset, periodBoundary).findings).toEqual([]);
  });

  it('is explained by a purchase, and has no answer where the capacity is unknown', () => {
    const bill = [{ billingMode: 'prepaid', transactionType: 'prepay_renew', instanceId: 'pkg-1', transactionTime: '2025-06-05 00:00:00' }];
    expect(ask({ ...scenario(LATE), bill }, periodBoundary).counts).toBe('3/3/0/0');
    expect(answer(day('06-02'), { periodTotal: null }).reasons).toEqual(['common.noCapacity x1']);
    expect(ask({ packages: [{}], deductions: chain('1000.00', ['1.00']) }, periodBoundary).counts).toBe('0/0/0/0');
  });
});
