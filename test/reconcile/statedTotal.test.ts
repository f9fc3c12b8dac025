import { describe, expect, it } from 'vitest';
import { monthOf, parseCivil } from '../../core/base/time.ts';
import { Names } from '../../core/fields/names.ts';
import { readStatedAmount, statedAmountText, type StatedTotal } from '../../core/fields/totals.ts';
import { builtInBasis } from '../../core/host/basis.ts';
import { statedTotal } from '../../core/reconcile/checks/statedTotal.ts';
import type { Cells, Scenario } from '../support/scenario.ts';
import { ask, words } from './told.ts';

function total(amount: string, more: Partial<StatedTotal> = {}): StatedTotal {
  return { month: monthOf(parseCivil('2025-05-01')!), payer: null, product: null, currency: 'CNY', ...readStatedAmount(amount)!, ...more };
}

function line(afterDiscount: string | null, more: Cells = {}): Cells {
  return { usageStart: '2025-05-10 05:00:00', usageEnd: '2025-05-10 05:59:59', usage: '1', afterDiscount, ...more };
}

function answer(bill: readonly Cells[], totals: readonly StatedTotal[], more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ bill, basis: { ...builtInBasis(), totals }, ...more }, statedTotal);
}

const MAY = [line('10.12345678'), line('2.50000000', { payer: '200' }), line('1.00000000', { product: 'Q' }), line('-0.12345678', { transactionType: 'prepay_return' })];

describe('stated-total', () => {
  it('passes where the lines add up, refunds included, and other months are no part of it', () => {
    expect(answer([...MAY, line('9.00000000', { usageStart: '2025-06-01 00:00:00', usageEnd: '2025-06-01 00:59:59' })], [total('13.50')])).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
  });

  it('fails by what is missing, and says how much each file has', () => {
    const bill = [...MAY, line('1.00000000', { file: '4' })];
    expect(answer(bill, [total('15.00')], { files: [{ id: 4, name: 'bill-2.csv' }] })).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{
        severity: 'error', packageId: null, transactionId: null, quantity: '0.5', unit: 'CNY', money: '0.5 CNY', rows: ['bill 4:6', 'bill 3:2'],
        why: ['stated-total.rule', 'stated-total.stated', 'stated-total.sum', 'stated-total.file', 'stated-total.file', 'stated-total.difference'],
      }],
    });
    expect(words({ bill: MAY, basis: { ...builtInBasis(), totals: [total('15.00', { payer: '200', product: 'P' })] } }, statedTotal).slice(1)).toEqual([
      '2025-05 · 200 · P: stated total 15.00 CNY', '1 lines of the bill add up to 2.5 CNY', 'Difference 15.00 − 2.5 = 12.5 CNY, tolerance 0.005',
    ]);
  });

  it('allows half a unit of the last stated place, and nothing for a whole number', () => {
    const bill = [line('10.12500000')];
    expect(answer(bill, [total('10.13')]).counts).toBe('1/1/0/0');
    expect(answer(bill, [total('10.12')]).counts).toBe('1/1/0/0');
    expect(answer([line('10.12500001')], [total('10.12')]).counts).toBe('1/0/1/0');
    expect(answer(bill, [total('10')]).findings).toMatchObject([{ quantity: '0.125' }]);
    expect(answer([line('10.00000000')], [total('10')]).counts).toBe('1/1/0/0');
  });

  it('is about one payer, product or currency where it says so, under any name of the product', () => {
    expect(answer(MAY, [total('2.50', { payer: '200' }), total('1.00', { product: 'Ｑ' }), total('12.50', { product: 'P' })]).counts).toBe('3/3/0/0');
    expect(answer(MAY, [total('1.00', { product: 'R' })]).findings).toMatchObject([{ quantity: '1', rows: [] }]);
    const names = new Names([{ kind: 'product', name: 'R', same: 'Q' }]);
    expect(answer(MAY, [total('1.00', { product: 'R' })], { basis: { ...builtInBasis(), names, totals: [total('1.00', { product: 'R' })] } }).counts).toBe('1/1/0/0');
    const dollars = line('7.00000000', { currency: 'USD' });
    expect(answer([...MAY, dollars], [total('13.50'), total('7.00', { currency: 'USD' })]).counts).toBe('2/2/0/0');
  });

  it('is not checkable without a stated total, in a month that is not loaded, and where a line has no amount', () => {
    expect(answer(MAY, [])).toEqual({ counts: '1/0/0/1', findings: [], reasons: ['stated-total.none x1'] });
    expect(answer(MAY, [total('13.50', { month: monthOf(parseCivil('2025-06-01')!) })]).reasons).toEqual(['stated-total.notLoaded x1']);
    expect(answer([...MAY, line(null)], [total('13.50')]).reasons).toEqual(['stated-total.noAmount x1']);
    expect(answer([], [total('13.50')])).toMatchObject({ counts: '0/0/0/1', reasons: ['common.needs x1'] });
  });

  it('reads amounts as people write them, and nothing else', () => {
    expect(['12,345.60', ' -0.5 ', '1234567', '0'].map((text) => statedAmountText(readStatedAmount(text)!))).toEqual(['12345.60', '-0.5', '1234567', '0']);
    expect(['', '-', '1,23.0', '1.', '.5', '1e3', '12 345', '¥1', '0x1', '1'.repeat(31)].map(readStatedAmount)).toEqual(Array.from({ length: 10 }, () => null));
  });
});

