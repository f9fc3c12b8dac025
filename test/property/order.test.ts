import { describe, expect, test } from 'vitest';
import { generateDemo, type Demo } from '../../core/demo/index.ts';
import type { DeductionRow } from '../../core/fields/deductions.ts';
import type { Dataset } from '../../core/fields/facts.ts';
import { CHECKS } from '../../core/reconcile/checks/index.ts';
import { reconcile, type Reconciliation } from '../../core/reconcile/reconcile.ts';
import { withImported } from './pipeline.ts';
import { Random, seeds } from './random.ts';

function demoOf(seed: number, index: number): Demo {
  return generateDemo({ seed, rows: 700, timesEach: 1, faults: 'all', layout: (['cn', 'intl', 'reseller'] as const)[index % 3]!, splitDeductions: index % 2 === 0 ? 1 : 4, paired: index % 4 < 2 });
}

/** The same facts with the deductions of each second in any order, identical rows together. */
function shuffled(data: Dataset, random: Random): Dataset {
  const seconds: DeductionRow[][][] = [];
  let last: DeductionRow | null = null;
  for (const row of data.deductions()) {
    if (last !== null && row.copy > 0) seconds.at(-1)!.at(-1)!.push(row);
    else if (last !== null && last.packageId === row.packageId && last.deductedAt === row.deductedAt) seconds.at(-1)!.push([row]);
    else seconds.push([[row]]);
    last = row;
  }
  const rows = seconds.flatMap((groups) => random.shuffle(groups).flat());
  return {
    files: data.files, refused: data.refused, rejected: () => data.rejected(), packages: () => data.packages(), deductions: () => rows, bill: (places) => data.bill(places), billFields: (keys, places) => data.billFields(keys, places), productsWith: (key) => data.productsWith(key), prepaid: () => data.prepaid(), billTotals: () => data.billTotals(), sightings: (kind) => data.sightings(kind),
  };
}

/** What no order of imports may change. A row that lies in two files stands for one fact: which file is cited may differ. */
function essence({ checks, findings, replayed, snapshot }: Reconciliation): unknown {
  return {
    snapshot, replayed, checks: checks.map(({ id, checked, passed, failed, notCheckable }) => ({ id, checked, passed, failed, notCheckable })),
    findings: findings.map(({ check, key, severity, packageId, transactionId, product, quantity, unit, money, currency, rowCount, why }) => ({
      check, key, severity, packageId, transactionId, product, quantity: quantity?.toString(), unit, money: money?.toString(), currency, rowCount, why: why.map(({ id }) => id),
    })),
  };
}

describe('the order of rows inside a second changes nothing', () => {
  test.each(seeds(20).map((seed, index) => [seed, index]))('seed %i', async (seed, index) => {
    await withImported(demoOf(seed, index), 'utf-8', (files) => files, (data) => {
      const whole = reconcile(data, CHECKS);
      expect(whole.findings.length).toBeGreaterThan(30);
      expect(reconcile(shuffled(data, new Random(seed)), CHECKS)).toEqual(whole);
    });
  });
});

describe('the order of files changes nothing', () => {
  test.each(seeds(20).map((seed, index) => [seed, index]))('seed %i', async (seed, index) => {
    const random = new Random(seed);
    const demo = demoOf(seed, index);
    const runs = [];
    for (let round = 0; round < 2; round += 1) runs.push(await withImported(demo, 'utf-8', (files) => random.shuffle(files), (data) => essence(reconcile(data, CHECKS))));
    expect(runs[1]).toEqual(runs[0]);
  });
});

describe('importing everything again changes nothing', () => {
  test.each(seeds(6).map((seed, index) => [seed, index]))('seed %i', async (seed, index) => {
    const demo = demoOf(seed, index);
    const once = await withImported(demo, 'utf-8', (files) => files, (data) => essence(reconcile(data, CHECKS)));
    const twice = await withImported(demo, 'utf-8', (files) => [...files, ...new Random(seed).shuffle(files)], (data) => essence(reconcile(data, CHECKS)));
    expect(twice).toEqual(once);
  });
});
