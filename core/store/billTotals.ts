import type { Decimal } from '../base/decimal.ts';
import { ExactSum } from '../base/exactSum.ts';
import { compareText } from '../base/order.ts';
import { AMOUNT_FIELDS, type BillTotal } from '../fields/facts.ts';
import type { Texts } from './rowDecoder.ts';
import { storedFields, type StoredField } from './columns.ts';
import type { DecimalColumn } from './segments/columns.ts';
import type { RowWindows } from './segments/rowWindows.ts';

const DIMENSIONS = ['owner', 'product', 'subproduct', 'transactionType', 'billingMode'] as const;

interface Group {
  readonly currency: number;
  readonly amount: ExactSum;
  lines: number;
}

/** By the dimension's value, then by currency. */
type Groups = Map<number, Map<number, Group>>;

/**
 * Sums of the amount of every line with one, per currency, once by each dimension: grouped by the values of the dimension, and the groups
 * added up. Columns only: no row is made.
 */
export function* billTotals(windows: RowWindows, texts: Texts): Generator<BillTotal> {
  const wanted: ReadonlySet<string> = new Set([...DIMENSIONS, ...AMOUNT_FIELDS, 'currency']);
  const fields: readonly StoredField[] = storedFields('bill').filter(({ key }) => wanted.has(key));
  const columns = windows.columns(fields);
  const amounts = AMOUNT_FIELDS.map((key) => columns.decimals(key));
  const currencies = columns.refs('currency').ids;
  const dimensions = DIMENSIONS.map((dimension) => ({ dimension, values: columns.refs(dimension).ids, groups: new Map() as Groups }));
  for (let window = 0; window < windows.count; window += 1) {
    const count = windows.load(window, columns);
    for (let at = 0; at < count; at += 1) {
      const amount = firstAmount(amounts, at);
      if (amount === null) continue;
      for (const { values, groups } of dimensions) {
        const group = groupOf(groups, values[at]!, currencies[at]!);
        group.amount.add(amount);
        group.lines += 1;
      }
    }
  }
  for (const { dimension, groups } of dimensions) yield* totalsOf(dimension, groups, texts);
}

/** The amount of a line, as `amountOf` has it: that of the first column with one. */
function firstAmount(amounts: readonly DecimalColumn[], at: number): Decimal | null {
  for (const column of amounts) {
    const amount = column.at(at);
    if (amount !== null) return amount;
  }
  return null;
}

function groupOf(groups: Groups, value: number, currency: number): Group {
  let byCurrency = groups.get(value);
  if (byCurrency === undefined) {
    byCurrency = new Map();
    groups.set(value, byCurrency);
  }
  let group = byCurrency.get(currency);
  if (group === undefined) {
    group = { currency, amount: new ExactSum(), lines: 0 };
    byCurrency.set(currency, group);
  }
  return group;
}

function totalsOf(dimension: BillTotal['dimension'], groups: Groups, texts: Texts): BillTotal[] {
  const totals = new Map<number, { amount: ExactSum; lines: number }>();
  for (const byCurrency of groups.values()) {
    for (const { currency, amount, lines } of byCurrency.values()) {
      const total = totals.get(currency) ?? { amount: new ExactSum(), lines: 0 };
      total.amount.add(amount.value);
      total.lines += lines;
      totals.set(currency, total);
    }
  }
  return [...totals]
    .map(([currency, { amount, lines }]): BillTotal => ({ dimension, currency: currency === 0 ? null : texts.of(currency), amount: amount.value, lines }))
    .sort((a, b) => compareText(a.currency ?? '', b.currency ?? ''));
}
