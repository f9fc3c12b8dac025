import { DAY } from '../../base/time.ts';
import { isUsage } from '../../fields/choices.ts';
import { NO_TEXT, type Columns } from '../segments/columns.ts';
import { eachWindow, type SegmentKind } from './eachWindow.ts';
import type { ViewReader } from './viewReader.ts';

/** Rows by product, as it is printed, and day of usage (days since 1970). */
export type ProductDays = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** More than there are days. */
const DAYS = 1 << 20;

/** Counts deductions, and pay-as-you-go lines of the bill, by product and day. */
export function productDays(reader: ViewReader): { readonly deductions: ProductDays; readonly bill: ProductDays } {
  return reader.version.onceOfFacts('product days', () => ({
    deductions: counted(reader, 'deductions', [], () => () => true),
    bill: counted(reader, 'bill', ['transactionType', 'billingMode'], (columns) => usageTest(reader, columns)),
  }));
}

/** `isUsage` by the numbers of texts, each pair of which is asked for once. */
export function usageTest({ texts }: ViewReader, columns: Columns): (at: number) => boolean {
  const types = columns.refs('transactionType').ids;
  const modes = columns.refs('billingMode').ids;
  const known = new Map<number, boolean>();
  const textOf = (id: number): string | null => (id === NO_TEXT ? null : texts.of(id));
  return (at) => {
    const key = types[at]! * DAYS + modes[at]!;
    let answer = known.get(key);
    if (answer === undefined) {
      answer = isUsage(textOf(types[at]!), textOf(modes[at]!));
      known.set(key, answer);
    }
    return answer;
  };
}

function counted(reader: ViewReader, kind: SegmentKind, more: readonly string[], test: (columns: Columns) => (at: number) => boolean): ProductDays {
  const { texts } = reader;
  const counts = new Map<number, number>();
  let isCounted: ((at: number) => boolean) | null = null;
  eachWindow(reader, kind, ['product', 'usageStart', ...more], (columns, rows) => {
    isCounted ??= test(columns);
    const products = columns.refs('product').ids;
    const times = columns.integers('usageStart').values;
    for (let at = 0; at < rows; at += 1) {
      if (products[at] === NO_TEXT || Number.isNaN(times[at]!) || !isCounted(at)) continue;
      const key = products[at]! * DAYS + Math.floor(times[at]! / DAY);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  });
  const found = new Map<string, Map<number, number>>();
  for (const [key, count] of counts) {
    const product = texts.of(Math.floor(key / DAYS));
    const days = found.get(product) ?? new Map<number, number>();
    days.set(key % DAYS, count);
    found.set(product, days);
  }
  return found;
}
