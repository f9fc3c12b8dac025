import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * `npm start`: the program in Electron. Its binary does not come from the package registry; where it is missing it is
 * fetched once, and where that fails one line says so and the same page opens in a browser. Runs on plain Node.
 */
const root = resolve(import.meta.dirname, '..');
/** Long enough for a slow line, short enough to wait for once. */
const FETCH_MS = 120_000;

/** Electron's executable, `null` where it was never fetched. */
export function electronBinary(): string | null {
  const folder = join(root, 'node_modules/electron');
  const note = join(folder, 'path.txt');
  if (!existsSync(note)) return null;
  const path = join(folder, 'dist', readFileSync(note, 'utf8').trim());
  return existsSync(path) ? path : null;
}

/** Tries to fetch the binary; answers why it is still missing, or `null`. */
export function fetchElectron(): string | null {
  if (electronBinary() !== null) return null;
  const installer = join(root, 'node_modules/electron/install.js');
  if (!existsSync(installer)) return 'npm ci';
  process.stdout.write(`${said('start.fetching', {})}\n`);
  const fetched = spawnSync(process.execPath, [installer], { timeout: FETCH_MS, encoding: 'utf8' });
  if (electronBinary() !== null) return null;
  if (fetched.error !== undefined) return 'ETIMEDOUT';
  return /\b(E[A-Z]{4,}|HTTPError[^\n]*|fetch failed|Response code \d+)/.exec(fetched.stderr)?.[0] ?? `exit ${fetched.status ?? 'by signal'}`;
}

/** Why there can be no window all the same: Chromium's sandbox works for no root, and a container may have no screen. */
export function whyNoWindow(): string | null {
  if (process.platform !== 'linux') return null;
  if (process.getuid?.() === 0) return 'root';
  return process.env['DISPLAY'] === undefined && process.env['WAYLAND_DISPLAY'] === undefined ? 'no display' : null;
}

/** One line in the language of the environment; the catalogue is the program's own. */
export function said(id: string, values: Readonly<Record<string, string>>): string {
  const language = process.env['LC_ALL'] || process.env['LC_MESSAGES'] || process.env['LANG'] || '';
  const texts = JSON.parse(readFileSync(join(root, 'resources/strings', /^en/i.test(language) ? 'en.json' : 'zh-CN.json'), 'utf8')) as Readonly<Record<string, string>>;
  return (texts[id] ?? id).replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** Opens an address with whatever the system opens addresses with; a system without one has printed it already. */
export function openInBrowser(url: string): void {
  const [command, args]: [string, string[]] = process.platform === 'darwin' ? ['open', [url]] : process.platform === 'win32' ? ['cmd', ['/c', 'start', '', url]] : ['xdg-open', [url]];
  spawn(command, args, { stdio: 'ignore', detached: true }).on('error', () => {}).unref();
}

function run(command: string, args: readonly string[], onText?: (text: string) => void): void {
  const child = spawn(command, args, { cwd: root, stdio: ['inherit', onText === undefined ? 'inherit' : 'pipe', 'inherit'] });
  child.stdout?.on('data', (data: Buffer) => {
    process.stdout.write(data);
    onText?.(String(data));
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 0));
}

function start(): void {
  const args = process.argv.slice(2);
  const reason = fetchElectron() ?? whyNoWindow();
  if (reason === null) {
    run(electronBinary()!, ['.', ...args]);
    return;
  }
  process.stdout.write(`${said('start.noElectron', { reason })}\n`);
  const project = args.find((arg) => arg.endsWith('.packledger'));
  let isOpen = false;
  run(process.execPath, ['out/cli.js', 'serve', ...(project === undefined ? [] : ['--project', project])], (text) => {
    const url = /http:\/\/127\.0\.0\.1:\d+\/#token=\w+/.exec(text)?.[0];
    if (url === undefined || isOpen) return;
    isOpen = true;
    openInBrowser(url);
  });
}

if (import.meta.main) start();
