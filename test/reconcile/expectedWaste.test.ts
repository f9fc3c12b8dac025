import { describe, expect, it } from 'vitest';
import { expectedWaste } from '../../core/reconcile/checks/expectedWaste.ts';
import { answer, chain, counts, type Cells, type Scenario } from '../support/scenario.ts';

const window = { start: '2025-05-01 00:00:00', end: '2025-07-31 23:59:59' };
/** 10 minutes on each of the last seven days, so that the largest rate is 10 a day. */
const week = Array.from({ length: 7 }, (_, day) => chain('1000.00', ['10.00'], {}, `2025-07-${25 + day} 03:00:00`)[0]!);
const on = (pack: Cells, deductions: readonly Cells[] = week, more: Partial<Scenario> = {}) => answer({ window, packages: [{ expiry: '2025-08-11 00:00:00', ...pack }], deductions, ...more }, expectedWaste);

describe('expected-waste', () => {
  it('passes a rest of exactly 10% of the capacity, and fails one unit of the last place more', () => {
    expect(counts(on({ remaining: '200.00' }).result)).toBe('1/1/0/0');
    expect(counts(on({ remaining: '200.01' }).result)).toBe('1/0/1/0');
  });

  it('shows all three rates and what will be left', () => {
    const { findings } = on({ remaining: '500.00' });
    expect(findings).toMatchObject([{ severity: 'warning', packageId: 'pkg-1', product: 'P', unit: '分钟', money: null, rows: [{ kind: 'packages' }, { kind: 'deductions', line: 8 }] }]);
    expect(findings[0]!.quantity!.toString()).toBe('400');
    expect(findings[0]!.why.slice(1)).toEqual([
      { id: 'expected-waste.left', values: { snapshot: '2025-08-01 00:00:00', balance: '500', capacity: '1,000', unit: '分钟', end: '2025-08-11 00:00:00', days: '10' } },
      { id: 'expected-waste.rates', values: { rate7: '10', rate30: '2.333', rate90: '0.778', rate: '10' } },
      { id: 'expected-waste.waste', values: { waste: '400', unit: '分钟', share: '40' } },
    ]);
  });

  it('takes the current period of a package per period', () => {
    const pack = { packageType: 'period', periodTotal: '1000.00', total: '12000.00', remaining: '9000.00', periodStart: '2025-08-01 00:00:00', periodEnd: '2025-08-10 23:59:59', expiry: '2026-05-01 00:00:00' };
    const period = week.map((row) => ({ ...row, packageType: 'period' }));
    expect(counts(on({ ...pack, periodRemaining: '200.00' }, period).result)).toBe('1/1/0/0');
    expect(on({ ...pack, periodRemaining: '300.00' }, period).findings.map(({ quantity }) => quantity!.toString())).toEqual(['200']);
  });

  it('counts the days since the package began where it is younger than the window', () => {
    const { findings } = on({ remaining: '900.00', effective: '2025-07-29 00:00:00' });
    expect(findings[0]!.why[2]!.values).toEqual({ rate7: '10', rate30: '10', rate90: '10', rate: '10' });
  });

  it('cannot be checked with fewer than three active days, without files near the snapshot, or without capacity', () => {
    expect(on({}, week.slice(0, 2)).result.reasons).toEqual([{ reason: { id: 'expected-waste.fewDays', values: {} }, count: 1 }]);
    expect(counts(on({}, week.slice(0, 3)).result)).toBe('1/0/1/0');
    expect(on({}, week, { window: { start: window.start, end: '2025-07-20 23:59:59' } }).result.reasons[0]!.reason.id).toBe('common.notCovered');
    expect(on({ total: null }).result.reasons[0]!.reason.id).toBe('common.noCapacity');
    expect(on({ expiry: null }).result.reasons[0]!.reason.id).toBe('common.absent');
  });

  it('has nothing to say of packages that are over, without limit or per slice', () => {
    const others: Cells[] = [{ status: 'expired' }, { remaining: '0.00' }, { packageType: 'unlimited' }, { packageType: 'slice' }];
    for (const pack of others) expect(counts(on(pack).result)).toBe('0/0/0/0');
  });
});
