import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { CDPSession, Page } from 'playwright-core';
import { app, browserContext, windows } from './application.ts';
import { cloned } from './clone.ts';
import { ipcMain } from './messages.ts';
import { fromWeb, serveRoute, session, toWeb } from './network.ts';
import { bridgeHalf, preloadModule } from './pageSide.ts';
import { strict } from './strict.ts';

const WORLD = 'ElectronPreload';
const POST = '__doublePost';

interface Bounds { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
interface WindowOptions extends Partial<Bounds> { readonly webPreferences?: { readonly preload?: string; readonly contextIsolation?: boolean; readonly sandbox?: boolean; readonly nodeIntegration?: boolean } }

let lastId = 0;

/** A page of the browser, with the preload in an isolated world of it. */
class WebContents extends EventEmitter {
  readonly id = (lastId += 1);
  readonly mainFrame = { routingId: 1 };
  readonly session = session.defaultSession;
  readonly ready: Promise<void>;
  private page: Page | null = null;
  private cdp: CDPSession | null = null;
  private world: number | null = null;
  /** Messages for a page whose preload has not run yet. */
  private waiting: string[] = [];
  private isGone = false;
  private openHandler: () => { action: string } = () => ({ action: 'allow' });
  private readonly owner: BrowserWindow;

  constructor(owner: BrowserWindow, options: WindowOptions) {
    super();
    this.owner = owner;
    this.ready = this.open(options);
  }

  private async open({ width = 800, height = 600, webPreferences }: WindowOptions): Promise<void> {
    const context = await browserContext();
    this.page = context.pages().find((page) => page.url() === 'about:blank') ?? (await context.newPage());
    const { page } = this;
    await page.setViewportSize({ width, height });
    await page.route('**/*', (route) => this.route(route));
    page.on('popup', (popup) => {
      if (this.openHandler().action === 'deny') void popup.close();
    });
    page.on('pageerror', (error) => process.stderr.write(`[page] ${error.stack ?? error.message}\n`));
    page.on('console', (message) => {
      if (message.type() === 'error') process.stderr.write(`[page] ${message.text()}\n`);
    });
    page.on('domcontentloaded', () => this.owner.emit('ready-to-show'));
    page.on('load', () => this.emit('did-finish-load'));
    page.on('close', () => {
      this.isGone = true;
      this.owner.wasClosed();
    });
    this.cdp = await context.newCDPSession(page);
    await this.listen(this.cdp);
    if (webPreferences?.preload !== undefined) await this.preload(this.cdp, webPreferences.preload);
  }

  /** A page that wants to go elsewhere asks first; all else is the network's matter. */
  private async route(route: Parameters<typeof serveRoute>[0]): Promise<void> {
    const request = route.request();
    if (request.isNavigationRequest() && request.frame() === this.page?.mainFrame() && this.page.url() !== 'about:blank') {
      const url = fromWeb(request.url());
      if (url !== this.getURL()) {
        let isStopped = false;
        this.emit('will-navigate', { url, preventDefault: () => { isStopped = true; } });
        if (isStopped) return route.abort('aborted');
      }
      this.emit('did-start-navigation', { url, isMainFrame: true, isSameDocument: false });
    }
    return serveRoute(route);
  }

