import type { Refusal } from '../base/errors.ts';
import type { FileFact, RefusedFile, RejectedRow } from '../fields/facts.ts';
import type { RecordKind } from '../fields/field.ts';
import type { Connection } from './sqlite.ts';

interface FileRow {
  readonly id: number;
  readonly name: string;
  readonly sheet: string | null;
  readonly kind: RecordKind;
  readonly layout: string;
  readonly encoding: string | null;
  readonly sha256: string;
  readonly read: number;
  readonly stored: number;
  readonly known: number;
  readonly ignored: number;
  readonly rejected: number;
  readonly columns: string;
  readonly missing: string;
  readonly scales: string;
  readonly window_start: number | null;
  readonly window_end: number | null;
  readonly window_from_name: number;
  readonly products: string;
  readonly snapshot: number | null;
  readonly snapshot_assumed: number;
  readonly unknown_words: string;
  readonly totals: string;
}

function fileFact(row: FileRow): FileFact {
  const { id, name, sheet, kind, layout, encoding, sha256, read, stored, known, ignored, rejected, snapshot } = row;
  return {
    id, name, sheet, kind, layout, encoding, sha256, snapshot,
    counts: { read, stored, known, ignored, rejected },
    columns: JSON.parse(row.columns) as string[],
    missing: JSON.parse(row.missing) as string[],
    scales: JSON.parse(row.scales) as FileFact['scales'],
    window: row.window_start === null || row.window_end === null ? null : { start: row.window_start, end: row.window_end },
    windowFromName: row.window_from_name === 1,
    products: JSON.parse(row.products) as string[],
    snapshotAssumed: row.snapshot_assumed === 1,
    unknownWords: JSON.parse(row.unknown_words) as FileFact['unknownWords'],
    totals: JSON.parse(row.totals) as FileFact['totals'],
  };
}

/** All files that ever came in, in the order of their import. */
export function allFiles(db: Connection): FileFact[] {
  return (db.prepare('SELECT * FROM file ORDER BY id').all() as FileRow[]).map(fileFact);
}

export function fileById(db: Connection, id: number): FileFact {
  return fileFact(db.prepare('SELECT * FROM file WHERE id = ?').get(id) as FileRow);
}

/**
 * The files without those that brought nothing but the bytes of an earlier one: importing a file twice changes nothing.
 * In an order that no import order changes.
 */
export function distinctFiles(files: readonly FileFact[]): FileFact[] {
  const seen = new Set<string>();
  return files
    .filter((file) => {
      const inside = file.name.split(' › ').slice(1).join(' › ');
      const content = [file.kind, file.sha256, inside, file.sheet ?? '', file.snapshot ?? ''].join('\n');
      return seen.size < seen.add(content).size;
    })
    .sort((a, b) => compareTexts(a.kind, b.kind) || compareTexts(a.name, b.name) || compareTexts(a.sha256, b.sha256) || compareTexts(a.sheet ?? '', b.sheet ?? ''));
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The documents that the last import refused; earlier ones are history. */
export function refusedFiles(db: Connection): RefusedFile[] {
  const rows = db.prepare(`SELECT name, code, "values" FROM refused_file WHERE import = (SELECT max(id) FROM import WHERE state = 'done') ORDER BY name, id`).all() as
    { readonly name: string; readonly code: Refusal['code']; readonly values: string }[];
  return rows.map(({ name, code, values }) => ({ name, refusal: { code, values: JSON.parse(values) as Refusal['values'] } }));
}

/** The rows of these files that were set aside, file by file. */
export function* rejectedRows(db: Connection, files: readonly FileFact[]): Generator<RejectedRow> {
  const rows = db.prepare('SELECT file, line, field, reason, cell, known FROM rejected_row WHERE file = ? ORDER BY line, id');
  for (const file of files) {
    if (file.counts.rejected === 0) continue;
    for (const row of rows.iterate(file.id) as Iterable<Omit<RejectedRow, 'known'> & { readonly known: string }>) {
      yield { ...row, known: JSON.parse(row.known) as RejectedRow['known'] };
    }
  }
}
