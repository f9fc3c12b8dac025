import { describe, expect, it } from 'vitest';
import type { BillRow } from '../../core/fields/bill.ts';
import { Repeats } from '../../core/reconcile/repeats.ts';
import { datasetOf, type Cells } from '../support/scenario.ts';

function linesOf(...bill: readonly Cells[]): BillRow[] {
  return [...datasetOf({ bill }).bill()];
}

const HOUR = { usageStart: '2025-05-10 05:00:00', usageEnd: '2025-05-10 05:59:59', transactionId: 'T1', afterDiscount: '1.00' };

describe('lines that may be there twice', () => {
  it('never misses a line that is there twice', () => {
    const bill = Array.from({ length: 3000 }, (_, index) => ({ ...HOUR, transactionId: `T${index % 2999}` }));
    const lines = linesOf(...bill);
    const found = Repeats.among(lines);
    expect(lines.filter((line) => found.has(line.row)).map((line) => line.transactionId)).toEqual(['T0', 'T0']);
  });

  it('tells lines apart that differ in anything or have no transaction', () => {
    const others = [linesOf({ ...HOUR, transactionId: null }, { ...HOUR, transactionId: null }), linesOf(HOUR, { ...HOUR, afterDiscount: '2.00' }), linesOf(HOUR, { ...HOUR, usageStart: '2025-05-11 05:00:00' }), linesOf(HOUR, { ...HOUR, componentName: 'x' })];
    expect(others.map((lines) => lines.some((line) => Repeats.among(lines).has(line.row)))).toEqual([false, false, false, false]);
    const same = linesOf({ ...HOUR, afterDiscount: '123456789012345678901.5' }, { ...HOUR, afterDiscount: '123456789012345678901.50' }, HOUR);
    expect(same.map((line) => Repeats.among(same).has(line.row))).toEqual([true, true, false]);
  });
});
