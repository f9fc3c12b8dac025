import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { _electron, chromium, type Browser, type Page } from 'playwright-core';
import type * as Electron from 'electron';
import { BROWSER_ARGS, browserPath } from '../support/browser.ts';
import { callerOf, type Call } from './caller.ts';

/** The three hosts of the one built program. */
export type Target = 'double' | 'loopback' | 'electron';

export interface LaunchOptions {
  readonly target: Target;
  /** Profile and downloads; the same folder again is a restart. A new one that goes away with the program where absent. */
  readonly folder?: string;
  readonly args?: readonly string[];
  /** Where files lie that a spec drops. */
  readonly dropped?: string;
  readonly locale?: 'zh-CN' | 'en-US';
}

export interface Launched {
  readonly target: Target;
  readonly page: Page;
  readonly folder: string;
  readonly call: Call;
  /** Runs a function in the main process with Electron's module, as Playwright does; not for the loopback host. */
  evaluate<A, R>(work: (electron: typeof Electron, argument: A) => R | Promise<R>, argument: A): Promise<R>;
  /** Everything that was printed. */
  output(): string;
  close(): Promise<void>;
}

export const ROOT = resolve(import.meta.dirname, '../..');
const START_MS = 30_000;
const STOP_MS = 15_000;

/** Electron's executable, where it was fetched. Asking the package itself would start to fetch it. */
export function electronBinary(): string | null {
  const folder = join(ROOT, 'node_modules/electron');
  const note = join(folder, 'path.txt');
  if (!existsSync(note)) return null;
  const path = join(folder, 'dist', readFileSync(note, 'utf8').trim());
  return existsSync(path) ? path : null;
}

/** Every host that specs run against: the double and the loopback page always, real Electron where it is. */
export function targets(): readonly Target[] {
  const named = process.env['APP_TARGETS'];
  if (named !== undefined) return named.split(',') as Target[];
  return electronBinary() === null ? ['double', 'loopback'] : ['double', 'loopback', 'electron'];
}

export async function launch(options: LaunchOptions): Promise<Launched> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'packledger-app-'));
  mkdirSync(folder, { recursive: true });
  const env = { ...process.env, PACKLEDGER_PROFILE: join(folder, 'profile'), DOUBLE_FOLDER: folder, DOUBLE_DROPPED: options.dropped ?? '', DOUBLE_LOCALE: options.locale ?? 'zh-CN', LANG: options.locale === 'en-US' ? 'en_US.UTF-8' : 'zh_CN.UTF-8', LC_ALL: '', LC_MESSAGES: '' };
  const started = await starters[options.target](options, env);
  const clean = async (): Promise<void> => {
    await started.close();
    if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
  };
  return { ...started, target: options.target, folder, call: callerOf(started.page), close: clean };
}

type Started = Pick<Launched, 'page' | 'evaluate' | 'output' | 'close'>;
type Env = Readonly<Record<string, string | undefined>>;

const starters: Readonly<Record<Target, (options: LaunchOptions, env: Env) => Promise<Started>>> = { double: startDouble, loopback: startLoopbackPage, electron: startElectron };

async function startElectron({ args = [] }: LaunchOptions, env: Env): Promise<Started> {
  const application = await _electron.launch({ executablePath: electronBinary()!, args: [ROOT, ...args], env: env as Record<string, string> });
  const page = await application.firstWindow();
  return { page, evaluate: (work, argument) => application.evaluate(work as never, argument as never), output: () => '', close: () => application.close() };
}

async function startDouble({ args = [] }: LaunchOptions, env: Env): Promise<Started> {
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', join(ROOT, 'test/double/register.ts'), join(ROOT, 'out/main/index.js'), ...args], { env: { ...env, DOUBLE_CDP_PORT: String(port) }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const program = watched(child);
  const until = Date.now() + START_MS;
  let browser: Browser | null = null;
  let page: Page | undefined;
  while (page === undefined) {
    program.check(until);
    await pause(100);
    browser ??= await chromium.connectOverCDP(`http://127.0.0.1:${port}`).catch(() => null);
    page = browser?.contexts().flatMap((context) => context.pages()).find((one) => one.url() !== 'about:blank');
  }
  await page.waitForLoadState();
  return {
    page,
    evaluate: (work, argument) => program.ask(String(work), argument) as never,
    output: program.output,
    close: async () => {
      // The program quits by itself, as a user would end it; only then may the browser go.
      await program.ask('({ app }) => { setImmediate(() => app.quit()); }', null).catch(() => {});
      await program.ended();
      await browser?.close().catch(() => {});
    },
  };
}

async function startLoopbackPage({ args = [] }: LaunchOptions, env: Env): Promise<Started> {
  const child = spawn(process.execPath, [join(ROOT, 'out/cli.js'), 'serve', ...args.flatMap((arg) => (arg.endsWith('.packledger') ? ['--project', arg] : []))], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const program = watched(child);
  const until = Date.now() + START_MS;
  let url: string | undefined;
  while (url === undefined) {
    program.check(until);
    await pause(50);
    url = /http:\/\/127\.0\.0\.1:\d+\/#token=\w+/.exec(program.output())?.[0];
  }
  const context = await chromium.launchPersistentContext(join(env['DOUBLE_FOLDER']!, 'browser'), { executablePath: browserPath(), args: BROWSER_ARGS, ignoreDefaultArgs: ['--hide-scrollbars'], viewport: { width: 1280, height: 820 } });
  const page = context.pages()[0] ?? (await context.newPage());
  page.on('pageerror', (error) => program.note(`[page] ${error.stack ?? error.message}`));
  await page.goto(url);
  return {
    page,
    evaluate: () => Promise.reject(new Error('the loopback host has no main process to look into')),
    output: program.output,
    close: async () => {
      await context.close();
      child.kill('SIGTERM');
      await program.ended();
    },
  };
}

/** A program under way: what it prints, whether it lives, and questions to it. */
function watched(child: ChildProcess) {
  let text = '';
  let lastId = 0;
  const note = (data: unknown): void => { text += String(data); };
  child.stdout!.on('data', note);
  child.stderr!.on('data', note);
  const exited = new Promise<void>((done) => void child.once('exit', () => done()));
  return {
    note: (line: string) => note(`${line}\n`),
    output: () => text,
    check: (until: number) => {
      if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode}\n${text}`);
      if (Date.now() < until) return;
      child.kill('SIGKILL');
      throw new Error(`the program opened no window\n${text}`);
    },
    ended: async () => {
      const killer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await exited;
      clearTimeout(killer);
    },
    ask: (source: string, argument: unknown) => new Promise<unknown>((done, fail) => {
      if (!child.connected) return fail(new Error(`the program has ended\n${text}`));
      lastId += 1;
      const id = lastId;
      const hear = (message: { readonly id: number; readonly value?: unknown; readonly error?: string }): void => {
        if (message.id !== id) return;
        child.off('message', hear);
        if (message.error === undefined) done(message.value);
        else fail(new Error(message.error));
      };
      child.on('message', hear);
      child.send({ id, source, argument });
    }),
  };
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}
