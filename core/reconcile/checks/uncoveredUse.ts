import { Decimal } from '../../base/decimal.ts';
import { compareText } from '../../base/order.ts';
import { dateOf, formatMonth, monthOf, type MonthNumber } from '../../base/time.ts';
import { QuadMap } from '../../base/tuples.ts';
import type { BillRow } from '../../fields/bill.ts';
import { amountOf } from '../../fields/facts.ts';
import { lineCurrency } from '../billLine.ts';
import type { Check, Ledger, Report } from '../check.ts';
import type { Evidence } from '../finding.ts';
import type { Names } from '../../fields/names.ts';
import { show } from '../show.ts';
import { isUsageLine } from '../survey.ts';
import { evidenceOf, type LedgerWorld, type Package, type World } from '../world.ts';

const MONTHS = 3;
/** On fewer days of a month usage says little about a habit. */
const LEAST_DAYS = 10;
const TWO = Decimal.ofInteger(2);

/**
 * An account that has paid for 40,000 calls as it goes in May, in June and in July would do better with a package, and a package of
 * just that item is known: another account has one. Steady means: on at least ten days of each of three months in a row, and
 * per day of use never less than half of the most.
 */
export const uncoveredUse: Check = {
  id: 'uncovered-use',
  family: 'waste',
  needs: ['bill', 'deductions'],
  texts: {
    title: { zh: '可购包的稳定用量', en: 'Steady use without a package' },
    rule: {
      zh: '没有连续三个月稳定的按量计费用量（每月至少 10 个用量日，日均最少不低于最多的一半），而已知有资源包覆盖该计费项',
      en: 'No three months in a row of steady pay-as-you-go use (at least 10 days a month, the least use per day at least half of the most) of an item that a known package covers',
    },
    act: { zh: '比较该资源包与按量的价格，考虑购买', en: 'Compare the price of that package with paying as you go, and consider buying one' },
    month: { zh: '{month}：{days} 个用量日，用量 {usage} {unit}，费用 {cost} {currency}', en: '{month}: {usage} {unit} on {days} days, {cost} {currency}' },
    item: { zh: '{owner} 的 {item}（{product}），没有自己的资源包', en: '{item} ({product}) of {owner}, who has no package of its own' },
    known: { zh: '资源包 {id}（{name}）抵扣过该计费项', en: 'Package {id} ({name}) deducts this item' },
    fewMonths: { zh: '按量用量不足三个月', en: 'There are fewer than three months of pay-as-you-go use' },
  },
  ledger: (world) => new SeriesBook(world),
  start(world, report, book: SeriesBook) {
    return {
      end() {
        const packages = knownPackages(world);
        for (const each of book.all.sort((a, b) => compareText(a.owner, b.owner) || compareText(a.product ?? '', b.product ?? '') || compareText(a.item ?? '', b.item ?? '') || compareText(a.unit ?? '', b.unit ?? ''))) judge(each, packages, world.names, report);
      },
    };
  },
};

interface Month {
  readonly month: MonthNumber;
  /** A bit for each day with usage. */
  days: number;
  usage: Decimal;
  cost: Decimal;
  readonly first: Evidence;
}

interface Series {
  readonly owner: string;
  readonly product: string | null;
  readonly item: string | null;
  readonly type: string | null;
  readonly unit: string | null;
  readonly currency: string | null;
  readonly months: Map<MonthNumber, Month>;
  /** The month of the line before, because lines come month by month. */
  latest: Month | null;
}

/** What every account has paid for as it goes. */
class SeriesBook implements Ledger {
  readonly all: Series[] = [];
  private readonly series = new QuadMap<Series>();
  private readonly world: LedgerWorld;

  constructor(world: LedgerWorld) {
    this.world = world;
  }

  line(line: BillRow): void {
    const { owner, usage, usageStart } = line;
    if (usage === null || usageStart === null || owner === null || usage.sign() <= 0 || !isUsageLine(line)) return;
    const cost = amountOf(line);
    if (cost === null || cost.sign() <= 0) return;
    let found = this.series.get(owner, line.product, line.componentName, line.usageUnit);
    if (found === undefined) {
      found = { owner, product: line.product, item: line.componentName, type: line.componentType, unit: line.usageUnit, currency: lineCurrency(this.world, line), months: new Map(), latest: null };
      this.series.set(owner, line.product, line.componentName, line.usageUnit, found);
      this.all.push(found);
    }
    add(found, usageStart, usage, cost, line);
  }

