import { describe, expect, test } from 'vitest';
import { FAULT_IDS, faultsFor, generateDemo, type DemoOptions, type ExpectedFinding } from '../../core/demo/index.ts';
import { CLAIMS } from './claims.ts';
import { verifyCover, verifyDeductedUsage, verifyPurchases } from './coverVerifier.ts';
import { evidenceOf } from './evidence.ts';
import { readKind } from './tables.ts';
import { overviewsOf, verifyChains, verifyMoney, verifyRows } from './verifier.ts';

const LOOKS: readonly Partial<DemoOptions>[] = [
  { layout: 'cn' },
  { layout: 'intl', pairSeparator: '/', gluedUnits: false, grouping: true },
  { layout: 'reseller', locale: 'en', paired: false, splitDeductions: 4 },
];

describe.each(LOOKS)('planted faults, $layout', (look) => {
  test.each(faultsFor({ seed: 0, ...look }))('%s is in the files as claimed', (id) => {
    for (const seed of [0, 4]) {
      const demo = generateDemo({ seed, rows: 400, faults: [id], ...look });
      const evidence = evidenceOf(demo);
      expect(demo.expected.length).toBeGreaterThanOrEqual(3);
      expect(new Set(demo.expected.map(subjectOf)).size).toBe(demo.expected.length);
      for (const finding of demo.expected) {
        expect(finding.check).toBe(id);
        expect(CLAIMS[id]!(evidence(finding)), `seed ${seed}: ${finding.note} (${subjectOf(finding)})`).toBe(true);
      }
    }
  }, 30_000);

  test.each([0, 1, 5, 8])('all together are as claimed and disturb nothing else, seed %i', (seed) => {
    // Damaged cells cannot be read and hidden columns cannot be followed: those two stay out.
    const faults = FAULT_IDS.filter((id) => id !== 'rejected-row' && id !== 'missing-column');
    const demo = generateDemo({ seed, faults, ...look, splitDeductions: 1 });
    const evidence = evidenceOf(demo);
    expect(demo.expected.filter((finding) => !CLAIMS[finding.check]!(evidence(finding)))).toEqual([]);
    const rows = readKind(demo, 'deductions');
    const lines = readKind(demo, 'bill');
    const overviews = overviewsOf(demo);
    const missing = new Set(demo.expected.flatMap(({ check, packageId, note }) => (check === 'unknown-package' ? [packageId] : check === 'stale-snapshot' ? [/\w+pkg-\w+/.exec(note)![0]] : [])));
    const known = rows.filter((row) => !missing.has(row.get('package')));
    const wrong = [
      ...verifyRows(rows, demo.snapshot), ...verifyChains(known, overviews, demo.snapshot), ...verifyMoney(lines),
      ...verifyDeductedUsage(rows, lines), ...verifyCover(known, lines, overviews), ...verifyPurchases(lines, overviews),
    ];
    const excused = [...demo.expected.flatMap(({ packageId, transactionId }) => [packageId, transactionId]), 'transaction ids repeat', ...purchasesNamed(demo.expected), ...[...missing].filter((id) => id !== undefined), ...hoursWithoutBill(demo.expected, known)];
    expect(wrong.filter((text) => !excused.some((subject) => subject !== undefined && text.includes(subject)))).toEqual([]);
    expect(wrong.length).toBeGreaterThan(30);
  });
});

test('lines billed although a package had balance are the only ones of their kind', () => {
  const demo = generateDemo({ seed: 3, faults: ['billed-with-balance'], timesEach: 6 });
  const found = verifyCover(readKind(demo, 'deductions'), readKind(demo, 'bill'), overviewsOf(demo));
  expect(new Set(found.map((text) => text.split(':')[0]))).toEqual(new Set(demo.expected.map(({ transactionId }) => transactionId)));
  expect(found).toHaveLength(6);
});

function subjectOf({ packageId, transactionId, file, product, note }: ExpectedFinding): string {
  return [packageId, transactionId, file, product, note].join('|');
}

/** The packages that exist in a purchase alone are named in the notes. */
function purchasesNamed(expected: readonly ExpectedFinding[]): string[] {
  return expected.filter(({ check }) => check === 'purchase-without-package').map(({ note }) => /\w+pkg-\w+/.exec(note)![0]);
}

/** Deductions whose line is missing are reported by owner. */
function hoursWithoutBill(expected: readonly ExpectedFinding[], rows: readonly ReadonlyMap<string, string>[]): string[] {
  const ids = new Set(expected.filter(({ check }) => check === 'deduction-without-bill').map(({ packageId }) => packageId));
  return [...new Set(rows.filter((row) => ids.has(row.get('package'))).map((row) => `${row.get('owner')}|${row.get('subproduct')}|`))];
}
