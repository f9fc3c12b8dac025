import { describe, expect, it } from 'vitest';
import { deductOrder } from '../../core/reconcile/checks/deductOrder.ts';
import { chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, WIDE, words } from './told.ts';
import { PolicyBook } from '../../core/fields/policies.ts';
import { builtInBasis } from '../../core/host/basis.ts';

/** pkg-1 expires a year after pkg-0, which comes first. */
const LATER: Cells = { expiry: '2026-05-01 00:00:00', remaining: '985.00' };
const FIRST: Cells = { packageId: 'pkg-0', expiry: '2025-08-31 23:59:59', remaining: '300.00', total: '500.00' };

/** pkg-0 is used on 8 May, then pkg-1 on 20 May. */
function rows(firstTakes = '200.00', later = '2025-05-20 00:00:00'): Cells[] {
  return [...chain('500.00', [firstTakes], { packageId: 'pkg-0' }), ...chain('1000.00', ['10.00', '5.00'], {}, later)];
}

function answer(deductions: readonly Cells[], first: Cells = {}, later: Cells = {}, more: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ packages: [{ ...LATER, ...later }, { ...FIRST, ...first }], deductions, window: WIDE, ...more }, deductOrder);
}

describe('deduct-order', () => {
  it('passes where the first one was empty', () => {
    expect(answer(rows('500.00'))).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
  });

  it('tells of a package that paid before its turn, to one unit of the last place', () => {
    expect(answer(rows())).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{
        severity: 'info', packageId: 'pkg-1', transactionId: null, quantity: '300', unit: '分钟', money: null, rows: ['deductions 2:3', 'deductions 2:2', 'packages 1:2', 'packages 1:3'],
        why: ['deduct-order.rule', 'deduct-order.later', 'deduct-order.first', 'deduct-order.days', 'common.assumedPolicy'],
      }],
    });
    expect(answer(rows('499.99')).findings).toMatchObject([{ quantity: '0.01' }]);
    expect(words({ packages: [LATER, FIRST], deductions: rows(), window: WIDE }, deductOrder).slice(1)).toEqual([
      'pkg-1 (2025-05-01 00:00:00 to 2026-05-01 00:00:00) paid for I of 100 on 2025-05-20',
      'pkg-0 (2025-05-01 00:00:00 to 2025-08-31 23:59:59) comes first, and from 2025-05-20 until everything was posted it never had less than 300.00 分钟', '1 such days of usage',
      'Order of deduction: earliest expiry first, then earliest effective, which is a default (assumed)',
    ]);
  });

  it('warns where the first one lost its balance', () => {
    expect(answer(rows(), { expiry: '2025-06-30 23:59:59' }).findings).toMatchObject([{ severity: 'warning', quantity: '300', why: expect.arrayContaining(['deduct-order.lost']) as string[] }]);
    expect(answer(rows(), { expiry: '2025-08-01 00:00:01' }).findings).toMatchObject([{ severity: 'info' }]);
    expect(answer(rows(), { expiry: '2025-08-01 00:00:00' }).findings).toMatchObject([{ severity: 'warning' }]);
  });

  it('goes by expiry, then by the start, else by nothing', () => {
    const expiry = LATER['expiry']!;
    expect(answer(rows(), { expiry, effective: '2025-04-30 23:59:59' }).counts).toBe('1/0/1/0');
    expect(answer(rows(), { expiry }).counts).toBe('0/0/0/0');
    // Now pkg-1 comes first, and on 8 May it was full.
    expect(answer(rows(), { expiry: '2026-05-01 00:00:01' }).findings).toMatchObject([{ packageId: 'pkg-0', quantity: '1000' }]);
  });

  it('goes by purchase where the product does', () => {
    const product = { product: '媒体处理' };
    const bought = (instanceId: string, transactionTime: string): Cells => ({ instanceId, billingMode: 'prepaid', transactionType: 'prepay_purchase', transactionTime, afterDiscount: '1.00' });
    const deductions = rows().map((row) => ({ ...row, ...product }));
    const order = (first: string, later: string): ReturnType<typeof ask> => answer(deductions, product, product, { bill: [bought('pkg-0', first), bought('pkg-1', later)] });
    expect(order('2025-05-01 00:00:00', '2025-05-01 00:00:01').findings).toMatchObject([{ packageId: 'pkg-1', why: expect.arrayContaining(['deduct-order.byPurchase']) as string[] }]);
    expect(order('2025-05-01 00:00:00', '2025-05-01 00:00:00').counts).toBe('0/0/0/0');
  });

  it('compares packages of one item, owner, type, region and scope alone', () => {
    const other = (more: Cells): string => answer([...rows().slice(0, 1).map((row) => ({ ...row, ...more })), ...rows().slice(1)]).counts;
    expect(other({ billingItem: 'J' })).toBe('0/0/0/0');
    expect(other({ usageOwner: '101' })).toBe('0/0/0/0');
    expect(answer(rows(), { region: '北京' }, { region: '广州' }).counts).toBe('0/0/0/0');
    expect(answer(rows(), { scope: 'A' }).counts).toBe('0/0/0/0');
    expect(answer(rows(), { status: 'inactive' }).counts).toBe('0/0/0/0');
  });

  it('asks of whole days alone, until everything was posted', () => {
    // Empty at 01:10 on the 21st, within a day after the usage of the 20th.
    const emptied = [...rows(), ...chain('300.00', ['300.00'], { packageId: 'pkg-0' }, '2025-05-21 22:00:00')];
    expect(answer(emptied).counts).toBe('1/1/0/0');
    expect(answer([...rows(), ...chain('300.00', ['300.00'], { packageId: 'pkg-0' }, '2025-05-22 00:00:00')]).counts).toBe('1/0/1/0');
    expect(answer(rows(), { effective: '2025-05-20 00:00:01' }).reasons).toEqual(['deduct-order.notCovered x1']);
    expect(answer(rows(), { expiry: '2025-05-21 23:59:59' }).counts).toBe('1/0/1/0');
    expect(answer(rows(), { expiry: '2025-05-21 23:59:58' }).reasons).toEqual(['deduct-order.notCovered x1']);
  });

  it('has no answer where the files do not cover the time', () => {
    expect(answer(rows(), {}, {}, { window: { start: WIDE.start, end: '2025-05-21 00:00:00' } }).reasons).toEqual(['deduct-order.notCovered x1']);
    expect(ask({ packages: [LATER, FIRST] }, deductOrder).reasons).toEqual(['common.needs x1']);
  });
});

describe('deduct-order and policies', () => {
  it('has no answer for a product whose order no file shows', () => {
    const { counts, reasons } = ask({ packages: [{ ...LATER, product: '云原生数据库 TDSQL-C' }, FIRST], deductions: rows(), window: WIDE }, deductOrder);
    expect([counts, reasons]).toEqual(['1/0/0/1', ['deduct-order.otherOrder x1']]);
  });

  it('goes by what the project sets', () => {
    const basis = { ...builtInBasis(), policies: new PolicyBook([], [{ product: 'P', name: 'order', value: 'other' }]) };
    expect(ask({ packages: [LATER, FIRST], deductions: rows(), window: WIDE, basis }, deductOrder)).toMatchObject({ findings: [], reasons: [expect.stringContaining('deduct-order.otherOrder')] });
  });
});
