import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../core/base/canonicalJson.ts';
import { GENESIS, hashOfEntry } from '../../core/store/log/chain.ts';
import { MIGRATIONS } from '../../core/store/migrations/index.ts';
import { openProject } from '../../core/store/openProject.ts';
import { Store } from '../../core/store/store.ts';
import { BY, bodyOf, IGNORE, PROGRESS, RESOLVE, run, status } from '../support/decided.ts';
import { temporaryFolder } from '../support/stores.ts';

const A = { key: 'a', packageId: 'pkg-1' };
const B = { key: 'b', packageId: 'pkg-1' };

let folder: ReturnType<typeof temporaryFolder>;
let path = '';
beforeEach(() => {
  folder = temporaryFolder();
  path = folder.at('p.packledger');
});
afterEach(() => folder.remove());

function filled(): void {
  const store = Store.open(path);
  run(store, [A, B]);
  store.decisions.decide(['a', 'b'], PROGRESS, BY);
  store.decisions.note('a', 'a note', BY);
  store.decisions.ignoreWidely('b', 'package', IGNORE, BY);
  store.decisions.undo(store.decisions.undoable().undo!.act, BY);
  store.close();
}

/** Changes the file behind the program's back, with the guards taken away and put back. */
function meddle(...statements: readonly string[]): void {
  const db = new Database(path);
  const triggers = db.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all() as { readonly name: string; readonly sql: string }[];
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
  for (const sql of statements) db.exec(sql);
  for (const { sql } of triggers) db.exec(sql);
  db.close();
}

function verdict(): ReturnType<Store['verifyLog']> {
  const store = Store.open(path, { readonly: true });
  try {
    return store.verifyLog();
  } finally {
    store.close();
  }
}

test('canonical JSON is one text per value', () => {
  expect(canonicalJson({ b: [1, null, true], a: { z: '"\n', é: '\ud800' } })).toBe('{"a":{"z":"\\"\\n","é":"\\ud800"},"b":[1,null,true]}');
  expect(canonicalJson({ a: 1, b: 2 })).toBe(canonicalJson({ b: 2, a: 1 }));
  for (const value of [0.5, Number.NaN, 2 ** 60]) expect(() => canonicalJson(value)).toThrow('whole number');
});

