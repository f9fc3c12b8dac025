import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import Database from 'better-sqlite3';
import { parseCivil } from '../../core/base/time.ts';
import type { SealItems } from '../../core/store/signOffs.ts';
import { Store } from '../../core/store/store.ts';
import { monthFacts, type MonthFacts } from '../../core/store/views/months.ts';
import { BY, IGNORE, PROGRESS, RESOLVE, run } from '../support/decided.ts';
import { importAll, temporaryFolder } from '../support/stores.ts';
import { BILL_HEADER, billLine, DEDUCTION_HEADER, deduction, PACKAGE_HEADER, packageRow } from '../support/tables.ts';

let folder: ReturnType<typeof temporaryFolder>;
let path = '';
let store: Store;
let reader: Store;
let views: ReturnType<Store['views']>;

beforeEach(() => {
  folder = temporaryFolder();
  path = folder.at('p.packledger');
  store = Store.open(path);
  reader = Store.open(path);
  views = reader.views();
});
afterEach(() => {
  reader.close();
  store.close();
  folder.remove();
});

const MAY = [DEDUCTION_HEADER, deduction(), deduction({ item: 'b' })];
const JUNE = [DEDUCTION_HEADER, deduction({ at: '2025-06-08 02:05:11', start: '2025-06-08 01:00:00', end: '2025-06-08 01:59:59' })];
const JULY_BILL = [BILL_HEADER, billLine()];

const month = (name: string): MonthFacts => monthFacts(views).find((one) => one.month === name)!;
const names = (name: string): string[] => month(name).items.finding.map((one) => one.name);
const files = (name: string): string[] => month(name).items.input.map((one) => one.name).sort();
const rowOf = (kind: 'deduction_row' | 'bill_row', at = 0): { row: number; file: number } => {
  const db = new Database(path, { readonly: true });
  const found = db.prepare(`SELECT id AS "row", file FROM ${kind} ORDER BY id LIMIT 1 OFFSET ?`).get(at) as { row: number; file: number };
  db.close();
  return found;
};
const citing = (kind: 'deductions' | 'bill', at = 0): { kind: string; file: number; line: number; row: number }[] => [{ kind, line: 1, ...rowOf(kind === 'bill' ? 'bill_row' : 'deduction_row', at) }];

function sign(name: string, items: SealItems = month(name).items): number {
  return store.signOffs.sign({ month: name, name: 'Li', remark: null, waived: [], run: { at: '', engine: '1', snapshot: null }, counts: { input: 0, finding: 0, decision: 0, undecided: 0 } }, items, BY, () => true);
}

describe('what a month consists of', () => {
  test('its files: bills with lines of it, deductions whose window touches it, overviews taken in it', async () => {
    await importAll(store, { name: 'may.csv', cells: MAY }, { name: 'june.csv', cells: JUNE }, { name: 'bill.csv', cells: JULY_BILL },
      { name: 'overview.csv', cells: [PACKAGE_HEADER, packageRow()], snapshot: parseCivil('2025-07-01 00:00:00')! }, { name: 'late.csv', cells: [PACKAGE_HEADER, packageRow()], snapshot: parseCivil('2025-07-31 10:00:00')! });
    expect(monthFacts(views).map((one) => one.month)).toEqual(['2025-05', '2025-06', '2025-07']);
    expect([files('2025-05'), files('2025-06'), files('2025-07')]).toEqual([['may.csv'], ['june.csv', 'overview.csv'], ['bill.csv', 'late.csv']]);
  });

  test('its findings: by the rows that they cite, else by their files, else everywhere', async () => {
    await importAll(store, { name: 'may.csv', cells: MAY }, { name: 'june.csv', cells: JUNE }, { name: 'bill.csv', cells: JULY_BILL });
    const { file } = rowOf('deduction_row', 2);
    await importAll(store, { name: 'old.csv', cells: [BILL_HEADER, billLine({ transaction: '1', mode: '包年包月', type: '包年包月新购' }).map((cell) => cell.replace('2025-07-31', '2025-01-05'))] });
    run(store, [{ key: 'old', rows: citing('bill', 1) },
      { key: 'may', rows: citing('deductions') }, { key: 'both', rows: [...citing('deductions'), ...citing('bill')] }, { key: 'aside', rows: [{ kind: 'deductions', file, line: 9, row: null }] }, { key: 'nowhere' },
    ]);
    expect([names('2025-05'), names('2025-06'), names('2025-07')]).toEqual([['both', 'may', 'nowhere', 'old'], ['aside', 'nowhere'], ['both', 'nowhere']]);
  });

  test('how many errors and warnings nobody has settled', async () => {
    await importAll(store, { name: 'may.csv', cells: MAY });
    run(store, [{ key: 'a' }, { key: 'b' }, { key: 'c', severity: 'warning' }, { key: 'd', severity: 'info' }]);
    store.decisions.decide(['a'], RESOLVE, BY);
    store.decisions.decide(['b'], PROGRESS, BY);
    expect(month('2025-05').counts).toEqual({ error: { all: 2, undecided: 1 }, warning: { all: 1, undecided: 1 }, info: { all: 1, undecided: 1 } });
  });
});

