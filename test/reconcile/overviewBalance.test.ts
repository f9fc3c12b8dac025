import { describe, expect, it } from 'vitest';
import { chainFork } from '../../core/reconcile/checks/chainFork.ts';
import { deductionAfterEnd } from '../../core/reconcile/checks/deductionAfterEnd.ts';
import { duplicateRow } from '../../core/reconcile/checks/duplicateRow.ts';
import { overviewBalance } from '../../core/reconcile/checks/overviewBalance.ts';
import { rowArithmetic } from '../../core/reconcile/checks/rowArithmetic.ts';
import { chain, type Cells, type Scenario } from '../support/scenario.ts';
import { ask, setAside, time, WIDE, words } from './told.ts';

const rows = chain('1000.00', ['10.00', '20.00', '5.00']);

/** The answer for an overview that states `remaining`, taken months after the rows unless the scenario says otherwise. */
function stating(remaining: string, more: Partial<Scenario> = {}, pack: Cells = {}): ReturnType<typeof ask> {
  return ask({ packages: [{ remaining, ...pack }], deductions: rows, window: WIDE, ...more }, overviewBalance, rowArithmetic, duplicateRow, chainFork);
}

describe('overview-balance of a total package', () => {
  it('passes the balance after the last deduction', () => {
    expect(stating('965.00')).toEqual({ counts: '1/1/0/0', findings: [], reasons: [] });
  });

  it('finds one unit of the last place more', () => {
    expect(stating('965.01')).toEqual({
      counts: '1/0/1/0', reasons: [],
      findings: [{
        severity: 'error', packageId: 'pkg-1', transactionId: null, quantity: '0.01', unit: '分钟', money: null, rows: ['packages 1:2', 'deductions 2:4'],
        why: ['overview-balance.rule', 'overview-balance.stated', 'common.step', 'overview-balance.difference', 'overview-balance.notLag', 'common.assumedPolicy'],
      }],
    });
    expect(words({ packages: [{ remaining: '965.01' }], deductions: rows, window: WIDE }, overviewBalance).slice(1)).toEqual([
      'Overview packages.csv:2 (snapshot 2025-08-01 00:00:00): remaining 965.01 分钟', 'deductions.csv:4 · 2025-05-08 03:10:00 · before 970.00 − 5.00 = 965.00',
      'Difference 965.01 − 965.00 = 0.01 分钟, tolerance 0', 'Not a snapshot lag: no row within 24 hours of the snapshot left this balance',
      'Posting lag: 24 h, which is a default (assumed)',
    ]);
  });

  it('allows half a unit of each where the two print different decimals', () => {
    const at = (taken: string, remaining: string): string => stating(remaining, { deductions: chain('1000.00', [taken]) }).counts;
    expect([at('35.49', '965'), at('35.00', '965'), at('34.51', '965'), at('34.50', '965'), at('34.49', '965')]).toEqual(['1/1/0/0', '1/1/0/0', '1/1/0/0', '1/1/0/0', '1/0/1/0']);
    expect([at('35.50', '965'), at('35.51', '965')]).toEqual(['1/1/0/0', '1/0/1/0']);
  });

  it('converts units, and allows what the conversion rounds', () => {
    const fine = chain('1000.000000000', ['10.000000000', '20.000000000', '5.123456789']);
    const at = (remaining: string): string => stating(remaining, { deductions: fine }, { unit: '小时', total: '16.666666667' }).counts;
    // 964.876543211 / 60 = 16.08127572018…
    expect([at('16.081275719'), at('16.081275720'), at('16.081275721')]).toEqual(['1/0/1/0', '1/1/0/0', '1/0/1/0']);
  });

  it('says what is at stake', () => {
    const purchase = { billingMode: 'prepaid', transactionType: 'prepay_purchase', instanceId: 'pkg-1', afterDiscount: '50.00', usage: '1', transactionTime: '2025-05-01 00:00:00' };
    expect(stating('985.00', { bill: [purchase] }).findings).toMatchObject([{ quantity: '20', money: '1 CNY' }]);
  });

  it('says that the snapshot time is an assumption', () => {
    expect(stating('985.00', { files: [{ id: 1, snapshotAssumed: true }] }).findings[0]!.why.at(-1)).toBe('common.assumedSnapshot');
  });

  it('keeps ten trillion tokens with nine decimals apart', () => {
    const tokens = chain('9876543210987.123456789', ['0.000000001'], { packageUnit: 'token' });
    expect(stating('9876543210987.123456788', { deductions: tokens }, { unit: 'token' }).counts).toBe('1/1/0/0');
    expect(stating('9876543210987.123456789', { deductions: tokens, snapshot: '2025-07-31 00:00:00' }, { unit: 'token' }).findings).toMatchObject([{ quantity: '0.000000001' }]);
  });
});

