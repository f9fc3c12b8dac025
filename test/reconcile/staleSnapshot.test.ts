import { describe, expect, it } from 'vitest';
import { staleSnapshot } from '../../core/reconcile/checks/staleSnapshot.ts';
import { answer, chain, counts } from '../support/scenario.ts';

/** Posted at 2025-05-08 01:10:00. */
const deductions = chain('1000.00', ['1.00']);
const at = (snapshot: string) => answer({ snapshot, packages: [{ remaining: '999.00' }], deductions }, staleSnapshot);

describe('stale-snapshot', () => {
  it('passes an overview that is newer than the last deduction', () => {
    const { result, findings } = at('2025-08-01 00:00:00');
    expect(counts(result)).toBe('1/1/0/0');
    expect(findings).toEqual([]);
  });

  it('allows the posting lag of 24 hours, and not a second more', () => {
    expect(counts(at('2025-05-07 01:10:00').result)).toBe('1/1/0/0');
    const { result, findings } = at('2025-05-07 01:09:59');
    expect(counts(result)).toBe('1/0/1/0');
    expect(findings).toMatchObject([{
      severity: 'info', packageId: 'pkg-1', product: 'P', rows: [{ kind: 'packages', file: 1, line: 2 }, { kind: 'deductions', file: 2, line: 2 }],
      why: [
        { id: 'stale-snapshot.rule' }, { id: 'stale-snapshot.file', values: { file: 'packages.csv', snapshot: '2025-05-07 01:09:59', count: 1, last: '2025-05-08 01:10:00' } },
        { id: 'stale-snapshot.pack', values: { id: 'pkg-1', last: '2025-05-08 01:10:00' } }, { id: 'stale-snapshot.lag', values: { hours: 24 } },
        { id: 'common.assumedPolicy', values: { name: '@policy.lag', value: '24 h' } },
      ],
    }]);
  });

  it('makes one finding of all packages of an overview', () => {
    const { result, findings } = answer({
      snapshot: '2025-05-01 00:00:00', packages: [{}, { packageId: 'pkg-2' }], deductions: [...deductions, ...chain('1000.00', ['1.00'], { packageId: 'pkg-2' }, '2025-05-09 00:00:00')],
    }, staleSnapshot);
    expect(counts(result)).toBe('2/0/2/0');
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ packageId: null, rowCount: 4 });
    expect(findings[0]!.why[1]!.values).toEqual({ file: 'packages.csv', snapshot: '2025-05-01 00:00:00', count: 2, last: '2025-05-09 01:10:00' });
  });

  it('cannot be checked where nobody knows when the overview was taken', () => {
    const { result } = answer({ packages: [{}], deductions, files: [{ id: 1, snapshot: null }] }, staleSnapshot);
    expect(counts(result)).toBe('1/0/0/1');
    expect(result.reasons[0]!.reason.id).toBe('common.noSnapshot');
  });
});
