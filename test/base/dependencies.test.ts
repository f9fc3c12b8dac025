import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { licences } from '../licences.ts';

/** Licences that ask for nothing but their own text, or, of what only develops, for changes to itself. */
const ALLOWED = new Set(['MIT', 'Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0', 'CC0-1.0']);
const ALLOWED_DEV = new Set([...ALLOWED, 'MPL-2.0', 'CC-BY-4.0']);
/** Packages that would run something when they are installed, and may or may not. */
const SCRIPTS: Readonly<Record<string, boolean>> = {};

const root = resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as Readonly<Record<'dependencies' | 'devDependencies' | 'optionalDependencies' | 'allowScripts', Readonly<Record<string, string | boolean>>>>;

test('every package has a licence that we accept', () => {
  const all = licences();
  expect(all.length).toBeGreaterThan(100);
  expect(all.filter(({ licence, isDev }) => !(isDev ? ALLOWED_DEV : ALLOWED).has(licence)).map(({ name, licence }) => `${name} ${licence}`)).toEqual([]);
});

test('no package runs anything when it is installed', () => {
  expect(licences().filter(({ name, hasInstallScript }) => hasInstallScript && SCRIPTS[name] !== true).map(({ name }) => name)).toEqual([]);
  // npm builds what has a binding.gyp without being asked to, unless it is told not to.
  expect(manifest.allowScripts).toEqual({ 'better-sqlite3': false });
});

test('every package that we ask for is pinned and stands in the decisions with its reason', () => {
  const asked = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
  expect(Object.entries(asked).filter(([, version]) => !/^(?:npm:@?[\w/.-]+@)?\d+\.\d+\.\d+$/.test(String(version))).map(([name]) => name)).toEqual([]);
  const table = readFileSync(resolve(root, 'DECISIONS.md'), 'utf8').split('## Dependencies')[1]!;
  const named = table.split('\n').filter((line) => line.startsWith('| ')).flatMap((line) => line.split('|')[1]!.split(/[,\s()]+/)).filter((name) => name !== '');
  expect(Object.keys(asked).filter((name) => !named.includes(name) && !(name.startsWith('@types/') && named.includes('@types/*')))).toEqual([]);
});
