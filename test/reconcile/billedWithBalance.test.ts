import { describe, expect, it } from 'vitest';
import { billedWithBalance } from '../../core/reconcile/checks/billedWithBalance.ts';
import { validityOrder } from '../../core/reconcile/checks/validityOrder.ts';
import { chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, WIDE, words } from './told.ts';

/** A package of 1,000 minutes that took 10 of its owner's on 8 May and has 990 left. */
const PACK = { remaining: '990.00', packageOwner: '100' };
const rows = chain('1000.00', ['10.00']);

/** A billed hour. */
function line(usageStart: string, more: Cells = {}): Cells {
  return { usageStart, usageEnd: `${usageStart.slice(0, 13)}:59:59`, usage: '30.00', afterDiscount: '3.00', transactionId: 'T1', transactionTime: '2025-05-12 00:00:00', ...more };
}

const BILLED = line('2025-05-10 05:00:00');

function answer(scenario: Partial<Scenario> = {}): ReturnType<typeof ask> {
  return ask({ packages: [PACK], deductions: rows, bill: [BILLED], window: WIDE, ...scenario }, billedWithBalance, validityOrder);
}

/** The verdict on one billed hour: `error 3 CNY`, `pass`, or why there is no answer. */
function verdict(scenario: Partial<Scenario> = {}): string {
  const { counts, findings, reasons } = answer(scenario);
  if (findings.length === 0) return counts === '1/1/0/0' ? 'pass' : reasons.join();
  return findings.map(({ severity, money }) => `${severity} ${money}`).join();
}

describe('billed-with-balance', () => {
  it('finds usage that was billed although its package had balance', () => {
    expect(answer()).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{
        severity: 'error', packageId: 'pkg-1', transactionId: 'T1', quantity: '30', unit: '分钟', money: '3 CNY', rows: ['bill 3:2', 'deductions 2:2'],
        why: ['billed-with-balance.rule', 'billed-with-balance.line', 'billed-with-balance.package', 'billed-with-balance.lowest', 'billed-with-balance.high', 'common.assumedPolicy'],
      }],
    });
    expect(words({ packages: [PACK], deductions: rows, bill: [BILLED], window: WIDE }, billedWithBalance).slice(1, 4)).toEqual([
      'bill.csv:2 · transaction T1 · I usage 30.00 分钟, 2025-05-10 05:00:00 to 2025-05-10 05:59:59, cost 3 CNY', 'Package pkg-1 (Package 1) is valid 2025-05-01 00:00:00 to 2026-05-01 00:00:00',
      'Between 2025-05-10 05:00:00 and 2025-05-11 06:00:00 its balance was never below 990 分钟 (2025-05-08 01:10:00)',
    ]);
  });

  it.each([
    ['nothing was used', { usage: '0.00' }], ['it cost nothing', { afterDiscount: '0.00' }], ['it was given back', { afterDiscount: '-3.00' }], ['it is of another product', { product: 'Q' }],
    ['the item was never covered', { componentName: 'J', componentType: 'J' }], ['it is no usage', { transactionType: 'recon_deduct' }],
  ])('has nothing to say where %s', (_what, more) => {
    expect(answer({ bill: [{ ...BILLED, ...more }] }).findings).toEqual([]);
  });

  it('has no answer without a cost, a usage or its times', () => {
    expect(verdict({ bill: [{ ...BILLED, afterDiscount: null }] })).toBe('common.absent x1');
    expect(verdict({ bill: [{ ...BILLED, usage: null }] })).toBe('common.absent x1');
    expect(verdict({ bill: [{ ...BILLED, usageStart: null }] })).toBe('billed-with-balance.noTimes x1');
  });

  it('finds the item by the type of the component where its name is another', () => {
    expect(verdict({ bill: [{ ...BILLED, componentName: 'v-I-std', componentType: 'I' }] })).toBe('error 3 CNY');
  });

  it('answers for every line by itself', () => {
    expect(answer({ bill: [BILLED, line('2025-05-10 06:00:00', { transactionId: 'T2' }), line('2025-05-10 07:00:00', { transactionId: 'T3', usage: '0.00' })] })).toMatchObject({ counts: '3/1/2/0' });
  });
});

