import { Decimal } from '../../base/decimal.ts';
import type { Field } from '../../fields/field.ts';
import { isDecimalKind } from '../../fields/field.ts';
import { CATALOGUES } from '../../fields/index.ts';
import type { View } from '../../fields/views.ts';
import { WIDE_MARK } from '../columns.ts';
import type { Texts } from '../rowDecoder.ts';
import type { Connection } from '../sqlite.ts';
import type { Order } from './orders.ts';
import { columnOf, tableOf } from './viewColumn.ts';

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

/** Exact sums over an order, one for each unit or currency. */
export function sumsOf(db: Connection, texts: Texts, order: Order, fields?: readonly string[]): Sum[] {
  const { view } = order.query;
  const wanted = fields ?? MAIN[view];
  return wanted.filter((key) => isDecimalKind(columnOf(view, key).kind)).flatMap((key) => sumOf(db, texts, order, key));
}

function sumOf(db: Connection, texts: Texts, { query, table }: Order, key: string): Sum[] {
  const { sql, nano } = columnOf(query.view, key);
  const unit = unitSql(query.view, key);
  const groups = db.prepare(`SELECT ${unit} AS unit, sum(CASE WHEN typeof(${sql}) = 'integer' THEN ${sql} END) AS whole, sum(${nano}) AS nano,
      group_concat(CASE WHEN typeof(${sql}) = 'text' THEN ${sql} END, ' ') AS wide, count(${sql}) AS count
    FROM ${table} AS o CROSS JOIN ${tableOf(query.view)} AS r ON r.id = o.id WHERE ${sql} IS NOT NULL GROUP BY 1`).safeIntegers().all() as Group[];
  const sums = groups.map((group): Sum => ({
    field: key,
    unit: typeof group.unit === 'bigint' ? texts.of(Number(group.unit)) : group.unit,
    value: totalOf(group).toString(),
    count: Number(group.count),
  }));
  return sums.sort((a, b) => b.count - a.count || ((a.unit ?? '') < (b.unit ?? '') ? -1 : 1));
}

/** SQLite adds the integers, which is exact; the few numbers kept as text are added here. */
export function totalOf({ whole, nano, wide }: { readonly whole: bigint | null; readonly nano: bigint | null; readonly wide: string | null }): Decimal {
  let total = Decimal.ofUnits(whole ?? 0n, 0).plus(Decimal.ofUnits(nano ?? 0n, 9));
  for (const text of wide === null ? [] : wide.split(' ')) total = total.plus(Decimal.of(text.slice(WIDE_MARK.length)));
  return total;
}

/** Where a number's unit stands: in its own unit field, else in that of the package; money in the currency. */
function unitSql(view: View, key: string): string {
  if (view === 'findings') return key === 'money' ? 'r."currency"' : 'r."unit"';
  const fields: readonly Field[] = CATALOGUES[view].fields;
  const field = fields.find((one) => one.key === key)!;
  if (field.kind === 'money') return 'r."currency"';
  const own = field.unit === undefined ? null : `r."${field.unit}"`;
  if (view === 'deductions' && own !== null && own !== 'r."rawUnit"') return own === 'r."packageUnit"' ? own : `coalesce(${own}, r."packageUnit")`;
  return own ?? 'NULL';
}
