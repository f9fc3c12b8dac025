import { Menu, app, type MenuItemConstructorOptions } from 'electron';
import type { RecentProject } from '../core/contract/appProcedures.ts';
import type { MenuCommand } from '../core/contract/names.ts';
import type { Say } from '../core/base/text.ts';

export interface MenuActions {
  readonly say: Say;
  readonly recent: readonly RecentProject[];
  readonly command: (name: MenuCommand) => void;
  readonly openRecent: (recent: string) => void;
  readonly openLogs: () => void;
  readonly about: () => void;
}

type Item = MenuItemConstructorOptions;

const PAGES: readonly MenuCommand[] = ['page.overview', 'page.packages', 'page.deductions', 'page.bill', 'page.findings', 'page.imports', 'page.exports'];

/** The menus in the language in force; items of the system by role, ours by command to the page. */
export function setMenus(actions: MenuActions): void {
  const isMac = process.platform === 'darwin';
  const template: Item[] = [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    fileMenu(actions, isMac),
    editMenu(actions),
    viewMenu(actions),
    { label: actions.say('menu.data'), submenu: [ours(actions, 'run', 'CmdOrCtrl+Shift+R'), ours(actions, 'columns', 'CmdOrCtrl+L'), ours(actions, 'clearFilters', 'CmdOrCtrl+Shift+L')] },
    { label: actions.say('menu.window'), submenu: [{ role: 'minimize', label: actions.say('menu.minimize') }, { role: 'close', label: actions.say('menu.close') }] },
    { role: 'help', label: actions.say('menu.help'), submenu: [ours(actions, 'verifyLog'), { label: actions.say('menu.logs'), click: () => actions.openLogs() }, { label: actions.say('menu.about'), click: () => actions.about() }] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function ours({ say, command }: MenuActions, name: MenuCommand, accelerator?: string): Item {
  // Keys are the page's own, so that both hosts have the same; the menu only shows them.
  return { label: say(`menu.${name}`), click: () => command(name), ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }) };
}

function fileMenu(actions: MenuActions, isMac: boolean): Item {
  const { say, recent, openRecent } = actions;
  const items: Item[] = recent.slice(0, 10).map((project) => ({ label: project.name, enabled: !project.isMissing, click: () => openRecent(project.recent) }));
  return {
    label: say('menu.file'),
    submenu: [
      ours(actions, 'newProject'), ours(actions, 'openProject', 'CmdOrCtrl+O'),
      { label: say('menu.openRecent'), submenu: items.length > 0 ? items : [{ label: say('menu.noRecent'), enabled: false }] },
      { type: 'separator' }, ours(actions, 'import', 'CmdOrCtrl+I'), ours(actions, 'paste'), ours(actions, 'export', 'CmdOrCtrl+E'),
      { type: 'separator' }, ours(actions, 'settings', 'CmdOrCtrl+,'),
      ...(isMac ? [] : [{ type: 'separator' as const }, { label: say('menu.quit'), accelerator: 'CmdOrCtrl+Q', click: () => app.quit() }]),
    ],
  };
}

function editMenu(actions: MenuActions): Item {
  const { say } = actions;
  return {
    label: say('menu.edit'),
    submenu: [
      { role: 'undo', label: say('menu.undo') }, { role: 'redo', label: say('menu.redo') }, { type: 'separator' },
      { role: 'cut', label: say('menu.cut') }, { role: 'copy', label: say('menu.copy') }, { role: 'paste', label: say('menu.pasteText') }, { role: 'selectAll', label: say('menu.selectAll') },
      { type: 'separator' }, ours(actions, 'find', 'CmdOrCtrl+F'), ours(actions, 'goto', 'CmdOrCtrl+G'),
    ],
  };
}

function viewMenu(actions: MenuActions): Item {
  const { say } = actions;
  return {
    label: say('menu.view'),
    submenu: [
      ...PAGES.map((name, at) => ours(actions, name, `CmdOrCtrl+${at + 1}`)), { type: 'separator' as const }, ours(actions, 'drawer', 'F6'), { type: 'separator' as const },
      { role: 'zoomIn', label: say('menu.zoomIn') }, { role: 'zoomOut', label: say('menu.zoomOut') }, { role: 'resetZoom', label: say('menu.zoomReset') }, { role: 'togglefullscreen', label: say('menu.fullScreen') },
    ],
  };
}
