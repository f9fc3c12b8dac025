import { z } from 'zod';
import { emptyShape, localeShape, refShape, scopeShape, sortShape, themeShape, viewShape } from './shapes.ts';

/** The program itself, the user's settings and the project that is open. */

export const projectShape = z.object({
  /** File name without folders. */
  name: z.string(),
  /** A project that nobody has named yet: it goes away unless it is saved. */
  isTemporary: z.boolean(),
  isReadOnly: z.boolean(),
  isSample: z.boolean(),
  /** Rows by view; findings are those of the last run. */
  counts: z.object({ packages: z.int(), deductions: z.int(), bill: z.int(), findings: z.int() }),
  files: z.int(),
});

/** Months that any row falls into, first to last, the accounts and the currencies: what the scope offers. */
const choicesShape = z.object({ months: z.array(z.string()), accounts: z.array(z.string()), currencies: z.array(z.string()) });

const columnStateShape = z.object({
  key: z.string().max(300),
  hidden: z.boolean().optional(),
  width: z.number().min(0).max(5000).optional(),
  pinned: z.enum(['left', 'right']).nullable().optional(),
});

/** How a grid is set up: columns in their order. */
export const viewStateShape = z.object({ columns: z.array(columnStateShape).max(2000), sort: z.array(sortShape).max(10).default([]) });

export const settingsShape = z.object({
  /** `null` follows the system. */
  locale: localeShape.nullable(),
  theme: themeShape,
  views: z.partialRecord(viewShape, viewStateShape),
  scope: scopeShape,
  /** Whatever else the page wants to find again, as texts. */
  page: z.record(z.string().max(100), z.string().max(100_000)),
});

export const appProcedures = {
  'app.info': {
    input: emptyShape,
    output: z.object({
      version: z.string(),
      host: z.enum(['electron', 'loopback']),
      platform: z.string(),
      /** The language in force: the setting, else the system's. */
      locale: localeShape,
      settings: settingsShape,
      project: projectShape,
      /** What the host can do beyond the contract's minimum. */
      can: z.object({ choose: z.boolean(), openFiles: z.boolean(), menus: z.boolean() }),
    }),
  },
  /** Opens the log folder in the file manager (Electron); answers whether there is one to show. */
  'app.openLogs': { input: emptyShape, output: z.object({ isOpen: z.boolean() }) },
  'settings.get': { input: emptyShape, output: settingsShape },
  /** Changes what is given and keeps the rest; `null` for a view takes its state back to the default. */
  'settings.set': {
    input: z.object({
      locale: localeShape.nullable().optional(),
      theme: themeShape.optional(),
      views: z.partialRecord(viewShape, viewStateShape.nullable()).optional(),
      scope: scopeShape.optional(),
      page: z.record(z.string().max(100), z.string().max(100_000).nullable()).optional(),
    }),
    output: settingsShape,
  },
  /** The sentences of the checks (`common.…`, `<check>.title|rule|act|…`) in both languages; all others are in resources/strings and the catalogue. */
  'texts.get': { input: emptyShape, output: z.object({ texts: z.record(z.string(), z.object({ zh: z.string(), en: z.string() })) }) },
} as const;

const recentShape = z.object({ recent: z.string(), name: z.string(), openedAt: z.string(), isMissing: z.boolean() });
const openedShape = z.object({ project: projectShape });

export const projectProcedures = {
  /** The projects opened last, newest first; `recent` stands for one of them. */
  'projects.recent': { input: emptyShape, output: z.object({ projects: z.array(recentShape) }) },
  'projects.openRecent': { input: z.object({ recent: z.string() }), output: openedShape },
  'projects.forgetRecent': { input: z.object({ recent: z.string() }), output: emptyShape },
  /** Asks for a file (Electron) and opens it; `project` is `null` where the user thought better of it. */
  'projects.choose': { input: emptyShape, output: z.object({ project: projectShape.nullable() }) },
  /** Opens a dropped or uploaded project file. An uploaded one is a copy in the profile. */
  'projects.open': { input: z.object({ ref: z.string() }), output: openedShape },
  /** A new, empty project: Electron asks where, the loopback host keeps it in the profile under `name`; without a name it is temporary. */
  'projects.create': { input: z.object({ name: z.string().max(100).optional() }), output: z.object({ project: projectShape.nullable() }) },
  /** Keeps a copy of the present project and goes on in it: Electron asks where, the loopback host uses `name`. */
  'projects.saveAs': { input: z.object({ name: z.string().max(100).optional() }), output: z.object({ project: projectShape.nullable() }) },
  /** Closes the project; a new temporary one takes its place. */
  'projects.close': { input: emptyShape, output: openedShape },
  /** Takes a reading of all rows, so that the page does not wait for it before it shows anything. */
  'projects.choices': { input: emptyShape, output: choicesShape },
  /** A temporary project with the sample exports and a run over them. */
  'projects.openSample': { input: emptyShape, output: openedShape, progress: z.object({ done: z.number(), total: z.number() }) },
} as const;

export const fileProcedures = {
  /** The system's dialog to choose exports (Electron); empty where the user thought better of it. */
  'imports.choose': { input: emptyShape, output: z.object({ refs: z.array(refShape) }) },
  /** Text or an HTML table from the clipboard becomes something to import. */
  'imports.paste': { input: z.object({ text: z.string().max(50_000_000).default(''), html: z.string().max(50_000_000).default('') }), output: z.object({ refs: z.array(refShape) }) },
} as const;

export type Project = z.output<typeof projectShape>;
export type Settings = z.output<typeof settingsShape>;
export type ViewState = z.output<typeof viewStateShape>;
export type RecentProject = z.output<typeof recentShape>;
