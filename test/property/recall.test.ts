import { describe, expect, test } from 'vitest';
import { faultsFor, generateDemo, type DemoOptions } from '../../core/demo/index.ts';
import { verify, type FoundFinding } from '../../core/demo/verify.ts';
import { CHECKS } from '../../core/reconcile/checks/index.ts';
import { ENCODINGS, reconcileDemo } from './pipeline.ts';

/** Seeds are in the names of the tests: a failure can be run again with `generateDemo`. */
const FAULTY = Array.from({ length: 24 }, (_, index) => 1 + index * 37);
const CLEAN = Array.from({ length: 9 }, (_, index) => 5 + index * 53);

const WASTE = new Set(CHECKS.filter((check) => check.family === 'waste').map((check) => check.id));

/** Every look of the files meets every layout of the bill as the seeds go by. */
function lookOf(index: number): DemoOptions {
  const layout = (['cn', 'intl', 'reseller'] as const)[index % 3]!;
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
    const known = new Set(CHECKS.map((check) => check.id));
    expect(faultsFor({ ...lookOf(index), seed }).length).toBeGreaterThan(35);
    const { missed, others } = verify(demo.expected, found, WASTE);
    expect({ missed: missed.filter(({ check }) => known.has(check)), others: others.map(brief) }).toEqual({ missed: [], others: [] });
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
