import { Decimal } from '../base/decimal.ts';
import { QuadMap } from '../base/tuples.ts';
import { amountOf } from '../fields/facts.ts';
import type { BillRow } from '../fields/bill.ts';
import { conversion } from '../fields/units.ts';
import type { Evidence } from './finding.ts';
import { currencyOf, type Money } from './money.ts';
import type { Names } from '../fields/names.ts';
import { isUsageLine } from './survey.ts';
import { evidenceOf, type Package, type UseOfItem } from './world.ts';

/** What some usage of an item costs as you go. */
export interface Priced {
  readonly item: string;
  readonly amount: Decimal;
  readonly usage: Decimal;
  readonly unit: string;
  readonly money: Money;
  readonly evidence: Evidence;
}

const MONEY_DECIMALS = 8;

/** The latest pay-as-you-go price of each item that a package in question deducts, as the bill charged it. */
export class PayAsYouGoPrices {
  private readonly wanted = new Set<string>();
  private readonly latest = new Map<string, BillRow>();
  /** The wanted ones by the names of lines, which repeat a few of them a million times; all packages have been heard by then. */
  private readonly ofNames = new QuadMap<readonly string[]>();
  private readonly names: Names;
  private readonly layoutOf: (file: number) => string | null;

  constructor(layoutOf: (file: number) => string | null, names: Names) {
    this.layoutOf = layoutOf;
    this.names = names;
  }

  want(pack: Package): void {
    for (const use of pack.uses.values()) this.wanted.add(itemKey(this.names, use.product, use.item));
  }

  hear(line: BillRow): void {
    if (this.wanted.size === 0 || !isUsageLine(line) || line.usage === null || line.usage.sign() <= 0 || line.usageStart === null) return;
    const amount = amountOf(line);
    if (amount === null || amount.sign() <= 0) return;
    for (const key of this.wantedOf(line)) {
      const known = this.latest.get(key);
      if (known === undefined || known.usageStart! < line.usageStart) this.latest.set(key, line);
    }
  }

  private wantedOf({ product, componentName, componentType }: BillRow): readonly string[] {
    let found = this.ofNames.get(product, componentName, componentType, null);
    if (found === undefined) {
      found = [...new Set([componentName, componentType].map((name) => itemKey(this.names, product ?? '', name ?? '')))].filter((key) => this.wanted.has(key));
      this.ofNames.set(product, componentName, componentType, null, found);
    }
    return found;
  }

  /** What `rest` package units cost, were they usage of the item that the package deducts on most days. */
  costOf(pack: Package, rest: Decimal): Priced | null {
    const uses = [...pack.uses.values()].sort((a, b) => b.days.length - a.days.length);
    for (const use of uses) {
      const line = this.latest.get(itemKey(this.names, use.product, use.item));
      const usage = line === undefined ? null : usageFor(rest, pack, use, line);
      if (line === undefined || usage === null) continue;
      const amount = amountOf(line)!;
      const money = { amount: usage.times(amount).dividedBy(line.usage!, MONEY_DECIMALS), currency: currencyOf(line, this.layoutOf(line.file)) };
      return { item: use.item, amount, usage: line.usage!, unit: line.usageUnit ?? '', money, evidence: evidenceOf('bill', line) };
    }
    return null;
  }
}

function itemKey(names: Names, product: string, item: string): string {
  return `${names.product(product)}\u0001${names.item(item)}`;
}

/** Package units as usage in the unit of the bill; `null` where units do not convert. */
function usageFor(rest: Decimal, pack: Package, use: UseOfItem, line: BillRow): Decimal | null {
  const billed = line.usageUnit ?? use.rawUnit;
  if (use.coefficient === null || use.coefficient.sign() <= 0 || use.rawUnit === null || billed === null || pack.unit === null) return null;
  const base = pack.policy.byteBase ?? 1024;
  // Where the units measure different things the coefficient counts printed units.
  const toPackage = conversion(use.rawUnit, pack.unit, base) ?? { numerator: 1n, denominator: 1n };
  const toBill = conversion(use.rawUnit, billed, base);
  if (toBill === null) return null;
  const numerator = rest.times(Decimal.ofUnits(toPackage.denominator * toBill.numerator, 0));
  return numerator.dividedBy(use.coefficient.times(Decimal.ofUnits(toPackage.numerator * toBill.denominator, 0)), 12);
}
