import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { Store } from '../../core/store/store.ts';
import { contents, importAll, temporaryFolder } from '../support/stores.ts';
import { DEDUCTION_HEADER, deduction } from '../support/tables.ts';

const at = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);

/** Adds 120,000 rows to a project, so that indexes are gone and pages are on the disk, and dies before the end. */
const SCRIPT = `
  const { Store } = await import(${at('../../core/store/store.ts')});
  const { batchOf } = await import(${at('../support/stores.ts')});
  const store = Store.open(process.argv[1]);
  const session = store.startImport('2025-08-01T00:00:00Z');
  const columns = ['packageId', 'packageName', 'deductedAt'];
  const writer = session.startFile({ name: 'x', sheet: null, kind: 'deductions', layout: 'separate', format: 'csv', encoding: null, headerLine: 1, columns,
    missing: [], unknownHeaders: [], snapshot: null, snapshotAssumed: false });
  const values = Array.from({ length: 22 }, () => null);
  const rows = Array.from({ length: 120000 }, (_, line) => values.with(1, 'a long name that takes some room ' + line).with(2, 'pkg'));
  writer.add(batchOf('deductions', columns, rows, 0));
  process.kill(process.pid, 'SIGKILL');`;

test('a process that is killed in the middle of an import leaves nothing of it', async () => {
  const folder = temporaryFolder();
  const path = folder.at('p.packledger');
  const cells = [DEDUCTION_HEADER, deduction(), deduction({ item: 'b' })];
  const store = Store.open(path);
  await importAll(store, { name: '1', cells });
  const before = contents(store.dataset().deductions());
  store.close();
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', SCRIPT, path], { encoding: 'utf8' });
  expect([child.signal, child.stderr]).toEqual(['SIGKILL', '']);
  const again = Store.open(path);
  expect([contents(again.dataset().deductions()), again.dataset().files.map((file) => file.name)]).toEqual([before, ['1']]);
  expect(await importAll(again, { name: '2', cells: [...cells, deduction({ item: 'c' })] })).toMatchObject([{ stored: 1, known: 2 }]);
  again.close();
  folder.remove();
}, 60_000);
