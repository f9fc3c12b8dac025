import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { sweep, tempFolder } from '../../core/store/tempFolder.ts';
import { temporaryFolder } from '../support/stores.ts';

test('what killed processes have left is taken away, and nothing else', () => {
  const folder = temporaryFolder();
  const gone = spawnSync(process.execPath, ['-e', 'process.stdout.write(String(process.pid))'], { encoding: 'utf8' }).stdout;
  const names = [`packledger-rows-${gone}-abc`, `packledger-project-${gone}-def`, `packledger-rows-${process.pid}-ghi`, `packledger-other-${gone}-x`, `other-${gone}-y`];
  for (const name of names) {
    mkdirSync(folder.at(name));
    writeFileSync(join(folder.at(name), 'rows.db'), 'x');
  }
  sweep(folder.at(''));
  expect(names.map((name) => existsSync(folder.at(name)))).toEqual([false, false, true, true, true]);
  sweep(folder.at('not there'));
  folder.remove();
});

test('a folder names its process', () => {
  const path = tempFolder('rows');
  expect(basename(path)).toMatch(new RegExp(`^packledger-rows-${process.pid}-`));
  expect(existsSync(path)).toBe(true);
  rmSync(path, { recursive: true });
});
