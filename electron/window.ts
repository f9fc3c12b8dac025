import { BrowserWindow, ipcMain, nativeTheme, screen, type WebContents } from 'electron';
import { join } from 'node:path';
import type { Profile, WindowState } from '../core/host/profile.ts';
import type { Service } from '../core/host/service.ts';
import { failureOf } from '../core/host/tasks.ts';
import { CHANNELS, PAGE } from './channels.ts';
import { isOurs } from './security.ts';

const DEFAULT: WindowState = { x: -1, y: -1, width: 1280, height: 820, isMaximized: false };
const SMALLEST = { width: 1024, height: 640 };

/** Where the window stood, moved onto a screen that is there. */
function placeOf(kept: WindowState | null): WindowState {
  const state = kept ?? DEFAULT;
  const { workArea } = state.x < 0 && state.y < 0 ? screen.getPrimaryDisplay() : screen.getDisplayMatching(state);
  const width = Math.min(Math.max(state.width, SMALLEST.width), workArea.width);
  const height = Math.min(Math.max(state.height, SMALLEST.height), workArea.height);
  const centred = kept === null;
  const x = centred ? workArea.x + Math.floor((workArea.width - width) / 2) : clamp(state.x, workArea.x, workArea.x + workArea.width - width);
  const y = centred ? workArea.y + Math.floor((workArea.height - height) / 2) : clamp(state.y, workArea.y, workArea.y + workArea.height - height);
  return { x, y, width, height, isMaximized: state.isMaximized };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, Math.max(least, most)));
}

export interface WindowParts {
  readonly service: Service;
  readonly profile: Profile;
  readonly devServer: string | undefined;
}

/** The window, with the page in it and the contract behind it. */
export function openWindow({ service, profile, devServer }: WindowParts): BrowserWindow {
  const { isMaximized, ...bounds } = placeOf(profile.window);
  const window = new BrowserWindow({
    ...bounds, minWidth: SMALLEST.width, minHeight: SMALLEST.height, title: 'PackLedger', show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#181818' : '#ffffff',
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/index.cjs'), contextIsolation: true, sandbox: true, nodeIntegration: false, webviewTag: false, spellcheck: false, navigateOnDragDrop: false,
    },
  });
  if (isMaximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => profile.change({ window: { ...window.getNormalBounds(), isMaximized: window.isMaximized() } }));
  connect(window, service, devServer);
  void window.loadURL(devServer ?? PAGE);
  return window;
}

/** One connection for each page that is loaded: a reload cancels what the old one waited for, but no task. */
function connect(window: BrowserWindow, service: Service, devServer: string | undefined): void {
  const { webContents } = window;
  const listeners: ((message: unknown) => void)[] = [];
  const closers: (() => void)[] = [];
  const isFromPage = (event: { readonly sender: WebContents; readonly senderFrame: unknown }): boolean =>
    event.sender === webContents && event.senderFrame === webContents.mainFrame && isOurs(webContents.getURL(), devServer);
  const hear = (event: Electron.IpcMainEvent, message: unknown): void => {
    if (isFromPage(event)) for (const listener of listeners) listener(message);
  };
  const open = (): void => {
    service.connect({
      send: (message) => {
        if (!webContents.isDestroyed()) webContents.send(CHANNELS.message, message);
      },
      onMessage: (listener) => void listeners.push(listener),
      onClose: (listener) => void closers.push(listener),
    });
  };
  const shut = (): void => {
    listeners.length = 0;
    for (const close of closers.splice(0)) close();
  };
  open();
  webContents.on('did-start-navigation', (details) => {
    if (!details.isMainFrame || details.isSameDocument) return;
    shut();
    open();
  });
  ipcMain.on(CHANNELS.message, hear);
  ipcMain.handle(CHANNELS.files, (event, paths: unknown) => {
    if (!isFromPage(event)) throw new Error('not-allowed');
    try {
      return service.refs.addPaths((Array.isArray(paths) ? paths : []).filter((path): path is string => typeof path === 'string' && path !== ''));
    } catch (error) {
      service.emit('failed', { code: failureOf(error).code, values: { ...failureOf(error).values } });
      return [];
    }
  });
  window.on('closed', () => {
    ipcMain.removeListener(CHANNELS.message, hear);
    ipcMain.removeHandler(CHANNELS.files);
    shut();
  });
}
