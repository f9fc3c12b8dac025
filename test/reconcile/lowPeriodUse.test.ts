import { describe, expect, it } from 'vitest';
import { lowPeriodUse } from '../../core/reconcile/checks/lowPeriodUse.ts';
import { answer, chain, counts, type Cells, type Scenario } from '../support/scenario.ts';

const PACK = { packageType: 'period', periodTotal: '1000.00', periodRemaining: '1000.00', periodStart: '2025-08-01 00:00:00', periodEnd: '2025-08-31 23:59:59', total: '12000.00', remaining: '9000.00', effective: '2025-05-01 00:00:00' };
const window = { start: '2025-05-01 00:00:00', end: '2025-07-31 23:59:59' };
const month = (number: number, amount: string): Cells[] => chain('1000.00', [amount], { packageType: 'period' }, `2025-0${number}-10 03:00:00`);
const on = (amounts: readonly (string | null)[], more: Partial<Scenario> = {}, pack: Cells = {}) => answer({
  window, packages: [{ ...PACK, ...pack }], deductions: amounts.flatMap((amount, index) => (amount === null ? [] : month(5 + index, amount))), ...more,
}, lowPeriodUse);

describe('low-period-use', () => {
  it('passes where one of three periods uses 60%, and fails one unit of the last place below', () => {
    expect(counts(on(['599.99', '600.00', '599.99']).result)).toBe('1/1/0/0');
    expect(counts(on(['599.99', '599.99', '599.99']).result)).toBe('1/0/1/0');
  });

  it('shows the periods, and what they lost', () => {
    const { findings } = on(['100.00', null, '300.00']);
    expect(findings).toMatchObject([{ severity: 'warning', packageId: 'pkg-1', unit: '分钟', rows: [{ kind: 'packages' }, { kind: 'deductions', line: 2 }, { kind: 'deductions', line: 3 }] }]);
    expect(findings[0]!.quantity!.toString()).toBe('2600');
    expect(findings[0]!.why.slice(1)).toEqual([
      { id: 'low-period-use.period', values: { start: '2025-05-01 00:00:00', end: '2025-06-01 00:00:00', used: '100', capacity: '1,000', unit: '分钟', share: '10' } },
      { id: 'low-period-use.period', values: { start: '2025-06-01 00:00:00', end: '2025-07-01 00:00:00', used: '0', capacity: '1,000', unit: '分钟', share: '0' } },
      { id: 'low-period-use.period', values: { start: '2025-07-01 00:00:00', end: '2025-08-01 00:00:00', used: '300', capacity: '1,000', unit: '分钟', share: '30' } },
      { id: 'low-period-use.more', values: { count: 3 } },
    ]);
  });

  it('counts only periods that are covered as a whole and lie in the validity', () => {
    const reason = (more: Partial<Scenario>, pack: Cells = {}): unknown => on(['100.00', '100.00', '100.00'], more, pack).result.reasons[0]?.reason.id;
    expect(reason({ window: { start: '2025-05-02 00:00:00', end: window.end } })).toBe('low-period-use.tooFew');
    expect(reason({}, { effective: '2025-05-02 00:00:00' })).toBe('low-period-use.tooFew');
    // A window that begins with a period lacks what was posted then for usage before, unless the package began then too.
    expect(reason({}, { effective: '2025-03-01 00:00:00' })).toBe('low-period-use.tooFew');
    expect(reason({ window: { start: '2025-04-30 00:00:00', end: window.end } }, { effective: '2025-03-01 00:00:00' })).toBe(undefined);
    expect(reason({ snapshot: '2025-07-31 00:00:00' })).toBe('low-period-use.tooFew');
  });

  it('has nothing to say of packages without periods', () => {
    expect(counts(on(['1.00'], {}, { packageType: 'total' }).result)).toBe('0/0/0/0');
  });
});
