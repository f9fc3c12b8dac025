import { Decimal } from '../../base/decimal.ts';
import type { FileFact } from '../../fields/facts.ts';
import { isDecimalKind, type Field, type RecordKind } from '../../fields/field.ts';
import { CATALOGUES } from '../../fields/index.ts';
import type { View } from '../../fields/views.ts';
import { WIDE_MARK } from '../columns.ts';
import type { Texts } from '../rowDecoder.ts';
import { NO_TEXT, type Columns, type DecimalColumn } from '../segments/columns.ts';
import type { Connection } from '../sqlite.ts';
import { eachChosen, type ChosenRows } from './eachWindow.ts';
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

/** Where a number's unit stands, the first that is there: in its own unit field, else in that of the package; money in the currency. */
function unitFields(kind: RecordKind, key: string): 'currency' | readonly string[] {
  const fields: readonly Field[] = CATALOGUES[kind].fields;
  const { kind: what, unit } = fields.find((one) => one.key === key)!;
  if (what === 'money') return 'currency';
  if (unit === undefined) return [];
  return kind !== 'deductions' || unit === 'rawUnit' || unit === 'packageUnit' ? [unit] : [unit, 'packageUnit'];
}

function unitSql(view: View, key: string): string {
  if (view === 'findings') return key === 'money' ? 'r."currency"' : 'r."unit"';
  const fields = unitFields(view, key);
  if (fields === 'currency') return CURRENCY_KEY;
  if (fields.length === 0) return 'NULL';
  return fields.length === 1 ? `r."${fields[0]}"` : `coalesce(${fields.map((field) => `r."${field}"`).join(', ')})`;
}

/** The same sums out of columns, which takes a fraction of what reading the table takes. */
export function columnSums(reader: { readonly db: Connection; readonly scan: Scan }, names: Names, chosen: ChosenRows, fields: readonly string[]): Sum[] {
  if (fields.length === 0) return [];
  const asked = fields.map((key) => ({ key, unit: unitFields(chosen.kind, key), totals: new Map<Cell, ExactTotal>() }));
  const units = asked.flatMap(({ unit }) => (unit === 'currency' ? ['currency'] : unit));
  eachChosen(reader, chosen, [...new Set([...fields, ...units])], (columns, places, count) => {
    for (const { key, unit, totals } of asked) addUp(columns.decimals(key), unitAt(columns, unit), totals, places.subarray(0, count));
  });
  return asked.flatMap(({ key, totals }) => named(key, totals, names));
}

function addUp({ wholes, nanos, odd }: DecimalColumn, unitOf: (at: number) => Cell, totals: Map<Cell, ExactTotal>, places: Int32Array): void {
  let last: Cell = null;
  let total: ExactTotal | null = null;
  for (const at of places) {
    const whole = wholes[at]!;
    const isAbsent = Number.isNaN(whole);
    const wide = isAbsent && odd.size > 0 ? odd.get(at) : undefined;
    if (isAbsent && wide === undefined) continue;
    const unit = unitOf(at);
    if (total === null || unit !== last) {
      last = unit;
      total = totals.get(unit) ?? new ExactTotal();
      totals.set(unit, total);
    }
    if (wide === undefined) total.add(whole, nanos[at]!);
    else total.add(`${WIDE_MARK}${wide.toString()}`, null);
  }
}

/** As `unitSql` has it. */
function unitAt(columns: Columns, unit: 'currency' | readonly string[]): (at: number) => Cell {
  const ids = (unit === 'currency' ? ['currency'] : unit).map((field) => columns.refs(field).ids);
  const files = columns.files.values;
  return (at) => {
    for (const column of ids) if (column[at] !== NO_TEXT) return column[at]!;
    return unit === 'currency' ? -files[at]! : null;
  };
}
