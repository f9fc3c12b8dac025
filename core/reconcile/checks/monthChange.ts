import { Decimal } from '../../base/decimal.ts';
import { compareText } from '../../base/order.ts';
import { dateOf, daysInMonth, formatMonth, monthOf, monthStart, type MonthNumber } from '../../base/time.ts';
import { QuadMap } from '../../base/tuples.ts';
import type { BillRow } from '../../fields/bill.ts';
import { amountOf } from '../../fields/facts.ts';
import { isPrecisionLine, lineCurrency } from '../billLine.ts';
import type { LineCheck, Report } from '../check.ts';
import type { Evidence } from '../finding.ts';
import { isPayment } from '../purchases.ts';
import { show } from '../show.ts';
import { isUsageLine } from '../survey.ts';
import { evidenceOf, monthOfLine, type LineWorld } from '../world.ts';

const LEAST_AMOUNT = Decimal.ofInteger(500);
const LEAST_PERCENT = Decimal.ofInteger(30);
const HUNDRED = Decimal.ofInteger(100);
/** Of the first and of the last days of a month one must show usage, or the month may be loaded in part. */
const EDGE_DAYS = 2;
const DECIMALS = 8;

type Part = 'usage' | 'oneOff' | 'adjustment';

/**
 * A product cost 2,100 in June and 3,400 in July. Why? The change is split: what more usage cost at June's price, what another price did to
 * July's usage, what was bought once, what was adjusted. The four add up to the change to the last digit. Only neighbouring months
 * are compared that the bill shows from their first days to their last.
 */
export const monthChange: LineCheck = {
  onlyLines: true,
  id: 'month-change',
  family: 'totals',
  needs: ['bill'],
  texts: {
    title: { zh: '月度费用变化', en: 'Month to month' },
    rule: { zh: '相邻两个完整月份，同一产品的费用变化不超过 30% 或不超过 500（币种单位）', en: 'Between two neighbouring whole months the cost of a product moves by no more than 30%, or by no more than 500 units of money' },
    act: { zh: '按拆分的各项查看原因', en: 'Look at the parts for the reason' },
    change: { zh: '{product}：{from} {first}，{to} {second} {currency}，变化 {difference}', en: '{product}: {first} in {from}, {second} {currency} in {to}, a change of {difference}' },
    split: { zh: '用量 {quantity} + 单价 {price} + 一次性购买 {oneOff} + 调整 {adjustment} = {difference}', en: 'Quantity {quantity} + price {price} + one-off purchases {oneOff} + adjustments {adjustment} = {difference}' },
    largest: { zh: '变化最大的计费项 {item}：用量 {first} → {second} {unit}，费用 {was} → {now}', en: 'Largest change of an item, {item}: usage {first} → {second} {unit}, cost {was} → {now}' },
    fewMonths: { zh: '账单中没有相邻的两个完整月份', en: 'The bill has no two neighbouring whole months' },
  },
  start(world, report) {
    const book = new Book(world);
    return { line: (line) => book.hear(line), end: () => book.answer(report) };
  },
};

/** What one item (or everything bought, or everything adjusted) of a product cost in a month. */
interface Sum {
  cost: Decimal;
  usage: Decimal;
  readonly first: Evidence;
}

interface Series {
  readonly part: Part;
  readonly item: string;
  readonly unit: string | null;
  readonly months: Map<MonthNumber, Sum>;
  /** The month that was asked for last, because lines come month by month. */
  month: MonthNumber;
  sum: Sum | null;
}

interface Product {
  readonly name: string;
  readonly currency: string | null;
  readonly series: Series[];
}

class Book {
  private readonly world: LineWorld;
  private readonly bySeries = new QuadMap<Series>();
  private readonly products = new QuadMap<Product>();
  private readonly all: Product[] = [];
  /** Days with usage of whatever product, a bit for each day of the month. */
  private readonly days = new Map<MonthNumber, number>();

  constructor(world: LineWorld) {
    this.world = world;
  }

  hear(line: BillRow): void {
    const amount = amountOf(line);
    const month = monthOfLine(line);
    if (amount === null || month === null || line.product === null) return;
    const part: Part = isPrecisionLine(line) ? 'adjustment' : isUsageLine(line) ? 'usage' : isPayment(line) ? 'oneOff' : 'adjustment';
    if (part === 'usage' && line.usageStart !== null && monthOf(line.usageStart) === month) this.days.set(month, (this.days.get(month) ?? 0) | (1 << dateOf(line.usageStart).day));
    const currency = lineCurrency(this.world, line);
    const series = part === 'usage' ? this.series(line.product, currency, part, line.componentName, line.usageUnit) : this.series(line.product, currency, part, null, null);
    if (series.month !== month || series.sum === null) {
      series.month = month;
      series.sum = series.months.get(month) ?? null;
      if (series.sum === null) series.months.set(month, (series.sum = { cost: Decimal.zero, usage: Decimal.zero, first: evidenceOf('bill', line) }));
    }
    series.sum.cost = series.sum.cost.plus(amount);
    if (part === 'usage' && line.usage !== null) series.sum.usage = series.sum.usage.plus(line.usage);
  }

