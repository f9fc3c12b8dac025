import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runChecks } from '../../core/host/runChecks.ts';
import { Store } from '../../core/store/store.ts';
import { contents, temporaryFolder } from '../support/stores.ts';

const FIXTURES = new URL('../fixtures/projects/', import.meta.url);

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

test('a project that an earlier version left is opened with all of its rows, findings and decisions, after a backup', () => {
  const bytes = gunzipSync(readFileSync(new URL('layout-2.packledger.gz', FIXTURES)));
  const path = folder.at('p.packledger');
  writeFileSync(path, bytes);
  const store = Store.open(path);
  expect(readFileSync(folder.at(readdirSync(folder.path).find((name) => name.includes('backup'))!)).subarray(0, 15).toString()).toBe('SQLite format 3');
  expect([contents(store.dataset().deductions()).length, contents(store.dataset().bill()).length]).toEqual([10, 2]);

  const standing = (): string[] => {
    const tell = store.decisions.standings();
    return store.runs.latest()!.findings.map(({ key, body }) => {
      const { status, decision } = tell({ ...(JSON.parse(body) as { check: string; packageId: string | null; product: string | null }), key }, body);
      return `${status} ${decision?.reason ?? ''} ${decision?.note ?? ''}`.trim();
    });
  };
  const decided = ['ignored 已知，见工单 7', 'ignored 已知，见工单 7', 'resolved adjusted by mail', 'resolved adjusted by mail'];
  expect(standing().slice(0, 5)).toEqual([...decided, 'open']);
  expect(store.verifyLog()).toMatchObject({ entries: 7, broken: null });
  expect(Array.from(store.decisions.log.entries(), ({ at }) => at.slice(11, 13))).toEqual(['01', '01', '01', '02', '02', '03', '03']);

  // The checks of today find the same again, so that what was decided then holds.
  const keys = store.runs.latest()!.findings.slice(0, 4).map(({ key }) => key);
  runChecks(store, '2026-01-01T00:00:00.000Z');
  const after = new Map(store.runs.latest()!.findings.map(({ key }, at) => [key, standing()[at]]));
  expect(keys.map((key) => after.get(key))).toEqual(decided);
  store.close();
});
