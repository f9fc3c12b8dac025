import { describe, expect, it } from 'vitest';
import type { BillRow } from '../../core/fields/bill.ts';
import { Repeats } from '../../core/reconcile/repeats.ts';
import { datasetOf, type Cells } from '../support/scenario.ts';

function linesOf(...bill: readonly Cells[]): BillRow[] {
  return [...datasetOf({ bill }).bill()];
}

const HOUR = { usageStart: '2025-05-10 05:00:00', usageEnd: '2025-05-10 05:59:59', transactionId: 'T1', afterDiscount: '1.00' };

/** Places of the lines that may be there twice. */
function repeated(lines: readonly BillRow[]): number[] {
  const repeats = new Repeats();
  lines.forEach((line, place) => repeats.note(line, place));
  return [...repeats.places()];
}

describe('lines that may be there twice', () => {
  it('never misses a line that is there twice', () => {
    const bill = Array.from({ length: 3000 }, (_, index) => ({ ...HOUR, transactionId: `T${index % 2999}` }));
    const lines = linesOf(...bill);
    expect(repeated(lines).map((place) => lines[place]!.transactionId)).toEqual(['T0', 'T0']);
  });

  it('tells lines apart that differ in anything', () => {
    const others = [linesOf(HOUR, { ...HOUR, afterDiscount: '2.00' }), linesOf(HOUR, { ...HOUR, usageStart: '2025-05-11 05:00:00' }), linesOf(HOUR, { ...HOUR, componentName: 'x' })];
    expect(others.map(repeated)).toEqual([[], [], []]);
    const same = linesOf({ ...HOUR, afterDiscount: '123456789012345678901.5' }, { ...HOUR, afterDiscount: '123456789012345678901.50' }, HOUR);
    expect(repeated(same)).toEqual([0, 1]);
  });
});
