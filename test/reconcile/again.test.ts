import { describe, expect, it } from 'vitest';
import type { BillRow } from '../../core/fields/bill.ts';
import type { Dataset, Marks } from '../../core/fields/facts.ts';
import { billedWithBalance } from '../../core/reconcile/checks/billedWithBalance.ts';
import { chainGap } from '../../core/reconcile/checks/chainGap.ts';
import { coefficient } from '../../core/reconcile/checks/coefficient.ts';
import { renewalGap } from '../../core/reconcile/checks/renewalGap.ts';
import { restatedRow } from '../../core/reconcile/checks/restatedRow.ts';
import type { Check } from '../../core/reconcile/check.ts';
import { isWorthKeeping, keptBill } from '../../core/reconcile/memory.ts';
import { reconcile } from '../../core/reconcile/reconcile.ts';
import { builtInBasis } from '../../core/host/basis.ts';
import { before, growing, ranAgain } from '../support/grown.ts';
import { chain, counts, datasetOf, type Cells, type Scenario } from '../support/scenario.ts';
import { setAside, WIDE } from './told.ts';

/** What reaches into an island from outside: each of these came later, and changes what was answered about something that it is no part of. */

const OPTIONS = { basis: builtInBasis() };
/** A package of another account, which nothing touches. */
const ELSEWHERE = chain('1000.00', ['1.00', '1.00'], { packageId: 'pkg-9', packageOwner: '900', usageOwner: '900', product: 'R', usageProduct: 'R' });

interface Told {
  readonly before: string;
  readonly after: string;
  /** Of the packages, how many were heard again. */
  readonly heard: number;
}

/** What a check says of `then`, and after what came since. Throws where that is not what it says of everything. */
function told(check: Check, now: Scenario, then: { readonly without?: Partial<Marks>; readonly files?: readonly number[] }): Told {
  const data = datasetOf(now);
  const marks = growing(data).marks();
  const past = before(data, { ...marks, ...fewer(marks, then.without ?? {}) }, data.files.filter(({ id }) => !(then.files ?? []).includes(id)));
  const { whole, partly, heard } = ranAgain(past, data, [check], OPTIONS);
  expect(partly).toEqual(whole);
  return { before: said(past, check), after: said(data, check), heard };
}

function fewer(marks: Marks, without: Partial<Marks>): Partial<Marks> {
  return Object.fromEntries(Object.entries(without).map(([kind, count]) => [kind, marks[kind as keyof Marks] - count]));
}

function said(data: Dataset, check: Check): string {
  const { checks } = reconcile(data, [check], OPTIONS);
  return `${counts(checks[0]!)} ${checks[0]!.reasons.map(({ reason }) => reason.id).join(' ')}`.trim();
}

