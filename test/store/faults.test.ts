import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../core/base/errors.ts';
import { speaker } from '../../core/host/speak.ts';
import { Store } from '../../core/store/store.ts';
import { asNobody } from '../support/asNobody.ts';
import { BY, IGNORE, run } from '../support/decided.ts';
import { addFile, contents, importAll, temporaryFolder } from '../support/stores.ts';
import { DEDUCTION_HEADER, deduction } from '../support/tables.ts';

/** What a disk, a folder or another program may do to a project that is open: a sentence each, and nothing lost. */
const FINDINGS = Array.from({ length: 50 }, (_, at) => ({ key: `k${at}` }));

let folder: ReturnType<typeof temporaryFolder>;
let path = '';

beforeEach(async () => {
  folder = temporaryFolder();
  path = folder.at('p.packledger');
  const store = Store.open(path);
  await importAll(store, { name: 'a.csv', cells: [DEDUCTION_HEADER, deduction()] });
  run(store, FINDINGS);
  store.close();
});
afterEach(() => folder.remove());

const manyRows = (name: string): { name: string; cells: (readonly string[])[] } => ({ name, cells: [DEDUCTION_HEADER, ...Array.from({ length: 4000 }, (_, at) => deduction({ id: `pkg-${name}-${at}` }))] as never });

/** The error of some work, with a sentence in both languages that names the file. */
async function refusalOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const isSaid = (['zh-CN', 'en'] as const).every((locale) => !/error\.|\{\w+\}/.test(speaker(locale)(`error.${error.code}`, error.values)));
    return isSaid ? error.code : `${error.code} has no sentence`;
  }
  return 'none';
}

/** Everything that counts, as another program would find it. */
function soundness(at = path): unknown {
  const store = Store.open(at);
  try {
    return [store.faults(), store.verifyLog().broken, contents(store.dataset().deductions()).length, store.decisions.log.head().entries];
  } finally {
    store.close();
  }
}