describe('how sure billed-with-balance is', () => {
  it('high: the package took this item of this owner within 30 days', () => {
    expect(verdict({ bill: [line('2025-06-07 05:00:00')] })).toBe('error 3 CNY');
    expect(verdict({ bill: [line('2025-06-08 05:00:00')] })).toBe('warning 3 CNY');
    expect(verdict({ deductions: chain('1000.00', ['10.00'], {}, '2025-05-20 00:00:00'), bill: [line('2025-05-01 05:00:00')] })).toBe('error 3 CNY');
  });

  it('medium: it took the item of the same subproduct, but of another owner', () => {
    expect(verdict({ deductions: rows.map((row) => ({ ...row, usageOwner: '200' })) })).toBe('warning 3 CNY');
  });

  it('low: it took the item of another subproduct', () => {
    expect(verdict({ bill: [{ ...BILLED, subproduct: 'S2' }] })).toBe('info 3 CNY');
  });

  it('low: it never took anything, but is of the same subproduct', () => {
    const other = chain('10.00', ['1.00'], { packageId: 'pkg-2', usageOwner: '300', packageOwner: '300' });
    expect(verdict({ packages: [{ ...PACK, remaining: '1000.00' }], deductions: other })).toBe('info 3 CNY');
    expect(verdict({ packages: [{ ...PACK, remaining: '0.00' }], deductions: other })).toBe('pass');
    expect(verdict({ packages: [{ ...PACK, remaining: '1000.00', subproduct: 'S9' }], deductions: other })).toBe('pass');
  });

  it('names the surest package, and of equal ones that which expires first', () => {
    const more = [{ ...PACK, packageId: 'pkg-2', expiry: '2025-12-31 23:59:59' }, { ...PACK, packageId: 'pkg-3' }];
    const deductions = [...rows, ...chain('1000.00', ['10.00'], { packageId: 'pkg-2' }), ...chain('1000.00', ['10.00'], { packageId: 'pkg-3', usageSubproduct: 'S2' })];
    expect(answer({ packages: [PACK, ...more], deductions }).findings).toMatchObject([{ packageId: 'pkg-2', severity: 'error' }]);
  });
});

describe('billed-with-balance and packages that could not have paid', () => {
  it.each([
    ['another owner without sharing', { deductions: rows.map((row) => ({ ...row, packageOwner: '200', usageOwner: '200' })), packages: [{ ...PACK, packageOwner: '200' }] }],
    ['usage that began a second before the package', { packages: [{ ...PACK, effective: '2025-05-10 05:00:01' }] }],
    ['usage that ended after the package', { packages: [{ ...PACK, expiry: '2025-05-10 05:59:58' }] }],
    ['an inactive package', { packages: [{ ...PACK, status: 'inactive' }] }],
    ['a package whose times contradict each other', { packages: [{ ...PACK, effective: '2025-05-10 04:00:00', expiry: '2025-05-09 00:00:00' }] }],
    ['a package without times', { packages: [{ ...PACK, expiry: null }] }],
    ['another region', { packages: [{ ...PACK, region: '华东地区(上海)' }], bill: [{ ...BILLED, region: '华南地区(广州)' }] }],
    ['a package refunded within the lag', { packages: [{ ...PACK, status: 'refunded', endedAt: '2025-05-11 05:59:59' }] }],
  ])('rules out %s', (_what, scenario) => {
    expect(verdict(scenario)).toBe('pass');
  });

  it.each([
    ['an owner who is known to share', { deductions: [...chain('1000.00', ['4.00'], { packageOwner: '200', usageOwner: '200' }), ...chain('996.00', ['6.00'], { packageOwner: '200' }, '2025-05-08 03:00:00')] }],
    ['usage that began with the package', { packages: [{ ...PACK, effective: '2025-05-10 05:00:00' }] }],
    ['usage that ended with the package', { packages: [{ ...PACK, expiry: '2025-05-10 05:59:59' }] }],
    ['one region by two names', { packages: [{ ...PACK, region: '广州' }], bill: [{ ...BILLED, region: '华南地区(广州)' }] }],
    ['a region of another language', { packages: [{ ...PACK, region: '广州' }], bill: [{ ...BILLED, region: 'South China (Guangzhou)' }] }],
    ['a package for all regions', { packages: [{ ...PACK, region: '中国大陆' }], bill: [{ ...BILLED, region: '华南地区(广州)' }] }],
    ['a package refunded after the lag', { packages: [{ ...PACK, status: 'refunded', endedAt: '2025-05-11 06:00:00' }] }],
  ])('does not rule out %s', (_what, scenario) => {
    expect(verdict(scenario)).toBe('error 3 CNY');
  });

  it('names them with the reason beside the one that could', () => {
    const packages = [PACK, { ...PACK, packageId: 'pkg-2', effective: '2025-06-01 00:00:00' }, { ...PACK, packageId: 'pkg-3', status: 'inactive' }];
    const lines = words({ packages, deductions: rows, bill: [BILLED], window: WIDE }, billedWithBalance);
    expect(lines.slice(5, 7)).toEqual(['Ruled out pkg-2: the usage is outside its validity', 'Ruled out pkg-3: it is not activated']);
  });
});

