import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../base/errors.ts';
import type { Locale, Say } from '../../base/text.ts';
import { parseCivil } from '../../base/time.ts';
import type { OutRow } from '../../export/rowSource.ts';
import type { OutColumn } from '../../export/tableColumns.ts';
import { writeWorkbook } from '../../export/xlsx.ts';
import type { CheckResult } from '../../fields/finding.ts';
import type { Query } from '../../fields/views.ts';
import { nodeCodecs } from '../codecs.ts';
import { saveFile } from '../saveFile.ts';
import { saveReport } from '../saveReport.ts';
import { speaker } from '../speak.ts';
import { storedFinding } from '../storedFinding.ts';
import { saveTable, viewTable } from '../viewTable.ts';
import type { WorkCall, WorkContext } from './workContext.ts';

export type ExportSource =
  | { readonly what: 'view'; readonly query: Query; readonly columns?: readonly string[] | undefined; readonly format: 'xlsx' | 'csv' }
  | { readonly what: 'report' }
  | { readonly what: 'rejected'; readonly file: number };

export interface ExportInput {
  readonly source: ExportSource;
  readonly path: string;
  readonly locale: Locale;
  readonly now: string;
}

/** Writes one export; answers how many rows and bytes it has. Nothing is left under its name where it is cancelled. */
export async function writeExport(context: WorkContext, input: ExportInput, call: WorkCall): Promise<{ rows: number | null; bytes: number }> {
  const say = speaker(input.locale);
  const rows = await written(context, input, say, call);
  return { rows, bytes: statSync(input.path).size };
}

function written(context: WorkContext, input: ExportInput, say: Say, call: WorkCall): Promise<number | null> {
  const { source, path, now } = input;
  if (source.what === 'report') return writeReport(context, path, say, now);
  return source.what === 'view' ? writeView(context, source, path, say, call) : writeRejected(context, source.file, path, say);
}

async function writeReport({ store }: WorkContext, path: string, say: Say, now: string): Promise<null> {
  const run = store.runs.latest();
  if (run === null) throw new AppError('not-allowed', { what: say('cli.noRun') });
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
  }, { say, now });
  return null;
}

async function writeView(context: WorkContext, { query, columns: keys, format }: Extract<ExportSource, { what: 'view' }>, path: string, say: Say, call: WorkCall): Promise<number> {
  const { views } = context;
  return views.frozen(async () => {
    const table = viewTable(views, query, { keys, twins: format === 'xlsx', say });
    const { total } = table;
    const tell = context.teller(call);
    await saveTable(path, format, table, async (rows) => {
      // Messages come in between two turns of the loop.
      await setImmediate();
      tell({ name: basename(path), rows, done: rows, total });
      context.checkpoint(call);
    });
    return total;
  });
}

async function writeRejected({ store }: WorkContext, file: number, path: string, say: Say): Promise<number> {
  const { headers, rows, total } = store.rejectedRows(file, 0, 10_000_000);
  const width = Math.max(headers.length, ...rows.map(({ cells }) => cells.length));
  const columns: OutColumn[] = [
    { header: say('report.col.line'), kind: 'number' }, { header: say('report.col.reason'), kind: 'text' }, { header: say('report.col.field'), kind: 'text' },
    ...Array.from({ length: width }, (_, at): OutColumn => ({ header: headers[at] ?? `#${at + 1}`, kind: 'text' })),
  ];
  const out = rows.map(({ line, field, reason, cells }): OutRow => [
    { number: String(line) }, say(`reject.${reason}`), field === '' ? null : say(`field.${field}`), ...Array.from({ length: width }, (_, at) => cells[at] ?? null),
  ]);
  await saveFile(path, writeWorkbook([{ name: say('report.sheet.rejected'), columns, rows: out }], nodeCodecs));
  return total;
}
