import { Decimal } from '../../base/decimal.ts';
import type { BillRow } from '../../fields/bill.ts';
import { ExactSum } from '../../base/exactSum.ts';
import { QuadMap } from '../../base/tuples.ts';
import { conversion, convert, dependsOnByteBase } from '../../fields/units.ts';
import { isPrecisionLine, layoutOf, lineCurrency } from '../billLine.ts';
import type { Check, Ledger, Report } from '../check.ts';
import { paidFor, valueOf, type Money } from '../money.ts';
import type { Names } from '../../fields/names.ts';
import { show } from '../show.ts';
import { isUsageLine } from '../survey.ts';
import { evidenceOf, type LedgerWorld, type Package, type UseOfItem, type World } from '../world.ts';
import { policyLine } from '../policyLines.ts';

/**
 * A package is bought to be cheaper than paying as one goes. 8,000 for 5,000,000 calls is 0.0016 a call; if the bill
 * charges 0.0012 a call after discount, the package costs more than it saves even if nothing of it is wasted.
 *
 * Both are counted per unit of raw usage of an item that the package has deducted: what the package takes for it
 * (coefficient and units) at the price paid per capacity, against what lines of that item cost per usage in the bill.
 * The package is dear only if it is dear for every such item.
 */
export const dearPackage: Check = {
  id: 'dear-package',
  family: 'purchases',
  needs: ['packages', 'deductions', 'bill'],
  texts: {
    title: { zh: '资源包比按量贵', en: 'Package dearer than pay-as-you-go' },
    rule: { zh: '实付 ÷ 容量 × 抵扣量 ≤ 同一计费项折后的按量单价', en: 'Price paid ÷ capacity × what a unit of usage takes ≤ the pay-as-you-go price after discount of that item' },
    act: { zh: '到期后考虑改为按量，或换更划算的规格', en: 'Consider paying as you go, or another size, when it ends' },
    package: { zh: '{id}：实付 {paid} {currency}，容量 {capacity} {unit}；每 {quantity} {rawUnit} {item} 抵扣 {draw} {unit}，合 {cost} {currency}', en: '{id}: paid {paid} {currency} for {capacity} {unit}; {quantity} {rawUnit} of {item} take {draw} {unit}, worth {cost} {currency}' },
    payg: { zh: '账单中 {lines} 行按量共 {usage} {usageUnit}，{amount} {currency}；同样用量 {cost} {currency}', en: '{lines} pay-as-you-go lines of the bill: {usage} {usageUnit} for {amount} {currency}; that usage would be {cost} {currency}' },
    all: { zh: '对它抵扣过且有按量单价的 {count} 个计费项都更贵', en: 'It is dearer for each of the {count} items that it has deducted and that have a pay-as-you-go price' },
    noPrice: { zh: '没有付款记录，或币种不一', en: 'There is no payment, or in several currencies' },
    noPayg: { zh: '账单中没有可比的按量单价', en: 'The bill has no pay-as-you-go price to compare with' },
  },
  ledger: (world) => new Prices(world),
  start(world, report, prices: Prices) {
    return {
      end() {
        const found = prices.found();
        for (const id of [...world.packages.keys()].sort()) judge(world.packages.get(id)!, found, world, report);
      },
    };
  },
};

interface Price {
  readonly usage: Decimal;
  readonly amount: Decimal;
  readonly lines: number;
  readonly unit: string;
  readonly currency: string | null;
}

/** A price in the making, of the unit and currency of its first line. */
interface Sums {
  readonly usage: ExactSum;
  readonly amount: ExactSum;
  lines: number;
  readonly unit: string;
  readonly currency: string | null;
}

/** What items cost by their names. Lines repeat a few names a million times, so that those of a line are joined once. */
class Prices implements Ledger {
  private readonly world: LedgerWorld;
  private readonly names: Names;
  private readonly byKey = new Map<string, Sums>();
  private readonly ofNames = new QuadMap<readonly Sums[]>();
  private known: ReadonlyMap<string, Price> | null = null;

  constructor(world: LedgerWorld) {
    this.world = world;
    this.names = world.names;
  }

  line(line: BillRow): void {
    notePrice(this, line, this.world);
  }

  kept(): ReadonlyMap<string, Price> {
    return this.found();
  }

  /** Those that a line of these names adds to; a name that comes for the first time takes the unit and currency of the line. */
  of({ product, subproduct, componentName, componentType }: BillRow, unit: string, currency: string | null): readonly Sums[] {
    let found = this.ofNames.get(product, subproduct, componentName, componentType);
    if (found === undefined) {
      found = [...new Set([componentName, componentType])].map((item) => this.sums(priceKey(this.names, product, subproduct, item), unit, currency));
      this.ofNames.set(product, subproduct, componentName, componentType, found);
    }
    return found;
  }

  private sums(key: string, unit: string, currency: string | null): Sums {
    let sums = this.byKey.get(key);
    if (sums === undefined) {
      sums = { usage: new ExactSum(), amount: new ExactSum(), lines: 0, unit, currency };
      this.byKey.set(key, sums);
    }
    return sums;
  }

  recall(kept: unknown): void {
    this.known = kept as ReadonlyMap<string, Price>;
  }