describe('overview-balance and the moment of the snapshot', () => {
  const snapshot = '2025-05-08 02:30:00';

  it('takes the last row up to it, not after it', () => {
    expect(stating('970.00', { snapshot }).counts).toBe('1/1/0/0');
    expect(stating('970.00', { snapshot: '2025-05-08 02:10:00' }).counts).toBe('1/1/0/0');
    expect(stating('970.00', { snapshot: '2025-05-08 02:09:59' }).findings).toMatchObject([{ severity: 'info' }]);
  });

  it('tells of a snapshot lag, where a row near it left or found the balance', () => {
    expect(stating('965.00', { snapshot })).toMatchObject({ counts: '1/0/1/0', findings: [{ severity: 'info', quantity: '5', money: null, rows: ['packages 1:2', 'deductions 2:3', 'deductions 2:4'] }] });
    expect(stating('1000.00', { snapshot }).findings).toMatchObject([{ severity: 'info' }]);
    expect(words({ packages: [{ remaining: '965.00' }], deductions: rows, window: WIDE, snapshot }, overviewBalance).at(-2)).toBe('Equals the balance of deductions.csv:4 (2025-05-08 03:10:00): snapshot lag');
  });

  it('knows no lag of more than the time that deductions need', () => {
    const stated = (moment: string): string => stating('970.00', { snapshot: moment }).findings[0]!.severity;
    expect([stated('2025-05-09 02:10:00'), stated('2025-05-09 02:10:01')]).toEqual(['info', 'info']);
    expect([stated('2025-05-09 03:10:00'), stated('2025-05-09 03:10:01')]).toEqual(['info', 'error']);
  });

  it('has no answer before the first row', () => {
    expect(stating('990.00', { snapshot: '2025-05-05 00:00:00' }).reasons).toEqual(['overview-balance.uncovered x1']);
    expect(stating('1000.00', { snapshot: '2025-05-05 00:00:00' }).counts).toBe('1/1/0/0');
  });

  it('has no answer for less, but one for more, where the files do not reach it', () => {
    const window = { start: WIDE.start, end: '2025-06-30 23:59:59' };
    expect(stating('900.00', { window })).toEqual({ counts: '1/0/0/1', findings: [], reasons: ['overview-balance.uncovered x1'] });
    expect(stating('966.00', { window }).findings).toMatchObject([{ severity: 'error', quantity: '1' }]);
    expect(stating('900.00', { snapshot: '2025-07-01 00:00:00', window }).findings).toMatchObject([{ severity: 'error' }]);
  });
});

describe('overview-balance without deductions', () => {
  const other = chain('10.00', ['1.00'], { packageId: 'pkg-2' });

  function unused(pack: Cells, more: Partial<Scenario> = {}): ReturnType<typeof ask> {
    return ask({ packages: [pack], deductions: other, window: WIDE, ...more }, overviewBalance);
  }

  it('is the capacity, where the files cover the package from its beginning', () => {
    expect(unused({}).counts).toBe('1/1/0/0');
    expect(unused({ remaining: '990.00' })).toMatchObject({ findings: [{ severity: 'error', quantity: '10', rows: ['packages 1:2'], why: ['overview-balance.rule', 'overview-balance.stated', 'overview-balance.nothing', 'overview-balance.difference', 'overview-balance.notLag', 'common.assumedPolicy'] }] });
  });

  it('has no answer where the package began before the files', () => {
    expect(unused({ remaining: '990.00', effective: '2025-03-31 23:59:59' }).reasons).toEqual(['overview-balance.uncovered x1']);
  });

  it('has no answer for a product of which no file has deductions', () => {
    const windows = [{ ...WIDE, products: ['P', 'R'] }];
    expect(unused({ remaining: '990.00', product: 'Q' }, { windows }).reasons).toEqual(['overview-balance.uncovered x1']);
  });

  it('has no answer for unlimited packages, and none without a number', () => {
    expect(unused({ packageType: 'unlimited', remaining: null, total: null }).reasons).toEqual(['common.unlimited x1']);
    expect(unused({ remaining: null }).reasons).toEqual(['common.absent x1']);
  });
});

