import { describe, expect, it } from 'vitest';
import { parseCivil } from '../../core/base/time.ts';
import { unknownPackage } from '../../core/reconcile/checks/unknownPackage.ts';
import { chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, setAside, WIDE, words } from './told.ts';

const listed = { packageId: 'pkg-1' };
const known = chain('1000.00', ['10.00']);
const unknown = chain('500.00', ['1.00', '2.00'], { packageId: 'pkg-9', packageName: 'Nine' });

function answer(more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ packages: [listed], deductions: [...known, ...unknown], window: WIDE, ...more }, unknownPackage);
}

/** The unknown package's rows, the last of them posted at this moment. */
function until(posted: string): Cells[] {
  return [known[0]!, { ...unknown[0]!, deductedAt: posted }];
}

describe('unknown-package', () => {
  it('passes packages that an overview shows', () => {
    expect(ask({ packages: [listed], deductions: known, window: WIDE }, unknownPackage)).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
  });

  it('warns of one that none shows', () => {
    expect(answer()).toEqual({
      counts: '2/1/1/0', reasons: [],
      findings: [{ severity: 'warning', packageId: 'pkg-9', transactionId: null, quantity: null, unit: null, money: null, rows: ['deductions 2:4'], why: ['unknown-package.rule', 'unknown-package.absent', 'unknown-package.listed'] }],
    });
    expect(words({ packages: [listed], deductions: [...known, ...unknown], window: WIDE }, unknownPackage)[1]).toBe('Package pkg-9 (Nine) has 2 deductions, from 2025-05-08 01:10:00 to 2025-05-08 02:10:00');
  });

  it('only tells of one that may have ended over three months before the snapshot', () => {
    const at = (posted: string): unknown => answer({ deductions: until(posted) }).findings.map(({ severity }) => severity);
    expect(at('2025-05-01 00:00:00')).toEqual(['warning']);
    expect(at('2025-04-30 23:59:59')).toEqual(['info']);
  });

  it('asks for three months before every overview', () => {
    const older = { id: 11, kind: 'packages' as const, name: 'old.csv', snapshot: parseCivil('2025-07-01 00:00:00')! };
    expect(answer({ deductions: until('2025-04-15 00:00:00'), files: [older] }).findings).toMatchObject([{ severity: 'warning' }]);
    expect(answer({ deductions: until('2025-03-31 23:59:59'), files: [older] }).findings).toMatchObject([{ severity: 'info' }]);
  });

  it('cannot be checked where the only overview is of another product', () => {
    const rows = [...known, ...unknown.map((row) => ({ ...row, product: 'Q' }))];
    expect(answer({ deductions: rows })).toEqual({ counts: '2/1/0/1', findings: [], reasons: ['unknown-package.otherProduct x1'] });
  });

  it('takes an overview of several products for one of all', () => {
    const rows = [...known, ...unknown.map((row) => ({ ...row, product: 'Q' }))];
    expect(answer({ packages: [listed, { packageId: 'pkg-3', product: 'R' }], deductions: rows }).findings).toMatchObject([{ packageId: 'pkg-9', severity: 'warning' }]);
  });

  it('cannot be checked for a package that was first used after every snapshot', () => {
    expect(answer({ snapshot: '2025-05-08 01:09:59' })).toMatchObject({ counts: '2/1/0/1', reasons: ['unknown-package.later x1'] });
    expect(answer({ snapshot: '2025-05-08 01:10:00' })).toMatchObject({ counts: '2/1/1/0' });
  });

  it('cannot be checked where its overview could not be read', () => {
    expect(answer({ rejected: [setAside(1, { packageId: 'pkg-9' })] }).reasons).toEqual(['common.blocked rejected-row x1']);
    expect(answer({ rejected: [setAside(1, { packageId: 'pkg-8' })] }).findings).toHaveLength(1);
  });

  it('does not run without an overview', () => {
    expect(answer({ packages: [] })).toEqual({ counts: '0/0/0/1', findings: [], reasons: ['common.needs x1'] });
  });
});
