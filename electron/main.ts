import { BrowserWindow, app, crashReporter, dialog } from 'electron';
import { join, resolve } from 'node:path';
import type { Locale } from '../core/base/text.ts';
import { AppError } from '../core/base/errors.ts';
import { localeOf } from '../core/host/handlers/appHandlers.ts';
import type { HostTools } from '../core/host/hostTools.ts';
import { Profile } from '../core/host/profile.ts';
import { startService, type Service } from '../core/host/service.ts';
import { programSpeaker } from '../core/host/programSpeech.ts';
import { desktopTools, showAbout } from './desktop.ts';
import { Log } from './log.ts';
import { setMenus } from './menu.ts';
import { goOffline, holdPages, registerScheme, servePage } from './security.ts';
import { openWindow } from './window.ts';

/** The desktop program: starts once, opens what it is given, keeps its crashes to itself. */

const devServer = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'];
const givenProfile = process.env['PACKLEDGER_PROFILE'];
if (givenProfile !== undefined && givenProfile !== '') app.setPath('userData', givenProfile);

/** Files that the system asked to open before there was a window. */
const waiting: string[] = [];
let service: Service | null = null;
let window: BrowserWindow | null = null;

function filesOfArguments(argv: readonly string[]): string[] {
  return argv.slice(1).filter((arg) => /\.(packledger|csv|tsv|txt|xlsx|xlsm|xls|zip)$/i.test(arg) && !arg.startsWith('-'));
}

/** A project is opened; exports are offered to the page, which asks before it imports. */
async function openFiles(paths: readonly string[]): Promise<void> {
  if (service === null) {
    waiting.push(...paths);
    return;
  }
  try {
    const project = paths.find((path) => path.endsWith('.packledger'));
    if (project !== undefined) await service.projects.open(project);
    const refs = service.refs.addPaths(paths.filter((path) => !path.endsWith('.packledger')));
    if (refs.length > 0) service.emit('files', { refs });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    service.emit('failed', { code: error.code, values: { ...error.values } });
  }
}

function show(): void {
  if (window === null) return;
  if (window.isMinimized()) window.restore();
  window.focus();
}

async function start(): Promise<void> {
  await app.whenReady();
  const profile = new Profile(app.getPath('userData'));
  const log = new Log(join(profile.folder, 'logs'));
  process.on('uncaughtException', (error) => log.error('uncaught', error));
  process.on('unhandledRejection', (error) => log.error('unhandled', error));
  servePage(join(import.meta.dirname, '../renderer'));
  goOffline(devServer, (what) => log.write(what));
  holdPages(devServer);
  let locale: Locale = 'zh-CN';
  const say = (): ReturnType<typeof programSpeaker> => programSpeaker(locale);
  const refreshMenus = (): void => {
    locale = localeOf({ profile, tools });
    setMenus({
      say: say(),
      recent: service?.projects.recent() ?? [],
      command: (name) => service?.emit('command', { name }),
      openRecent: (recent) => void service?.projects.openRecent(recent).catch((error: unknown) => log.error('recent', error)),
      openLogs: () => void tools.openLogs(),
      about: () => showAbout(say()),
    });
  };
  const tools: HostTools = desktopTools({ profile, log, say, refreshMenus });
  const given = [...filesOfArguments(process.argv.slice(app.isPackaged ? 0 : 1)), ...waiting.splice(0)];
  const project = given.find((path) => path.endsWith('.packledger')) ?? null;
  service = await startService({ profile, tools, project, exportFolder: join(app.getPath('downloads'), 'PackLedger'), report: (error, where) => log.error(where, error) }).catch((error: unknown) => {
    log.error('start', error);
    const { code, values } = error instanceof AppError ? error : new AppError('defect', { message: String(error) });
    dialog.showErrorBox(say()('dialog.startFailed'), say()(`error.${code}`, values));
    app.exit(1);
    return null;
  });
  if (service === null) return;
  tools.settingsChanged();
  const own = service;
  const create = (): void => {
    window = openWindow({ service: own, profile, devServer });
    window.on('closed', () => {
      window = null;
    });
    const exports = given.splice(0).filter((path) => !path.endsWith('.packledger'));
    if (exports.length > 0) window.webContents.once('did-finish-load', () => void openFiles(exports));
  };
  create();
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) create();
  });
}

function stopOnce(): void {
  let isStopped = false;
  app.on('before-quit', (event) => {
    if (isStopped || service === null) return;
    // Threads end before the program does: what they write is whole or not there.
    event.preventDefault();
    isStopped = true;
    const closing = service;
    service = null;
    void closing.close().finally(() => app.quit());
  });
}

registerScheme();
crashReporter.start({ uploadToServer: false });
if (app.requestSingleInstanceLock()) {
  app.on('second-instance', (_event, argv, folder) => {
    show();
    void openFiles(filesOfArguments(argv).map((path) => resolve(folder, path)));
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    show();
    void openFiles([path]);
  });
  app.on('window-all-closed', () => app.quit());
  stopOnce();
  void start();
} else app.quit();
