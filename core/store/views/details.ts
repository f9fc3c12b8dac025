import type { RecordKind } from '../../fields/field.ts';
import { firstRecords, rawRecord } from '../rawRows.ts';
import type { ViewReader } from './viewReader.ts';

/** All about one stored row: its values, its file and line, the record as it stands, where else it was seen, who cites it. */
export interface RowDetails {
  readonly values: Readonly<Record<string, string>>;
  readonly file: { readonly id: number; readonly name: string; readonly sheet: string | null; readonly kind: RecordKind };
  readonly line: number;
  readonly raw: { readonly headers: string[]; readonly cells: string[] } | null;
  readonly seenIn: { readonly file: string; readonly sheet: string | null; readonly line: number }[];
  readonly findings: { readonly key: string; readonly check: string; readonly severity: string }[];
}

export function detailsOf(reader: ViewReader, kind: RecordKind, id: number): RowDetails {
  const { db } = reader;
  const { values, file, line } = reader.row(kind, id);
  const { name, sheet } = reader.files().get(file)!;
  const record = rawRecord(db, file, line);
  const header = firstRecords(db, file, 1)[0];
  return {
    values,
    file: { id: file, name, sheet, kind },
    line,
    raw: record === null || header === undefined ? null : { headers: [...header.cells], cells: [...record.cells] },
    seenIn: db.prepare('SELECT f.name AS file, f.sheet, s.line FROM sighting AS s JOIN file AS f ON f.id = s.file WHERE s.kind = ? AND s."row" = ? ORDER BY f.id, s.line').all(kind, id) as RowDetails['seenIn'],
    findings: db.prepare(`SELECT DISTINCT f.key, f.check_id AS "check", f.severity FROM run_finding AS f, json_each(f.body, '$.rows') AS one
      WHERE f.run = (SELECT max(id) FROM run) AND one.value ->> 'kind' = ? AND one.value ->> 'row' = ? ORDER BY f.position`).all(kind, id) as RowDetails['findings'],
  };
}
