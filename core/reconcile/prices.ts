import { Decimal } from '../base/decimal.ts';
import type { CivilTime } from '../base/time.ts';
import { QuadMap } from '../base/tuples.ts';
import { amountOf } from '../fields/facts.ts';
import type { BillRow } from '../fields/bill.ts';
import { conversion } from '../fields/units.ts';
import type { Ledger } from './check.ts';
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

/** What a line charged for some usage of an item. */
interface Charged {
  readonly time: CivilTime;
  readonly amount: Decimal;
  readonly currency: string | null;
  readonly usage: Decimal;
  readonly unit: string | null;
  readonly evidence: Evidence;
}

interface Latest {
  line: BillRow | null;
}

/** The latest pay-as-you-go price of each item, as the bill charged it. */
export class PayAsYouGoPrices implements Ledger {
  private readonly latest = new Map<string, Latest>();
  /** Those of the names of a line: lines repeat a few of them a million times. */
  private readonly ofNames = new QuadMap<readonly Latest[]>();
  /** The same as plain data, once all lines have gone by. */
  private charged: ReadonlyMap<string, Charged> | null = null;
  private readonly names: Names;
  private readonly layoutOf: (file: number) => string | null;

  constructor(layoutOf: (file: number) => string | null, names: Names) {
    this.layoutOf = layoutOf;
    this.names = names;
  }

  line(line: BillRow): void {
    if (!isUsageLine(line) || line.usage === null || line.usage.sign() <= 0 || line.usageStart === null) return;
    const amount = amountOf(line);
    if (amount === null || amount.sign() <= 0) return;
    for (const known of this.of(line)) if (known.line === null || known.line.usageStart! < line.usageStart) known.line = line;
  }

  kept(): ReadonlyMap<string, Charged> {
    this.charged ??= new Map([...this.latest].flatMap(([key, { line }]) => (line === null ? [] : [[key, this.chargedBy(line)]])));
    return this.charged;
  }

  recall(kept: unknown): void {
    this.charged = kept as ReadonlyMap<string, Charged>;
  }

  private chargedBy(line: BillRow): Charged {
    return { time: line.usageStart!, amount: amountOf(line)!, currency: currencyOf(line, this.layoutOf(line.file)), usage: line.usage!, unit: line.usageUnit, evidence: evidenceOf('bill', line) };
  }

  private of({ product, componentName, componentType }: BillRow): readonly Latest[] {
    let found = this.ofNames.get(product, componentName, componentType, null);
    if (found === undefined) {
      found = [...new Set([componentName, componentType].map((name) => itemKey(this.names, product ?? '', name ?? '')))].map((key) => {
        const known = this.latest.get(key) ?? { line: null };
        this.latest.set(key, known);
        return known;
      });
      this.ofNames.set(product, componentName, componentType, null, found);
    }
    return found;
  }

  /** What `rest` package units cost, were they usage of the item that the package deducts on most days. */
  costOf(pack: Package, rest: Decimal): Priced | null {
    const uses = [...pack.uses.values()].sort((a, b) => b.days.length - a.days.length);
    for (const use of uses) {
      const charged = this.kept().get(itemKey(this.names, use.product, use.item));
      const usage = charged === undefined ? null : usageFor(rest, pack, use, charged.unit);
      if (charged === undefined || usage === null) continue;
      const money = { amount: usage.times(charged.amount).dividedBy(charged.usage, MONEY_DECIMALS), currency: charged.currency };
      return { item: use.item, amount: charged.amount, usage: charged.usage, unit: charged.unit ?? '', money, evidence: charged.evidence };
    }
    return null;
  }
}

function itemKey(names: Names, product: string, item: string): string {
  return `${names.product(product)}\u0001${names.item(item)}`;
}

/** Package units as usage in the unit of the bill; `null` where units do not convert. */
function usageFor(rest: Decimal, pack: Package, use: UseOfItem, unit: string | null): Decimal | null {
  const billed = unit ?? use.rawUnit;
  if (use.coefficient === null || use.coefficient.sign() <= 0 || use.rawUnit === null || billed === null || pack.unit === null) return null;
  const base = pack.policy.byteBase ?? 1024;
  // Where the units measure different things the coefficient counts printed units.
  const toPackage = conversion(use.rawUnit, pack.unit, base) ?? { numerator: 1n, denominator: 1n };
  const toBill = conversion(use.rawUnit, billed, base);
  if (toBill === null) return null;
  const numerator = rest.times(Decimal.ofUnits(toPackage.denominator * toBill.numerator, 0));
  return numerator.dividedBy(use.coefficient.times(Decimal.ofUnits(toPackage.numerator * toBill.denominator, 0)), 12);
}
