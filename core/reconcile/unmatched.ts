import { compareText } from '../base/order.ts';
import type { NameKind, Names } from '../fields/names.ts';

/** The names of one deduction, with how many rows have them. */
export interface DeductionNames {
  readonly product: string | null;
  readonly subproduct: string | null;
  readonly item: string | null;
  readonly rows: number;
}

/** The names of one pay-as-you-go line: its item may be named as a component or as its type. */
export interface LineNames {
  readonly product: string | null;
  readonly subproduct: string | null;
  readonly componentName: string | null;
  readonly componentType: string | null;
  readonly rows: number;
}

export interface RecordNames {
  readonly deductions: readonly DeductionNames[];
  readonly bill: readonly LineNames[];
}

export type NameSide = 'deductions' | 'bill';

/** A name that only one side has. */
export interface UnmatchedName {
  readonly kind: NameKind;
  readonly side: NameSide;
  /** As it is printed most often. */
  readonly name: string;
  /** Names between which it stands, where it is a subproduct or an item. */
  readonly product: string | null;
  readonly subproduct: string | null;
  /** Stands for product and subproduct: names of one place may be the same. */
  readonly place: string;
  /** Rows of its side that have it. */
  readonly rows: number;
}

/** One name under its spellings. */
class Entry {
  readonly spellings = new Map<string, number>();
  rows = 0;

  add(name: string, rows: number): void {
    this.spellings.set(name, (this.spellings.get(name) ?? 0) + rows);
    this.rows += rows;
  }

  get name(): string {
    return [...this.spellings].sort(([a, x], [b, y]) => y - x || compareText(a, b))[0]![0];
  }
}

interface Side {
  readonly products: Map<string, Entry>;
  /** By product and subproduct. */
  readonly subproducts: Map<string, Entry>;
  /** By product, subproduct and item. */
  readonly items: Map<string, Entry>;
  /** All names that rows of an item print, by the item's key. */
  readonly called: Map<string, Set<string>>;
  /** All names of items that rows print, by product and subproduct. */
  readonly printed: Map<string, Set<string>>;
}

const PART = '\u0001';

/**
 * The names of deductions and pay-as-you-go lines that find no partner on the other side: products, then subproducts of the products that
 * both have, then items of the subproducts that both have. Nothing is guessed; a side without any rows leaves nothing to compare.
 */
export function unmatchedNames({ deductions, bill }: RecordNames, names: Names): UnmatchedName[] {
  if (deductions.length === 0 || bill.length === 0) return [];
  const sides: Readonly<Record<NameSide, Side>> = { deductions: emptySide(), bill: emptySide() };
  for (const { product, subproduct, item, rows } of deductions) add(sides.deductions, names, { product, subproduct, rows }, item, [item]);
  for (const { product, subproduct, componentName, componentType, rows } of bill) add(sides.bill, names, { product, subproduct, rows }, componentName ?? componentType, [componentName, componentType]);
  const found: UnmatchedName[] = [];
  for (const side of ['deductions', 'bill'] as const) {
    const own = sides[side];
    const other = sides[side === 'deductions' ? 'bill' : 'deductions'];
    const nameOf = (entries: ReadonlyMap<string, Entry>, parts: readonly string[]): string | null => entries.get(parts.join(PART))?.name ?? null;
    for (const [key, entry] of own.products) if (!other.products.has(key)) found.push({ kind: 'product', side, name: entry.name, product: null, subproduct: null, place: '', rows: entry.rows });
    for (const [key, entry] of own.subproducts) {
      const [product] = key.split(PART) as [string, string];
      if (other.products.has(product) && !other.subproducts.has(key)) found.push({ kind: 'subproduct', side, name: entry.name, product: nameOf(own.products, [product]), subproduct: null, place: product, rows: entry.rows });
    }
    for (const [key, entry] of own.items) {
      const [product, subproduct] = key.split(PART) as [string, string, string];
      const printed = other.printed.get(`${product}${PART}${subproduct}`);
      if (printed === undefined || [...own.called.get(key)!].some((name) => printed.has(name))) continue;
      found.push({ kind: 'item', side, name: entry.name, product: nameOf(own.products, [product]), subproduct: nameOf(own.subproducts, [product, subproduct]), place: `${product}${PART}${subproduct}`, rows: entry.rows });
    }
  }
  const order: readonly NameKind[] = ['product', 'subproduct', 'item'];
  return found.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || compareText(b.side, a.side) || compareText(a.product ?? '', b.product ?? '') || compareText(a.subproduct ?? '', b.subproduct ?? '') || compareText(a.name, b.name));
}

function emptySide(): Side {
  return { products: new Map(), subproducts: new Map(), items: new Map(), called: new Map(), printed: new Map() };
}

function add(side: Side, names: Names, { product, subproduct, rows }: { readonly product: string | null; readonly subproduct: string | null; readonly rows: number }, item: string | null, meant: readonly (string | null)[]): void {
  if (product === null) return;
  const scope = names.product(product);
  count(side.products, scope, product, rows);
  if (subproduct === null) return;
  const place = `${scope}${PART}${names.subproduct(subproduct)}`;
  count(side.subproducts, place, subproduct, rows);
  if (item === null) return;
  // An item is one of several names: it stands under the first, and meets the other side under any.
  const own = names.item(item);
  count(side.items, `${place}${PART}${own}`, item, rows);
  for (const name of meant) {
    if (name === null) continue;
    put(side.called, `${place}${PART}${own}`, names.item(name));
    put(side.printed, place, names.item(name));
  }
}

function count(entries: Map<string, Entry>, key: string, name: string, rows: number): void {
  let entry = entries.get(key);
  if (entry === undefined) entries.set(key, (entry = new Entry()));
  entry.add(name, rows);
}

function put(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}
