import type { Query, Sort } from '../../core/fields/views.ts';
import type { Connection } from '../../core/store/sqlite.ts';
import { columnOf, tableOf, type ViewColumn } from '../../core/store/views/viewColumn.ts';
import { wherePiece } from '../../core/store/views/viewQuery.ts';

/** The order of a query as one statement says it: slow, and short enough to be believed. */
export function sqlOrder(db: Connection, query: Query): number[] {
  const where = wherePiece(query);
  const bound = query.sort.flatMap(({ field }) => {
    const { storage, header } = columnOf(query.view, field);
    return storage === 'extra' ? [header, header] : [];
  });
  return db.prepare(`SELECT r.id FROM ${tableOf(query.view)} AS r ${where.sql} ORDER BY ${[...query.sort.flatMap((sort) => terms(query, sort)), 'r.id'].join(', ')}`)
    .pluck().all(...where.bound, ...bound) as number[];
}

/** First whether the value is absent, which is last in either direction, then the value. */
function terms({ view }: Query, { field, descending }: Sort): string[] {
  const [absent, ...values] = columnTerms(columnOf(view, field));
  return [absent!, ...values.map((sql) => `${sql}${descending ? ' DESC' : ''}`)];
}

function columnTerms({ storage, sql, nano }: ViewColumn): string[] {
  switch (storage) {
    case 'ref':
      return [`${sql} IS NULL`, `(SELECT value FROM text WHERE id = ${sql})`];
    case 'file':
      return ['FALSE', `(SELECT name || coalesce(' › ' || sheet, '') FROM file WHERE id = r.file)`];
    case 'extra': {
      const value = '(SELECT cell.value FROM text, json_each(text.value) AS cell WHERE text.id = r.extra AND cell.key = ?)';
      return [`${value} IS NULL`, value];
    }
    case 'decimal':
      return [
        `${sql} IS NULL`,
        `CASE typeof(${sql}) WHEN 'text' THEN wide_floor(${sql}) ELSE ${sql} END`,
        `CASE typeof(${sql}) WHEN 'text' THEN wide_nano(${sql}) ELSE ${nano} END`,
        `CASE typeof(${sql}) WHEN 'text' THEN wide_rest(${sql}) ELSE '' END`,
      ];
    default:
      return [`${sql} IS NULL`, sql];
  }
}

/** Parts of a number that is kept as text, with whole parts of up to 64 bits. */
export function addWideFunctions(db: Connection): void {
  db.function('wide_floor', (stored: unknown) => parts(stored).floor);
  db.function('wide_nano', (stored: unknown) => Number(parts(stored).fraction.slice(0, 9)));
  db.function('wide_rest', (stored: unknown) => parts(stored).fraction.slice(9).replace(/0+$/, ''));
}

const SCALE = 40;

function parts(stored: unknown): { readonly floor: bigint; readonly fraction: string } {
  const [, sign, whole, behind = ''] = /^~(-?)(\d+)(?:\.(\d+))?$/.exec(String(stored))!;
  const units = BigInt(`${sign}${whole}${behind.padEnd(SCALE, '0')}`);
  const one = 10n ** BigInt(SCALE);
  const floor = units / one - (units < 0n && units % one !== 0n ? 1n : 0n);
  return { floor, fraction: (units - floor * one).toString().padStart(SCALE, '0') };
}
