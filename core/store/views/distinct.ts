import { formatCivil, formatMonth } from '../../base/time.ts';
import type { Query } from '../../fields/views.ts';
import { decimalOf, type Texts } from '../rowDecoder.ts';
import type { Connection } from '../sqlite.ts';
import { columnOf, tableOf, type ViewColumn } from './viewColumn.ts';
import { wherePiece } from './viewQuery.ts';

export interface DistinctValue {
  readonly value: string | null;
  readonly count: number;
}

export interface DistinctOptions {
  readonly field: string;
  /** Only values that contain this, whatever their case. */
  readonly search: string;
  readonly limit: number;
}

interface Group {
  readonly value: number | string | null;
  readonly nano: number | null;
  readonly count: number;
}

/** The values of a column among the rows of a query, most frequent first, and how many there are. */
export function distinctValues(db: Connection, texts: Texts, query: Query, { field, search, limit }: DistinctOptions): { values: DistinctValue[]; total: number } {
  const column = columnOf(query.view, field);
  const where = wherePiece(query, true);
  const { value, nano, bound } = valueSql(column);
  const groups = db.prepare(`SELECT ${value} AS value, ${nano} AS nano, count(*) AS count FROM ${tableOf(query.view)} AS r ${where.sql} GROUP BY 1, 2 ORDER BY 3 DESC`)
    .all(...bound, ...where.bound) as Group[];
  const wanted = search.toLowerCase();
  const shown = groups.map((group): DistinctValue => ({ value: shownValue(column, group, texts), count: group.count }));
  const values = wanted === '' ? shown : shown.filter((one) => one.value?.toLowerCase().includes(wanted) === true);
  return { values: values.slice(0, limit), total: values.length };
}

function valueSql({ storage, sql, nano, header }: ViewColumn): { value: string; nano: string; bound: readonly string[] } {
  switch (storage) {
    case 'extra':
      return { value: '(SELECT cell.value FROM text, json_each(text.value) AS cell WHERE text.id = r.extra AND cell.key = ?)', nano: 'NULL', bound: [header] };
    case 'file':
      return { value: "(SELECT name || coalesce(' › ' || sheet, '') FROM file WHERE id = r.file)", nano: 'NULL', bound: [] };
    case 'decimal':
      return { value: sql, nano, bound: [] };
    default:
      return { value: sql, nano: 'NULL', bound: [] };
  }
}

function shownValue({ storage, kind }: ViewColumn, { value, nano }: Group, texts: Texts): string | null {
  if (value === null) return null;
  if (storage === 'ref') return texts.of(value as number);
  if (storage === 'decimal') return decimalOf(value, nano)!.toString();
  if (kind === 'time') return formatCivil(value as number);
  return kind === 'month' ? formatMonth(value as number) : String(value);
}