describe('stated-total of the totals row of a file', () => {
  const row = (amounts: Readonly<Record<string, string>>, more: object = {}): Scenario['files'] => [{ id: 3, totals: [{ line: 6, before: 4, amounts }], ...more }];

  it('holds every printed column to the sum of the lines, as printed', () => {
    expect(answer(MAY, [], { files: row({ afterDiscount: '13.50' }) })).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
    expect(answer(MAY, [], { files: row({ afterDiscount: '13.50000001' }) }).findings).toMatchObject([{ severity: 'error', quantity: '0.00000001', unit: 'CNY', money: '0.00000001 CNY', rows: ['bill 3:6'] }]);
    expect(answer(MAY, [total('13.50'), total('14.00')], { files: row({ afterDiscount: '13.50' }) }).counts).toBe('3/2/1/0');
    // A spreadsheet's own sum: digits behind the last place of the column are noise.
    expect(answer(MAY, [], { files: row({ afterDiscount: '13.500000000000002' }) }).counts).toBe('1/1/0/0');
    // Whole numbers are exact.
    expect(answer(MAY, [], { files: row({ afterDiscount: '14' }) }).findings).toMatchObject([{ quantity: '0.5' }]);
  });

  it('says all columns in one finding, and the amount of the bill counts', () => {
    const bill = MAY.map((cells) => ({ ...cells, originalCost: '5.00', voucher: '0.10' }));
    const scenario = { files: row({ originalCost: '25.00', afterDiscount: '1,013.50', voucher: '0.40' }) };
    expect(answer(bill, [], scenario)).toMatchObject({ counts: '1/0/1/0', findings: [{ quantity: '1000' }] });
    expect(words({ bill, ...scenario }, statedTotal).slice(1)).toEqual([
      'bill.csv: row 6 is a totals row',
      'Original Cost: the totals row says 25.00, 4 lines add up to 20: difference 5, tolerance 0.005',
      'Total Amount After Discount (Excluding Tax): the totals row says 1,013.50, 4 lines add up to 13.5: difference 1,000, tolerance 0.005',
      'Voucher Deduction: the totals row says 0.40, and the lines agree',
    ]);
  });

  it('counts lines that another file holds too', () => {
    const files = [{ id: 4, name: 'again.csv', totals: [{ line: 4, before: 2, amounts: { afterDiscount: '3.50' } }], counts: { read: 3, stored: 1, known: 1, ignored: 1, rejected: 0 } }];
    const bill = [...MAY.slice(0, 2), line('1.00000000', { file: '4' })];
    expect(answer(bill, [], { files, sightings: [{ kind: 'bill', index: 1, file: 4 }] }).counts).toBe('1/1/0/0');
    expect(answer(bill, [], { files }).findings).toMatchObject([{ quantity: '2.5', rows: ['bill 4:4'] }]);
  });

  it('is not checkable where nobody can tell which lines it sums up', () => {
    const two = [{ line: 3, before: 2, amounts: { afterDiscount: '1.00' } }, { line: 6, before: 4, amounts: { afterDiscount: '13.50' } }];
    expect(answer(MAY, [], { files: [{ id: 3, totals: two }] }).reasons).toEqual(['stated-total.severalTotals x1']);
    expect(answer(MAY, [], { files: [{ id: 3, totals: two.slice(0, 1) }] }).reasons).toEqual(['stated-total.notLast x1']);
    expect(answer(MAY, [], { files: row({ afterDiscount: '13.50' }, { counts: { read: 6, stored: 4, known: 0, ignored: 1, rejected: 1 }, totals: [{ line: 6, before: 5, amounts: { afterDiscount: '13.50' } }] }) }).reasons).toEqual(['stated-total.rowsSetAside x1']);
    expect(answer([...MAY.slice(0, 3), line('1.00', { currency: 'USD' })], [], { files: row({ afterDiscount: '13.50' }) }).reasons).toEqual(['stated-total.severalCurrencies x1']);
    expect(answer(MAY, [], { files: row({ afterDiscount: 'see page 2' }) }).reasons).toEqual(['stated-total.unreadable x1']);
  });
});
