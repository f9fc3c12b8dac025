import { Decimal } from '../../base/decimal.ts';
import type { FileFact } from '../../fields/facts.ts';
import type { Field } from '../../fields/field.ts';
import { isDecimalKind } from '../../fields/field.ts';
import { CATALOGUES } from '../../fields/index.ts';
import type { View } from '../../fields/views.ts';
import type { Texts } from '../rowDecoder.ts';
import { ExactTotal } from './exactTotal.ts';
import type { Cell, Scan, Source } from './orders/scan.ts';
import { columnOf } from './viewColumn.ts';

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

/** Which fields are added up: those that are asked for and hold decimals, else the view's main ones. */
export function summedFields(view: View, fields?: readonly string[]): readonly string[] {
  return (fields ?? MAIN[view]).filter((key) => isDecimalKind(columnOf(view, key).kind));
}

interface Names {
  readonly texts: Texts;
  readonly files: ReadonlyMap<number, FileFact>;
}

/** Exact sums over the rows of a source, one for each unit or currency: all fields in one reading. */
export function sumsOf(scan: Scan, names: Names, view: View, source: Source, fields: readonly string[]): Sum[] {
  if (fields.length === 0) return [];
  const totals = fields.map(() => new Map<Cell, ExactTotal>());
  const columns = fields.flatMap((key) => {
    const { sql, nano } = columnOf(view, key);
    return [unitSql(view, key), sql, nano];
  });
  scan.rows(columns, source, (...cells) => {
    for (let at = 0; at < totals.length; at += 1) {
      const whole = cells[3 * at + 1]!;
      if (whole === null) continue;
      const unit = cells[3 * at]!;
      let total = totals[at]!.get(unit);
      if (total === undefined) totals[at]!.set(unit, (total = new ExactTotal()));
      total.add(whole, cells[3 * at + 2] as number | null);
    }
  });
  return fields.flatMap((key, at) => named(key, totals[at]!, names));
}

/** A unit that is stored and one that is known otherwise may be the same. */
function named(field: string, totals: ReadonlyMap<Cell, ExactTotal>, names: Names): Sum[] {
  const byUnit = new Map<string | null, { total: Decimal; count: number }>();
  for (const [key, { value, count }] of totals) {
    const unit = unitName(key, names);
    const before = byUnit.get(unit) ?? { total: Decimal.zero, count: 0 };
    byUnit.set(unit, { total: before.total.plus(value), count: before.count + count });
  }
  const sums = Array.from(byUnit, ([unit, { total, count }]): Sum => ({ field, unit, value: total.toString(), count }));
  return sums.sort((a, b) => b.count - a.count || ((a.unit ?? '') < (b.unit ?? '') ? -1 : 1));
}

/** The name behind a value of `unitSql` or `CURRENCY_KEY`. */
export function unitName(key: Cell, { texts, files }: Names): string | null {
  if (typeof key !== 'number') return key;
  if (key >= 0) return texts.of(key);
  return files.get(-key)?.layout === 'cn' ? 'CNY' : null;
}

/** The currency of a line as it is printed, else its file, below zero: the China site prints none and bills in CNY. */
export const CURRENCY_KEY = 'coalesce(r."currency", -r.file)';

/** Where a number's unit stands: in its own unit field, else in that of the package; money in the currency. */
function unitSql(view: View, key: string): string {
  if (view === 'findings') return key === 'money' ? 'r."currency"' : 'r."unit"';
  const fields: readonly Field[] = CATALOGUES[view].fields;
  const field = fields.find((one) => one.key === key)!;
  if (field.kind === 'money') return CURRENCY_KEY;
  const own = field.unit === undefined ? null : `r."${field.unit}"`;
  if (view === 'deductions' && own !== null && own !== 'r."rawUnit"') return own === 'r."packageUnit"' ? own : `coalesce(${own}, r."packageUnit")`;
  return own ?? 'NULL';
}
