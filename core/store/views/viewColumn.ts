import { AppError } from '../../base/errors.ts';
import { EXTRA_PREFIX, FILE_COLUMN, FINDING_COLUMNS, LINE_COLUMN, type View } from '../../fields/views.ts';
import type { Field, FieldKind, RecordKind } from '../../fields/field.ts';
import { CATALOGUES } from '../../fields/index.ts';
import { ROW_TABLES, storedField, type Storage } from '../columns.ts';

/**
 * A column of a view and where it lies. Names in SQL come from the catalogue alone: what a page asks for is looked up
 * here, and a name that is not found goes no further.
 */
export interface ViewColumn {
  readonly key: string;
  readonly kind: FieldKind;
  /** As in core/store/columns.ts; `extra` reads a verbatim column, `file` the file's name. */
  readonly storage: Storage | 'extra' | 'file';
  /** The column in the row table with its alias `r`, quoted. */
  readonly sql: string;
  /** The billionths of a decimal. */
  readonly nano: string;
  /** Header of a verbatim column: always bound, never part of SQL. */
  readonly header: string;
}

/** The table that a view reads; findings lie in a table that is made of the last run. */
export function tableOf(view: View): string {
  return view === 'findings' ? 'temp.finding_view' : ROW_TABLES[view];
}

function column(key: string, kind: FieldKind, storage: ViewColumn['storage'], header = ''): ViewColumn {
  return { key, kind, storage, sql: `r."${key}"`, nano: `r."${key}_nano"`, header };
}

function recordColumns(kind: RecordKind): readonly ViewColumn[] {
  const fields: readonly Field[] = CATALOGUES[kind].fields;
  return [
    ...fields.map((field) => column(field.key, field.kind, storedField(field).storage)),
    { ...column(FILE_COLUMN, 'name', 'file'), sql: 'r.file' },
    { ...column(LINE_COLUMN, 'count', 'integer'), sql: 'r.line' },
  ];
}

const FINDINGS: readonly ViewColumn[] = FINDING_COLUMNS.map(({ key, kind }) =>
  column(key, kind, kind === 'quantity' || kind === 'money' ? 'decimal' : kind === 'count' ? 'integer' : 'text'));

const COLUMNS: Readonly<Record<View, ReadonlyMap<string, ViewColumn>>> = {
  packages: byKey(recordColumns('packages')),
  deductions: byKey(recordColumns('deductions')),
  bill: byKey(recordColumns('bill')),
  findings: byKey(FINDINGS),
};

function byKey(columns: readonly ViewColumn[]): ReadonlyMap<string, ViewColumn> {
  return new Map(columns.map((one) => [one.key, one]));
}

/** All columns of a view in the source's order, the verbatim ones apart. */
export function viewColumns(view: View): readonly ViewColumn[] {
  return [...COLUMNS[view].values()];
}

/** The column that a page means. Throws `input-invalid`. */
export function columnOf(view: View, key: string): ViewColumn {
  const found = COLUMNS[view].get(key);
  if (found !== undefined) return found;
  if (view !== 'findings' && key.startsWith(EXTRA_PREFIX)) return { ...column('extra', 'name', 'extra', key.slice(EXTRA_PREFIX.length)), key, sql: 'r.extra' };
  throw new AppError('input-invalid', { detail: `${view}.${key}` });
}

/** Whether the column holds words, which the quick filter looks through. */
export function isWords({ storage, kind }: ViewColumn): boolean {
  return (storage === 'ref' || storage === 'text') && kind !== 'choice' && kind !== 'unit';
}