  private series(product: string, currency: string | null, part: Part, item: string | null, unit: string | null): Series {
    // The parts without items have names that no component has.
    const name = part === 'usage' ? item : `\u0001${part}`;
    let found = this.bySeries.get(product, currency, name, unit);
    if (found === undefined) {
      found = { part, item: item ?? '', unit, months: new Map(), month: -1, sum: null };
      this.bySeries.set(product, currency, name, unit, found);
      let owner = this.products.get(product, currency, null, null);
      if (owner === undefined) {
        owner = { name: product, currency, series: [] };
        this.products.set(product, currency, null, null, owner);
        this.all.push(owner);
      }
      owner.series.push(found);
    }
    return found;
  }

  answer(report: Report): void {
    const whole = [...this.days].filter(([month, days]) => isWhole(month, days)).map(([month]) => month).sort((a, b) => a - b);
    const later = whole.filter((month) => whole.includes(month - 1));
    for (const product of this.all.sort((a, b) => compareText(a.name, b.name) || compareText(a.currency ?? '', b.currency ?? ''))) {
      if (later.length === 0) report.notCheckable(report.say('fewMonths'));
      for (const month of later) judge(product, month, report);
    }
  }
}

function isWhole(month: MonthNumber, days: number): boolean {
  const { year, month: number } = dateOf(monthStart(month));
  const last = daysInMonth(year, number);
  let first = 0;
  let end = 0;
  for (let day = 0; day < EDGE_DAYS; day += 1) {
    first |= 1 << (1 + day);
    end |= 1 << (last - day);
  }
  return (days & first) !== 0 && (days & end) !== 0;
}

interface Move {
  readonly series: Series;
  readonly was: Sum | undefined;
  readonly now: Sum | undefined;
  readonly change: Decimal;
}

function costIn(series: Series, month: MonthNumber): Decimal {
  return series.months.get(month)?.cost ?? Decimal.zero;
}

function judge(product: Product, month: MonthNumber, report: Report): void {
  const first = product.series.reduce((sum, series) => sum.plus(costIn(series, month - 1)), Decimal.zero);
  const second = product.series.reduce((sum, series) => sum.plus(costIn(series, month)), Decimal.zero);
  const difference = second.minus(first);
  if (!difference.abs().isGreaterThan(LEAST_AMOUNT) || !difference.abs().times(HUNDRED).isGreaterThan(first.abs().times(LEAST_PERCENT))) {
    report.pass();
    return;
  }
  const moves = product.series.map((series): Move => ({
    series, was: series.months.get(month - 1), now: series.months.get(month), change: costIn(series, month).minus(costIn(series, month - 1)),
  })).sort((a, b) => b.change.abs().compare(a.change.abs()) || compareText(a.series.item, b.series.item) || compareText(a.series.unit ?? '', b.series.unit ?? ''));
  const quantity = moves.reduce((sum, move) => sum.plus(quantityEffect(move)), Decimal.zero);
  const of = (part: Part): Decimal => moves.filter(({ series }) => series.part === part).reduce((sum, { change }) => sum.plus(change), Decimal.zero);
  const [largest] = moves;
  const item = moves.find(({ series }) => series.part === 'usage');
  const currency = product.currency ?? '';
  report.fail({
    severity: 'info',
    subject: [product.name, product.currency, month],
    product: product.name,
    rows: [largest?.was?.first, largest?.now?.first].filter((row) => row !== undefined),
    // What a month costs more or less is no money at stake: nothing says that it is wrong.
    quantity: difference.abs(),
    unit: currency,
    why: [
      report.say('change', { product: product.name, from: formatMonth(month - 1), first: show(first), to: formatMonth(month), second: show(second), currency, difference: show(difference) }),
      report.say('split', { quantity: show(quantity), price: show(of('usage').minus(quantity)), oneOff: show(of('oneOff')), adjustment: show(of('adjustment')), difference: show(difference) }),
      ...(item === undefined || item.change.isZero() ? [] : [report.say('largest', {
        item: item.series.item || '-', first: show(item.was?.usage ?? Decimal.zero), second: show(item.now?.usage ?? Decimal.zero), unit: item.series.unit ?? '',
        was: show(item.was?.cost ?? Decimal.zero), now: show(item.now?.cost ?? Decimal.zero),
      })]),
    ],
  });
}

/** What the change of usage costs at the price of the month before; the rest is price. */
function quantityEffect({ series, was, now, change }: Move): Decimal {
  if (series.part !== 'usage') return Decimal.zero;
  if (was === undefined || now === undefined || was.usage.sign() <= 0) return change;
  return now.usage.minus(was.usage).times(was.cost).dividedBy(was.usage, DECIMALS);
}
