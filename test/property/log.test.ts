import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../core/base/errors.ts';
import type { LogVerdict } from '../../core/store/log/verify.ts';
import { Store } from '../../core/store/store.ts';
import { BY, IGNORE, PROGRESS, RESOLVE, run } from '../support/decided.ts';
import { temporaryFolder } from '../support/stores.ts';
import { Random, seeds } from './random.ts';

const COLUMNS = ['at', 'who', 'kind', 'key', 'body', 'before', 'hash'] as const;
const NUMBERS = ['id', 'act'] as const;

let folder: ReturnType<typeof temporaryFolder>;
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => folder.remove());

/** A project with a log of everything that a log may hold. */
function filled(seed: number, random: Random): string {
  const path = folder.at(`${seed}.packledger`);
  const store = Store.open(path);
  const findings = Array.from({ length: 12 }, (_, index) => ({ key: `k${index}`, packageId: `p${index % 3}`, product: 'x' }));
  run(store, findings);
  for (let count = 0; count < 25; count += 1) {
    const keys = random.shuffle(findings.map(({ key }) => key)).slice(0, random.between(1, 4));
    const { undo, redo } = store.decisions.undoable();
    switch (random.between(0, 7)) {
      case 0: store.decisions.note(keys[0]!, `备注 ${random.digits(8)}\n"x"`, BY); break;
      case 1: store.decisions.ignoreWidely(keys[0]!, 'package', { ...IGNORE, until: '2025-12-31' }, BY); break;
      case 2: if (undo !== null) store.decisions.undo(undo.act, BY); break;
      case 3: if (redo !== null) store.decisions.redo(redo.act, BY); break;
      case 4: store.signOffs.sign({ month: '2025-05', name: '李四', remark: null, waived: [], run: { at: '', engine: '1', snapshot: null }, counts: { input: 1, finding: 1, decision: 0, undecided: 1 } }, { input: [{ name: 'a.csv', value: random.digits(9) }], finding: [{ name: 'k1', value: '[]' }], decision: [] }, BY, () => true); break;
      case 5: run(store, random.shuffle(findings).slice(0, 8)); run(store, findings); break;
      default: store.decisions.decide(keys, random.pick([PROGRESS, RESOLVE, { ...IGNORE, until: '2025-09-30' }]), BY);
    }
  }
  store.decisions.expire('2025-10-01', BY);
  const { broken } = store.verifyLog();
  store.close();
  if (broken !== null) throw new Error(JSON.stringify(broken));
  return path;
}

/** What verifying says of a file; a file that SQLite itself refuses is as good as found out. */
function found(path: string): LogVerdict['broken'] | 'damaged' {
  try {
    const store = Store.open(path, { readonly: true });
    try {
      return store.verifyLog().broken;
    } finally {
      store.close();
    }
  } catch (error) {
    if (error instanceof AppError) return 'damaged';
    throw error;
  }
}

/** The same text with one character's byte turned into another. */
function changed(text: string, random: Random): string {
  const at = random.between(0, text.length - 1);
  const code = text.charCodeAt(at);
  const other = code < 128 ? (code ^ (1 << random.between(0, 4))) & 0x7f : code + 1;
  return text.slice(0, at) + String.fromCharCode(other === 0 ? 1 : other) + text.slice(at + 1);
}

describe('one character changed in any value of any entry names that entry', () => {
  test.each(seeds(6))('seed %i', (seed) => {
    const random = new Random(seed);
    const path = filled(seed, random);
    for (let count = 0; count < 60; count += 1) {
      const copy = folder.at('copy.packledger');
      copyFileSync(path, copy);
      const db = new Database(copy);
      db.pragma('journal_mode = DELETE');
      const triggers = db.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all() as { readonly name: string; readonly sql: string }[];
      for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
      const entry = random.between(1, db.prepare('SELECT entries FROM log_head').pluck().get() as number);
      const column = random.pick([...COLUMNS, ...NUMBERS]);
      const value = db.prepare(`SELECT "${column}" FROM log WHERE id = ?`).pluck().get(entry) as string | number | null;
      // Where there was nothing, something is put in.
      const other = value === null ? 'x' : typeof value === 'number' ? value + 1000 : changed(value, random);
      db.prepare(`UPDATE log SET "${column}" = ? WHERE id = ?`).run(other, entry);
      for (const { sql } of triggers) db.exec(sql);
      db.close();
      expect(found(copy), `entry ${entry}, ${column}: ${String(value)} -> ${String(other)}`).toMatchObject({ entry });
    }
  });
});

describe('one character changed in anything that a month was signed with names its sign-off', () => {
  test.each(seeds(6))('seed %i', (seed) => {
    const random = new Random(seed + 11);
    const path = filled(seed + 11, random);
    const items = (file: string): readonly { readonly entry: number; readonly part: string; readonly position: number; readonly name: string; readonly value: string }[] => {
      const db = new Database(file, { readonly: true });
      const all = db.prepare('SELECT * FROM seal_item').all() as ReturnType<typeof items>;
      db.close();
      return all;
    };
    for (const { entry, part, position, name, value } of items(path)) {
      const copy = folder.at('copy.packledger');
      copyFileSync(path, copy);
      const db = new Database(copy);
      db.pragma('journal_mode = DELETE');
      const guard = db.prepare("SELECT sql FROM sqlite_master WHERE name = 'seal_never_changes'").pluck().get() as string;
      db.exec('DROP TRIGGER seal_never_changes');
      const column = random.pick(['name', 'value'] as const);
      db.prepare(`UPDATE seal_item SET ${column} = ? WHERE entry = ? AND part = ? AND position = ?`).run(changed(column === 'name' ? name : value, random), entry, part, position);
      db.exec(guard);
      db.close();
      expect(found(copy), `${entry} ${part} ${column}`).toMatchObject({ cause: 'seal', entry });
    }
  });
});

describe('any byte of the file turned inside a log entry is found out', () => {
  test.each(seeds(6))('seed %i', (seed) => {
    const random = new Random(seed + 3);
    const path = filled(seed + 3, random);
    const store = Store.open(path, { readonly: true });
    const texts = Array.from(store.decisions.log.entries(), ({ body, hash }) => random.pick([body, hash]));
    store.close();
    const bytes = readFileSync(path);
    let turned = 0;
    for (const text of texts) {
      const at = bytes.indexOf(text);
      if (at < 0) continue;
      const place = at + random.between(0, Buffer.byteLength(text) - 1);
      const copy = Buffer.from(bytes);
      copy[place]! ^= 1 << random.between(0, 7);
      writeFileSync(folder.at('turned.packledger'), copy);
      expect(found(folder.at('turned.packledger')), `byte ${place}`).not.toBeNull();
      turned += 1;
    }
    expect(turned).toBeGreaterThan(10);
  });
});
