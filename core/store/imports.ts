import { formatCivil } from '../base/time.ts';
import type { Refusal } from '../base/errors.ts';
import type { RowCounts, RejectReason } from '../fields/facts.ts';
import { RECORD_KINDS, type RecordKind } from '../fields/field.ts';
import { ROW_TABLES } from './columns.ts';
import { fileById } from './files.ts';
import { firstRecords } from './rawRows.ts';
import type { Connection } from './sqlite.ts';

/** One imported table as a list of imports shows it. */
export interface TableRecord {
  readonly id: number;
  readonly name: string;
  readonly sheet: string | null;
  readonly kind: RecordKind;
  readonly layout: string;
  readonly format: string;
  readonly encoding: string | null;
  readonly sha256: string;
  readonly headerLine: number;
  readonly matched: string[];
  readonly missing: string[];
  readonly unknown: string[];
  readonly counts: RowCounts;
  readonly window: { readonly start: string; readonly end: string } | null;
  readonly windowFromName: boolean;
  readonly snapshot: string | null;
  readonly snapshotAssumed: boolean;
}

export interface ImportEntry {
  readonly id: number;
  readonly at: string;
  readonly tables: TableRecord[];
  readonly refused: { readonly name: string; readonly failure: Refusal }[];
}

/** All imports, the last one first. */
export function listImports(db: Connection): ImportEntry[] {
  const imports = db.prepare("SELECT id, at FROM import WHERE state = 'done' ORDER BY id DESC").all() as { readonly id: number; readonly at: string }[];
  const files = db.prepare('SELECT id FROM file WHERE import = ? ORDER BY id').pluck();
  const refused = db.prepare('SELECT name, code, "values" FROM refused_file WHERE import = ? ORDER BY id');
  return imports.map(({ id, at }) => ({
    id,
    at,
    tables: (files.all(id) as number[]).map((file) => tableRecord(db, file)),
    refused: (refused.all(id) as { readonly name: string; readonly code: Refusal['code']; readonly values: string }[])
      .map(({ name, code, values }) => ({ name, failure: { code, values: JSON.parse(values) as Refusal['values'] } })),
  }));
}

export function tableRecord(db: Connection, id: number): TableRecord {
  const fact = fileById(db, id);
  const { format, headerLine, unknown } = db.prepare('SELECT format, header_line AS headerLine, unknown_headers AS unknown FROM file WHERE id = ?').get(id) as
    { readonly format: string; readonly headerLine: number; readonly unknown: string };
  const { name, sheet, kind, layout, encoding, sha256, counts, window, windowFromName, snapshot, snapshotAssumed } = fact;
  return {
    id, name, sheet, kind, layout, format, encoding, sha256, headerLine, counts, windowFromName, snapshotAssumed,
    matched: [...fact.columns], missing: [...fact.missing], unknown: JSON.parse(unknown) as string[],
    window: window === null ? null : { start: formatCivil(window.start), end: formatCivil(window.end) },
    snapshot: snapshot === null ? null : formatCivil(snapshot),
  };
}

/** When the same bytes came in first, as an ISO time; `except` is an import that does not count. */
export function importedAt(db: Connection, sha256: string, except: number): string | null {
  const at = db.prepare("SELECT import.at FROM file JOIN import ON import.id = file.import WHERE file.sha256 = ? AND import.state = 'done' AND import.id <> ? ORDER BY file.id LIMIT 1").pluck().get(sha256, except) as string | undefined;
  return at ?? null;
}

/** How many rows would go with an import, and how many stay because another file holds them. */
export function removalOf(db: Connection, id: number): { removed: number; kept: number } {
  const list = (db.prepare('SELECT id FROM file WHERE import = ?').pluck().all(id) as number[]).join(', ');
  let all = 0;
  let kept = 0;
  for (const kind of RECORD_KINDS) {
    const own = `FROM ${ROW_TABLES[kind]} AS r WHERE r.file IN (${list})`;
    all += db.prepare(`SELECT count(*) ${own}`).pluck().get() as number;
    kept += db.prepare(`SELECT count(*) ${own} AND r.id IN (SELECT "row" FROM sighting WHERE kind = ? AND file NOT IN (${list}))`).pluck().get(kind) as number;
  }
  return { removed: all - kept, kept };
}

export interface RejectedEntry {
  readonly line: number;
  readonly field: string;
  readonly reason: RejectReason;
  readonly cell: string;
  readonly cells: string[];
}

/** Rows of a table that were set aside, from one place to before another, with the table's headers. */
export function rejectedOf(db: Connection, file: number, start: number, end: number): { total: number; headers: string[]; rows: RejectedEntry[] } {
  const rows = db.prepare('SELECT line, field, reason, cell, record FROM rejected_row WHERE file = ? ORDER BY line, id LIMIT ? OFFSET ?').all(file, Math.max(0, end - start), start) as
    (Omit<RejectedEntry, 'cells'> & { readonly record: string })[];
  return {
    total: db.prepare('SELECT count(*) FROM rejected_row WHERE file = ?').pluck().get(file) as number,
    headers: [...(firstRecords(db, file, 1)[0]?.cells ?? [])],
    rows: rows.map(({ record, ...row }) => ({ ...row, cells: JSON.parse(record) as string[] })),
  };
}
