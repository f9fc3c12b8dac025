import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseCivil } from '../../core/base/time.ts';
import { generateDemo } from '../../core/demo/index.ts';
import type { Provenance } from '../../core/fields/field.ts';
import { nodeCodecs } from '../../core/host/codecs.ts';
import { importFiles } from '../../core/host/importFiles.ts';
import { Store } from '../../core/store/store.ts';
import { sourcesOf } from './pipeline.ts';
import { Random, seeds } from './random.ts';
import { NOW } from './wholeRun.ts';

/** Parts of a project that are read alone, held to what reading everything tells of them: of few rows one by one, of many by their columns. */

let store: Store;
const demo = generateDemo({ seed: 5, rows: 800, timesEach: 1, faults: 'all', layout: 'cn', splitDeductions: 3 });

beforeAll(async () => {
  store = Store.temporary();
  await importFiles(store, sourcesOf(demo, 'utf-8'), { codecs: nodeCodecs, now: NOW, snapshot: parseCivil(demo.snapshot)! });
});

afterAll(() => store.close());

function rows(some: Iterable<Provenance>): string[] {
  return [...some].map((row) => JSON.stringify(row));
}

describe('parts of a project', () => {
  test.each(seeds(12))('are read as they stand in the whole, seed %i', (seed) => {
    const random = new Random(seed);
    const data = store.dataset();
    const share = random.pick([0, 0.02, 0.1, 0.5, 1]);
    const deductions = [...data.deductions()];
    const ids = new Set([...new Set(deductions.map(({ packageId }) => packageId!))].filter(() => random.chance(share)));
    expect(rows(data.deductionsOf(ids))).toEqual(rows(deductions.filter(({ packageId }) => ids.has(packageId!))));
    const lines = [...data.bill()];
    const nodes = new Set(lines.map(({ owner, product }) => `${owner}|${product}`).filter(() => random.chance(share / 10)));
    expect(rows(data.billOf((owner, product) => nodes.has(`${owner}|${product}`)))).toEqual(rows(lines.filter(({ owner, product }) => nodes.has(`${owner}|${product}`))));
    expect(new Set(data.productsWith('deductedUsage'))).toEqual(new Set(lines.filter(({ deductedUsage }) => deductedUsage !== null).map(({ product }) => product)));
  });

  test('what came after a mark is told, with what a new file holds too, and no more than is wished', () => {
    const data = store.dataset();
    const now = data.marks();
    const files = new Set(data.files.map(({ id }) => id));
    expect(data.since(now, files, 0)).toEqual({ packages: [], deductions: [], bill: [], seenAgain: [] });
    const before = { packages: now.packages - 1, deductions: now.deductions - 3, bill: now.bill - 2 };
    const news = data.since(before, files, 6)!;
    expect([news.packages.length, news.deductions.length, news.bill.length]).toEqual([1, 3, 2]);
    expect(rows(news.deductions as unknown as Provenance[])).toEqual(rows([...data.rowsByNumber('deductions', [now.deductions - 2, now.deductions - 1, now.deductions])]));
    expect(data.since(before, files, 5)).toBeNull();
    // To somebody who knows none of the files, every row that two of them hold is seen again.
    const again = new Set([...data.sightings('deductions')].map(({ row }) => row));
    expect(data.since(now, new Set(), 1_000_000)!.seenAgain).toHaveLength(again.size);
  });
});
