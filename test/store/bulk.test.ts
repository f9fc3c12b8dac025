import { afterAll, expect, test } from 'vitest';
import { withTempFiles } from '../../core/store/bulk.ts';
import { ImportSession } from '../../core/store/importSession.ts';
import { connect, type Connection } from '../../core/store/sqlite.ts';
import { Store } from '../../core/store/store.ts';
import { temporaryFolder } from '../support/stores.ts';

const MEMORY = 2;
const FILE = 1;

const folder = temporaryFolder();
afterAll(() => folder.remove());

const keptIn = (db: Connection): number => db.pragma('temp_store', { simple: true }) as number;

test.each(['commit', 'rollback'] as const)('during an import SQLite sorts in files, and after its %s in memory again', (end) => {
  const path = folder.at(`${end}.packledger`);
  Store.open(path).close();
  const db = connect(path);
  expect(keptIn(db)).toBe(MEMORY);
  // A table of this kind would keep SQLite from changing its mind inside of the transaction.
  db.exec('CREATE TEMP TABLE earlier (a)');
  const session = new ImportSession(db, 'p', '2025-06-01T00:00:00Z', 0);
  expect([db.inTransaction, keptIn(db)]).toEqual([true, FILE]);
  session[end]();
  expect([db.inTransaction, keptIn(db)]).toEqual([false, MEMORY]);
  db.close();
});

test('what was set before comes back', () => {
  const db = connect(folder.at('p.packledger'));
  db.pragma('temp_store = DEFAULT');
  withTempFiles(db)();
  expect(keptIn(db)).toBe(0);
  db.close();
});