  /** All of them, once the lines have gone by. */
  found(): ReadonlyMap<string, Price> {
    this.known ??= new Map([...this.byKey].map(([key, { usage, amount, ...rest }]) => [key, { ...rest, usage: usage.value, amount: amount.value }]));
    return this.known;
  }
}

function priceKey(names: Names, product: string | null, subproduct: string | null, item: string | null): string {
  return [names.product(product), names.subproduct(subproduct), names.item(item)].join('\u0001');
}

/** Sums what an item costs; lines whose amount also depends on a duration say nothing about the price of usage alone. */
function notePrice(prices: Prices, line: BillRow, world: LedgerWorld): void {
  const amount = line.beforeVoucher ?? line.afterDiscount ?? line.totalCost ?? line.amountBeforeTax;
  if (line.usage === null || line.usage.sign() <= 0 || amount === null || amount.sign() <= 0 || line.usageUnit === null) return;
  if (isPrecisionLine(line) || !isUsageLine(line) || (line.duration !== null && !line.duration.equals(Decimal.one))) return;
  const currency = lineCurrency(world, line);
  for (const sums of prices.of(line, line.usageUnit, currency)) {
    if (sums.unit !== line.usageUnit || sums.currency !== currency) continue;
    sums.usage.add(line.usage);
    sums.amount.add(amount);
    sums.lines += 1;
  }
}

/** Raw usage for which both are computed: prices of one token have more decimals than money has. */
const SAMPLE = Decimal.ofInteger(1_000_000);
const DECIMALS = 8;

interface Compared {
  readonly use: UseOfItem;
  readonly price: Price;
  readonly draw: Decimal;
  readonly inPackage: Money;
  readonly asYouGo: Decimal;
}

function judge(pack: Package, prices: ReadonlyMap<string, Price>, world: World, report: Report): void {
  if (pack.overview === null) return;
  const layout = (file: number): string | null => layoutOf(world, { file });
  const paid = paidFor(pack, layout);
  if (pack.type === 'unlimited') report.notCheckable({ id: 'common.unlimited', values: {} });
  else if (paid === null) report.notCheckable(report.say('noPrice'));
  else if (valueOf(pack, SAMPLE, pack.unit, layout) === null) report.notCheckable({ id: 'common.noCapacity', values: {} });
  else {
    const compared = [...pack.uses.values()].map((use) => compare(pack, use, prices, world)).filter((entry) => entry !== null && entry.inPackage.currency === entry.price.currency) as Compared[];
    const dearest = compared.reduce<Compared | null>((best, entry) => (best === null || margin(entry).isLessThan(margin(best)) ? entry : best), null);
    if (dearest === null) report.notCheckable(report.say('noPayg'));
    else if (margin(dearest).sign() <= 0) report.pass();
    else fail(pack, dearest, compared.length, paid, report);
  }
}

function margin(entry: Compared): Decimal {
  return entry.inPackage.amount.minus(entry.asYouGo);
}

function compare(pack: Package, use: UseOfItem, prices: ReadonlyMap<string, Price>, world: World): Compared | null {
  const price = prices.get(priceKey(world.names, use.product, use.subproduct, use.item));
  if (price === undefined || use.rawUnit === null || use.coefficient === null || pack.unit === null) return null;
  const base = pack.policy.byteBase ?? 1024;
  const taken = conversion(use.rawUnit, pack.unit, base);
  const billed = conversion(use.rawUnit, price.unit, base);
  if (taken === null || billed === null) return null;
  const draw = convert(SAMPLE, taken).times(use.coefficient);
  const inPackage = valueOf(pack, draw, pack.unit, (file) => layoutOf(world, { file }));
  if (inPackage === null) return null;
  return { use, price, draw, inPackage, asYouGo: convert(SAMPLE, billed).times(price.amount).dividedBy(price.usage, DECIMALS) };
}

function fail(pack: Package, entry: Compared, count: number, paid: Money, report: Report): void {
  const { use, price, draw } = entry;
  // The same share of the price paid as the margin is of the cost in the package.
  const lost = paid.amount.times(margin(entry)).dividedBy(entry.inPackage.amount, DECIMALS);
  const currency = paid.currency ?? '';
  report.fail({
    severity: 'info',
    subject: [pack.id],
    packageId: pack.id,
    product: pack.product,
    rows: [...pack.purchases.map((line) => evidenceOf('bill', line)), use.first],
    money: lost,
    currency: paid.currency,
    why: [
      report.say('package', {
        id: pack.id, paid: show(paid.amount), currency, capacity: show(pack.overview?.total ?? pack.capacity), unit: pack.unit ?? '', quantity: show(SAMPLE), rawUnit: use.rawUnit ?? '', item: use.item,
        draw: show(draw), cost: show(entry.inPackage.amount),
      }),
      report.say('payg', { lines: price.lines, usage: show(price.usage), usageUnit: price.unit, amount: show(price.amount), cost: show(entry.asYouGo), currency }),
      report.say('all', { count }),
      ...(dependsOnByteBase(use.rawUnit ?? '', pack.unit ?? '') || dependsOnByteBase(use.rawUnit ?? '', price.unit) ? [policyLine(pack.policy, 'byteBase')] : []),
    ],
  });
}