describe('overview-balance and other findings', () => {
  it('leaves a misprinted last row to row-arithmetic', () => {
    const deductions = rows.map((row, index) => (index === 2 ? { ...row, after: '960.00' } : row));
    expect(stating('965.00', { deductions }).reasons).toEqual(['common.blocked row-arithmetic x1']);
  });

  it('leaves a last row that takes from nothing to deduction-after-end', () => {
    const beyond = [...chain('35.00', ['10.00', '25.00']), { ...rows[0]!, before: '0.00', deducted: '6.00', after: '-6.00', deductedAt: '2025-05-09 00:00:00' }];
    const { counts, reasons } = ask({ packages: [{ remaining: '0.00', total: '35.00' }], deductions: beyond, window: WIDE }, overviewBalance, deductionAfterEnd);
    expect({ counts, reasons }).toEqual({ counts: '1/0/0/1', reasons: ['common.blocked deduction-after-end x1'] });
  });

  it('leaves a lower balance to a row that could not be read', () => {
    const rejected = [setAside(2, { packageId: 'pkg-1', deductedAt: time('2025-06-01 00:00:00') })];
    expect(stating('960.00', { rejected }).reasons).toEqual(['common.blocked rejected-row x1']);
    expect(stating('970.00', { rejected }).findings).toHaveLength(1);
    expect(stating('960.00', { rejected: [setAside(2, { packageId: 'pkg-1', deductedAt: time('2025-05-08 03:00:00') })] }).findings).toHaveLength(1);
  });

  it('leaves a last row that is there twice to duplicate-row', () => {
    expect(stating('960.00', { deductions: [...rows, { ...rows[2]!, copy: '1' }] }).reasons).toEqual(['common.blocked duplicate-row x1']);
  });

  it('leaves a last row of two branches to chain-fork', () => {
    const fork = { ...rows[2]!, deductedAt: '2025-05-08 03:20:00', deducted: '6.00', after: '964.00' };
    expect(stating('964.00', { deductions: [...rows, fork] }).reasons).toEqual(['common.blocked chain-fork x1']);
    expect(stating('965.00', { deductions: [...rows, fork] }).counts).toBe('1/1/0/0');
  });

  it('leaves a snapshot inside a gap to chain-gap', () => {
    const long = chain('1000.00', Array.from({ length: 12 }, () => '10.00')).map((row, index) => ({ ...row, deductedAt: `2025-05-${String(10 + index)} 12:00:00` }));
    const gapped = long.filter((_, index) => index < 4 || index > 7);
    expect(stating('935.00', { deductions: gapped, snapshot: '2025-05-15 18:00:00' }).reasons).toEqual(['common.blocked chain-gap x1']);
    expect(stating('955.00', { deductions: gapped, snapshot: '2025-05-12 18:00:00' }).findings).toMatchObject([{ severity: 'error' }]);
  });

  it('is not asked of an ended package whose balance was cleared', () => {
    expect(stating('0.00', {}, { expiry: '2025-07-31 23:59:59', status: 'expired' }).reasons).toEqual(['overview-balance.ended x1']);
    expect(stating('0.00', {}, { status: 'refunded' }).reasons).toEqual(['overview-balance.ended x1']);
    expect(stating('900.00', {}, { status: 'refunded' }).findings).toHaveLength(1);
    expect(stating('0.00').findings).toHaveLength(1);
  });
});

describe('overview-balance of a period package', () => {
  const MONTHLY = { packageType: 'period', periodTotal: '100.00', periodStart: '2025-07-01 00:00:00', periodEnd: '2025-07-31 23:59:59', remaining: '500.00', total: '1200.00', effective: '2025-01-01 00:00:00' };
  const june = chain('100.00', ['10.00'], { packageType: 'period' }, '2025-06-03 03:00:00');
  const july = chain('100.00', ['20.00', '5.00'], { packageType: 'period' }, '2025-07-03 03:00:00');

  function monthly(periodRemaining: string, deductions: readonly Cells[], more: Partial<Scenario> = {}, pack: Cells = {}): ReturnType<typeof ask> {
    return ask({ packages: [{ ...MONTHLY, periodRemaining, ...pack }], deductions, window: WIDE, ...more }, overviewBalance);
  }

  it('is that of the current period', () => {
    expect(monthly('75.00', [...june, ...july]).counts).toBe('1/1/0/0');
    expect(monthly('90.00', [...june, ...july]).findings).toMatchObject([{ severity: 'error', quantity: '15', rows: ['packages 1:2', 'deductions 2:4'] }]);
  });

  it('is the capacity where nothing was deducted in it', () => {
    expect(monthly('100.00', june).counts).toBe('1/1/0/0');
    expect(monthly('99.99', june).findings).toMatchObject([{ severity: 'error', quantity: '0.01', why: expect.arrayContaining(['overview-balance.nothing']) as string[] }]);
  });

  it('is that of the printed period where the snapshot is exactly at its end', () => {
    expect(monthly('75.00', [...june, ...july], { snapshot: '2025-08-01 00:00:00' }).counts).toBe('1/1/0/0');
  });

  it('is full again where the snapshot is exactly at the start of a printed new period', () => {
    const august = { periodStart: '2025-08-01 00:00:00', periodEnd: '2025-08-31 23:59:59' };
    expect(monthly('100.00', [...june, ...july], { snapshot: '2025-08-01 00:00:00' }, august).counts).toBe('1/1/0/0');
    expect(monthly('75.00', [...june, ...july], { snapshot: '2025-08-01 00:00:00' }, august).findings).toMatchObject([{ severity: 'error', quantity: '25' }]);
  });

  it('is the balance at the end of an old period that the overview still shows', () => {
    expect(monthly('75.00', [...june, ...july], { snapshot: '2025-08-20 00:00:00' }).counts).toBe('1/1/0/0');
  });

  it('has no answer once the package has ended', () => {
    expect(monthly('100.00', [...june, ...july], {}, { expiry: '2025-07-31 23:59:59' }).reasons).toEqual(['overview-balance.ended x1']);
  });

  it('counts a row of the last period that was posted in this one', () => {
    const late = chain('100.00', ['4.00'], { packageType: 'period' }, '2025-06-30 23:00:00');
    expect(late[0]!['deductedAt']).toBe('2025-07-01 00:10:00');
    expect(monthly('96.00', [...june, ...late]).counts).toBe('1/1/0/0');
  });

  it('says that fitted periods are assumed', () => {
    const unnamed = { periodStart: null, periodEnd: null };
    expect(monthly('75.00', [...june, ...july], { snapshot: '2025-07-20 00:00:00' }, unnamed).counts).toBe('1/1/0/0');
    expect(monthly('50.00', [...june, ...july], { snapshot: '2025-07-20 00:00:00' }, unnamed).findings[0]!.why).toContain('period-reset.fitted');
  });
});