describe('billed-with-balance and the balance', () => {
  /** Rows that leave `left` at this time. */
  function emptied(posted: string, left: string): Cells[] {
    return [{ ...rows[0]!, deducted: (1000 - Number(left)).toFixed(2), after: left, deductedAt: posted }];
  }

  it('must last until the deduction should have been posted', () => {
    expect(verdict({ deductions: emptied('2025-05-11 06:00:00', '0.00') })).toBe('pass');
    expect(verdict({ deductions: emptied('2025-05-11 06:00:01', '0.00') })).toBe('error 3 CNY');
    expect(verdict({ deductions: emptied('2025-05-10 05:00:00', '0.00') })).toBe('pass');
  });

  it('puts only the share at stake that it could have covered', () => {
    const { findings } = answer({ deductions: emptied('2025-05-08 02:00:00', '10.00') });
    expect(findings).toMatchObject([{ quantity: '10', money: '1 CNY', why: expect.arrayContaining(['billed-with-balance.share']) as string[] }]);
    expect(verdict({ deductions: emptied('2025-05-08 02:00:00', '30.00') })).toBe('error 3 CNY');
    expect(verdict({ deductions: emptied('2025-05-08 02:00:00', '0.01') })).toBe('error 0.001 CNY');
  });

  it('covers the share by coefficient and unit', () => {
    const hours = emptied('2025-05-08 02:00:00', '60.00').map((row) => ({ ...row, coefficient: '2', rawUnit: '小时' }));
    expect(answer({ deductions: hours, bill: [{ ...BILLED, usage: '4.00', usageUnit: '小时' }] }).findings).toMatchObject([{ quantity: '0.5', unit: '小时', money: '0.375 CNY' }]);
  });

  it('does not count what nothing explains', () => {
    const risen = [...chain('20.00', ['20.00']), ...chain('15.00', ['1.00'], {}, '2025-05-09 00:00:00')];
    expect(verdict({ deductions: risen })).toBe('pass');
  });

  it('counts what a top-up explains', () => {
    const risen = [...chain('20.00', ['20.00']), ...chain('500.00', ['1.00'], {}, '2025-05-09 00:00:00')];
    const topUp = { billingMode: 'prepaid', transactionType: 'prepay_modify', instanceId: 'pkg-1', afterDiscount: '10.00', usage: '1', transactionTime: '2025-05-08 12:00:00' };
    expect(verdict({ deductions: risen, bill: [BILLED, topUp] })).toBe('error 3 CNY');
  });

  it('never runs out in an unlimited package', () => {
    const unlimited = rows.map((row) => ({ ...row, packageType: 'unlimited', before: null, after: null }));
    const { findings } = answer({ packages: [{ ...PACK, packageType: 'unlimited', remaining: null, total: null }], deductions: unlimited });
    expect(findings).toMatchObject([{ severity: 'error', money: '3 CNY', rows: ['bill 3:2', 'deductions 2:2'], why: expect.arrayContaining(['billed-with-balance.unlimited']) as string[] }]);
  });

  it('is that of the capacity that pays for the item', () => {
    const combo = { ...PACK, remaining: null, total: null, unit: null, combo: 'I:0分钟/1000分钟;J:5条/5条' };
    const both = [...emptied('2025-05-08 02:00:00', '0.00'), ...chain('5', ['1'], { billingItem: 'J', packageUnit: '条', rawUnit: '条' })];
    expect(verdict({ packages: [combo], deductions: both })).toBe('pass');
    expect(verdict({ packages: [combo], deductions: both, bill: [{ ...BILLED, componentName: 'J', componentType: 'J', usageUnit: '条', usage: '3' }] })).toBe('error 3 CNY');
  });
});

