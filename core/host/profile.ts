import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ExportRecord } from '../contract/exportProcedures.ts';
import { writeError } from '../store/aside.ts';
import { settingsShape, type Settings } from '../contract/appProcedures.ts';

/** A project that was open, by its path; the page only ever sees its name. */
export interface RecentEntry {
  readonly id: string;
  readonly path: string;
  readonly openedAt: string;
}

/** An export as the profile keeps it: the record, and where the file lies. */
export type KeptExport = Omit<ExportRecord, 'isMissing' | 'done' | 'total'> & { readonly path: string };

/** Where a window stood. */
export interface WindowState {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly isMaximized: boolean;
}

interface Contents {
  settings: Settings;
  recent: RecentEntry[];
  exports: KeptExport[];
  /** Path of the project to open at the next start. */
  lastProject: string | null;
  window: WindowState | null;
}

const EMPTY_SETTINGS: Settings = { locale: null, theme: 'system', views: {}, scope: {}, page: {} };
const MOST_RECENT = 20;

/**
 * What belongs to the user and not to a project, in one JSON file: settings, recent projects, exports. A file that cannot be
 * read is put aside and a new one begun; nobody's data are in it.
 */
export class Profile {
  readonly folder: string;
  private readonly path: string;
  private contents: Contents;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    this.path = join(folder, 'profile.json');
    this.contents = this.load();
  }

  get settings(): Settings {
    return this.contents.settings;
  }

  get recent(): readonly RecentEntry[] {
    return this.contents.recent;
  }

  get exports(): readonly KeptExport[] {
    return this.contents.exports;
  }

  get lastProject(): string | null {
    return this.contents.lastProject;
  }

  get window(): WindowState | null {
    return this.contents.window;
  }

  /** Keeps a change. Throws `disk-full` and `out-unwritable`, with everything as it was. */
  change(part: Partial<Contents>): void {
    const next = { ...this.contents, ...part };
    this.save(next);
    this.contents = next;
  }

  /** Keeps a change for as long as the program runs, and for good where that can be: for what has happened whether or not a disk takes it. */
  note(part: Partial<Contents>): void {
    this.contents = { ...this.contents, ...part };
    try {
      this.save(this.contents);
    } catch {
      // The next change that can be kept takes it along.
    }
  }

  opened(entry: RecentEntry): void {
    this.change({ lastProject: entry.path, recent: [entry, ...this.recent.filter(({ path }) => path !== entry.path)].slice(0, MOST_RECENT) });
  }

  private load(): Contents {
    const empty: Contents = { settings: EMPTY_SETTINGS, recent: [], exports: [], lastProject: null, window: null };
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch {
      return empty;
    }
    try {
      const kept = JSON.parse(text) as Partial<Contents>;
      const settings = settingsShape.safeParse({ ...EMPTY_SETTINGS, ...kept.settings });
      return { ...empty, ...kept, settings: settings.success ? settings.data : EMPTY_SETTINGS };
    } catch {
      renameSync(this.path, `${this.path}.damaged`);
      return empty;
    }
  }

  /** Aside and renamed, so that a crash leaves the old one. */
  private save(contents: Contents): void {
    const aside = `${this.path}.part`;
    try {
      writeFileSync(aside, `${JSON.stringify(contents, null, 1)}\n`);
      renameSync(aside, this.path);
    } catch (error) {
      throw writeError(error, basename(this.path));
    }
  }
}
