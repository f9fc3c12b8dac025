import { EventEmitter } from 'node:events';
import { runInThisContext } from 'node:vm';
import { app } from './application.ts';
import { ipcMain } from './messages.ts';
import { protocol, session } from './network.ts';
import { strict } from './strict.ts';
import { BrowserWindow } from './windows.ts';

/**
 * Stands in for Electron's main-process module where its binary cannot be had: windows are pages of a real Chromium, and
 * the program, its preload and its page are the built ones, unmodified. What is not here fails loudly.
 */
const dialog = strict('dialog', {
  showOpenDialog: () => Promise.resolve({ canceled: true, filePaths: [] as string[] }),
  showSaveDialog: () => Promise.resolve({ canceled: true, filePath: '' }),
  showMessageBox: () => Promise.resolve({ response: 0, checkboxChecked: false }),
  showErrorBox: (title: string, content: string) => void process.stderr.write(`${title}: ${content}\n`),
});

const opened: string[] = [];
const shell = strict('shell', {
  /** What would have been opened, for a spec to look at. */
  opened,
  openPath: (path: string) => {
    opened.push(path);
    return Promise.resolve('');
  },
  showItemInFolder: (path: string) => void opened.push(path),
});

interface MenuItem { readonly label?: string; readonly submenu?: readonly MenuItem[]; click?(): void }
let applicationMenu: readonly MenuItem[] = [];
const Menu = strict('Menu', {
  buildFromTemplate: (items: readonly MenuItem[]) => items,
  setApplicationMenu: (items: readonly MenuItem[]) => { applicationMenu = items; },
  getApplicationMenu: () => applicationMenu,
});

const display = { workArea: { x: 0, y: 0, width: 1920, height: 1080 } };
const screen = strict('screen', { getPrimaryDisplay: () => display, getDisplayMatching: () => display });
const nativeTheme = strict('nativeTheme', Object.assign(new EventEmitter(), { themeSource: 'system', shouldUseDarkColors: false }));
const crashReporter = strict('crashReporter', { start: () => {} });

const electron = { app, BrowserWindow, ipcMain, protocol, session, dialog, shell, Menu, screen, nativeTheme, crashReporter };
export { app, BrowserWindow, ipcMain, protocol, session, dialog, shell, Menu, screen, nativeTheme, crashReporter };
export default electron;

/** A spec reaches into the program by sending a function's source, as Playwright does with Electron. */
process.on('message', (message: { readonly id: number; readonly source: string; readonly argument: unknown }) => {
  const run = async (): Promise<unknown> => {
    const call = runInThisContext(`(${message.source})`) as (module: unknown, argument: unknown) => unknown;
    return call(electron, message.argument);
  };
  run().then((value) => process.send!({ id: message.id, value }), (error: unknown) => process.send!({ id: message.id, error: String(error) }));
});
// Nobody is left to look: do not linger.
process.on('disconnect', () => app.exit(1));
