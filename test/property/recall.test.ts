import { describe, expect, test } from 'vitest';
import { faultsFor, generateDemo, type DemoOptions } from '../../core/demo/index.ts';
import { verify, type FoundFinding } from '../../core/demo/verify.ts';
import { CHECKS } from '../../core/reconcile/checks/index.ts';
import { ENCODINGS, reconcileDemo } from './pipeline.ts';

/** Seeds are in the names of the tests: a failure can be run again with `generateDemo`. `RECALL_SEEDS=20` takes twenty in each layout of the bill. */
const PER_LAYOUT = Number(process.env['RECALL_SEEDS'] ?? 8);
const FAULTY = Array.from({ length: 3 * PER_LAYOUT }, (_, index) => 1 + index * 37);
const CLEAN = Array.from({ length: 9 }, (_, index) => 5 + index * 53);

const WASTE = new Set(CHECKS.filter((check) => check.family === 'waste').map((check) => check.id));

const LAYOUTS = ['cn', 'intl', 'reseller'] as const;

/** What no file can hold, in any layout: these checks find defects of this program. */
const OURS: Readonly<Record<string, string>> = {
  'row-count': 'a reader that loses rows is a defect of ours',
  cube: 'totals of the store that differ from the lines are a defect of ours',
};
const NO_RAW = 'the layout prints neither raw nor deducted usage';
const ONLY_CHINA: Readonly<Record<string, string>> = {
  'deducted-usage': NO_RAW, 'net-usage': NO_RAW, 'over-deduction': NO_RAW, 'deduction-without-bill': NO_RAW, 'split-usage': NO_RAW, 'payment-split': 'the layout prints no payments by account',
};
const NO_TAX = 'the layout prints no tax';

/** Why a check can have no fault in a layout. Every other check has at least three in every set. */
const IMPOSSIBLE: Readonly<Record<(typeof LAYOUTS)[number], Readonly<Record<string, string>>>> = {
  cn: { ...OURS, 'total-cost': 'the layout prints no total after vouchers', tax: NO_TAX },
  intl: { ...OURS, ...ONLY_CHINA },
  reseller: { ...OURS, ...ONLY_CHINA, tax: NO_TAX },
};

/** Every look of the files meets every layout of the bill as the seeds go by. */
function lookOf(index: number): DemoOptions {
  const layout = LAYOUTS[index % 3]!;
  const locale = index % 2 === 0 ? 'zh-CN' : 'en';
  const paired = Math.floor(index / 2) % 2 === 0;
  return {
    seed: 0, rows: 2000 + (index % 5) * 250, layout, locale, paired, pairSeparator: index % 4 < 2 ? '\n' : '/',
    gluedUnits: Math.floor(index / 3) % 2 === 0, grouping: index % 5 < 3, splitDeductions: index % 4 === 3 ? 4 : 1,
  };
}

function titleOf(seed: number, index: number): [string, number, number] {
  const { layout, locale, paired, splitDeductions } = lookOf(index);
  return [`seed ${seed}: ${layout} ${locale} ${paired ? 'paired' : 'separate'} ${splitDeductions} files ${ENCODINGS[index % 3]}`, seed, index];
}

/** What tells one finding from another in a failed test. */
function brief({ check, severity, packageId, transactionId, quantity, why }: FoundFinding): string {
  return [check, severity, packageId ?? '-', transactionId ?? '-', quantity ?? '-', ...why].join(' | ');
}

describe('planted faults', () => {
  test.each(FAULTY.map(titleOf))('%s', async (_title, seed, index) => {
    const demo = generateDemo({ ...lookOf(index), seed, faults: 'all' });
    const { found } = await reconcileDemo(demo, CHECKS, ENCODINGS[index % 3]!);
    const planted = Map.groupBy(demo.expected, ({ check }) => check);
    const { layout = 'cn' } = lookOf(index);
    expect(CHECKS.filter(({ id }) => !(id in IMPOSSIBLE[layout]) && (planted.get(id)?.length ?? 0) < 3).map(({ id }) => id)).toEqual([]);
    const { missed, others } = verify(demo.expected, found, WASTE);
    expect({ missed, others: others.map(brief) }).toEqual({ missed: [], others: [] });
  });
});

describe('every check', () => {
  test.each(LAYOUTS)('has faults of its own in %s, or a reason why it has none', (layout) => {
    const faults = new Set<string>(faultsFor({ seed: 0, layout }));
    expect(CHECKS.filter(({ id }) => !faults.has(id)).map(({ id }) => id).sort()).toEqual(Object.keys(IMPOSSIBLE[layout]).sort());
  });
});

describe('clean data', () => {
  test.each(CLEAN.map(titleOf))('%s', async (_title, seed, index) => {
    const demo = generateDemo({ ...lookOf(index), seed });
    const { found, report } = await reconcileDemo(demo, CHECKS, ENCODINGS[index % 3]!);
    expect(report.refused).toEqual([]);
    expect(found.filter((finding) => finding.severity !== 'info' && !WASTE.has(finding.check))).toEqual([]);
  });
});
