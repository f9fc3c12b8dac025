import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KEPT_DAYS } from '../../core/fields/backups.ts';
import { asidePath, sweepAside } from '../../core/store/aside.ts';
import { isBackupDue, listBackups, restoreBackup } from '../../core/store/backups.ts';
import { LATEST_VERSION } from '../../core/store/migrations/index.ts';
import { openProject } from '../../core/store/openProject.ts';
import { Store } from '../../core/store/store.ts';
import { contents, importAll, temporaryFolder } from '../support/stores.ts';
import { DEDUCTION_HEADER, deduction } from '../support/tables.ts';

const NOW = '2025-08-01T14:30:00.000Z';

let folder: ReturnType<typeof temporaryFolder>;
let path = '';

beforeEach(() => {
  folder = temporaryFolder();
  path = folder.at('p.packledger');
});
afterEach(() => folder.remove());

async function withRows(id = 'pkg-1', at = path): Promise<void> {
  const store = Store.open(at);
  await importAll(store, { name: `${id}.csv`, cells: [DEDUCTION_HEADER, deduction({ id })] });
  store.close();
}

function rowsOf(at = path): string[] {
  const store = Store.open(at, { readonly: true });
  try {
    return contents(store.dataset().deductions());
  } finally {
    store.close();
  }
}

function backUp(of: { readonly day: string } | { readonly now: string } = { now: NOW }): string {
  const store = Store.open(path);
  try {
    return store.backUp(of);
  } finally {
    store.close();
  }
}

const bytesOf = (at: string): string => createHash('sha256').update(readFileSync(at)).digest('hex');
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as { readonly code?: string }).code ?? String(error);
  }
  return 'none';
};