describe('a run after an import knows what reaches into an island', () => {
  it('rows that were there and that a new file holds too', () => {
    const [one, two] = chain('1000.00', ['10.00', '5.00']) as [Cells, Cells];
    const newer = { ...two, deducted: '5.01', after: '984.99', rawUsage: '5.01', file: '12' };
    const window = { start: '2025-04-01 00:00:00', end: '2025-07-31 23:59:59' };
    const now: Scenario = { packages: [{}], deductions: [one, two, newer, ...ELSEWHERE], windows: [window, window, window], sightings: [{ kind: 'deductions', index: 1, file: 22 }, { kind: 'deductions', index: 2, file: 22 }] };
    expect(told(restatedRow, now, { files: [22] })).toEqual({ before: '1/0/1/0', after: '1/1/0/0', heard: 1 });
  });

  it('rows that were set aside', () => {
    const gapped = [...chain('1000.00', ['10.00']), ...chain('980.00', ['5.00'], {}, '2025-05-08 03:00:00'), ...ELSEWHERE];
    const readCounts = { read: 1, stored: 0, known: 0, ignored: 0, rejected: 1 };
    const windows = [WIDE, WIDE];
    const now: Scenario = { packages: [{}], deductions: gapped, windows, files: [{ id: 12, counts: readCounts }], rejected: [setAside(12, { packageId: 'pkg-1' })] };
    expect(told(chainGap, now, { files: [12] })).toMatchObject({ before: '2/1/1/0', after: '2/1/0/1 common.blocked', heard: 2 });
  });

  it('lines of anybody that load a month', () => {
    const old: Cells = { packageOwner: '100', effective: '2025-05-01 00:00:00', expiry: '2025-06-30 23:59:59', remaining: '900.00', status: 'expired' };
    const next: Cells = { ...old, packageId: 'pkg-2', effective: '2025-07-05 00:00:00', expiry: '2026-07-04 23:59:59', status: 'valid' };
    const rows = [...chain('1000.00', ['10.00']), ...chain('900.00', ['5.00'], { packageId: 'pkg-2' }, '2025-07-06 00:00:00')];
    const line = (time: string): Cells => ({ transactionId: time, usage: '20.00', afterDiscount: '2.00', transactionTime: time, usageStart: time, usageEnd: time, owner: '900', product: 'R' });
    const now: Scenario = { packages: [old, next], deductions: rows, bill: [line('2025-06-02 00:00:00'), line('2025-07-30 00:00:00')], window: WIDE };
    expect(told(renewalGap, now, { without: { bill: 1 } })).toMatchObject({ before: '1/0/0/1 renewal-gap.notLoaded', after: '1/1/0/0' });
  });

  it('a day of anybody of which an export is missing', () => {
    const windows = [{ start: '2025-05-01 00:00:00', end: '2025-05-10 23:59:59' }, { start: '2025-05-14 00:00:00', end: '2025-06-30 23:59:59' }];
    const rows = [...chain('1000.00', ['10.00'], {}, '2025-05-10 10:00:00'), ...chain('900.00', ['10.00'], {}, '2025-05-14 10:00:00')];
    const line = (time: string): Cells => ({ transactionId: time, usage: '20.00', afterDiscount: '2.00', transactionTime: time, usageStart: time, usageEnd: time, owner: '900', product: 'R' });
    const now: Scenario = { deductions: [...rows, ...ELSEWHERE], bill: [line('2025-05-09 00:00:00'), line('2025-05-16 00:00:00'), line('2025-05-12 00:00:00')], windows };
    expect(told(chainGap, now, { without: { bill: 1 } })).toMatchObject({ before: '2/1/1/0', after: '2/1/0/1 common.blocked', heard: 2 });
  });

  it('a first package of a product', () => {
    const line: Cells = { transactionId: 'T', product: 'Q', usage: '20.00', afterDiscount: '2.00', transactionTime: '2025-05-08 00:00:00', usageStart: null, usageEnd: null };
    const now: Scenario = { packages: [{}, { packageId: 'pkg-2', packageOwner: '200', product: 'Q' }], deductions: ELSEWHERE, bill: [line], window: WIDE };
    expect(told(billedWithBalance, now, { without: { packages: 1 } })).toEqual({ before: '1/1/0/0', after: '1/0/0/1 billed-with-balance.noTimes', heard: 1 });
  });

  it('another package that could not have paid either', () => {
    const line: Cells = { transactionId: 'T', usage: '20.00', afterDiscount: '2.00', transactionTime: '2025-05-08 05:00:00', usageStart: '2025-05-08 04:00:00', usageEnd: '2025-05-08 04:59:59' };
    const now: Scenario = { packages: [{}, { packageId: 'pkg-2', packageOwner: '200' }], deductions: [...chain('1000.00', ['10.00', '5.00']), ...ELSEWHERE], bill: [line], window: WIDE };
    expect(told(billedWithBalance, now, { without: { packages: 1 } })).toMatchObject({ before: '1/0/1/0', after: '1/0/1/0', heard: 3 });
  });

  it('what packages before show of units', () => {
    const counted = { rawUnit: '小时', packageUnit: '次', coefficient: '500' };
    const wrong = chain('5000000.000', ['900.000'], { ...counted, rawUsage: '2.000', packageId: 'pkg-2', packageOwner: '200', usageOwner: '200' });
    const proof = chain('5000000.000', ['1000.000'], { ...counted, rawUsage: '2.000' });
    const other = chain('5000000.000', ['7.000'], { rawUsage: '7.000' });
    // The row that proves it is the last one to come, and its package the first by id.
    const now: Scenario = { deductions: [...other, ...wrong, ...ELSEWHERE, ...proof], window: WIDE };
    expect(told(coefficient, now, { without: { deductions: 1 } })).toMatchObject({ before: '4/3/0/1 common.noUnit', after: '5/4/1/0', heard: 3 });
  });
});

describe('a memory', () => {
  it('is left only where a run may come again, and not where it would be too large', () => {
    const data = growing(datasetOf({ packages: [{}], deductions: ELSEWHERE, window: WIDE }));
    expect(reconcile(data, [chainGap], OPTIONS).memory).toBeNull();
    const { memory } = reconcile(data, [chainGap], { ...OPTIONS, again: { data, earlier: null } });
    expect([...memory!.packages.keys()]).toEqual(['pkg-9', 'pkg-1']);
    const { packages, nodes, named } = memory!;
    expect(isWorthKeeping(memory!)).toBe(true);
    const many = new Map(Array.from({ length: 20_001 }, (_, index) => [String(index), packages.get('pkg-1')!]));
    expect(isWorthKeeping({ packages: many, nodes, named })).toBe(false);
    const failures = Array.from({ length: 50_001 }, () => ({ severity: 'error', subject: [], rows: [], why: [] }) as const);
    expect(isWorthKeeping({ packages, nodes, named: new Map([['chain-gap', new Map([['part', { passed: 0, unanswered: [], failures, notes: [] }]])]]) })).toBe(false);
    const payments = (count: number): BillRow[] => Array.from({ length: count }, (_, row) => ({ row }) as BillRow);
    expect(keptBill({ payments: payments(2), printing: new Set(['p']) })).toEqual({ payments: [0, 1], printing: new Set(['p']) });
    expect(keptBill({ payments: payments(10_001), printing: new Set() })).toEqual({ payments: null, printing: new Set() });
  });
});