describe('billed-with-balance and what the files cover', () => {
  it('has no answer where the deduction may be posted after the last of them', () => {
    expect(verdict({ window: { start: WIDE.start, end: '2025-05-11 06:00:00' } })).toBe('error 3 CNY');
    expect(verdict({ window: { start: WIDE.start, end: '2025-05-11 05:59:58' } })).toBe('billed-with-balance.late x1');
    expect(verdict({ window: { start: WIDE.start, end: '2025-05-11 05:59:59' } })).toBe('error 3 CNY');
  });

  it('has no answer in a hole between two of them', () => {
    const windows = [{ start: WIDE.start, end: '2025-05-09 23:59:59' }, { start: '2025-05-13 00:00:00', end: WIDE.end }];
    expect(verdict({ windows })).toBe('billed-with-balance.late x1');
  });

  it('passes where another package of the product is empty anyway', () => {
    expect(verdict({ deductions: [{ ...rows[0]!, deducted: '1000.00', after: '0.00' }], window: { start: WIDE.start, end: '2025-05-10 23:59:59' } })).toBe('pass');
  });
});

describe('billed-with-balance of a period package', () => {
  const MONTHLY = { ...PACK, packageType: 'period', remaining: null, total: null, periodRemaining: '100.00', periodTotal: '100.00', periodStart: '2025-07-01 00:00:00', periodEnd: '2025-07-31 23:59:59', effective: '2025-01-01 00:00:00' };
  const may = chain('100.00', ['10.00'], { packageType: 'period' });
  const mayEmptied = chain('100.00', ['10.00', '90.00'], { packageType: 'period' });

  it('finds usage of a period with balance', () => {
    expect(verdict({ packages: [MONTHLY], deductions: may })).toBe('error 3 CNY');
  });

  it('passes in a period that is used up, and finds the full one after it', () => {
    expect(verdict({ packages: [MONTHLY], deductions: mayEmptied })).toBe('pass');
    expect(verdict({ packages: [MONTHLY], deductions: mayEmptied, bill: [line('2025-06-03 05:00:00')] })).toBe('error 3 CNY');
  });

  it('passes at the turn of periods where the old one was empty', () => {
    expect(verdict({ packages: [MONTHLY], deductions: mayEmptied, bill: [line('2025-05-31 23:00:00')] })).toBe('pass');
    expect(verdict({ packages: [MONTHLY], deductions: may, bill: [line('2025-05-31 23:00:00')] })).toBe('error 3 CNY');
  });

  it('passes where the new period was emptied before the deduction should have been posted', () => {
    const june = chain('100.00', ['100.00'], { packageType: 'period' }, '2025-06-01 05:00:00');
    expect(verdict({ packages: [MONTHLY], deductions: [...may, ...june], bill: [line('2025-05-31 23:00:00')] })).toBe('pass');
    const later = chain('100.00', ['100.00'], { packageType: 'period' }, '2025-06-02 05:00:00');
    expect(verdict({ packages: [MONTHLY], deductions: [...may, ...later], bill: [line('2025-05-31 23:00:00')] })).toBe('error 3 CNY');
  });
});
