import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../base/errors.ts';
import type { Locale, Say } from '../../base/text.ts';
import { parseCivil } from '../../base/time.ts';
import type { CheckResult } from '../../fields/finding.ts';
import type { Query } from '../../fields/views.ts';
import { saveRejected } from '../saveRejected.ts';
import { saveReport, type ReportOptions } from '../saveReport.ts';
import { speaker } from '../speak.ts';
import { storedFinding } from '../storedFinding.ts';
import { saveEvidence } from '../ticket.ts';
import { saveTable, viewTable } from '../viewTable.ts';
import { ticketFinding } from './runWork.ts';
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
}

/** Writes one export; answers how many rows and bytes it has. Nothing is left under its name where it is cancelled. */
export async function writeExport(context: WorkContext, input: ExportInput, call: WorkCall): Promise<{ rows: number | null; bytes: number }> {
  const rows = await written(context, input, call);
  return { rows, bytes: statSync(input.path).size };
}

function written(context: WorkContext, { source, path, locale, now }: ExportInput, call: WorkCall): Promise<number | null> {
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
      return writeReport(context, path, { say, now, onPiece: () => onRows(0, 0) });
    case 'view':
      return writeView(context, source, path, say, onRows);
    case 'evidence':
      return saveEvidence(path, ticketFinding(context, source.key), say);
    default:
      return saveRejected(path, context.store, source.file, say, onRows);
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

async function writeView({ views }: WorkContext, { query, columns: keys, format }: Extract<ExportSource, { what: 'view' }>, path: string, say: Say, onRows: OnRows): Promise<number> {
  return views.frozen(async () => {
    const table = viewTable(views, query, { keys, twins: format === 'xlsx', say });
    await saveTable(path, format, table, (rows) => onRows(rows, table.total));
    return table.total;
  });
}
