import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../core/base/errors.ts';
import { Profile } from '../../core/host/profile.ts';
import { saveFile } from '../../core/host/saveFile.ts';
import { asNobody } from '../support/asNobody.ts';
import { testService } from '../support/service.ts';
import { temporaryFolder } from '../support/stores.ts';

/** Exports and settings where a disk is full or a folder takes no file: a sentence, no half of a file, and the program goes on. */
let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

async function codeOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
  return 'none';
}

function smallDisk(at: string, kib: number): boolean {
  mkdirSync(at);
  return process.platform === 'linux' && spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kib}k`, 'tmpfs', at]).status === 0;
}

test('a full disk: the file that was there stays, nothing lies aside, and it goes once there is room', async ({ skip }) => {
  const disk = folder.at('disk');
  if (!smallDisk(disk, 1024)) skip('no disk of its own can be made here');
  try {
    writeFileSync(join(disk, 'report.xlsx'), 'before');
    writeFileSync(join(disk, 'ballast'), new Uint8Array(512 * 1024));
    const chunks = (): Uint8Array[] => Array.from({ length: 20 }, () => new Uint8Array(40 * 1024));
    expect(await codeOf(() => saveFile(join(disk, 'report.xlsx'), chunks()))).toBe('disk-full');
    expect(readdirSync(disk).sort()).toEqual(['ballast', 'report.xlsx']);
    rmSync(join(disk, 'ballast'));
    expect(await codeOf(() => saveFile(join(disk, 'report.xlsx'), chunks()))).toBe('none');
  } finally {
    execFileSync('umount', [disk]);
  }
});

test('a folder that takes no file', async () => {
  mkdirSync(folder.at('locked'), { mode: 0o555 });
  execFileSync('chmod', ['755', folder.path]);
  await asNobody(async () => {
    expect(await codeOf(() => saveFile(folder.at('locked/a.csv'), [new Uint8Array(1)]))).toBe('out-unwritable');
  });
  expect(readdirSync(folder.at('locked'))).toEqual([]);
});

test('settings and export records on a full disk: a sentence, and the program goes on with what it knows', async ({ skip }) => {
  const disk = folder.at('disk');
  if (!smallDisk(disk, 2048)) skip('no disk of its own can be made here');
  const app = await testService({ folder: join(disk, 'profile'), keep: true });
  try {
    const free = execFileSync('df', ['--output=avail', '-k', disk], { encoding: 'utf8' }).trim().split('\n').at(-1)!.trim();
    writeFileSync(join(disk, 'ballast'), new Uint8Array(Number(free) * 1024));
    await expect(app.client.call('settings.set', { page: { note: 'x'.repeat(90_000) } })).rejects.toMatchObject({ code: 'disk-full', values: { file: 'profile.json' } });
    const started = await app.client.call('exports.start', { source: { what: 'view', query: { view: 'bill' }, format: 'csv' }, locale: 'en' }).catch((error: unknown) => (error as AppError).code);
    expect(started).toBe('disk-full');
    expect((await app.client.call('app.info', {})).project.files).toBe(0);
    rmSync(join(disk, 'ballast'));
    await app.client.call('settings.set', { page: { note: 'y' } });
    expect(new Profile(join(disk, 'profile')).settings.page['note']).toBe('y');
    expect(app.reported).toEqual([]);
  } finally {
    await app.close();
    execFileSync('umount', [disk]);
  }
});
