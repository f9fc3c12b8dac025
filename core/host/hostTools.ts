/**
 * What a host can do for the program that plain Node cannot: dialogs and the desktop in Electron, downloads in a browser. The
 * program asks; which host it is shows nowhere else.
 */
export interface HostTools {
  readonly host: 'electron' | 'loopback';
  readonly can: { readonly choose: boolean; readonly openFiles: boolean; readonly menus: boolean };
  /** The system's language, such as `zh-CN`. */
  systemLocale(): string;
  /** Paths that the user chose; empty where there is no dialog or the user thought better of it. */
  chooseFiles(): Promise<readonly string[]>;
  chooseProject(): Promise<string | null>;
  /** Where a new project goes; `name` is what the page proposes. */
  chooseNewProject(name: string): Promise<string | null>;
  /** Opens a file with its program; answers an address where a browser has to get it. */
  openFile(path: string): Promise<string | null>;
  showInFolder(path: string): void;
  openLogs(): boolean;
  /** Settings that show outside of the page: native theme and menus. */
  settingsChanged(): void;
  /** A project was opened, for the list of the system. */
  projectOpened(path: string): void;
}
