import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../base/errors.ts';
import type { Locale, Say } from '../../base/text.ts';
import { parseCivil } from '../../base/time.ts';
import type { CheckResult } from '../../fields/finding.ts';
import type { Query } from '../../fields/views.ts';
import { redactorOf, type Redactor } from '../redactor.ts';
import { saveRejected } from '../saveRejected.ts';
import { saveReport, type ReportOptions } from '../saveReport.ts';
import { speaker } from '../speak.ts';
import { storedFinding } from '../storedFinding.ts';
import { saveEvidence } from '../ticket.ts';
import { saveTable, viewTable } from '../viewTable.ts';
import { ticketFinding } from './findingWork.ts';
import type { WorkCall, WorkContext } from './workContext.ts';

export type ExportSource =
  | { readonly what: 'view'; readonly query: Query; readonly columns?: readonly string[] | undefined; readonly format: 'xlsx' | 'csv' }
  | { readonly what: 'report' }
  | { readonly what: 'rejected'; readonly file: number }
  | { readonly what: 'evidence'; readonly key: string };

export interface ExportInput {
  readonly source: ExportSource;
  readonly path: string;
  readonly locale: Locale;
  readonly now: string;
  /** Hides whose the records are, by pseudonyms. */
  readonly isRedacted?: boolean;
}

/** Writes one export; answers how many rows and bytes it has. Nothing is left under its name where it is cancelled. */
export async function writeExport(context: WorkContext, input: ExportInput, call: WorkCall): Promise<{ rows: number | null; bytes: number }> {
  const rows = await written(context, input, call);
  return { rows, bytes: statSync(input.path).size };
}

function written(context: WorkContext, { source, path, locale, now, isRedacted = false }: ExportInput, call: WorkCall): Promise<number | null> {
  const redactor = isRedacted ? redactorOf(context.store) : null;
  const say = speaker(locale);
  const name = basename(path);
  const tell = context.teller(call);
  const onRows = async (rows: number, total: number): Promise<void> => {
    // Messages come in between two turns of the loop.
    await setImmediate();
    tell({ name, rows, done: rows, total });
    context.checkpoint(call);
  };
  switch (source.what) {
    case 'report':
      return writeReport(context, path, { say, now, redactor, onPiece: () => onRows(0, 0) });
    case 'view':
      return writeView(context, source, path, { say, redactor, onRows });
    case 'evidence':
      return saveEvidence(path, ticketFinding(context, source.key), say, redactor);
    default:
      return saveRejected(path, context.store, source.file, say, onRows, redactor);
  }
}

type OnRows = (rows: number, total: number) => Promise<void>;

async function writeReport({ store, views }: WorkContext, path: string, options: ReportOptions): Promise<null> {
  const run = store.runs.latest();
  if (run === null) throw new AppError('not-allowed', { what: options.say('cli.noRun') });
  const { files, refused } = store.dataset();
  await saveReport(path, store, {
    engine: run.engine,
    snapshot: run.snapshot === null ? null : parseCivil(run.snapshot),
    snapshotAssumed: files.some((file) => file.snapshotAssumed),
    checks: run.checks.map(({ body }) => JSON.parse(body) as CheckResult),
    findings: run.findings.map(({ body }) => storedFinding(body)),
    replayed: { packages: 0, histories: 0, rows: 0 },
    files,
    refused,
  }, { ...options, views });
  return null;
}

async function writeView({ views }: WorkContext, { query, columns: keys, format }: Extract<ExportSource, { what: 'view' }>, path: string, { say, redactor, onRows }: { readonly say: Say; readonly redactor: Redactor | null; readonly onRows: OnRows }): Promise<number> {
  return views.frozen(async () => {
    const table = viewTable(views, query, { keys, twins: format === 'xlsx', say, redactor });
    await saveTable(path, format, table, (rows) => onRows(rows, table.total));
    return table.total;
  });
}
