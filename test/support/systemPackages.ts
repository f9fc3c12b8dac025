import { spawnSync } from 'node:child_process';

/** Installs packages of the system where that may be done, which is as root with apt; does nothing anywhere else. `options` are apt's. */
export function installPackages(names: readonly string[], options: readonly string[] = []): void {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return;
  process.stderr.write(`Not found: installing the packages ${names.join(' and ')}\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' });
  spawnSync('apt-get', ['install', '-y', '-qq', ...options, ...names], { env, stdio: 'ignore' });
}
