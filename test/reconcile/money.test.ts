import { describe, expect, it } from 'vitest';
import { Decimal } from '../../core/base/decimal.ts';
import type { BillRow } from '../../core/fields/bill.ts';
import type { PackageRow } from '../../core/fields/packages.ts';
import { currencyOf, paidFor, valueOf } from '../../core/reconcile/money.ts';
import { makePackage, type Package } from '../../core/reconcile/world.ts';
import { datasetOf, type Cells } from '../support/scenario.ts';
import { NO_POLICIES } from '../../core/fields/policies.ts';

const CHINA = (): string => 'cn';

function linesOf(bill: readonly Cells[]): BillRow[] {
  return [...datasetOf({ bill }).bill()];
}

function packageOf(cells: Cells, ...payments: readonly Cells[]): Package {
  const overviews = [...datasetOf({ packages: [cells] }).packages()] as PackageRow[];
  return makePackage('pkg-1', overviews, null, linesOf(payments.map((payment) => ({ billingMode: 'prepaid', transactionType: 'prepay_purchase', ...payment }))), new Map(), NO_POLICIES);
}

function value(pack: Package, quantity: string, unit: string | null = '分钟'): string | null {
  const money = valueOf(pack, Decimal.of(quantity), unit, CHINA);
  return money === null ? null : `${money.amount.toString()} ${money.currency ?? '?'}`;
}

describe('the currency of a line', () => {
  it.each([
    ['printed', { currency: 'USD', priceUnit: '元/个' }, 'cn', 'USD'], ['of its price', { currency: null, priceUnit: '元/个' }, 'intl', 'CNY'], ['of its price in English', { currency: null, priceUnit: 'USD/GB' }, 'intl', 'USD'],
    ['of its layout', { currency: null, priceUnit: null }, 'cn', 'CNY'], ['unknown', { currency: null, priceUnit: null }, 'reseller', null], ['unknown in words', { currency: null, priceUnit: 'per GB' }, 'intl', null],
  ])('is %s', (_what, cells, layout, expected) => {
    expect(currencyOf(linesOf([cells])[0]!, layout)).toBe(expected);
  });
});

describe('what was paid for a package', () => {
  const paid = (...payments: readonly Cells[]): string | null => {
    const money = paidFor(packageOf({}, ...payments), CHINA);
    return money === null ? null : `${money.amount.toString()} ${money.currency}`;
  };

  it('is the sum of purchases, renewals and changes, and of nothing else', () => {
    expect(paid({ afterDiscount: '50.00' })).toBe('50 CNY');
    expect(paid({ afterDiscount: '50.00' }, { afterDiscount: '25.50', transactionType: 'prepay_renew' }, { afterDiscount: '-1.00', transactionType: 'prepay_modify' })).toBe('74.5 CNY');
    expect(paid({ afterDiscount: '50.00' }, { afterDiscount: '-20.00', transactionType: 'prepay_return' })).toBe('50 CNY');
  });

  it('is unknown without a line or an amount, or in two currencies', () => {
    expect(paid()).toBeNull();
    expect(paid({ afterDiscount: null })).toBeNull();
    expect(paid({ afterDiscount: '50.00' }, { afterDiscount: '10.00', currency: 'USD' })).toBeNull();
  });
});

describe('money at stake', () => {
  const bought = { afterDiscount: '50.00' };

  it('is the share of what was paid', () => {
    expect(value(packageOf({}, bought), '20')).toBe('1 CNY');
    expect(value(packageOf({}, bought), '-20')).toBe('1 CNY');
    expect(value(packageOf({ total: '3000.00' }, { afterDiscount: '7.00' }), '1')).toBe('0.00233333 CNY');
    expect(value(packageOf({}, { afterDiscount: '0.00' }), '20')).toBe('0 CNY');
  });

  it('converts the unit', () => {
    expect(value(packageOf({}, bought), '1', '小时')).toBe('3 CNY');
    expect(value(packageOf({}, bought), '1', null)).toBe('0.05 CNY');
    expect(value(packageOf({}, bought), '1', '条')).toBeNull();
  });

  it('shares the price of a period package among all its periods', () => {
    const period = { packageType: 'period', periodTotal: '100.00', total: null, remaining: null };
    expect(value(packageOf({ ...period, total: '1200.00' }, bought), '24')).toBe('1 CNY');
    expect(value(packageOf({ ...period, periodsTotal: '12' }, bought), '24')).toBe('1 CNY');
    expect(value(packageOf(period, bought), '24')).toBeNull();
  });

  it('is unknown for slices, combo packages, and where price or capacity are', () => {
    expect(value(packageOf({ packageType: 'slice', periodTotal: '8.00' }, bought), '1')).toBeNull();
    expect(value(packageOf({ combo: 'A:1分钟/2分钟' }, bought), '1')).toBeNull();
    expect(value(packageOf({}), '1')).toBeNull();
    expect(value(packageOf({ total: null }, bought), '1')).toBeNull();
    expect(value(packageOf({ total: '0.00' }, bought), '1')).toBeNull();
  });
});
