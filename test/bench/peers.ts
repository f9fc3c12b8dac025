import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Contender, Sample } from './bench.ts';
import { measured, told, wholeSample, type RunOptions } from './measure.ts';
import { PEERS, peerScript, ROOT } from './place.ts';

/** The programs that others would use for the same job, and where they are on this machine. */

/** Exact versions, installed into a folder of their own by `--install-peers`. */
export const NPM_PEERS = { exceljs: '4.4.0', papaparse: '5.7.1', '@duckdb/node-api': '1.5.6-r.1' } as const;
export const DEBIAN_PEERS = ['python3-pandas', 'sqlite3'] as const;

const INSTALL = 'npm run bench -- --install-peers';
type Command = readonly [string, ...string[]];

const foundPythons = new Map<string, string | null>();

/** A Python that can import pandas; the first one on the PATH may not be the system's. */
function pandasPython(): string | null {
  if (!foundPythons.has('pandas')) {
    const onPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'python3'));
    const all = [...new Set([...onPath, '/usr/bin/python3', '/usr/local/bin/python3'])].filter((path) => existsSync(path));
    foundPythons.set('pandas', all.find((path) => spawnSync(path, ['-c', 'import pandas']).status === 0) ?? null);
  }
  return foundPythons.get('pandas')!;
}

interface PeerJob {
  readonly id: string;
  readonly name: string;
  /** Whether the script's own `time` counts, not that of its process: where it must first read what it is to write. */
  readonly isToldTime?: boolean;
}

/** A script of `peers/` in Python with pandas. `args` may use the scratch folder. */
export function pandasPeer(name: string, script: string, args: (scratch: string) => readonly string[], more: Partial<PeerJob> = {}): Contender {
  const python = pandasPython();
  return peer({ id: 'pandas', name, ...more }, python === null ? `no python3 with pandas (Debian: python3-pandas; ${INSTALL})` : null, (scratch) => [python!, peerScript(script), ...args(scratch)]);
}

/** A script of `peers/` on Node that uses a package of the peers' folder. */
export function npmPeer(id: string, packageName: keyof typeof NPM_PEERS, name: string, script: string, args: (scratch: string) => readonly string[]): Contender {
  const isThere = existsSync(join(PEERS, 'node_modules', packageName, 'package.json'));
  return peer({ id, name }, isThere ? null : `no npm package ${packageName} (${INSTALL})`, (scratch) => [process.execPath, peerScript(script), PEERS, ...args(scratch)]);
}

/** SheetJS is a dependency of the program. */
export function sheetJsPeer(name: string, args: (scratch: string) => readonly string[]): Contender {
  return peer({ id: 'sheetjs', name }, null, (scratch) => [process.execPath, peerScript('sheetjsRead.mjs'), ROOT, ...args(scratch)]);
}

/** The command line of SQLite with a script of `peers/` on its input, in which `{file}` stands for the file. */
export function sqlitePeer(name: string, script: string, file: string): Contender {
  const isThere = spawnSync('sqlite3', ['--version']).status === 0;
  const absent = isThere ? null : `no sqlite3 (Debian: sqlite3; ${INSTALL})`;
  const input = readFileSync(peerScript(script), 'utf8').replace('{file}', () => file);
  return peer({ id: 'sqlite3', name }, absent, (scratch) => ['sqlite3', '-batch', join(scratch, 'peer.db')], { input });
}

function peer({ id, name, isToldTime = false }: PeerJob, absent: string | null, command: (scratch: string) => Command, options: RunOptions = {}): Contender {
  return {
    id, name, absent,
    run: async (scratch): Promise<Sample> => {
      const ran = await measured(command(scratch), options);
      const { figures, counts, cpuSeconds } = told(ran);
      return isToldTime ? { ...wholeSample(ran, counts), figures, cpuSeconds } : wholeSample(ran, counts);
    },
  };
}