describe('backups', () => {
  test('are whole projects beside the project, told apart by why they were made', async () => {
    await withRows();
    expect(backUp()).toBe('p.packledger.backup-2025-08-01T143000');
    expect(backUp()).toBe('p.packledger.backup-2025-08-01T143000-2');
    expect(backUp({ day: '2025-08-01' })).toBe('p.packledger.backup-2025-08-01');
    writeFileSync(folder.at('p.packledger.backup-of my own'), 'x');
    writeFileSync(folder.at('p2.packledger.backup-2025-08-01'), 'x');
    expect(listBackups(path).map(({ name, kind }) => `${kind} ${name.slice(20)}`).sort()).toEqual(['day 2025-08-01', 'wish 2025-08-01T143000', 'wish 2025-08-01T143000-2']);
    expect(rowsOf(folder.at('p.packledger.backup-2025-08-01'))).toEqual(rowsOf());
    expect(readdirSync(folder.path).filter((name) => /part|wal|shm/.test(name))).toEqual([]);
  });

  test('of days: so many days with changes are kept, and whatever else there is stays', async () => {
    await withRows();
    backUp();
    for (let day = 1; day <= KEPT_DAYS + 3; day += 1) backUp({ day: `2025-08-${String(day).padStart(2, '0')}` });
    const kept = listBackups(path);
    expect(kept.filter(({ kind }) => kind === 'day').map(({ name }) => name.slice(-2)).sort()).toEqual(Array.from({ length: KEPT_DAYS }, (_, at) => String(at + 4).padStart(2, '0')));
    expect(kept.filter(({ kind }) => kind === 'wish')).toHaveLength(1);
  });

  test('a day needs one where the project has changed since the last one', async () => {
    await withRows();
    const now = Date.now() + 1000;
    expect(isBackupDue(path, '2025-08-01', now)).toBe(true);
    const name = backUp({ day: '2025-08-01' });
    expect(isBackupDue(path, '2025-08-01', now)).toBe(false);
    expect(isBackupDue(path, '2025-08-02', now)).toBe(false);
    await withRows('pkg-2');
    const earlier = new Date(now - 3_600_000);
    utimesSync(folder.at(name), earlier, earlier);
    expect(isBackupDue(path, '2025-08-01', now)).toBe(false);
    expect(isBackupDue(path, '2025-08-02', now)).toBe(true);
    // The clock was set back: nobody knows what came first.
    expect(isBackupDue(path, '2025-08-02', now - 7_200_000)).toBe(true);
  });

  test('what was written while the project is open counts as a change', async () => {
    await withRows();
    const name = backUp({ day: '2025-08-01' });
    const earlier = new Date(Date.now() - 3_600_000);
    utimesSync(path, new Date(Date.now() - 7_200_000), new Date(Date.now() - 7_200_000));
    utimesSync(folder.at(name), earlier, earlier);
    const store = Store.open(path);
    expect(isBackupDue(path, '2025-08-02', Date.now())).toBe(false);
    await importAll(store, { name: 'b.csv', cells: [DEDUCTION_HEADER, deduction({ id: 'pkg-2' })] });
    expect(isBackupDue(path, '2025-08-02', Date.now() + 1000)).toBe(true);
    store.close();
  });

  test('a damaged project never becomes one', async () => {
    await withRows();
    const size = readFileSync(path).length;
    truncateSync(path, size - 16_384 * 2);
    expect(codeOf(() => backUp({ day: '2025-08-01' }))).toBe('project-damaged');
    expect(listBackups(path)).toEqual([]);
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('restoring', () => {
  test('puts a backup in place, and what was there becomes one', async () => {
    await withRows();
    const before = rowsOf();
    const name = backUp();
    await withRows('pkg-2');
    const after = rowsOf();
    const replaced = restoreBackup(path, name, NOW);
    expect(replaced).toBe('p.packledger.backup-replaced-2025-08-01T143000');
    expect(rowsOf()).toEqual(before);
    expect(rowsOf(folder.at(replaced))).toEqual(after);
    expect(listBackups(path).map(({ kind }) => kind).sort()).toEqual(['replaced', 'wish']);
    // And back again.
    restoreBackup(path, replaced, NOW);
    expect(rowsOf()).toEqual(after);
    expect(readdirSync(folder.path).filter((one) => /part|wal|shm/.test(one))).toEqual([]);
  });

  test('a damaged project is kept byte by byte, and what lay in its log with it', async () => {
    await withRows();
    const before = rowsOf();
    const name = backUp();
    const bytes = readFileSync(path).fill(0x55, 0, 20_000);
    writeFileSync(path, bytes);
    writeFileSync(`${path}-wal`, 'what SQLite left');
    const replaced = restoreBackup(path, name, NOW);
    expect(readFileSync(folder.at(replaced)).equals(bytes)).toBe(true);
    expect(readFileSync(folder.at(`${replaced}-wal`), 'utf8')).toBe('what SQLite left');
    expect(existsSync(`${path}-wal`)).toBe(false);
    expect(rowsOf()).toEqual(before);
  });

  test('a project that is gone comes back', async () => {
    await withRows();
    const before = rowsOf();
    const name = backUp();
    const { rmSync } = await import('node:fs');
    rmSync(path);
    restoreBackup(path, name, NOW);
    expect(rowsOf()).toEqual(before);
  });

  test('a backup that is damaged, another program\'s, newer or not there changes nothing', async () => {
    await withRows();
    const name = backUp();
    const now = bytesOf(path);
    const whole = readFileSync(folder.at(name));
    writeFileSync(folder.at(name), Buffer.from(whole).fill(0x55, 17_000, 40_000));
    expect(codeOf(() => restoreBackup(path, name, NOW))).toBe('backup-damaged');
    writeFileSync(folder.at(name), 'a letter');
    expect(codeOf(() => restoreBackup(path, name, NOW))).toBe('backup-damaged');
    writeFileSync(folder.at(name), whole);
    const db = new Database(folder.at(name));
    db.pragma(`user_version = ${LATEST_VERSION + 1}`);
    db.close();
    expect(codeOf(() => restoreBackup(path, name, NOW))).toBe('project-newer');
    expect(codeOf(() => restoreBackup(path, 'p.packledger.backup-v1', NOW))).toBe('backup-unknown');
    expect(codeOf(() => restoreBackup(path, '../other.packledger', NOW))).toBe('backup-unknown');
    expect(bytesOf(path)).toBe(now);
    expect(readdirSync(folder.path).filter((one) => /part|wal|shm|replaced/.test(one))).toEqual([]);
  });

  test('not while somebody has the project open', async () => {
    await withRows();
    const name = backUp();
    const other = openProject(path);
    other.prepare('SELECT count(*) FROM file').get();
    expect(codeOf(() => restoreBackup(path, name, NOW))).toBe('project-locked');
    other.close();
    expect(codeOf(() => restoreBackup(path, name, NOW))).toBe('none');
  });
});

test('what killed processes left aside is taken away, and nothing else', () => {
  const target = folder.at('report.xlsx');
  const own = asidePath(target);
  const gone = spawnSync(process.execPath, ['-e', 'process.stdout.write(String(process.pid))'], { encoding: 'utf8' }).stdout;
  const machine = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
  const hex = 'abcdef012345';
  const names = [own.slice(folder.path.length + 1), `.a.csv.${machine}-${gone}-${hex}.part`, `.a.csv.00000000-${gone}-${hex}.part`, `.a.csv.${hex}.part`, '.mine.part', 'a.csv'];
  for (const name of names) writeFileSync(folder.at(name), 'x');
  sweepAside(folder.path);
  expect(names.map((name) => existsSync(folder.at(name)))).toEqual([true, false, true, true, true, true]);
  // A week later the others are nobody's either; ours is still being written.
  sweepAside(folder.path, Date.now() + 8 * 24 * 3600 * 1000);
  expect(names.map((name) => existsSync(folder.at(name)))).toEqual([true, false, false, false, true, true]);
  sweepAside(folder.at('nothing'));
});
