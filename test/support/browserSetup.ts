import { spawnSync } from 'node:child_process';
import { browserPath, findBrowser } from './browser.ts';

/** Runs once before the application tests: where there is no browser and the system's package may be installed, it is. */
export default function setup(): void {
  if (findBrowser() === undefined && process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    process.stderr.write('No browser found: installing the packages chromium and fonts-noto-cjk\n');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' });
    spawnSync('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-noto-cjk'], { env, stdio: 'ignore' });
  }
  browserPath();
}
