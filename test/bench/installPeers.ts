import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEBIAN_PEERS, NPM_PEERS } from './peers.ts';
import { PEERS } from './place.ts';

/**
 * Gets the peers: npm's into a folder of their own, so that they are no dependencies of the program, and Debian's where
 * this user may install packages. Answers whether all of it went well.
 */
export function installPeers(): boolean {
  mkdirSync(PEERS, { recursive: true });
  writeFileSync(join(PEERS, 'package.json'), `${JSON.stringify({ private: true, dependencies: NPM_PEERS }, null, 2)}\n`);
  const isNpmFine = run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], PEERS);
  return installDebian() && isNpmFine;
}

function installDebian(): boolean {
  const mayInstall = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
  if (!mayInstall) {
    process.stdout.write(`Packages of Debian are installed by root only: apt-get install ${DEBIAN_PEERS.join(' ')}\n`);
    return false;
  }
  return run('apt-get', ['update', '-qq']) && run('apt-get', ['install', '-y', '-qq', ...DEBIAN_PEERS]);
}

function run(command: string, args: readonly string[], cwd?: string): boolean {
  process.stdout.write(`${command} ${args.join(' ')}\n`);
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, ...(cwd === undefined ? {} : { cwd }) });
  return status === 0;
}