describe('the chain', () => {
  test('every entry holds the hash of the one before, and anybody can compute its own', () => {
    filled();
    const store = Store.open(path);
    const entries = [...store.decisions.log.entries()];
    expect(entries.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(entries.map(({ before }) => before)).toEqual([GENESIS, ...entries.slice(0, -1).map(({ hash }) => hash)]);
    for (const entry of entries) expect(entry.hash).toBe(hashOfEntry(entry));
    expect(store.decisions.log.head()).toEqual({ entries: 7, hash: entries.at(-1)!.hash });
    expect(store.verifyLog()).toEqual({ entries: 7, hash: entries.at(-1)!.hash, broken: null });
    store.close();
  });

  test('an empty log is intact', () => {
    Store.open(path).close();
    expect(verdict()).toEqual({ entries: 0, hash: GENESIS, broken: null });
  });

  test.each([
    "UPDATE log SET body = '{}' WHERE id = 2", 'DELETE FROM log WHERE id = 7', 'DELETE FROM log', "INSERT OR REPLACE INTO log SELECT 2, act, at, who, kind, key, '{}', before, hash FROM log WHERE id = 2",
    "INSERT INTO log SELECT 9, 9, at, who, kind, key, body, hash, hash FROM log WHERE id = 7", "INSERT INTO log SELECT 8, 8, at, who, kind, key, body, before, hash FROM log WHERE id = 7",
    'UPDATE log_head SET entries = 6', "UPDATE log_head SET hash = 'x'", 'DELETE FROM log_head', 'INSERT INTO log_head VALUES (2, 0, 1)', 'INSERT OR REPLACE INTO log_head VALUES (1, 0, 0)',
    'UPDATE OR IGNORE log SET id = 99 WHERE id = 7',
  ])('the project itself refuses: %s', (sql) => {
    filled();
    const db = new Database(path);
    expect(() => db.exec(sql)).toThrow(/the log|the head|CHECK/);
    db.close();
    expect(verdict().broken).toBeNull();
  });
});

describe('a log that was meddled with names its first broken entry', () => {
  test.each([
    ['content', 2, 'b', "UPDATE log SET body = replace(body, 'progress', 'resolved') WHERE id = 2"],
    ['content', 3, 'a', "UPDATE log SET who = 'somebody else' WHERE id = 3"],
    ['content', 3, 'a', 'UPDATE log SET act = 2 WHERE id = 3'],
    ['content', 1, 'a', "UPDATE log SET hash = upper(hash) WHERE id = 1"],
    ['before', 4, 'rule', "UPDATE log SET before = hash WHERE id = 4"],
    ['missing', 3, '4', 'DELETE FROM log WHERE id = 3'],
    ['missing', 1, '2', 'DELETE FROM log WHERE id = 1'],
    ['end', 7, '7', 'DELETE FROM log WHERE id = 7'],
    ['end', 6, '6', 'UPDATE log_head SET entries = 6'],
    ['end', 7, '7', "UPDATE log_head SET hash = lower(hex(zeroblob(32)))"],
    ['decision', 1, 'a', "UPDATE decision SET state = 'resolved' WHERE key = 'a'"],
    ['decision', 2, 'b', "DELETE FROM decision WHERE key = 'b'"],
    ['decision', 7, 'z', "INSERT INTO decision SELECT 'z', check_id, entry, state, code, reason, note, until, has_expired, seen, rule, at, who, life FROM decision WHERE key = 'a'"],
    ['undone', 7, '-', 'DELETE FROM undone'],
    ['rule', 7, '-', "INSERT INTO rule VALUES (4, 'package', NULL, NULL, 'pkg-1', 'x', NULL, '', NULL)"],
    ['seal', 3, '-', "INSERT INTO seal_item VALUES (3, 'input', 0, 'a', 'b')"],
  ])('%s at %i', (cause, entry, what, sql) => {
    filled();
    meddle(sql);
    expect(verdict().broken).toMatchObject({ cause, entry, what });
  });

  test('a whole chain that was made anew still has to agree with what was decided', () => {
    filled();
    const store = Store.open(path);
    const entries = [...store.decisions.log.entries()];
    store.close();
    let before = GENESIS;
    const made = entries.map((entry) => {
      const body = entry.id === 2 ? entry.body.replace('progress', 'resolved') : entry.body;
      const next = { ...entry, body, before };
      before = hashOfEntry(next);
      return { ...next, hash: before };
    });
    const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
    meddle(...made.map(({ id, body, before: earlier, hash }) => `UPDATE log SET body = ${text(body)}, before = ${text(earlier)}, hash = ${text(hash)} WHERE id = ${id}`), `UPDATE log_head SET hash = ${text(before)}`);
    expect(verdict().broken).toMatchObject({ cause: 'decision', entry: 2, what: 'b' });
  });

  test.each(['log_never_changes', 'seal_never_shrinks'])('and one without its guard %s says so', (name) => {
    filled();
    const db = new Database(path);
    db.exec(`DROP TRIGGER ${name}`);
    db.close();
    expect(verdict().broken).toMatchObject({ cause: 'guard', entry: 7, what: name });
  });
});

describe('a project of the layout before', () => {
  test.each([1, 2])('version %i opens with its decisions, chained in their order', (version) => {
    const db = openProject(path, { migrations: MIGRATIONS.slice(0, version) });
    const seen = JSON.stringify(['1', '分钟', null, null, 0]);
    db.prepare('INSERT INTO run (id, at, engine, snapshot, inputs_hash) VALUES (?, ?, ?, NULL, ?)').run(1, '2025-08-01T00:00:00Z', '0.1.0', 'h');
    for (const [position, key] of ['a', 'b'].entries()) db.prepare('INSERT INTO run_finding (run, position, key, check_id, severity, body) VALUES (1, ?, ?, ?, ?, ?)').run(position, key, 'chain-gap', 'error', bodyOf({ key, packageId: 'pkg-1' }));
    const log = db.prepare('INSERT INTO decision_log (key, at, who, entry) VALUES (?, ?, ?, ?)');
    log.run('a', '2025-08-02T00:00:00Z', null, JSON.stringify({ state: 'progress', reason: null, note: null, seen }));
    log.run('gone', '2025-08-02T00:00:01Z', null, JSON.stringify({ state: 'resolved', reason: 'x', note: null, seen }));
    log.run('a', '2025-08-02T00:00:02Z', 'li', JSON.stringify({ state: 'ignored', reason: '已知 "x"\n', note: 'n\\', seen }));
    const decide = db.prepare('INSERT INTO decision (key, check_id, state, reason, note, seen, at) VALUES (?, ?, ?, ?, ?, ?, ?)');
    decide.run('a', 'chain-gap', 'ignored', '已知 "x"\n', 'n\\', seen, '2025-08-02T00:00:02Z');
    decide.run('gone', 'status', 'resolved', 'x', null, seen, '2025-08-02T00:00:01Z');
    db.close();
    const store = Store.open(path);
    expect(store.verifyLog()).toMatchObject({ entries: 3, broken: null });
    expect([status(store, A), status(store, B)]).toEqual(['ignored', 'open']);
    expect(store.decisions.of('a')).toMatchObject({ reason: '已知 "x"\n', note: 'n\\', check: 'chain-gap', who: 'li', entry: 3 });
    expect(store.decisions.history('a')).toHaveLength(2);
    expect(store.firstSeen()('a')).toBe('2025-08-01T00:00:00Z');
    store.decisions.decide(['b'], RESOLVE, BY);
    expect(store.verifyLog()).toMatchObject({ entries: 4, broken: null });
    store.close();
  });

  test('is not read by whoever may not bring it up to date, and says why', () => {
    openProject(path, { migrations: MIGRATIONS.slice(0, 2) }).close();
    expect(() => Store.open(path, { readonly: true })).toThrow('project-older');
  });
});
