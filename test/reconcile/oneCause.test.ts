import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../core/reconcile/checks/index.ts';
import { chain, run, type Cells, type Scenario } from '../support/scenario.ts';
import { spoken } from './told.ts';

/** A month in the life of one package, told by all three kinds of files: consistent to the last digit. */
const AMOUNTS = ['10.00', '20.00', '5.50', '7.00', '8.25', '3.00', '12.00', '1.75', '9.00', '6.50'] as const;
const DAYS = ['08', '09', '10', '12', '13', '15', '16', '18', '20', '22'] as const;

function hour(index: number): string {
  return `2025-05-${DAYS[index]} 03:00:00`;
}

/** One deduction a day; each goes on from the one before. */
const deductions: readonly Cells[] = (() => {
  const rows = chain('1000.00', AMOUNTS);
  return rows.map((row, index) => ({ ...row, ...chain('1.00', ['1.00'], {}, hour(index))[0]!, before: row['before']!, deducted: row['deducted']!, after: row['after']!, rawUsage: row['rawUsage']! }));
})();

const LEFT = '917.00';
const PACK: Cells = { packageOwner: '100', remaining: LEFT, effective: '2025-05-01 00:00:00', expiry: '2026-04-30 23:59:59', endedAt: '2026-04-30 23:59:59' };
const PURCHASE: Cells = {
  billingMode: 'prepaid', transactionType: 'prepay_purchase', instanceId: 'pkg-1', instanceType: '资源包', transactionId: 'B1', transactionTime: '2025-05-01 00:00:00', usageStart: '2025-05-01 00:00:00', usageEnd: '2026-04-30 23:59:59',
  componentName: 'Package 1', componentType: '资源包', usage: '1', usageUnit: '个', listPrice: '50.00', priceUnit: '元/个', originalCost: '50.00', discountRate: '1', afterDiscount: '50.00', cashPaid: '50.00', voucher: '0.00', grantedPaid: '0.00',
};

/** The zero line that a fully covered hour leaves in the bill. */
function covered(index: number): Cells {
  const amount = AMOUNTS[index]!;
  return {
    transactionId: `U${index}`, transactionTime: `2025-05-${DAYS[index]} 04:20:00`, usageStart: hour(index), usageEnd: `2025-05-${DAYS[index]} 03:59:59`, rawUsage: amount, deductedUsage: amount, usage: '0.00',
    originalCost: '0.00', discountRate: '1', afterDiscount: '0.00', cashPaid: '0.00', voucher: '0.00', grantedPaid: '0.00',
  };
}

const CLEAN: Scenario = { packages: [PACK], deductions, bill: [PURCHASE, ...AMOUNTS.map((_, index) => covered(index))], window: { start: '2025-04-01 00:00:00', end: '2025-05-31 23:59:59' }, snapshot: '2025-05-25 00:00:00' };
const WASTE = new Set(CHECKS.filter((check) => check.family === 'waste').map((check) => check.id));

/** Every error and warning outside the waste family. */
function found(scenario: Scenario): string[] {
  const { findings } = run(scenario, ...CHECKS);
  for (const finding of findings) spoken(finding);
  return findings.filter((finding) => finding.severity !== 'info' && !WASTE.has(finding.check)).map((finding) => `${finding.check} ${finding.severity} ${finding.quantity?.toString() ?? '-'}`);
}

function withRows(change: (rows: Cells[]) => readonly Cells[], more: Partial<Scenario> = {}): Scenario {
  return { ...CLEAN, ...more, deductions: change(deductions.map((row) => ({ ...row }))) };
}

/** Balances from row `from` on moved by `by`, and the overview with them. */
function moved(from: number, by: number, rows: readonly Cells[] = deductions): { deductions: Cells[]; packages: Cells[] } {
  const move = (text: string | null | undefined): string => (Number(text) + by).toFixed(2);
  return { deductions: rows.map((row, index) => (index < from ? { ...row } : { ...row, before: move(row['before']), after: move(row['after']) })), packages: [{ ...PACK, remaining: move(LEFT) }] };
}