describe('a seal', () => {
  const A = { key: 'a', packageId: 'p' };
  const B = { key: 'b' };
  const changes = (entry: number): string[] => store.signOffs.changes(entry, month('2025-05').items).map(({ kind, count, names: named }) => `${kind} ${count} ${named.join(',')}`);

  beforeEach(async () => {
    await importAll(store, { name: 'may.csv', cells: MAY });
    run(store, [A, B]);
    store.decisions.decide(['a'], IGNORE, BY);
  });

  test('holds after a new run, another engine, another month and an undone act, and says what changed else', async () => {
    const entry = sign('2025-05');
    run(store, [A, B], '2025-09-01T00:00:00Z', { engine: '9' });
    await importAll(store, { name: 'june.csv', cells: JUNE });
    await importAll(store, { name: 'may again.csv', sha256: 'may.csv', cells: MAY });
    expect(changes(entry)).toEqual([]);
    store.decisions.decide(['b'], RESOLVE, BY);
    expect(changes(entry)).toEqual(['decisionChanged 1 b']);
    store.decisions.undo(store.decisions.undoable().undo!.act, BY);
    expect(changes(entry)).toEqual([]);
    run(store, [{ ...A, quantity: '2' }, { key: 'c' }, { key: 'd' }]);
    expect(changes(entry)).toEqual(['findingAdded 2 c,d', 'findingGone 1 b', 'findingChanged 1 a']);
    run(store, [A, B]);
    await importAll(store, { name: 'more.csv', cells: [DEDUCTION_HEADER, deduction({ item: 'new' })] });
    expect(changes(entry)).toEqual(['inputAdded 1 more.csv']);
    expect(store.verifyLog().broken).toBeNull();
  });

  test('breaks where an import is taken back, and holds where it came in again', async () => {
    const entry = sign('2025-05');
    store.removeImport(1);
    await importAll(store, { name: 'june.csv', cells: JUNE });
    expect(store.signOffs.changes(entry, { input: [], finding: month('2025-06').items.finding, decision: month('2025-06').items.decision }).map(({ kind }) => kind)).toEqual(['inputRemoved']);
    await importAll(store, { name: 'renamed.csv', sha256: 'may.csv', cells: MAY });
    expect(changes(entry)).toEqual([]);
  });

  test('is made of the whole month, which the project cannot change afterwards', () => {
    const entry = sign('2025-05');
    expect(store.signOffs.latest().get('2025-05')).toMatchObject({ entry, name: 'Li', month: '2025-05', who: 'wang' });
    const db = new Database(path);
    for (const sql of ["UPDATE seal_item SET value = 'x'", 'DELETE FROM seal_item', `INSERT INTO seal_item VALUES (${entry}, 'input', 0, 'a', 'b')`, `INSERT OR REPLACE INTO seal_item VALUES (${entry}, 'input', 0, 'a', 'b')`, "INSERT INTO seal_item VALUES (1, 'input', 0, 'a', 'b')"]) expect(() => db.exec(sql)).toThrow(/seal/);
    const triggers = db.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all() as { readonly name: string; readonly sql: string }[];
    for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
    db.exec("UPDATE seal_item SET value = replace(value, 'error', 'info') WHERE part = 'finding'");
    for (const { sql } of triggers) db.exec(sql);
    db.close();
    expect(store.verifyLog().broken).toMatchObject({ cause: 'seal', entry });
  });

  test('is not made of what changed meanwhile', () => {
    expect(() => store.signOffs.sign({ month: '2025-05', name: 'Li', remark: null, waived: [], run: { at: '', engine: '1', snapshot: null }, counts: { input: 0, finding: 0, decision: 0, undecided: 0 } }, month('2025-05').items, BY, () => false)).toThrow('sign-changed');
    expect(store.signOffs.all()).toEqual([]);
  });
});
