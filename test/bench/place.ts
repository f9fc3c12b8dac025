import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');
/** Everything that benches make; git ignores it, and all of it can be deleted at any time. */
export const DATA = join(ROOT, 'bench-data');
export const PEERS = join(DATA, 'peers');
export const RESULT = join(ROOT, 'bench-result.json');

const BUILT = join(ROOT, 'out');

/** The command line as a user starts it, with the Node that npm brings. */
export function program(...args: readonly string[]): readonly [string, ...string[]] {
  return [process.execPath, join(BUILT, 'cli.js'), ...args];
}

/** Where scripts of the benches that reach into the sources are built, as the program is. */
export const OWN = join(DATA, 'own');

/** One of them, in as much memory as the program gives its threads: a semi-space is a third of what is young. */
export function ownScript(name: string, ...args: readonly string[]): readonly [string, ...string[]] {
  return [process.execPath, '--heap-growing-percent=40', '--max-semi-space-size=16', join(OWN, `${name}.js`), ...args];
}

export function peerScript(name: string): string {
  return join(import.meta.dirname, 'peers', name);
}

/** Changes with the built program, and so with the sources, so that no project of another program is measured. */
export function programHash(): string {
  const hash = createHash('sha256');
  const files = [BUILT, join(BUILT, 'chunks')].filter((folder) => existsSync(folder)).flatMap((folder) => readdirSync(folder).sort().filter((name) => name.endsWith('.js')).map((name) => join(folder, name)));
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}

const scratches = new Set<string>();
process.once('exit', () => scratches.forEach((path) => rmSync(path, { recursive: true, force: true })));

/** An empty folder below the data, on the same disk; `remove` takes it away, or the end of this process does. */
export function scratchFolder(): { readonly path: string; readonly remove: () => void } {
  mkdirSync(DATA, { recursive: true });
  const path = mkdtempSync(join(DATA, 'scratch-'));
  scratches.add(path);
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
      scratches.delete(path);
    },
  };
}
