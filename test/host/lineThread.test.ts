import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generateDemo, type DemoOptions } from '../../core/demo/index.ts';
import { parseCivil } from '../../core/base/time.ts';
import { nodeCodecs } from '../../core/host/codecs.ts';
import { importFiles } from '../../core/host/importFiles.ts';
import { LineThread } from '../../core/host/lineThread.ts';
import { runChecks, type Run } from '../../core/host/runChecks.ts';
import { CHECKS, LINE_CHECKS } from '../../core/reconcile/checks/index.ts';
import { Store } from '../../core/store/store.ts';
import { sourcesOf } from '../property/pipeline.ts';

const NOW = '2025-08-01T00:00:00.000Z';

async function withProject<T>(options: Partial<DemoOptions> & { readonly seed: number }, kinds: readonly string[] | null, use: (store: Store) => T | Promise<T>): Promise<T> {
  const demo = generateDemo({ rows: 1500, layout: 'cn', locale: 'zh-CN', paired: true, splitDeductions: 1, faults: 'all', ...options });
  const files = sourcesOf(demo, 'utf-8').filter((_, index) => kinds === null || kinds.includes(demo.files[index]!.kind));
  const store = Store.temporary();
  try {
    await importFiles(store, files, { codecs: nodeCodecs, now: NOW, snapshot: parseCivil(demo.snapshot)! });
    return await use(store);
  } finally {
    store.close();
  }
}

function said({ checks, findings, replayed, snapshot }: Run): unknown {
  return JSON.parse(JSON.stringify({ checks, findings, replayed, snapshot }));
}

describe('bill lines checked in a thread of their own', () => {
  it('knows the checks that need nothing else', () => {
    expect(LINE_CHECKS.map(({ id }) => id)).toEqual(expect.arrayContaining(['total-cost', 'tax', 'duplicate-transaction', 'cube']));
    expect(LINE_CHECKS.length).toBeLessThan(CHECKS.length / 2);
  });

  it.each([[401, 'cn'], [402, 'intl'], [403, 'reseller']] as const)('says what one thread says, seed %i, %s', async (seed, layout) => {
    await withProject({ seed, layout }, null, (store) => {
      const alone = said(runChecks(store, NOW, { inTwoThreads: false }));
      expect(said(runChecks(store, NOW, { inTwoThreads: true }))).toEqual(alone);
      expect(store.runs.latest()!.findings.map(({ check }) => check).includes('before-voucher')).toBe(true);
    });
  });

  it('says why it did not run where there is no bill', async () => {
    await withProject({ seed: 404 }, ['packages', 'deductions'], (store) => {
      const run = runChecks(store, NOW, { inTwoThreads: true });
      expect(run.checks.find(({ id }) => id === 'tax')).toMatchObject({ checked: 0, notCheckable: 1 });
      expect(said(run)).toEqual(said(runChecks(store, NOW, { inTwoThreads: false })));
    });
  });

  it('ends with whoever gives up', async () => {
    await withProject({ seed: 405 }, null, (store) => {
      expect(() => runChecks(store, NOW, { inTwoThreads: true, onProgress: () => { throw new Error('no more'); } })).toThrow('no more');
      expect(store.runs.latest()).toBeNull();
      expect(runChecks(store, NOW, { inTwoThreads: true }).findings.length).toBeGreaterThan(0);
    });
  });

  it.each([0, 20, 100, 300])('ends by itself when it is no longer waited for, %i ms after its start', async (wait) => {
    await withProject({ seed: 407 }, null, async (store) => {
      const thread = new LineThread(store.path);
      await new Promise((resolve) => void setTimeout(resolve, wait));
      thread.close();
      expect(await thread.ended).toBe(0);
      expect(store.faults()).toEqual([]);
    });
  });

  it('tells what went wrong over there', async () => {
    const path = await withProject({ seed: 406 }, ['packages'], (store) => store.path);
    rmSync(path, { force: true });
    const thread = new LineThread(path);
    let waits = 0;
    expect(() => thread.survey(() => { waits += 1; })).toThrow('out-unwritable');
    expect(waits).toBeGreaterThan(0);
    thread.close();
  });
});
