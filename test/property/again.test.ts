import { describe, expect, test } from 'vitest';
import { parseCivil } from '../../core/base/time.ts';
import { generateDemo, renderCsv, type DemoFile } from '../../core/demo/index.ts';
import { nodeCodecs } from '../../core/host/codecs.ts';
import { importFiles, type SourceFile } from '../../core/host/importFiles.ts';
import { runChecks } from '../../core/host/runChecks.ts';
import { Store } from '../../core/store/store.ts';
import { bytesOf } from './pipeline.ts';
import { Random, seeds } from './random.ts';
import { NOW, said, wholeRun } from './wholeRun.ts';

/** Runs after small imports, which hear only what was touched, held to runs over everything. */

const STEPS = 8;

/** The rows of a file in one large part and a few small ones, some rows in more than one of them. */
function partsOf(file: DemoFile, random: Random, count: number): { readonly base: SourceFile; readonly later: readonly SourceFile[] } {
  const parts: (readonly string[])[][] = Array.from({ length: count + 1 }, () => []);
  // By row, or by what the row begins with: then whole packages and accounts come later.
  const isWhole = random.chance(0.3);
  const places = new Map<string, number>();
  const placeOf = (): number => (random.chance(0.93) ? 0 : random.between(1, count));
  for (const row of file.rows()) {
    const place = isWhole ? (places.get(row[1]!) ?? placeOf()) : placeOf();
    places.set(row[1]!, place);
    parts[place]!.push(row);
    if (random.chance(0.02)) parts[random.between(1, count)]!.push(row);
  }
  // The range in the name of an export holds for every part; without it each part covers its own rows.
  const isNamed = random.chance(0.5);
  const [first, ...later] = parts.map((rows, index) => {
    const name = index === 0 || isNamed ? file.name.replace('.csv', `${index === 0 ? '' : `(${index})`}.csv`) : `${file.kind}-${index}.csv`;
    const bytes = bytesOf([...renderCsv({ ...file, rows: () => rows })].join(''), 'utf-8');
    return { rows: rows.length, file: { name, source: { name, size: bytes.length, read: (offset: number, length: number) => bytes.subarray(offset, offset + length) } } };
  });
  return { base: first!.file, later: later.filter(({ rows }) => rows > 0).map((part) => part.file) };
}

/** How many runs heard only some of the packages, over all seeds. */
let partly = 0;

describe('a run after a small import says what a run over everything says', () => {
  const count = Number(process.env['AGAIN_SEEDS'] ?? 10);
  test.each(seeds(count))('seed %i', { timeout: 240_000 }, async (seed) => {
    const random = new Random(seed);
    const demo = generateDemo({ seed, rows: random.pick([300, 600]), timesEach: 1, faults: random.pick(['all', 'none']), layout: random.pick(['cn', 'intl', 'reseller']), splitDeductions: random.pick([1, 3]), paired: random.chance(0.5) });
    const parts = demo.files.filter(({ taken }) => taken === undefined).map((file) => partsOf(file, random, random.between(2, 4)));
    const store = Store.temporary();
    const bring = async (some: readonly SourceFile[]): Promise<void> => void (await importFiles(store, [...some], { codecs: nodeCodecs, now: NOW, snapshot: parseCivil(demo.snapshot)! }));
    try {
      await bring(random.shuffle(parts.map(({ base }) => base)));
      runChecks(store, NOW, { build: 'test', inTwoThreads: false });
      const later = random.shuffle(parts.flatMap((part) => part.later)).slice(0, STEPS);
      for (const file of later) {
        await bring([file]);
        const whole = wholeRun(store);
        const run = runChecks(store, NOW, { build: 'test', inTwoThreads: random.chance(0.2) });
        expect(said(run)).toEqual(said(whole));
        if (!run.isSame && run.heard < whole.heard) partly += 1;
      }
    } finally {
      store.close();
    }
  });

  test('and hears only a part of the packages for it', () => {
    expect(partly).toBeGreaterThan(count);
  });
});
