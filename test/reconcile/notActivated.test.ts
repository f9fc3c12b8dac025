import { describe, expect, it } from 'vitest';
import { notActivated } from '../../core/reconcile/checks/notActivated.ts';
import { answer, counts, type Cells, type Scenario } from '../support/scenario.ts';

const on = (pack: Cells, more: Partial<Scenario> = {}) => answer({ packages: [{ status: 'inactive', ...pack }], ...more }, notActivated);

describe('not-activated', () => {
  it('passes 30 days and a second before the expiry, and warns at 30 days', () => {
    expect(counts(on({ expiry: '2025-08-31 00:00:01' }).result)).toBe('1/1/0/0');
    const { result, findings } = on({ expiry: '2025-08-31 00:00:00' });
    expect(counts(result)).toBe('1/0/1/0');
    expect(findings).toMatchObject([{ severity: 'warning', packageId: 'pkg-1', product: 'P', unit: '分钟', rows: [{ kind: 'packages', file: 1, line: 2 }] }]);
    expect(findings[0]!.quantity!.toString()).toBe('1000');
    expect(findings[0]!.why.slice(1)).toEqual([
      { id: 'not-activated.near', values: { snapshot: '2025-08-01 00:00:00', expiry: '2025-08-31 00:00:00', days: '30', capacity: '1,000', unit: '分钟' } },
    ]);
  });

  it('says where the deadline has passed', () => {
    expect(on({ expiry: '2025-07-31 23:59:59' }).findings[0]!.why[1]!.id).toBe('not-activated.past');
  });

  it('has nothing to say of activated packages', () => {
    expect(counts(on({ status: 'valid', expiry: '2025-08-02 00:00:00' }).result)).toBe('0/0/0/0');
  });

  it('cannot be checked without a snapshot or an expiry', () => {
    expect(on({}, { files: [{ id: 1, snapshot: null }] }).result.reasons[0]!.reason.id).toBe('common.noSnapshot');
    expect(on({ expiry: null }).result.reasons[0]!.reason.id).toBe('common.absent');
  });

  it('marks a snapshot that was assumed', () => {
    const { findings } = on({ expiry: '2025-08-31 00:00:00' }, { files: [{ id: 1, snapshotAssumed: true }] });
    expect(findings[0]!.why.at(-1)).toEqual({ id: 'common.assumedSnapshot', values: { time: '2025-08-01 00:00:00' } });
  });
});