describe('consistent files', () => {
  it('are silent', () => {
    expect(found(CLEAN)).toEqual([]);
  });

  it('are silent however little of them is loaded', () => {
    for (const kinds of [['packages'], ['deductions'], ['bill'], ['packages', 'deductions'], ['packages', 'bill'], ['deductions', 'bill']]) {
      expect(found({ ...CLEAN, packages: [], deductions: [], bill: [], ...Object.fromEntries(kinds.map((kind) => [kind, CLEAN[kind as 'bill']])) }), kinds.join()).toEqual([]);
    }
  });

  it('are silent in windows that begin and end anywhere', () => {
    for (let from = 0; from < deductions.length; from += 3) {
      for (let to = from + 1; to <= deductions.length; to += 2) {
        const rows = deductions.slice(from, to);
        const window = { start: rows[0]!['usageStart']!, end: rows.at(-1)!['usageEnd']! };
        expect(found({ ...CLEAN, deductions: rows, window, bill: [] }), `${from} to ${to}`).toEqual([]);
      }
    }
  });
});

describe('one cause is one finding', () => {
  it.each([
    ['a missing row', withRows((rows) => rows.filter((_, index) => index !== 4)), ['chain-gap error 8.25']],
    ['three missing rows', withRows((rows) => rows.filter((_, index) => index < 4 || index > 6)), ['chain-gap error 23.25']],
    ['a misprinted after', withRows((rows) => rows.map((row, index) => (index === 4 ? { ...row, after: '948.00' } : row))), ['row-arithmetic error 1.25']],
    ['a misprinted before', withRows((rows) => rows.map((row, index) => (index === 4 ? { ...row, before: '958.00' } : row))), ['row-arithmetic error 0.5']],
    ['balances raised from a row on', { ...CLEAN, ...moved(4, 17.25) }, ['chain-increase error 17.25']],
    ['a row with other balances', withRows((rows) => rows.map((row, index) => (index === 4 ? { ...row, before: '967.50', after: '959.25' } : row))), ['chain-increase error 10']],
    ['a row listed twice', withRows((rows) => [...rows.slice(0, 5), { ...rows[4]!, copy: '1' }, ...rows.slice(5)]), ['duplicate-row warning 8.25']],
    ['a row deducted twice', { ...CLEAN, ...((): { deductions: Cells[]; packages: Cells[] } => {
      const { deductions: rows, packages } = moved(5, -8.25);
      return { packages, deductions: [...rows.slice(0, 5), { ...rows[4]!, copy: '1' }, ...rows.slice(5)] };
    })() }, ['duplicate-row error 8.25']],
    ['a second row from one balance', withRows((rows) => [...rows.slice(0, 5), { ...rows[4]!, deductedAt: '2025-05-13 04:40:00', deducted: '9.25', rawUsage: '9.25', after: '948.25' }, ...rows.slice(5)]), ['chain-fork error 9.25']],
    ['two times exchanged', withRows((rows) => rows.map((row, index) => (index === 4 ? { ...row, deductedAt: '2025-05-15 04:10:00' } : index === 5 ? { ...row, deductedAt: '2025-05-15 04:05:00' } : row))), ['out-of-order warning -']],
    ['a wrong balance in the overview', { ...CLEAN, packages: [{ ...PACK, remaining: '913.75' }] }, ['overview-balance error 3.25']],
    ['a status that is too early', { ...CLEAN, packages: [{ ...PACK, status: 'expired' }] }, ['status error -']],
    ['an end that is too early', { ...CLEAN, packages: [{ ...PACK, endedAt: '2025-12-31 23:59:59' }] }, ['ended-time warning -']],
    ['a package that no overview shows', { ...CLEAN, packages: [{ ...PACK, packageId: 'pkg-2', remaining: '1000.00', packageName: '免费包' }] }, ['unknown-package warning -']],
    ['usage that the bill deducts too much of', { ...CLEAN, bill: CLEAN.bill!.map((line) => (line['transactionId'] === 'U4' ? { ...line, rawUsage: '10.75', deductedUsage: '10.75' } : line)) }, ['deducted-usage error 2.5']],
    ['usage that the bill forgets', { ...CLEAN, bill: CLEAN.bill!.map((line) => (line['transactionId'] === 'U4' ? { ...line, rawUsage: '10.75' } : line)) }, ['net-usage error 2.5']],
    ['a line that is missing', { ...CLEAN, bill: CLEAN.bill!.filter((line) => line['transactionId'] !== 'U4') }, ['deduction-without-bill warning 8.25']],
    ['usage billed although there was balance', { ...CLEAN, bill: [...CLEAN.bill!, {
      ...covered(4), transactionId: 'X1', usageStart: '2025-05-14 03:00:00', usageEnd: '2025-05-14 03:59:59', rawUsage: '4.00', deductedUsage: '0.00', usage: '4.00', originalCost: '0.40', afterDiscount: '0.40', cashPaid: '0.40',
    }] }, ['billed-with-balance error 4']],
  ])('%s', (_what, scenario, expected) => {
    expect(found(scenario)).toEqual(expected);
  });
});