  kept(): readonly Series[] {
    return this.all.map((each) => ({ ...each, latest: null }));
  }

  recall(kept: unknown): void {
    this.all.push(...(kept as readonly Series[]));
  }
}

function add(series: Series, time: number, usage: Decimal, cost: Decimal, line: BillRow): void {
  const month = monthOf(time);
  let entry = series.latest;
  if (entry?.month !== month) {
    entry = series.months.get(month) ?? { month, days: 0, usage: Decimal.zero, cost: Decimal.zero, first: evidenceOf('bill', line) };
    series.months.set(month, entry);
    series.latest = entry;
  }
  entry.days |= 1 << dateOf(time).day;
  entry.usage = entry.usage.plus(usage);
  entry.cost = entry.cost.plus(cost);
}

interface Known {
  /** The first package by id. */
  readonly pack: Package;
  /** Whoever a package of the item pays for. */
  readonly owners: Set<string>;
}

function itemKey(names: Names, product: string | null, item: string | null): string {
  return `${names.product(product)}\u0001${names.item(item)}`;
}

function knownPackages(world: World): ReadonlyMap<string, Known> {
  const known = new Map<string, Known>();
  for (const pack of [...world.packages.values()].sort((a, b) => compareText(a.id, b.id))) {
    for (const use of pack.uses.values()) {
      const key = itemKey(world.names, use.product, use.item);
      let entry = known.get(key);
      if (entry === undefined) known.set(key, (entry = { pack, owners: new Set() }));
      entry.owners.add(use.owner);
      if (pack.owner !== null) entry.owners.add(pack.owner);
    }
  }
  return known;
}

function judge(series: Series, packages: ReadonlyMap<string, Known>, names: Names, report: Report): void {
  const known = packages.get(itemKey(names, series.product, series.item)) ?? packages.get(itemKey(names, series.product, series.type));
  // Who has a package pays as he goes because it is empty: that is for other checks.
  if (known === undefined || known.owners.has(series.owner)) return;
  if (series.months.size < MONTHS) {
    report.notCheckable(report.say('fewMonths'));
    return;
  }
  const steady = steadyMonths(series);
  if (steady === null) {
    report.pass();
    return;
  }
  const currency = series.currency ?? '';
  report.fail({
    severity: 'info',
    subject: [series.owner, series.product, series.item, series.unit],
    product: series.product,
    rows: steady.map(({ first }) => first),
    quantity: steady.reduce((sum, { usage }) => sum.plus(usage), Decimal.zero),
    unit: series.unit,
    money: steady.reduce((sum, { cost }) => sum.plus(cost), Decimal.zero),
    currency: series.currency,
    why: [
      report.say('item', { owner: series.owner, item: series.item ?? series.type ?? '-', product: series.product ?? '-' }),
      ...steady.map(({ month, days, usage, cost }) => report.say('month', { month: formatMonth(month), days: daysIn(days), usage: show(usage), unit: series.unit ?? '', cost: show(cost), currency })),
      report.say('known', { id: known.pack.id, name: known.pack.name ?? '-' }),
    ],
  });
}

/** The latest three months in a row with steady use. */
function steadyMonths({ months }: Series): Month[] | null {
  const sorted = [...months.values()].filter(({ days }) => daysIn(days) >= LEAST_DAYS).sort((a, b) => a.month - b.month);
  for (let last = sorted.length - 1; last >= MONTHS - 1; last -= 1) {
    const run = sorted.slice(last - MONTHS + 1, last + 1);
    if (run.at(-1)!.month - run[0]!.month === MONTHS - 1 && run.every((month) => run.every((other) => !isBelowHalf(month, other)))) return run;
  }
  return null;
}

/** Whether the use per day of `a` is less than half of that of `b`. */
function isBelowHalf(a: Month, b: Month): boolean {
  return a.usage.times(TWO).times(Decimal.ofInteger(daysIn(b.days))).isLessThan(b.usage.times(Decimal.ofInteger(daysIn(a.days))));
}

function daysIn(bits: number): number {
  let count = 0;
  for (let left = bits >>> 0; left !== 0; left &= left - 1) count += 1;
  return count;
}
