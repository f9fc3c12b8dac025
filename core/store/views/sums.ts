import { Decimal } from '../../base/decimal.ts';
import type { Field } from '../../fields/field.ts';
import { isDecimalKind } from '../../fields/field.ts';
import { CATALOGUES } from '../../fields/index.ts';
import type { Query, View } from '../../fields/views.ts';
import { WIDE_MARK } from '../columns.ts';
import type { Texts } from '../rowDecoder.ts';
import type { Connection } from '../sqlite.ts';
import { columnOf, tableOf } from './viewColumn.ts';
import { wherePiece } from './viewQuery.ts';

export interface Sum {
  readonly field: string;
  readonly unit: string | null;
  readonly value: string;
  readonly count: number;
}

/** What is added up where the page asks for nothing in particular. */
const MAIN: Readonly<Record<View, readonly string[]>> = {
  packages: ['remaining', 'total'],
  deductions: ['deducted', 'rawUsage'],
  bill: ['totalCost', 'amountBeforeTax', 'afterDiscount', 'originalCost', 'usage'],
  findings: ['money'],
};

interface Group {
  readonly unit: bigint | string | null;
  readonly whole: bigint | null;
  readonly nano: bigint | null;
  readonly wide: string | null;
  readonly count: bigint;
}

/** Exact sums over the rows of a query, one for each unit or currency. */
export function sumsOf(db: Connection, texts: Texts, query: Query, fields?: readonly string[]): Sum[] {
  const { view } = query;
  const wanted = fields ?? MAIN[view];
  return wanted.filter((key) => isDecimalKind(columnOf(view, key).kind)).flatMap((key) => sumOf(db, texts, query, key));
}

function sumOf(db: Connection, texts: Texts, query: Query, key: string): Sum[] {
  const { sql, nano } = columnOf(query.view, key);
  const unit = unitSql(query.view, key);
  const where = wherePiece(query, true);
  const groups = db.prepare(`SELECT ${unit} AS unit, sum(CASE WHEN typeof(${sql}) = 'integer' THEN ${sql} END) AS whole, sum(${nano}) AS nano,
      group_concat(CASE WHEN typeof(${sql}) = 'text' THEN ${sql} END, ' ') AS wide, count(${sql}) AS count
    FROM ${tableOf(query.view)} AS r ${where.sql === '' ? 'WHERE' : `${where.sql} AND`} ${sql} IS NOT NULL GROUP BY 1`).safeIntegers().all(...where.bound) as Group[];
  // A unit that is stored and one that is known otherwise may be the same.
  const byUnit = new Map<string | null, { total: Decimal; count: number }>();
  for (const group of groups) {
    const name = typeof group.unit === 'bigint' ? texts.of(Number(group.unit)) : group.unit;
    const before = byUnit.get(name) ?? { total: Decimal.zero, count: 0 };
    byUnit.set(name, { total: before.total.plus(totalOf(group)), count: before.count + Number(group.count) });
  }
  const sums = Array.from(byUnit, ([name, { total, count }]): Sum => ({ field: key, unit: name, value: total.toString(), count }));
  return sums.sort((a, b) => b.count - a.count || ((a.unit ?? '') < (b.unit ?? '') ? -1 : 1));
}

/** SQLite adds the integers, which is exact; the few numbers kept as text are added here. */
export function totalOf({ whole, nano, wide }: { readonly whole: bigint | null; readonly nano: bigint | null; readonly wide: string | null }): Decimal {
  let total = Decimal.ofUnits(whole ?? 0n, 0).plus(Decimal.ofUnits(nano ?? 0n, 9));
  for (const text of wide === null ? [] : wide.split(' ')) total = total.plus(Decimal.of(text.slice(WIDE_MARK.length)));
  return total;
}

/** The currency of a line: printed, else that of the China site, which prints none. */
export function currencySql(): string {
  return `coalesce(r."currency", CASE WHEN (SELECT layout FROM file WHERE id = r.file) = 'cn' THEN 'CNY' END)`;
}

/** Where a number's unit stands: in its own unit field, else in that of the package; money in the currency. */
function unitSql(view: View, key: string): string {
  if (view === 'findings') return key === 'money' ? 'r."currency"' : 'r."unit"';
  const fields: readonly Field[] = CATALOGUES[view].fields;
  const field = fields.find((one) => one.key === key)!;
  if (field.kind === 'money') return currencySql();
  const own = field.unit === undefined ? null : `r."${field.unit}"`;
  if (view === 'deductions' && own !== null && own !== 'r."rawUnit"') return own === 'r."packageUnit"' ? own : `coalesce(${own}, r."packageUnit")`;
  return own ?? 'NULL';
}
