import { describe, expect, it } from 'vitest';
import { generateDemo } from '../../core/demo/index.ts';
import { parseCivil } from '../../core/base/time.ts';
import { nodeCodecs } from '../../core/host/codecs.ts';
import { importFiles } from '../../core/host/importFiles.ts';
import { runChecks, type Run } from '../../core/host/runChecks.ts';
import { latestRun } from '../../core/host/worker/runSummary.ts';
import { Store } from '../../core/store/store.ts';
import { sourcesOf } from '../property/pipeline.ts';

const BY = { at: '2025-08-01T00:00:00.000Z', who: null };

/** What findings of deductions that were posted late say of the lag. */
function lagLines({ findings }: Run): string[] {
  return findings.filter(({ check }) => check === 'usage-interval').flatMap(({ why }) => why.filter(({ values }) => values['name'] === '@policy.lag').map(({ id, values }) => `${id} ${values['value']}`));
}

describe('a policy that a project sets', () => {
  it('makes the run stale, and the next one a whole run that goes by it', async () => {
    const demo = generateDemo({ seed: 12, rows: 400, timesEach: 1, faults: ['usage-interval'] });
    const store = Store.temporary();
    try {
      await importFiles(store, sourcesOf(demo, 'utf-8'), { codecs: nodeCodecs, now: BY.at, snapshot: parseCivil(demo.snapshot)! });
      const run = (): Run => runChecks(store, BY.at, { build: 'test' });
      const first = run();
      expect(lagLines(first)).toEqual([]);
      expect(run().isSame).toBe(true);
      store.settings.setPolicy({ product: '*', name: 'lag', value: '0' }, BY);
      expect(latestRun(store)!.isStale).toBe(true);
      const second = run();
      expect(second.isSame).toBe(false);
      expect(new Set(lagLines(second))).toEqual(new Set(['common.setPolicy 0 h']));
      expect(latestRun(store)!.isStale).toBe(false);
      expect(run().isSame).toBe(true);
      store.settings.setPolicy({ product: '*', name: 'lag', value: null }, BY);
      const third = run();
      expect(third.isSame).toBe(false);
      expect(third.findings).toEqual(first.findings);
    } finally {
      store.close();
    }
  });
});
