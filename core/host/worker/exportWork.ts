import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../base/errors.ts';
import type { Locale, Say } from '../../base/text.ts';
import { parseCivil } from '../../base/time.ts';
import type { OutCell } from '../../export/cell.ts';
import { writeCsv } from '../../export/csv.ts';
import type { OutRow } from '../../export/rowSource.ts';
import type { OutColumn } from '../../export/tableColumns.ts';
import { writeWorkbook } from '../../export/xlsx.ts';
import type { CheckResult } from '../../fields/finding.ts';
import { isDecimalKind, type Field } from '../../fields/field.ts';
import { CATALOGUES } from '../../fields/index.ts';
import { EXTRA_PREFIX, type Query, type View } from '../../fields/views.ts';
import type { ShownRow } from '../../store/views/display.ts';
import { columnOf } from '../../store/views/viewColumn.ts';
import { nodeCodecs } from '../codecs.ts';
import { saveFile } from '../saveFile.ts';
import { saveReport } from '../saveReport.ts';
import { speaker } from '../speak.ts';
import { storedFinding } from '../storedFinding.ts';
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

const ROWS_PER_STEP = 2000;

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

interface ExportColumn {
  readonly key: string;
  readonly header: string;
  readonly isDecimal: boolean;
  readonly isCount: boolean;
  /** Prefix of the texts of a choice, empty for anything else. */
  readonly choices: string;
}

async function writeView(context: WorkContext, { query, columns: keys, format }: Extract<ExportSource, { what: 'view' }>, path: string, say: Say, call: WorkCall): Promise<number> {
  const { views } = context;
  const { order, total } = views.order(query);
  const offered = views.columns(query.view);
  const wanted = keys ?? offered.filter((column) => column.isPresent).map((column) => column.key);
  const columns = wanted.map((key) => exportColumn(query.view, key, offered.find((column) => column.key === key)?.header ?? null, say));
  // A workbook has every decimal twice: as exact text, and as a number that can be added up.
  const twins = format === 'xlsx';
  const headers = columns.flatMap(({ header, isDecimal, isCount }): OutColumn[] => [
    { header, kind: isCount ? 'number' : 'text' },
    ...(isDecimal && twins ? [{ header: say('report.number', { label: header }), kind: 'number' as const }] : []),
  ]);
  const tell = context.teller(call);
  async function* rows(): AsyncGenerator<OutRow> {
    for (let start = 0; start < total; start += ROWS_PER_STEP) {
      for (const row of views.block(order, start, Math.min(start + ROWS_PER_STEP, total)).rows) yield columns.flatMap((column) => cellsOf(column, row, twins, say));
      await setImmediate();
      tell({ name: basename(path), rows: start, done: start, total });
      context.checkpoint(call);
    }
  }
  const name = say(query.view === 'findings' ? 'report.sheet.findings' : `kind.${query.view}`);
  if (format === 'csv') await saveFile(path, writeCsv(headers.map(({ header }) => header), rows()));
  else await saveFile(path, writeWorkbook([{ name, columns: headers, rows: rows() }], nodeCodecs));
  return total;
}

function exportColumn(view: View, key: string, ownHeader: string | null, say: Say): ExportColumn {
  const { kind } = columnOf(view, key);
  const fields: readonly Field[] = view === 'findings' ? [] : CATALOGUES[view].fields;
  const field = fields.find((one) => one.key === key);
  const header = ownHeader ?? (key.startsWith(EXTRA_PREFIX) ? key.slice(EXTRA_PREFIX.length) : field === undefined ? say(`report.col.${key}`) : say(`field.${view}.${key}`));
  const choices = field?.choices ?? (view === 'findings' && (key === 'severity' || key === 'status') ? key : '');
  return { key, header, isDecimal: isDecimalKind(kind), isCount: kind === 'count', choices };
}

function cellsOf({ key, isDecimal, isCount, choices }: ExportColumn, { values }: ShownRow, twins: boolean, say: Say): OutCell[] {
  const value = values[key];
  if (value === undefined) return isDecimal && twins ? [null, null] : [null];
  if (isDecimal) return twins ? [value, { number: value }] : [value];
  if (isCount) return [{ number: value }];
  return [choices === '' ? value : named(`${choices}.${value}`, value, say)];
}

function named(id: string, value: string, say: Say): string {
  const name = say(id);
  return name === id ? value : name;
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
