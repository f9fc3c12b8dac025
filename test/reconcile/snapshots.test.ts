import { describe, expect, it } from 'vitest';
import type { PackageRow } from '../../core/fields/packages.ts';
import { differences, snapshotsOf, type PackageDifference } from '../../core/reconcile/snapshots.ts';
import { datasetOf, type Cells } from '../support/scenario.ts';

function overview(...packages: readonly Cells[]): Map<string, PackageRow> {
  return new Map([...datasetOf({ packages }).packages()].map((row) => [row.packageId!, row]));
}

function told(found: readonly PackageDifference[]): string[] {
  return found.map(({ packageId, what, changes }) => [packageId, what, ...changes.map(({ field, kind, before, after }) => `${kind}:${field} ${String(before)}→${String(after)}`)].join(' '));
}

describe('two overviews', () => {
  it('differ in nothing where they say the same, however many decimals they print', () => {
    expect(differences(overview({ remaining: '10.00' }), overview({ remaining: '10.0' }))).toEqual([]);
  });

  it('name what is new, what is gone, and what a later one does not list at all', () => {
    const before = overview({ packageId: 'a' }, { packageId: 'b' }, { packageId: 'c', product: 'Q' });
    const after = overview({ packageId: 'b' }, { packageId: 'd' });
    expect(told(differences(before, after))).toEqual(['a gone', 'c unlisted', 'd new']);
  });

  it('tell status, balance, expiry and renewal apart', () => {
    const before = overview({ packageId: 'a', status: 'valid', remaining: '10', expiry: '2026-05-01 00:00:00', renewalMode: 'manual', subproduct: 'S' });
    const after = overview({ packageId: 'a', status: 'expired', remaining: '9.5', expiry: '2026-06-01 00:00:00', renewalMode: 'auto', subproduct: 'T' });
    expect(told(differences(before, after))).toEqual([
      'a changed other:subproduct S→T status:status valid→expired balance:remaining 10→9.5 expiry:expiry 1777593600→1780272000 renewal:renewalMode manual→auto',
    ]);
  });

  it('do not compare what one of them does not print', () => {
    expect(differences(overview({ renewalMode: null, actions: 'x' }), overview({ renewalMode: 'auto', actions: 'y' }))).toEqual([]);
  });

  it('are one where several files were taken at one moment', () => {
    const rows = [...overview({ packageId: 'a' }, { packageId: 'b' }).values()];
    const [first, second] = rows as [PackageRow, PackageRow];
    const moments = new Map([[1, 200], [2, 200], [3, 100]]);
    const found = snapshotsOf([{ ...first, file: 1 }, { ...second, file: 2 }, { ...first, file: 3 }, { ...second, file: 4 }], (file) => moments.get(file) ?? null);
    expect([...found].map(([at, packages]) => [at, [...packages.keys()]])).toEqual([[100, ['a']], [200, ['a', 'b']]]);
  });
});