describe('overview-balance of a combo package', () => {
  const COMBO = { unit: null, remaining: null, total: null };
  const calls = chain('100.0', ['10.5'], { billingItem: '通话时长', packageUnit: '分钟' });
  const messages = chain('500', ['20', '5'], { billingItem: '短信', packageUnit: '条' });

  function combo(cell: string, deductions: readonly Cells[], more: Partial<Scenario> = {}): ReturnType<typeof ask> {
    return ask({ packages: [{ ...COMBO, combo: cell }], deductions, window: WIDE, ...more }, overviewBalance);
  }

  it('holds each capacity of its own unit', () => {
    expect(combo('通话时长:89.5分钟/100.0分钟;短信:475条/500条', [...calls, ...messages]).counts).toBe('2/2/0/0');
    expect(combo('通话时长:88.5分钟/100.0分钟;短信:475条/500条', [...calls, ...messages])).toMatchObject({ counts: '2/1/1/0', findings: [{ quantity: '1', unit: '分钟', rows: ['packages 1:2', 'deductions 2:2'] }] });
  });

  it('holds two capacities of one unit by their names', () => {
    const [voice, video] = [chain('100', ['10'], { billingItem: '语音' }), chain('200', ['7', '3'], { billingItem: '视频' })];
    expect(combo('语音:90分钟/100分钟;视频:190分钟/200分钟', [...voice, ...video]).counts).toBe('2/2/0/0');
    expect(combo('语音:190分钟/200分钟;视频:90分钟/100分钟', [...voice, ...video]).findings.map(({ quantity }) => quantity)).toEqual(['100', '100']);
    expect(combo('语音:100分钟/100分钟;视频:190分钟/200分钟', video)).toMatchObject({ counts: '2/2/0/0' });
  });

  it('holds a capacity that was never used', () => {
    expect(combo('通话时长:89.5分钟/100.0分钟;短信:500条/500条', calls).counts).toBe('2/2/0/0');
    expect(combo('通话时长:89.5分钟/100.0分钟;短信:499条/500条', calls)).toMatchObject({ counts: '2/1/1/0', findings: [{ quantity: '1', unit: '条', rows: ['packages 1:2'] }] });
  });

  it('allows half a unit of the decimals of its cell', () => {
    const fine = chain('100.000000000', ['10.512345678'], { billingItem: '通话时长' });
    expect(combo('通话时长:89.5分钟/100.0分钟', fine).counts).toBe('1/1/0/0');
    expect(combo('通话时长:89.4分钟/100.0分钟', fine).counts).toBe('1/0/1/0');
    expect(combo('通话时长:89.500000000分钟/100.000000000分钟', fine).counts).toBe('1/0/1/0');
  });

  it('has no answer where the overview lists one remaining for several balances of a unit', () => {
    const turns = Array.from({ length: 6 }, (_, index) => [
      { ...chain(String(100 - index), ['1'], { billingItem: 'A' }, `2025-05-0${1 + index} 01:00:00`)[0]! }, { ...chain(String(500 - 5 * index), ['5'], { billingItem: 'B' }, `2025-05-0${1 + index} 02:00:00`)[0]! },
    ]).flat();
    expect(ask({ packages: [{ remaining: '564', total: '600' }], deductions: turns, window: WIDE }, overviewBalance)).toEqual({ counts: '2/0/0/2', findings: [], reasons: ['overview-balance.shared x2'] });
  });
});
