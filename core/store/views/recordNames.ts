import { NO_TEXT } from '../segments/columns.ts';
import { eachWindow } from './eachWindow.ts';
import { usageTest } from './productDays.ts';
import type { ViewReader } from './viewReader.ts';

/** The names that deductions and pay-as-you-go lines print, each combination once, with its rows. */
export interface PrintedNames {
  readonly deductions: readonly { readonly product: string | null; readonly subproduct: string | null; readonly item: string | null; readonly rows: number }[];
  readonly bill: readonly { readonly product: string | null; readonly subproduct: string | null; readonly componentName: string | null; readonly componentType: string | null; readonly rows: number }[];
}

/** More than there are texts or pairs of them; two of them make one number without loss. */
const MOST = 2 ** 26;

/** Numbers for pairs of numbers, from 0 in the order in which they come. */
class Pairs {
  readonly all: (readonly [number, number])[] = [];
  private readonly numbers = new Map<number, number>();

  number(a: number, b: number): number {
    const key = a * MOST + b;
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.all.length;
      this.numbers.set(key, number);
      this.all.push([a, b]);
    }
    return number;
  }
}

/** Read out of columns, once for as long as the facts are as they are. */
export function printedNames(reader: ViewReader): PrintedNames {
  return reader.version.onceOfFacts('names', () => {
    const textOf = (id: number): string | null => (id === NO_TEXT ? null : reader.texts.of(id));
    const deductions = counted(reader, 'deductions', ['usageProduct', 'usageSubproduct', 'billingItem', 'billingItem'], null);
    const bill = counted(reader, 'bill', ['product', 'subproduct', 'componentName', 'componentType'], usageTest);
    return {
      deductions: deductions.map(({ ids: [product, subproduct, item], rows }) => ({ product: textOf(product), subproduct: textOf(subproduct), item: textOf(item), rows })),
      bill: bill.map(({ ids: [product, subproduct, name, type], rows }) => ({ product: textOf(product), subproduct: textOf(subproduct), componentName: textOf(name), componentType: textOf(type), rows })),
    };
  });
}

type Four = readonly [number, number, number, number];

function counted(reader: ViewReader, kind: 'deductions' | 'bill', keys: readonly [string, string, string, string], test: typeof usageTest | null): { readonly ids: Four; readonly rows: number }[] {
  const [products, items, both] = [new Pairs(), new Pairs(), new Pairs()];
  const rowsOf: number[] = [];
  let isCounted: ((at: number) => boolean) | null = null;
  eachWindow(reader, kind, [...new Set([...keys, ...(test === null ? [] : ['transactionType', 'billingMode'])])], (columns, rows) => {
    if (test !== null) isCounted ??= test(reader, columns);
    const [a, b, c, d] = keys.map((key) => columns.refs(key).ids) as [Int32Array, Int32Array, Int32Array, Int32Array];
    for (let at = 0; at < rows; at += 1) {
      if (isCounted !== null && !isCounted(at)) continue;
      const number = both.number(products.number(a[at]!, b[at]!), items.number(c[at]!, d[at]!));
      rowsOf[number] = (rowsOf[number] ?? 0) + 1;
    }
  });
  return both.all.map(([place, item], number) => ({ ids: [...products.all[place]!, ...items.all[item]!] as unknown as Four, rows: rowsOf[number]! }));
}
