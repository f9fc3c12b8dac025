import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../core/base/errors.ts';
import { LATEST_VERSION, MIGRATIONS } from '../../core/store/migrations/index.ts';
import type { Migration } from '../../core/store/migrations/migration.ts';
import { openProject } from '../../core/store/openProject.ts';
import { APPLICATION_ID } from '../../core/store/sqlite.ts';
import { Store } from '../../core/store/store.ts';
import { contents, importAll, temporaryFolder } from '../support/stores.ts';
import { DEDUCTION_HEADER, deduction } from '../support/tables.ts';

/** The user without rights. */
const NOBODY = 65_534;

let folder: ReturnType<typeof temporaryFolder>;
let path = '';

beforeEach(() => {
  folder = temporaryFolder();
  path = folder.at('p.packledger');
});

afterEach(() => folder.remove());

function errorOf(work: () => unknown): AppError | null {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  return null;
}

function codeOf(work: () => unknown): string {
  return errorOf(work)?.code ?? 'none';
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

const NEXT: Migration = { version: LATEST_VERSION + 1, name: 'next', statements: ['CREATE TABLE later (id INTEGER PRIMARY KEY)', "INSERT INTO setting (name, value) VALUES ('moved', 'yes')"] };

describe('a project that opens', () => {
  test('a new file', () => {
    const db = openProject(path);
    expect([db.pragma('application_id', { simple: true }), db.pragma('user_version', { simple: true }), db.pragma('journal_mode', { simple: true }), db.pragma('page_size', { simple: true })]).toEqual([APPLICATION_ID, LATEST_VERSION, 'wal', 16_384]);
    expect(db.prepare("SELECT value FROM project WHERE name = 'hash-key'").pluck().get()).toMatch(/^[0-9a-f]{32}$/);
    db.close();
    expect(readdirSync(folder.path)).toEqual(['p.packledger']);
  });

  test('an empty file', () => {
    writeFileSync(path, '');
    openProject(path).close();
    expect(codeOf(() => openProject(path).close())).toBe('none');
  });

  test('what was stored is there again, and every project has a key of its own', async () => {
    const store = Store.open(path);
    await importAll(store, { name: 'a.csv', cells: [DEDUCTION_HEADER, deduction()] });
    const before = contents(store.dataset().deductions());
    store.close();
    const again = Store.open(path);
    expect(contents(again.dataset().deductions())).toEqual(before);
    again.close();
    const keys = [path, folder.at('other.packledger')].map((file) => {
      const db = openProject(file);
      const key: unknown = db.prepare("SELECT value FROM project WHERE name = 'hash-key'").pluck().get();
      db.close();
      return key;
    });
    expect(keys[0]).not.toBe(keys[1]);
  });

  test('reading only leaves it as it is', async () => {
    const store = Store.open(path);
    await importAll(store, { name: 'a.csv', cells: [DEDUCTION_HEADER, deduction()] });
    store.close();
    const reader = Store.open(path, { readonly: true });
    expect(contents(reader.dataset().deductions())).toHaveLength(1);
    expect(codeOf(() => reader.startImport('2025-08-01T00:00:00Z'))).toBe('project-read-only');
    reader.close();
    expect(codeOf(() => Store.open(folder.at('none.packledger'), { readonly: true }))).toBe('file-missing');
  });

  test('an older one is migrated after a backup beside it', async () => {
    const store = Store.open(path);
    await importAll(store, { name: 'a.csv', cells: [DEDUCTION_HEADER, deduction()] });
    const rows = contents(store.dataset().deductions());
    store.close();
    writeFileSync(folder.at(`p.packledger.backup-v${LATEST_VERSION}`), 'taken');
    const db = openProject(path, { migrations: [...MIGRATIONS, NEXT] });
    expect(db.pragma('user_version', { simple: true })).toBe(LATEST_VERSION + 1);
    expect(db.prepare("SELECT value FROM setting WHERE name = 'moved'").pluck().get()).toBe('yes');
    db.close();
    const backup = folder.at(`p.packledger.backup-v${LATEST_VERSION}-2`);
    const old = Store.open(backup);
    expect(contents(old.dataset().deductions())).toEqual(rows);
    old.close();
    expect(codeOf(() => openProject(path))).toBe('project-newer');
  });

  test('a migration that fails changes nothing', () => {
    openProject(path).close();
    const broken: Migration = { version: LATEST_VERSION + 1, name: 'broken', statements: ['CREATE TABLE later (id)', 'NO SQL'] };
    expect(() => openProject(path, { migrations: [...MIGRATIONS, broken] })).toThrow('syntax error');
    const db = openProject(path);
    expect(db.prepare("SELECT count(*) FROM sqlite_master WHERE name = 'later'").pluck().get()).toBe(0);
    db.close();
  });
});

describe('a project that does not', () => {
  test('from a newer version: untouched', () => {
    openProject(path, { migrations: [...MIGRATIONS, NEXT] }).close();
    const before = hashOf(path);
    expect(errorOf(() => openProject(path))).toMatchObject({ code: 'project-newer', values: { file: 'p.packledger', version: LATEST_VERSION + 1, supported: LATEST_VERSION } });
    expect(hashOf(path)).toBe(before);
    expect(readdirSync(folder.path)).toEqual(['p.packledger']);
  });

  test('not a database, or another program\'s: untouched', () => {
    writeFileSync(path, 'a letter to somebody');
    expect(codeOf(() => openProject(path))).toBe('project-not-ours');
    expect(readFileSync(path, 'utf8')).toBe('a letter to somebody');
    const other = folder.at('other.db');
    const db = new Database(other);
    db.exec('CREATE TABLE t (a)');
    db.close();
    const before = hashOf(other);
    expect(codeOf(() => openProject(other))).toBe('project-not-ours');
    expect(hashOf(other)).toBe(before);
    mkdirSync(folder.at('folder.packledger'));
    expect(codeOf(() => openProject(folder.at('folder.packledger')))).toBe('project-not-ours');
  });

  test('damaged', async () => {
    const store = Store.open(path);
    await importAll(store, { name: 'a.csv', cells: [DEDUCTION_HEADER, ...Array.from({ length: 500 }, (_, index) => deduction({ id: `pkg-${index}` }))] });
    store.close();
    const cut = folder.at('cut.packledger');
    copyFileSync(path, cut);
    truncateSync(cut, 20_000);
    expect(codeOf(() => openProject(cut))).toBe('project-damaged');
    const overwritten = folder.at('overwritten.packledger');
    const bytes = readFileSync(path);
    bytes.fill(0x55, 100, 8192);
    writeFileSync(overwritten, bytes);
    expect(codeOf(() => openProject(overwritten))).toBe('project-damaged');
    const emptied = folder.at('emptied.packledger');
    const db = new Database(emptied);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${LATEST_VERSION}`);
    db.close();
    expect(codeOf(() => openProject(emptied))).toBe('project-damaged');
  });

  test('in a folder that is not there', () => {
    expect(codeOf(() => openProject(folder.at('none/p.packledger')))).toBe('out-unwritable');
  });

  test('written by another process at this moment', async () => {
    openProject(path).close();
    const script = `
      const db = new (require('better-sqlite3'))(process.argv[1]);
      db.exec('BEGIN IMMEDIATE');
      process.stdout.write('locked');
      process.stdin.on('data', () => process.exit());`;
    const other = spawn(process.execPath, ['-e', script, path], { cwd: process.cwd(), stdio: ['pipe', 'pipe', 'inherit'] });
    await new Promise((resolve) => other.stdout.once('data', resolve));
    const store = Store.open(path);
    expect(codeOf(() => store.startImport('2025-08-01T00:00:00Z'))).toBe('project-locked');
    const closed = new Promise((resolve) => other.once('exit', resolve));
    other.stdin.write('go');
    await closed;
    store.startImport('2025-08-01T00:00:00Z').rollback();
    store.close();
  }, 30_000);

  test('without permission to write', () => {
    openProject(path).close();
    execFileSync('chmod', ['444', path]);
    execFileSync('chmod', ['755', dirname(path)]);
    // Permissions do not stop root, so that root becomes somebody else for the moment.
    const isRoot = process.getuid!() === 0;
    if (isRoot) process.seteuid!(NOBODY);
    try {
      expect(codeOf(() => Store.open(path).startImport('2025-08-01T00:00:00Z'))).toBe('project-read-only');
    } finally {
      if (isRoot) process.seteuid!(0);
    }
  });
});

test('a temporary project goes away', async () => {
  const store = Store.temporary();
  await importAll(store, { name: 'a.csv', cells: [DEDUCTION_HEADER, deduction()] });
  expect(existsSync(store.path)).toBe(true);
  store.close();
  store.close();
  expect(existsSync(store.path)).toBe(false);
});
