import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../../core/host/cli/cli.ts';
import { today } from '../../core/host/today.ts';
import { Store } from '../../core/store/store.ts';
import { BY, IGNORE, run } from '../support/decided.ts';
import { testService, type TestService } from '../support/service.ts';
import { contents, importAll, temporaryFolder } from '../support/stores.ts';
import { DEDUCTION_HEADER, deduction } from '../support/tables.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** The clock of the files: backups are compared with when the project was written. */
const NOW = new Date(Date.now() + 60_000).toISOString();
const DAY = today(NOW);
const STAMP = NOW.slice(0, 19).replaceAll(':', '');

const csvOf = (id: string): string => `\uFEFF${[DEDUCTION_HEADER, deduction({ id })].map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\r\n')}`;

async function project(name: string): Promise<string> {
  const path = folder.at(name);
  const store = Store.open(path);
  await importAll(store, { name: 'a.csv', cells: [DEDUCTION_HEADER, deduction()] });
  run(store, [{ key: 'k1' }]);
  store.decisions.decide(['k1'], IGNORE, BY);
  store.close();
  return path;
}

/** A second program that has the project open, and writes a note when it is told to. */
async function otherProgram(path: string): Promise<{ note(): Promise<string>; end(): Promise<void> }> {
  const code = `import { Store } from ${JSON.stringify(new URL('../../core/store/store.ts', import.meta.url).href)};
    const store = Store.open(process.argv[1]);
    console.log('open');
    process.stdin.on('data', () => { store.decisions.note('k1', 'there', { at: '2025-09-01T00:00:00.000Z', who: 'other' }); console.log('written'); });
    process.stdin.on('end', () => store.close());`;
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', code, path], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const line = async (): Promise<string> => String((await lines.next()).value);
  expect(await line()).toBe('open');
  return {
    note: () => {
      child.stdin.write('now');
      return line();
    },
    end: async () => {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
}

describe('in the program', () => {
  let app: TestService;
  let path = '';
  beforeAll(async () => {
    path = await project('app.packledger');
    app = await testService({ clock: () => new Date(NOW) });
    const refs = app.service.refs.addPaths([path]).map(({ ref }) => ref);
    await app.client.call('projects.open', { ref: refs[0]! });
  });
  afterAll(async () => {
    await app.close();
  });

  test('the day gets one by itself, once', async () => {
    await app.service.backups.daily();
    await app.service.backups.daily();
    const { backups } = await app.client.call('backups.list', {});
    expect(backups.map(({ name, kind }) => [name, kind])).toEqual([[`app.packledger.backup-${DAY}`, 'day']]);
  });

  test('one is made on wish, restored, and the program goes on with it', async () => {
    const { client } = app;
    await client.call('backups.make', {});
    const { backups } = await client.call('backups.list', {});
    const wish = backups.find(({ kind }) => kind === 'wish')!;
    const csv = folder.at('b.csv');
    writeFileSync(csv, csvOf('pkg-2'));
    await client.call('imports.run', { refs: app.service.refs.addPaths([csv]).map(({ ref }) => ref) });
    expect((await client.call('app.info', {})).project.counts.deductions).toBe(2);
    await client.call('backups.restore', { name: wish.name });
    expect((await client.call('app.info', {})).project.counts.deductions).toBe(1);
    // Every thread has the restored project: the one that counts, and the one that writes.
    expect((await client.call('log.verify', {})).entries).toBe(1);
    await client.call('findings.note', { key: 'k1', text: 'after' });
    expect((await client.call('log.verify', {})).entries).toBe(2);
    const replaced = (await client.call('backups.list', {})).backups.find(({ kind }) => kind === 'replaced')!;
    const store = Store.open(folder.at(replaced.name), { readonly: true });
    expect(contents(store.dataset().deductions())).toHaveLength(2);
    store.close();
  });

  test('none is restored while another program has the project open: both go on, and nothing is lost', async () => {
    const { client } = app;
    const { backups } = await client.call('backups.list', {});
    const before = await client.call('log.verify', {});
    const other = await otherProgram(path);
    try {
      await expect(client.call('backups.restore', { name: backups.find(({ kind }) => kind === 'wish')!.name })).rejects.toMatchObject({ code: 'project-locked', values: { file: 'app.packledger' } });
      // Both write on, one after the other, in one log.
      await client.call('findings.note', { key: 'k1', text: 'here' });
      expect(await other.note()).toBe('written');
      await client.call('findings.note', { key: 'k1', text: 'here again' });
    } finally {
      await other.end();
    }
    expect(await client.call('log.verify', {})).toMatchObject({ entries: before.entries + 3, broken: null });
    expect(await client.call('project.check', {})).toMatchObject({ faults: [] });
    const { backups: after } = await client.call('backups.list', {});
    expect(after.map(({ name }) => name)).toEqual(backups.map(({ name }) => name));
    expect(readdirSync(folder.path).filter((name) => name.startsWith('.'))).toEqual([]);
    // Now it may be restored, and what was written by both is in what it replaced.
    await client.call('backups.restore', { name: backups.find(({ kind }) => kind === 'wish')!.name });
    expect((await client.call('log.verify', {})).entries).toBe(1);
    const replaced = (await client.call('backups.list', {})).backups.find(({ kind }) => kind === 'replaced')!;
    await client.call('backups.restore', { name: replaced.name });
    expect((await client.call('log.verify', {})).entries).toBe(before.entries + 3);
  });

  test('a backup that cannot be restored leaves the project open', async () => {
    const { client } = app;
    const { backups } = await client.call('backups.list', {});
    writeFileSync(folder.at(backups[0]!.name), 'a letter');
    await expect(client.call('backups.restore', { name: backups[0]!.name })).rejects.toMatchObject({ code: 'backup-damaged' });
    await expect(client.call('backups.restore', { name: '../../etc/passwd' })).rejects.toMatchObject({ code: 'backup-unknown' });
    expect((await client.call('app.info', {})).project.counts.deductions).toBe(1);
    expect(await client.call('project.check', {})).toMatchObject({ faults: [], entries: 5, broken: null });
    expect(app.reported).toEqual([]);
  });
});

describe('on the command line', () => {
  async function cli(...args: string[]): Promise<{ readonly code: number; readonly out: string }> {
    const lines: string[] = [];
    const code = await runCli({ args: [...args, '--locale', 'en'], now: NOW, language: 'en', terminal: { out: (text) => void lines.push(text), fail: (text) => void lines.push(text), progress: () => {}, endProgress: () => {} } });
    return { code, out: lines.join('\n') };
  }

  test('a backup, the list of them, a restore and a check', async () => {
    const path = await project('cli.packledger');
    expect(await cli('backup', '--project', path)).toMatchObject({ code: 0, out: expect.stringContaining(`Backed up: cli.packledger.backup-${STAMP}`) as unknown });
    const second = folder.at('c.csv');
    writeFileSync(second, csvOf('pkg-2'));
    // The wish's backup already holds everything, so that the day needs none.
    expect((await cli('import', second, '--project', path)).code).toBe(0);
    expect((await cli('restore', '--project', path)).out.split('\n')).toHaveLength(1);
    const { code, out } = await cli('restore', `cli.packledger.backup-${STAMP}`, '--project', path);
    expect([code, out]).toEqual([0, `Restored cli.packledger.backup-${STAMP}; what was there is cli.packledger.backup-replaced-${STAMP} now`]);
    expect(await cli('check', '--project', path)).toMatchObject({ code: 0, out: expect.stringMatching(/^The project file is sound\. The log is intact: 1 entries/) as unknown });
    expect((await cli('restore', join('elsewhere', `cli.packledger.backup-${STAMP}`), '--project', path)).code).toBe(2);
    expect((await cli('restore', 'nothing', '--project', path)).out).toContain('no backup nothing');
    expect(readdirSync(folder.path).filter((name) => /^\.|-wal$|-shm$/.test(name))).toEqual([]);
  });

  test('the first import of a day makes the day\'s backup before it changes anything', async () => {
    const path = await project('day.packledger');
    const csv = folder.at('d.csv');
    writeFileSync(csv, csvOf('pkg-2'));
    await cli('import', csv, '--project', path);
    const store = Store.open(folder.at(`day.packledger.backup-${DAY}`), { readonly: true });
    expect(contents(store.dataset().deductions())).toHaveLength(1);
    store.close();
  });

  test('a damaged page is found', async () => {
    const path = await project('damaged.packledger');
    const bytes = readFileSync(path);
    // The end of a page in the middle: some rows or an index.
    writeFileSync(path, bytes.fill(0x41, 16_384 * 12 - 4000, 16_384 * 12));
    const { code, out } = await cli('check', '--project', path);
    expect([code === 1 || code === 2, /damaged/.test(out)]).toEqual([true, true]);
  });
});
