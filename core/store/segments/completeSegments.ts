import type { FileFact } from '../../fields/facts.ts';
import { ROW_TABLES, columnNames, usedFields } from '../columns.ts';
import { allFiles } from '../files.ts';
import type { Connection } from '../sqlite.ts';
import type { Stored } from './columns.ts';
import { RowWindows } from './rowWindows.ts';
import { SegmentWriter } from './segmentWriter.ts';

const KINDS = ['deductions', 'bill'] as const;

/** Writes segments of all rows that have none. Belongs inside a transaction. */
export function completeSegments(db: Connection): void {
  for (const kind of KINDS) {
    const { bare } = new RowWindows(db, kind);
    if (bare.length > 0) complete(db, kind, bare, allFiles(db).filter((file) => file.kind === kind));
  }
}

function complete(db: Connection, kind: (typeof KINDS)[number], bare: RowWindows['bare'], files: readonly FileFact[]): void {
  const fields = usedFields(kind, files.flatMap((file) => file.columns));
  const writer = new SegmentWriter(db, kind);
  writer.use(fields);
  const rows = db.prepare(`SELECT ${columnNames(fields).join(', ')} FROM ${ROW_TABLES[kind]} WHERE id BETWEEN ? AND ? ORDER BY id`).raw();
  for (const { first, last } of bare) {
    // All at once: the connection is busy while a statement is being stepped through.
    for (const row of rows.all(first, last) as (readonly Stored[])[]) writer.add(row, 0);
  }
  writer.flush();
}
