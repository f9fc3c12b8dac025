import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCli } from '../../core/host/cli/cli.ts';
import { runChecks } from '../../core/host/runChecks.ts';
import { listBackups } from '../../core/store/backups.ts';
import { LATEST_VERSION, MIGRATIONS } from '../../core/store/migrations/index.ts';
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

interface Expected {
  readonly rows: readonly [number, number, number];
  readonly files: number;
  readonly imports: number;
  readonly keys: readonly string[];
  readonly decisions: Readonly<Record<string, { readonly state: string; readonly reason: string | null; readonly note: string | null }>>;
}

function unpacked(layout: number): { readonly path: string; readonly bytes: Uint8Array } {
  const bytes = gunzipSync(readFileSync(new URL(`layout-${layout}.packledger.gz`, FIXTURES)));
  const path = folder.at('p.packledger');
  writeFileSync(path, bytes);
  return { path, bytes };
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function held(store: Store): Omit<Expected, 'decisions'> {
  const data = store.dataset();
  return {
    rows: [contents(data.packages()).length, contents(data.deductions()).length, contents(data.bill()).length],
    files: data.files.length, imports: store.imports().length, keys: store.runs.latest()!.findings.map(({ key }) => key),
  };
}

test('every layout before the present one has a project of its own', () => {
  const layouts = readdirSync(FIXTURES).map((name) => /^layout-(\d+)\.packledger\.gz$/.exec(name)?.[1]).filter((layout) => layout !== undefined).map(Number);
  expect(MIGRATIONS.map(({ version }) => version).filter((version) => version < LATEST_VERSION && !layouts.includes(version))).toEqual([]);
});

describe.each([1, 3, 4])('a project of layout %i', (layout) => {
  const expected = JSON.parse(readFileSync(new URL(`layout-${layout}.expected.json`, FIXTURES), 'utf8')) as Expected;
  const { decisions, ...facts } = expected;

  test('holds everything that it held, and its findings and decisions survive a run of today', () => {
    const { path, bytes } = unpacked(layout);
    const store = Store.open(path);
    expect(held(store)).toEqual(facts);
    expect([store.faults(), store.verifyLog().broken]).toEqual([[], null]);
    const decided = (): unknown => Object.fromEntries(Object.keys(decisions).map((key) => {
      const { state, reason, note } = store.decisions.of(key)!;
      return [key, { state, reason, note }];
    }));
    expect(decided()).toEqual(decisions);
    runChecks(store, '2026-01-01T00:00:00.000Z', { build: null });
    expect(decided()).toEqual(decisions);
    expect(Object.keys(decisions).filter((key) => store.runs.findingByKey(key) === null)).toEqual([]);
    store.close();
    const backups = listBackups(path);
    expect(backups.map(({ name }) => name)).toEqual(layout < LATEST_VERSION ? [`p.packledger.backup-v${layout}`] : []);
    // The backup is the old project still.
    for (const { name } of backups) {
      const old = new Database(folder.at(name), { readonly: true });
      expect([old.pragma('user_version', { simple: true }), old.pragma('integrity_check', { simple: true })]).toEqual([layout, 'ok']);
      const before = folder.at('before.packledger');
      writeFileSync(before, bytes);
      const was = new Database(before, { readonly: true });
      const sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
      const tables = was.prepare(sql).pluck().all() as string[];
      expect(old.prepare(sql).pluck().all()).toEqual(tables);
      for (const table of tables) expect(old.prepare(`SELECT * FROM "${table}"`).raw().all(), table).toEqual(was.prepare(`SELECT * FROM "${table}"`).raw().all());
      was.close();
      old.close();
    }
  });

  test('from a program of tomorrow is refused by every command, and not a byte of it is touched', async () => {
    const { path } = unpacked(layout);
    const db = new Database(path);
    db.pragma(`user_version = ${LATEST_VERSION + 1}`);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    const before = hashOf(readFileSync(path));
    const said: string[] = [];
    const terminal = { out: (text: string) => void said.push(text), fail: (text: string) => void said.push(text), progress: () => {}, endProgress: () => {} };
    const commands = [['findings'], ['verify-log'], ['explain', 'x'], ['export', 'bill', '--out', folder.at('x.csv')], ['backup'], ['check'], ['import', path], ['reconcile', path]];
    for (const command of commands) {
      const code = await runCli({ args: [...command, '--project', path, '--locale', 'en'], terminal, now: '2026-01-01T00:00:00.000Z', language: 'en' });
      expect([command[0], code]).toEqual([command[0], 2]);
    }
    expect(said).toEqual(commands.map(() => `The project p.packledger was made by a newer version (format ${LATEST_VERSION + 1}, this program knows up to ${LATEST_VERSION}) and was left untouched. Upgrade the program.`));
    expect(hashOf(readFileSync(path))).toBe(before);
    expect(readdirSync(folder.path)).toEqual(['p.packledger']);
  });
});

test('a migration that fails leaves the project byte by byte, with its backup beside it', () => {
  const { path, bytes } = unpacked(1);
  const store = (): Store => Store.open(path, { migrations: [...MIGRATIONS, { version: LATEST_VERSION + 1, name: 'later', statements: [], move: () => { throw new Error('no more'); } }] });
  expect(store).toThrow('no more');
  expect(hashOf(readFileSync(path))).toBe(hashOf(bytes));
  expect(listBackups(path).map(({ name }) => name)).toEqual(['p.packledger.backup-v1']);
});
