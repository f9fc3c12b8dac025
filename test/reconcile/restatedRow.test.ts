import { describe, expect, it } from 'vitest';
import { chainFork } from '../../core/reconcile/checks/chainFork.ts';
import { restatedRow } from '../../core/reconcile/checks/restatedRow.ts';
import { chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, words } from './told.ts';

const WINDOWS = [{ start: '2025-04-01 00:00:00', end: '2025-05-31 23:59:59' }, { start: '2025-05-01 00:00:00', end: '2025-07-31 23:59:59' }];

/** Rows of the first file (2) and, from `second` on, of the second one (12). */
function answer(first: readonly Cells[], second: readonly Cells[], more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ packages: [{}], deductions: [...first, ...second.map((row) => ({ ...row, file: '12' }))], windows: WINDOWS, ...more }, restatedRow);
}

const [ONE, TWO] = chain('1000.00', ['10.00', '5.00']) as [Cells, Cells];
/** The second deduction with another amount. */
const NEWER: Cells = { ...TWO, deducted: '5.01', after: '984.99', rawUsage: '5.01' };

describe('restated-row', () => {
  it('passes rows of one second that are of different usage', () => {
    const beside = { ...TWO, deductedAt: ONE['deductedAt']! };
    expect(answer([ONE], [beside])).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
  });

  it('warns of two versions of one deduction, to one unit of the last place', () => {
    expect(answer([ONE, TWO], [NEWER])).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{ severity: 'warning', packageId: 'pkg-1', transactionId: null, quantity: '0.01', unit: '分钟', money: null, rows: ['deductions 2:3', 'deductions 12:4'], why: ['restated-row.rule', 'restated-row.rows', 'common.step', 'common.step'] }],
    });
    expect(words({ packages: [{}], deductions: [ONE, TWO, { ...NEWER, file: '12' }], windows: WINDOWS }, restatedRow)[1])
      .toBe('deductions-1.csv:3 and deductions-2.csv:4 are two versions of one deduction; no file holds both');
  });

  it('says nothing of versions that one file holds together', () => {
    expect(answer([ONE, TWO, NEWER], []).counts).toBe('1/1/0/0');
    expect(answer([ONE, TWO], [NEWER], { sightings: [{ kind: 'deductions', index: 1, file: 12 }] }).counts).toBe('1/1/0/0');
    expect(answer([ONE, TWO], [NEWER], { sightings: [{ kind: 'deductions', index: 0, file: 12 }] }).counts).toBe('1/0/1/0');
  });

  it('speaks for the fork that the two make', () => {
    const scenario = { packages: [{}], deductions: [ONE, TWO, { ...NEWER, file: '12' }], windows: WINDOWS };
    expect(ask(scenario, chainFork).findings).toHaveLength(1);
    expect(ask(scenario, chainFork, restatedRow)).toMatchObject({ findings: [], reasons: ['common.blocked restated-row x1'] });
  });

  it('holds inside a single file, and does not run without deductions', () => {
    expect(ask({ packages: [{}], deductions: [ONE, TWO, NEWER] }, restatedRow).counts).toBe('1/1/0/0');
    expect(ask({ packages: [{}] }, restatedRow).reasons).toEqual(['common.needs x1']);
  });
});
