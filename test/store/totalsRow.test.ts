import { afterEach, beforeEach, expect, test } from 'vitest';
import { runChecks } from '../../core/host/runChecks.ts';
import { Store } from '../../core/store/store.ts';
import { importAll } from '../support/stores.ts';
import { BILL_HEADER, billLine } from '../support/tables.ts';

/** A bill's own totals row, from the file to the verdict. */

let store: Store;
beforeEach(() => {
  store = Store.temporary();
});
afterEach(() => store.close());

const sum = (amount: string): string[] => BILL_HEADER.map((header, at) => (at === 0 ? '合计' : header === '优惠后总价' ? amount : ''));
const lines = ['1.10000000', '2.20000000', '3.30000000', '4.40000000'].map((amount, index) => billLine({ transaction: `2025050800000000753${index}`, amount }));

function verdict(): [number, number] {
  const { checked, failed } = runChecks(store, '2025-08-02T00:00:00.000Z').checks.find(({ id }) => id === 'stated-total')!;
  return [checked, failed];
}

test('bills that share lines each hold to their own totals, in any order and after one of them is gone', async () => {
  const first = { name: 'first.csv', cells: [BILL_HEADER, ...lines.slice(0, 3), sum('6.60')] };
  const second = { name: 'second.csv', cells: [BILL_HEADER, ...lines.slice(1), lines[3]!, sum('14.30')] };
  await importAll(store, first, second);
  expect(store.dataset().files.map(({ name, counts, totals }) => [name, counts.known, totals])).toEqual([
    ['first.csv', 0, [{ line: 5, before: 3, amounts: { afterDiscount: '6.60' } }]], ['second.csv', 2, [{ line: 6, before: 4, amounts: { afterDiscount: '14.30' } }]],
  ]);
  expect(verdict()).toEqual([2, 0]);
  await importAll(store, { name: 'third.csv', cells: [BILL_HEADER, ...lines, sum('11.01')] });
  expect(verdict()).toEqual([3, 1]);
  store.removeImport(Math.min(...store.imports().map(({ id }) => id)));
  expect(verdict()).toEqual([1, 1]);
});
