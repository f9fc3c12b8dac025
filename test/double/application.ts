import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';
import { BROWSER_ARGS, browserPath } from '../support/browser.ts';
import { strict } from './strict.ts';

/** What windows tell the application, and what it asks of them; windows.ts fills it in. */
export const windows = { closeAll: (): void => {}, count: (): number => 0 };

class Application extends EventEmitter {
  readonly isPackaged = false;
  private readonly paths = new Map<string, string>();
  private isQuitting = false;

  whenReady(): Promise<void> {
    return Promise.resolve();
  }

  isReady(): boolean {
    return true;
  }

  getLocale(): string {
    return process.env['DOUBLE_LOCALE'] ?? 'zh-CN';
  }

  getVersion(): string {
    return manifest().version;
  }

  getName(): string {
    return manifest().productName;
  }

  getPath(name: string): string {
    const path = this.paths.get(name) ?? (process.env['DOUBLE_FOLDER'] === undefined ? mkdtempSync(join(tmpdir(), `double-${name}-`)) : join(process.env['DOUBLE_FOLDER'], name));
    mkdirSync(path, { recursive: true });
    this.paths.set(name, path);
    return path;
  }

  setPath(name: string, path: string): void {
    this.paths.set(name, path);
  }

  /** One after the other: `before-quit` may say no, windows may, and only then is it over. */
  quit(): void {
    if (this.isQuitting) return;
    let isStopped = false;
    this.emit('before-quit', { preventDefault: () => { isStopped = true; } });
    if (isStopped) return;
    this.isQuitting = true;
    windows.closeAll();
    this.emit('will-quit', { preventDefault: () => {} });
    this.emit('quit', {}, 0);
    this.exit(0);
  }

  exit(code = 0): void {
    void (browser ?? Promise.resolve(null)).then((context) => context?.close()).finally(() => process.exit(code));
  }

  requestSingleInstanceLock(): boolean {
    return true;
  }

  addRecentDocument(): void {}
}

function manifest(): { readonly version: string; readonly productName: string } {
  let folder = dirname(resolve(process.argv[1] ?? '.'));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string; productName: string };
}

export const app = strict('app', new Application());

let browser: Promise<BrowserContext> | null = null;

/** The one browser behind all windows, with the profile of the application, so that its storage survives a restart. */
export function browserContext(): Promise<BrowserContext> {
  browser ??= chromium.launchPersistentContext(join(app.getPath('userData'), 'Chromium'), {
    executablePath: browserPath(),
    headless: process.env['DOUBLE_HEADED'] !== '1',
    viewport: null,
    // Playwright hides scrollbars, and the grid then cuts off its last column by their width.
    ignoreDefaultArgs: ['--hide-scrollbars'],
    args: [...BROWSER_ARGS, ...(process.env['DOUBLE_CDP_PORT'] === undefined ? [] : [`--remote-debugging-port=${process.env['DOUBLE_CDP_PORT']}`])],
  });
  return browser;
}
