import { describe, expect, test } from 'vitest';
import { generateDemo } from '../../core/demo/index.ts';
import { parseCivil } from '../../core/base/time.ts';
import { nodeCodecs } from '../../core/host/codecs.ts';
import { importFiles, type SourceFile } from '../../core/host/importFiles.ts';
import { runChecks, type RunOptions } from '../../core/host/runChecks.ts';
import { Store } from '../../core/store/store.ts';
import { sourcesOf } from './pipeline.ts';
import { Random, seeds } from './random.ts';
import { NOW, said, wholeRun } from './wholeRun.ts';

/** Runs that take over what has not changed, held to runs over everything, while imports come and go in any order. */

const STEPS = 7;

describe('a run that takes over what has not changed says what a run over everything says', () => {
  test.each(seeds(12))('seed %i', async (seed) => {
    const random = new Random(seed);
    const demo = generateDemo({ seed, rows: 500, timesEach: 1, faults: 'all', layout: random.pick(['cn', 'intl', 'reseller']), splitDeductions: random.pick([1, 4]), paired: true });
    const files = random.shuffle(sourcesOf(demo, 'utf-8'));
    const options: RunOptions = { build: 'test', inTwoThreads: random.chance(0.5) };
    const store = Store.temporary();
    const bring = async (some: SourceFile[]): Promise<void> => void (await importFiles(store, some, { codecs: nodeCodecs, now: NOW, snapshot: parseCivil(demo.snapshot)! }));
    let taken = 0;
    try {
      for (let step = 0; step < STEPS; step += 1) {
        const imports = store.imports();
        if (imports.length > 1 && random.chance(0.3)) store.removeImport(random.pick(imports).id);
        else await bring(random.shuffle(files).slice(0, random.between(1, 3)));
        const whole = said(wholeRun(store));
        const run = runChecks(store, NOW, options);
        expect(said(run)).toEqual(whole);
        const again = runChecks(store, NOW, options);
        expect(again.isSame).toBe(true);
        expect(said(again)).toEqual(whole);
        if (run.isSame) taken += 1;
      }
      // What brings nothing changes nothing, and is told as such.
      expect(taken).toBeLessThan(STEPS);
    } finally {
      store.close();
    }
  });

  test('another build answers anew', async () => {
    const demo = generateDemo({ seed: 9, rows: 300, timesEach: 1, faults: 'none', layout: 'cn' });
    const store = Store.temporary();
    try {
      await importFiles(store, sourcesOf(demo, 'utf-8'), { codecs: nodeCodecs, now: NOW, snapshot: parseCivil(demo.snapshot)! });
      const runs = ['a', 'a', 'b', null, 'b'].map((build) => runChecks(store, NOW, { build }).isSame);
      expect(runs).toEqual([false, true, false, false, false]);
    } finally {
      store.close();
    }
  });

  test('what the last run left is of no use where it is damaged, and does no harm', async () => {
    const demo = generateDemo({ seed: 9, rows: 300, timesEach: 1, faults: 'none', layout: 'cn' });
    const [first, ...rest] = sourcesOf(demo, 'utf-8');
    const store = Store.temporary();
    const bring = async (files: SourceFile[]): Promise<void> => void (await importFiles(store, files, { codecs: nodeCodecs, now: NOW, snapshot: parseCivil(demo.snapshot)! }));
    try {
      await bring(rest);
      runChecks(store, NOW, { build: 'a' });
      const { runs } = store;
      runs.save({ ...runs.latest()!, parts: `${runs.parts().slice(0, 100)}AAAA` });
      await bring([first!]);
      const whole = said(wholeRun(store));
      expect(said(runChecks(store, NOW, { build: 'a' }))).toEqual(whole);
    } finally {
      store.close();
    }
  });
});