/** A small disk of its own, where the system lets us make one. */
function smallDisk(at: string, kib: number): boolean {
  mkdirSync(at);
  return process.platform === 'linux' && spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kib}k`, 'tmpfs', at]).status === 0;
}

describe('a disk that is full', () => {
  test('SQLite may take no more pages: the import and the decisions are taken back, and can be made once there is room', async () => {
    const store = Store.open(path);
    const { db } = store as unknown as { readonly db: Database.Database };
    db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true }) as number}`);
    expect(await refusalOf(() => importAll(store, manyRows('b.csv')))).toBe('disk-full');
    const long = { ...IGNORE, reason: 'x'.repeat(4000) };
    expect(await refusalOf(() => { for (let time = 0; time < 50; time += 1) store.decisions.decide(FINDINGS.map(({ key }) => key), { ...long, reason: `${time}${long.reason}` }, BY); })).toBe('disk-full');
    db.pragma('max_page_count = 1000000');
    const { entries } = store.decisions.log.head();
    expect(entries % FINDINGS.length).toBe(0);
    await importAll(store, manyRows('b.csv'));
    store.close();
    expect(soundness()).toEqual([[], null, 4001, entries]);
  });

  test('a real one: the project stays as it was, and goes on when something was deleted', async ({ skip }) => {
    const disk = folder.at('disk');
    if (!smallDisk(disk, 3000)) skip('no disk of its own can be made here');
    try {
      const own = join(disk, 'p.packledger');
      copyFileSync(path, own);
      writeFileSync(join(disk, 'ballast'), new Uint8Array(1200 * 1024));
      const store = Store.open(own);
      expect(await refusalOf(() => importAll(store, manyRows('b.csv')))).toBe('disk-full');
      expect(await refusalOf(() => { store.backUp({ now: '2025-08-01T00:00:00.000Z' }); })).toBe('disk-full');
      expect(contents(store.dataset().deductions())).toHaveLength(1);
      rmSync(join(disk, 'ballast'));
      await importAll(store, { name: 'c.csv', cells: [DEDUCTION_HEADER, deduction({ id: 'pkg-c' })] });
      store.close();
      expect(soundness(own)).toEqual([[], null, 2, 0]);
      expect(readdirSync(disk)).toEqual(['p.packledger']);
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  test('a limit on the size of files is one of the disk', async ({ skip }) => {
    if (process.platform === 'win32') skip('no such limit');
    const script = `import { Store } from ${JSON.stringify(join(import.meta.dirname, '../../core/store/store.ts'))};
      const store = Store.open(process.argv[2]);
      try { for (let at = 0; at < 200; at += 1) store.runs.save({ at: '2025-01-01T00:00:00Z', engine: 'x', snapshot: null, inputsHash: 'h', checks: [{ id: 'a', body: 'x'.repeat(100000) }], findings: [] }); }
      catch (error) { process.stdout.write(error.code); } finally { store.close(); }`;
    const file = folder.at('limited.mjs');
    writeFileSync(file, script);
    const { stdout } = spawnSync('bash', ['-c', `trap '' XFSZ; ulimit -f 2000; exec ${process.execPath} --disable-warning=ExperimentalWarning ${file} ${path}`], { encoding: 'utf8' });
    expect(['project-unreachable', 'disk-full']).toContain(stdout);
    expect(soundness()).toEqual([[], null, 1, 0]);
  });
});

describe('a folder that takes no file', () => {
  test('the project can be read, says that it is read-only, and nothing appears beside it', async () => {
    const place = folder.at('locked');
    mkdirSync(place);
    const own = join(place, 'p.packledger');
    copyFileSync(path, own);
    execFileSync('chmod', ['777', folder.path]);
    execFileSync('chmod', ['444', own]);
    execFileSync('chmod', ['555', place]);
    await asNobody(async () => {
      expect(await refusalOf(() => Store.open(own))).toBe('project-read-only');
      const store = Store.open(own, { readonly: true });
      expect([store.isReadOnly, store.path, contents(store.dataset().deductions()).length]).toEqual([true, own, 1]);
      expect(await refusalOf(() => store.startImport('2025-08-01T00:00:00Z'))).toBe('project-read-only');
      expect(await refusalOf(() => { store.copyTo(join(place, 'copy.packledger')); })).toBe('out-unwritable');
      store.copyTo(folder.at('elsewhere.packledger'));
      expect(await refusalOf(() => { store.backUp({ day: '2025-08-01' }); })).toBe('out-unwritable');
      store.close();
    });
    expect(readdirSync(place)).toEqual(['p.packledger']);
  });

  test('a file that may not be read says so', async () => {
    execFileSync('chmod', ['000', path]);
    execFileSync('chmod', ['755', folder.path]);
    expect(await asNobody(() => refusalOf(() => Store.open(path)))).toBe('file-unreadable');
  });

  test('looking leaves nothing beside a project that may be written', () => {
    const store = Store.open(path, { readonly: true });
    expect(contents(store.dataset().deductions())).toHaveLength(1);
    store.close();
    expect(readdirSync(folder.path)).toEqual(['p.packledger']);
  });
});

describe('a file that goes away while it is open', () => {
  const acts: Readonly<Record<string, (store: Store) => unknown>> = {
    import: (store) => importAll(store, { name: 'b.csv', cells: [DEDUCTION_HEADER, deduction({ id: 'pkg-2' })] }),
    decide: (store) => store.decisions.decide(['k0'], IGNORE, BY),
    note: (store) => { store.decisions.note('k0', 'x', BY); },
    setting: (store) => store.settings.setName({ kind: 'product', name: 'a', same: 'b' }, true, BY),
    run: (store) => { run(store, FINDINGS); },
    remove: (store) => { store.removeImport(1); },
    segments: (store) => { store.completeSegments(); },
  };

  test.each(Object.keys(acts))('%s is refused, and what is open can be kept elsewhere', async (name) => {
    const store = Store.open(path);
    rmSync(path);
    expect(await refusalOf(() => acts[name]!(store))).toBe('project-gone');
    // Reading goes on, and a copy is whole.
    const copy = folder.at('copy.packledger');
    store.copyTo(copy);
    store.close();
    expect(soundness(copy)).toEqual([[], null, 1, 0]);
    expect(existsSync(path)).toBe(false);
  });

  test('also one that another file took the place of, which stays untouched', async () => {
    const store = Store.open(path);
    renameSync(path, folder.at('moved.packledger'));
    writeFileSync(path, 'a letter');
    expect(await refusalOf(() => acts['decide']!(store))).toBe('project-gone');
    store.close();
    expect(readFileSync(path, 'utf8')).toBe('a letter');
  });

  test('also in the middle of an import', async () => {
    const store = Store.open(path);
    const session = store.startImport('2025-08-01T00:00:00Z');
    await addFile(session, { name: 'b.csv', cells: [DEDUCTION_HEADER, deduction({ id: 'pkg-2' })] });
    renameSync(path, folder.at('moved.packledger'));
    expect(await refusalOf(() => { session.commit(); })).toBe('project-gone');
    session.rollback();
    expect(contents(store.dataset().deductions())).toHaveLength(1);
    store.close();
  });
});

test('two programs that decide at the same time both do, and the log is one chain', async () => {
  const script = folder.at('decide.mjs');
  writeFileSync(script, `import { Store } from ${JSON.stringify(join(import.meta.dirname, '../../core/store/store.ts'))};
    const store = Store.open(process.argv[2]);
    for (let at = 0; at < 40; at += 1) store.decisions.note('k' + at, process.argv[3] + at, { at: '2025-08-02T00:00:00.000Z', who: process.argv[3] });
    store.close();`);
  const ended = await Promise.all(['a', 'b', 'c'].map((who) => new Promise((resolve) => {
    spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, path, who], { stdio: ['ignore', 'ignore', 'inherit'] }).once('exit', resolve);
  })));
  expect(ended).toEqual([0, 0, 0]);
  expect(soundness()).toEqual([[], null, 1, 120]);
});