  private async listen(cdp: CDPSession): Promise<void> {
    const { frameTree } = await cdp.send('Page.getFrameTree');
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name !== WORLD || (context.auxData as { frameId?: string } | undefined)?.frameId !== frameTree.frame.id) return;
      this.world = context.id;
      for (const text of this.waiting.splice(0)) this.deliver(text);
    });
    cdp.on('Runtime.executionContextsCleared', () => { this.world = null; });
    cdp.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === POST) void this.receive(JSON.parse(payload) as { what: string; id: number; channel: string; args: unknown[] });
    });
    await cdp.send('Runtime.enable');
    await cdp.send('Page.enable');
  }

  private async preload(cdp: CDPSession, path: string): Promise<void> {
    if (path.endsWith('.mjs')) throw new Error('A sandboxed preload must be CommonJS');
    const inPage = (code: string): string => `if (window === window.top && location.href !== 'about:blank') { ${code} }`;
    await cdp.send('Runtime.addBinding', { name: POST, executionContextName: WORLD });
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: inPage(`(${String(bridgeHalf)})('__toPage', '__toPreload');`) });
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', {
      worldName: WORLD,
      source: inPage(`
        const { electron, deliver } = (${String(preloadModule)})((${String(bridgeHalf)})('__toPreload', '__toPage'), ${POST}, ${JSON.stringify(process.env['DOUBLE_DROPPED'] ?? '')});
        globalThis.__deliver = deliver;
        const require = (name) => { if (name === 'electron') return electron; throw new Error('module not found: ' + name); };
        const process = { platform: ${JSON.stringify(process.platform)}, contextIsolated: true, sandboxed: true };
        (function (require, process, module, exports) { ${readFileSync(path, 'utf8')}\n })(require, process, { exports: {} }, {});`),
    });
  }

  private async receive({ what, id, channel, args }: { what: string; id: number; channel: string; args: unknown[] }): Promise<void> {
    const event = { sender: this, senderFrame: this.mainFrame, frameId: 1, processId: 1 };
    if (what === 'send') ipcMain.emit(channel, event, ...args);
    else this.post({ what: 'reply', id, channel, ...(await ipcMain.invoke(channel, event, args)) });
  }

  private post(message: unknown): void {
    const text = JSON.stringify(message);
    if (this.world === null) this.waiting.push(text);
    else this.deliver(text);
  }

  private deliver(text: string): void {
    if (this.isGone || this.cdp === null) return;
    // A page that goes away in between takes its messages along.
    this.cdp.send('Runtime.evaluate', { contextId: this.world!, expression: `__deliver(${JSON.stringify(text)})` }).catch(() => {});
  }

  send(channel: string, ...args: unknown[]): void {
    this.post({ what: 'event', channel, args: cloned(args) });
  }

  getURL(): string {
    return this.page === null ? '' : fromWeb(this.page.url());
  }

  isDestroyed(): boolean {
    return this.isGone;
  }

  setWindowOpenHandler(handler: () => { action: string }): void {
    this.openHandler = handler;
  }

  async load(url: string): Promise<void> {
    await this.ready;
    await this.page!.goto(toWeb(url));
  }

  async resize(width: number, height: number): Promise<void> {
    await this.ready;
    await this.page!.setViewportSize({ width, height });
  }

  async closePage(): Promise<void> {
    await this.ready;
    await this.page!.close();
  }
}

export class BrowserWindow extends EventEmitter {
  private static readonly all = new Set<BrowserWindow>();
  readonly webContents: WebContents;
  readonly options: WindowOptions;
  private bounds: Bounds;
  private isShut = false;
  private isLarge = false;

  constructor(options: WindowOptions = {}) {
    super();
    this.options = options;
    this.bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 };
    this.webContents = strict('webContents', new WebContents(this, options));
    BrowserWindow.all.add(this);
    app.emit('web-contents-created', {}, this.webContents);
  }

  static getAllWindows(): BrowserWindow[] {
    return [...BrowserWindow.all];
  }

  static getFocusedWindow(): BrowserWindow | null {
    return [...BrowserWindow.all].at(-1) ?? null;
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.load(url);
  }

  close(): void {
    let isStopped = false;
    this.emit('close', { preventDefault: () => { isStopped = true; } });
    if (!isStopped) void this.webContents.closePage();
  }

  /** The page is gone, by our doing or its own. */
  wasClosed(): void {
    if (this.isShut) return;
    this.isShut = true;
    BrowserWindow.all.delete(this);
    this.emit('closed');
    if (BrowserWindow.all.size === 0) app.emit('window-all-closed');
  }

  setBounds(bounds: Partial<Bounds>): void {
    this.bounds = { ...this.bounds, ...bounds };
    void this.webContents.resize(this.bounds.width, this.bounds.height);
  }

  getBounds(): Bounds {
    return this.bounds;
  }

  getNormalBounds(): Bounds {
    return this.bounds;
  }

  maximize(): void {
    this.isLarge = true;
  }

  isMaximized(): boolean {
    return this.isLarge;
  }

  isMinimized(): boolean {
    return false;
  }

  isDestroyed(): boolean {
    return this.isShut;
  }

  show(): void {}
  focus(): void {}
  restore(): void {}
}

windows.closeAll = () => {
  for (const window of BrowserWindow.getAllWindows()) window.close();
};
windows.count = () => BrowserWindow.getAllWindows().length;
