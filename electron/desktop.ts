import { BrowserWindow, app, dialog, nativeTheme, shell } from 'electron';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Say } from '../core/base/text.ts';
import type { HostTools } from '../core/host/hostTools.ts';
import type { Profile } from '../core/host/profile.ts';
import { ENGINE } from '../core/host/version.ts';
import type { Log } from './log.ts';

const EXTENSION = 'packledger';
const EXPORTS = ['csv', 'tsv', 'txt', 'xlsx', 'xlsm', 'xls', 'zip'];

interface Parts {
  readonly profile: Profile;
  readonly log: Log;
  readonly say: () => Say;
  /** Rebuilds menus in the language in force. */
  readonly refreshMenus: () => void;
}

/** Dialogs and the desktop, for the program to use. */
export function desktopTools({ profile, log, say, refreshMenus }: Parts): HostTools {
  const project = (): Electron.FileFilter[] => [{ name: say()('dialog.project'), extensions: [EXTENSION] }];
  return {
    host: 'electron',
    can: { choose: true, openFiles: true, menus: true },
    systemLocale: () => app.getLocale(),
    chooseFiles: async () => {
      const filters = [{ name: say()('dialog.exports'), extensions: EXPORTS }, { name: say()('dialog.allFiles'), extensions: ['*'] }];
      return open({ title: say()('dialog.chooseFiles'), filters, properties: ['openFile', 'multiSelections'] });
    },
    chooseProject: async () => (await open({ title: say()('dialog.openProject'), filters: project(), properties: ['openFile'] }))[0] ?? null,
    chooseNewProject: async (name) => {
      const options = { title: say()('dialog.newProject'), filters: project(), defaultPath: join(app.getPath('documents'), `${name}.${EXTENSION}`) };
      const window = BrowserWindow.getFocusedWindow();
      const { canceled, filePath } = window === null ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(window, options);
      if (canceled || filePath === '') return null;
      return filePath.endsWith(`.${EXTENSION}`) ? filePath : `${filePath}.${EXTENSION}`;
    },
    openFile: async (path) => {
      const problem = await shell.openPath(path);
      if (problem !== '') log.write(`open: ${problem}`);
      return null;
    },
    showInFolder: (path) => shell.showItemInFolder(path),
    openLogs: () => {
      void shell.openPath(log.folder);
      return existsSync(log.folder);
    },
    settingsChanged: () => {
      nativeTheme.themeSource = profile.settings.theme;
      refreshMenus();
    },
    projectOpened: (path) => {
      app.addRecentDocument(path);
      refreshMenus();
    },
  };
}

async function open(options: Electron.OpenDialogOptions): Promise<readonly string[]> {
  const window = BrowserWindow.getFocusedWindow();
  const { canceled, filePaths } = window === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
  return canceled ? [] : filePaths;
}

export function showAbout(say: Say): void {
  const { electron = '', chrome = '', node = '' } = process.versions as Readonly<Record<string, string>>;
  void dialog.showMessageBox({ type: 'info', title: say('menu.about'), message: 'PackLedger', detail: say('about.detail', { version: ENGINE, electron, chrome, node }) });
}
