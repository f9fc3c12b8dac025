import { isDeepStrictEqual } from 'node:util';
import { plainData, plainText } from '../../core/base/plain.ts';
import type { Dataset, FileFact, GrowingDataset, Marks } from '../../core/fields/facts.ts';
import type { RecordKind } from '../../core/fields/field.ts';
import { isLineCheck, type Check } from '../../core/reconcile/check.ts';
import type { RunMemory } from '../../core/reconcile/memory.ts';
import { reconcile, type Reconciliation, type ReconcileOptions } from '../../core/reconcile/reconcile.ts';
import { standing } from './standing.ts';

/** Data in memory as it grew: runs after the last of it came, held to runs over everything. */

interface Rows {
  readonly row: number;
}

function highest(rows: Iterable<Rows>): number {
  return [...rows].reduce((most, { row }) => Math.max(most, row), 0);
}

/** The data as it was before the rows above `marks`, and the files besides `files`, came. */
export function before(data: Dataset, marks: Marks, files: readonly FileFact[] = data.files): GrowingDataset {
  const until = <R extends Rows>(kind: RecordKind, rows: Iterable<R>): R[] => [...rows].filter(({ row }) => row <= marks[kind]);
  const ids = new Set(files.map(({ id }) => id));
  return growing({
    ...data, files,
    rejected: () => [...data.rejected()].filter(({ file }) => ids.has(file)),
    packages: () => until('packages', data.packages()), deductions: () => until('deductions', data.deductions()), bill: (places) => standing(until('bill', data.bill()), places),
    billFields: (_keys, places) => standing(until('bill', data.bill()), places),
    productsWith: (key) => until('bill', data.bill()).filter((line) => line[key] !== null).map(({ product }) => product), prepaid: () => until('bill', data.prepaid()),
    sightings: (kind) => [...data.sightings(kind)].filter(({ row, file }) => row <= marks[kind] && ids.has(file)),
  });
}

export function growing(data: Dataset): GrowingDataset {
  const marks = (): Marks => ({ packages: highest(data.packages()), deductions: highest(data.deductions()), bill: highest(data.bill()) });
  return {
    ...data, marks,
    since(from, files) {
      const after = <R extends Rows>(kind: RecordKind, rows: Iterable<R>): R[] => [...rows].filter(({ row }) => row > from[kind]);
      const again = new Set([...data.sightings('deductions')].filter(({ file }) => !files.has(file)).map(({ row }) => row));
      return {
        packages: after('packages', data.packages()), deductions: after('deductions', data.deductions()), bill: after('bill', data.bill()),
        seenAgain: [...data.deductions()].filter(({ row }) => row <= from.deductions && again.has(row)),
      };
    },
    deductionsOf: (ids) => [...data.deductions()].filter(({ packageId }) => ids.has(packageId ?? '')),
    billOf: (isWanted) => [...data.bill()].filter(({ owner, product }) => isWanted(owner, product)),
    lines: (rows) => {
      const byNumber = new Map([...data.bill()].map((line) => [line.row, line]));
      return rows.map((row) => byNumber.get(row)!);
    },
  };
}

export interface Outcome {
  readonly whole: Reconciliation;
  readonly partly: Reconciliation;
  /** How many packages the second run heard. */
  readonly heard: number;
}

/** A run over `now` after one over `then`, and one over everything. */
export function ranAgain(then: GrowingDataset, now: Dataset, checks: readonly Check[], options: ReconcileOptions): Outcome {
  const { memory } = reconcile(then, checks, { ...options, again: { data: then, earlier: null } });
  const kept = plainData(plainText(memory)) as RunMemory;
  const data = growing(now);
  const isSameBill = then.marks().bill === data.marks().bill;
  const { memory: _left, heard, ...partly } = reconcile(data, checks, { ...options, again: { data, earlier: { memory: kept, isSameBill } } });
  const { memory: _none, heard: _all, ...whole } = reconcile(now, checks, options);
  return { whole, partly, heard };
}

/** Throws where a run after the last row of a kind came does not say what one over everything says. */
export function holdAgain(data: Dataset, checks: readonly Check[], options: ReconcileOptions): void {
  if (checks.every(isLineCheck)) return;
  const now = growing(data);
  const all = now.marks();
  for (const kind of ['deductions', 'bill', 'packages'] as const) {
    if (all[kind] === 0) continue;
    const { whole, partly } = ranAgain(before(data, { ...all, [kind]: all[kind] - 1 }), data, checks, options);
    if (!isDeepStrictEqual(said(partly), said(whole))) throw new Error(`without the last of ${kind}, and again with it: ${JSON.stringify(said(partly))} instead of ${JSON.stringify(said(whole))}`);
  }
}

export function said(outcome: Reconciliation): unknown {
  return JSON.parse(JSON.stringify(outcome));
}
