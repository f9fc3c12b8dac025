import { describe, expect, it } from 'vitest';
import { idlePackage } from '../../core/reconcile/checks/idlePackage.ts';
import { answer, chain, counts, type Cells, type Scenario } from '../support/scenario.ts';

const window = { start: '2025-05-01 00:00:00', end: '2025-07-31 23:59:59' };
const used = (day: string, more: Cells = {}): Cells => chain('1000.00', ['10.00'], more, `${day} 03:00:00`)[0]!;
const on = (pack: Cells, deductions: readonly Cells[], more: Partial<Scenario> = {}) => answer({ window, packages: [{ remaining: '990.00', ...pack }], deductions, ...more }, idlePackage);

describe('idle-package', () => {
  it('passes a package that deducted something on the last of the 30 days', () => {
    const { result, findings } = on({}, [used('2025-07-02')]);
    expect(counts(result)).toBe('1/1/0/0');
    expect(findings).toEqual([]);
  });

  it('fails one whose last usage is a day older', () => {
    const { result, findings } = on({}, [used('2025-07-01')], { bill: [{ instanceId: 'pkg-1', transactionType: 'prepay_purchase', billingMode: 'prepaid', transactionTime: '2025-05-01 00:00:00', totalCost: '100.00', usageStart: '2025-05-01 00:00:00' }] });
    expect(counts(result)).toBe('1/0/1/0');
    expect(findings).toMatchObject([{ severity: 'warning', packageId: 'pkg-1', product: 'P', unit: '分钟', currency: 'CNY', rows: [{ kind: 'packages', file: 1, line: 2 }, { kind: 'deductions', file: 2, line: 2 }] }]);
    expect(findings[0]!.quantity!.toString()).toBe('990');
    expect(findings[0]!.money!.toString()).toBe('99');
    expect(findings[0]!.why.slice(1)).toEqual([
      { id: 'idle-package.idle', values: { from: '2025-07-02 00:00:00', until: '2025-08-01 00:00:00', snapshot: '2025-08-01 00:00:00', balance: '990', unit: '分钟', expiry: '2026-05-01 00:00:00' } },
      { id: 'idle-package.last', values: { day: '2025-07-01' } },
    ]);
  });

  it('fails one that never deducted, unlimited ones too', () => {
    const other = [used('2025-07-20', { packageId: 'pkg-2' })];
    expect(on({}, other).findings).toMatchObject([{ packageId: 'pkg-1', why: [{}, {}, { id: 'idle-package.never' }] }]);
    expect(on({ packageType: 'unlimited', remaining: null, total: null }, other).findings).toMatchObject([{ packageId: 'pkg-1', quantity: null }]);
  });

  it('measures from the end of the files where they end up to two days before the snapshot', () => {
    const at = (end: string): string => counts(on({}, [used('2025-06-20')], { window: { start: window.start, end } }).result);
    expect(at('2025-07-29 23:59:59')).toBe('1/0/1/0');
    expect(at('2025-07-29 22:59:59')).toBe('1/0/0/1');
  });

  it.each([
    ['is used up', { remaining: '0.00', status: 'exhausted' }],
    ['has expired', { expiry: '2025-07-31 23:59:59', status: 'expired' }],
    ['was refunded', { status: 'refunded' }],
    ['is not activated', { status: 'inactive' }],
    ['begins later', { effective: '2025-08-02 00:00:00' }],
  ])('has nothing to say of a package that %s', (_what, pack) => {
    expect(counts(on(pack, [used('2025-06-01')]).result)).toBe('0/0/0/0');
  });

  it('cannot be checked for a young package, nor where files or snapshot are missing', () => {
    expect(on({ effective: '2025-07-02 00:00:01' }, [used('2025-06-01')]).result.reasons[0]!.reason.id).toBe('idle-package.young');
    expect(counts(on({ effective: '2025-07-02 00:00:00' }, [used('2025-06-01')]).result)).toBe('1/0/1/0');
    expect(on({}, [used('2025-07-20')], { window: { start: '2025-07-15 00:00:00', end: window.end } }).result.reasons[0]!.reason.id).toBe('common.notCovered');
    expect(on({}, [used('2025-07-20')], { files: [{ id: 1, snapshot: null }] }).result.reasons[0]!.reason.id).toBe('common.noSnapshot');
    expect(on({ remaining: null }, [used('2025-07-20')]).result.reasons[0]!.reason.id).toBe('common.absent');
  });
});
