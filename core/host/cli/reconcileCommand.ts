import { AppError } from '../../base/errors.ts';
import { Profile } from '../../reconcile/profile.ts';
import type { StatedTotal } from '../../fields/totals.ts';
import { Store } from '../../store/store.ts';
import { auditTrail } from '../auditTrail.ts';
import { nodeCodecs } from '../codecs.ts';
import { importFiles, type ImportReport } from '../importFiles.ts';
import { inputJson, resultJson } from '../result.ts';
import { runChecks, type Run } from '../runChecks.ts';
import { redactorOf } from '../redactor.ts';
import { saveFile } from '../saveFile.ts';
import { saveReport } from '../saveReport.ts';
import { openSources } from '../sources.ts';
import { namesOf } from '../worker/basisWork.ts';
import { backUpFirst } from './backupCommands.ts';
import { EXIT, type Context, type ExitCode } from './io.ts';
import { snapshotOf } from './options.ts';
import { showImports, showRun, showUnmatched } from './summary.ts';

export interface Earlier {
  readonly files: readonly string[];
  readonly snapshot: string;
}

export interface JobOptions {
  readonly project?: string | undefined;
  readonly snapshot?: string | undefined;
  /** Further files that come in first, with overviews that were taken at another time. */
  readonly earlier?: readonly Earlier[];
  readonly json?: string | undefined;
  readonly xlsx?: string | undefined;
  /** What is stated about months before the run. */
  readonly totals?: readonly StatedTotal[];
  /** There where the report is to hide customers. */
  readonly redact?: string | undefined;
  /** Where to save how long each check took. */
  readonly profile?: string | undefined;
}

export function openStore(project: string | undefined): Store {
  return project === undefined ? Store.temporary() : Store.open(project);
}

/** Imports the files that the user named into an open project, with progress on the terminal. */
export async function importInto(store: Store, paths: readonly string[], snapshot: string | undefined, context: Context): Promise<ImportReport> {
  const { terminal, say } = context;
  const time = snapshotOf(snapshot);
  const sources = openSources(paths);
  try {
    return await importFiles(store, sources.files, {
      codecs: nodeCodecs,
      now: context.now,
      ...(time === undefined ? {} : { snapshot: time }),
      onProgress: ({ name, rows, bytes, totalBytes }) => terminal.progress(say('cli.importing', { file: name, rows, percent: totalBytes === 0 ? 100 : Math.floor((bytes * 100) / totalBytes) })),
    });
  } finally {
    terminal.endProgress();
    sources.close();
  }
}

export function checkAll(store: Store, context: Context, profile?: Profile): Run {
  const { terminal, say } = context;
  try {
    return runChecks(store, context.now, { onProgress: (stage, rows) => terminal.progress(say(`cli.checking.${stage}`, { rows })), ...(profile === undefined ? {} : { profile }) });
  } finally {
    terminal.endProgress();
  }
}

/** The main job: import, replay, reconcile, save. Answers the exit code and what came out. */
export async function reconcileJob(paths: readonly string[], options: JobOptions, context: Context): Promise<{ readonly code: ExitCode; readonly run: Run }> {
  if (paths.length === 0) throw new AppError('files-missing', { command: 'reconcile' });
  const { terminal, say } = context;
  const store = openStore(options.project);
  try {
    if (options.project !== undefined) backUpFirst(store, context);
    for (const { files, snapshot } of options.earlier ?? []) await importInto(store, files, snapshot, context);
    const report = await importInto(store, paths, options.snapshot, context);
    for (const total of options.totals ?? []) store.settings.setTotal(total, total, { at: context.now, who: null });
    const profile = options.profile === undefined ? undefined : new Profile(() => performance.now());
    const run = checkAll(store, context, profile);
    const quiet = options.json === '-';
    if (!quiet) {
      showImports(report, context);
      showRun(run, context);
      showUnmatched(namesOf({ store, views: store.views() }), context);
    }
    if (options.xlsx !== undefined) {
      await saveReport(options.xlsx, store, run, { ...context, redactor: options.redact === undefined ? null : redactorOf(store) });
      if (!quiet) terminal.out(say('cli.saved', { file: options.xlsx }));
    }
    if (options.json !== undefined) {
      // Without a project the inputs are those of this call; with one, everything that it holds went into the run.
      const json = JSON.stringify(resultJson(run, run.files.map((file) => inputJson(report.files.find((own) => own.id === file.id) ?? file)), auditTrail(store, () => store.views()), namesOf({ store, views: store.views() }), say), null, 2);
      if (quiet) terminal.out(json);
      else {
        await saveFile(options.json, [new TextEncoder().encode(`${json}\n`)]);
        terminal.out(say('cli.saved', { file: options.json }));
      }
    }
    if (options.profile !== undefined) {
      await saveFile(options.profile, [new TextEncoder().encode(`${JSON.stringify(profile!.result(), null, 2)}\n`)]);
      if (!quiet) terminal.out(say('cli.saved', { file: options.profile }));
    }
    const refused = report.refused.length > 0;
    return { code: refused ? EXIT.refused : run.findings.some((finding) => finding.severity === 'error') ? EXIT.findings : EXIT.clean, run };
  } finally {
    store.close();
  }
}
