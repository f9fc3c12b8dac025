import { Decimal } from '../base/decimal.ts';
import { invariant } from '../base/errors.ts';
import type { CivilTime } from '../base/time.ts';
import type { History } from '../deduct/history.ts';
import type { Evidence } from './finding.ts';

/**
 * What stays of a history after its package has gone by: the balance after each posting and where it was read, in
 * arrays of numbers, because bills ask for the balances of all packages at any moment and a million rows must not
 * stay as objects.
 */
export class BalanceLine {
  readonly item: string;
  readonly unit: string | null;
  /** Start and end of the period; `null` for a package with one. */
  readonly start: CivilTime | null;
  readonly end: CivilTime | null;
  readonly capacity: Decimal | null;
  readonly opening: Decimal;
  /** What the printed balances claim beyond what deductions explain: breaks upwards and a start above capacity. */
  readonly excess: Decimal;
  readonly billingItems: ReadonlySet<string>;
  /** Six numbers a posting: its time, the balance after it in two parts, file, line and row. One array, because a package may have thousands of periods. */
  private readonly postings: Float64Array;
  /** Balances that two numbers do not hold, by posting. */
  private wide: Map<number, Decimal> | null = null;

  /** `explained` is what purchases have added to the balance. */
  constructor(history: History, explained: Decimal) {
    const steps = history.steps.filter((step) => step.broken?.kind !== 'fork');
    invariant(steps.length > 0, 'a history has a main line');
    this.item = history.key.item;
    this.unit = history.key.unit;
    this.start = history.key.period.start;
    this.end = history.key.period.end;
    this.capacity = history.capacity;
    this.opening = history.opening;
    const carried = history.capacity !== null && history.opening.isGreaterThan(history.capacity) ? history.opening.minus(history.capacity) : Decimal.zero;
    this.excess = history.unexplained.risen.minus(explained).plus(carried);
    this.billingItems = itemsOf(history);
    this.postings = new Float64Array(steps.length * WIDTH);
    let latest = Number.NEGATIVE_INFINITY;
    steps.forEach(({ row }, index) => {
      latest = Math.max(latest, row.deductedAt!);
      const { isNarrow, whole, nano } = row.after;
      this.postings.set([latest, whole, nano, row.file, row.line, row.row], index * WIDTH);
      if (!isNarrow) (this.wide ??= new Map()).set(index, row.after);
    });
  }

  private get count(): number {
    return this.postings.length / WIDTH;
  }

  private timeOf(index: number): CivilTime {
    return this.postings[index * WIDTH]!;
  }

  private after(index: number): Decimal {
    return this.wide?.get(index) ?? Decimal.ofParts(this.postings[index * WIDTH + 1]!, this.postings[index * WIDTH + 2]!);
  }

  /** Index of the last posting up to `time`, -1 before the first. */
  private indexAt(time: CivilTime): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timeOf(middle) <= time) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** The balance at `time` with the posting that left it, or the opening balance and no posting. */
  at(time: CivilTime): { readonly balance: Decimal; readonly evidence: Evidence | null; readonly time: CivilTime | null } {
    const index = this.indexAt(time);
    return index < 0 ? { balance: this.opening, evidence: null, time: null } : { balance: this.after(index), evidence: this.evidence(index), time: this.timeOf(index) };
  }

  /** The lowest balance in `[from, to]`, and the posting that left it. */
  lowest(from: CivilTime, to: CivilTime): { readonly balance: Decimal; readonly evidence: Evidence | null; readonly time: CivilTime | null } {
    let lowest = this.at(from);
    for (let index = this.indexAt(from) + 1; index < this.count && this.timeOf(index) <= to; index += 1) {
      const balance = this.after(index);
      if (balance.isLessThan(lowest.balance)) lowest = { balance, evidence: this.evidence(index), time: this.timeOf(index) };
    }
    return lowest;
  }

  private evidence(index: number): Evidence {
    const from = index * WIDTH;
    return { kind: 'deductions', file: this.postings[from + 3]!, line: this.postings[from + 4]!, row: this.postings[from + 5]! };
  }
}

const WIDTH = 6;

/** The sets of histories of one item, which are nearly all. */
const single = new Map<string, ReadonlySet<string>>();
const MOST_SINGLE = 10_000;

function itemsOf(history: History): ReadonlySet<string> {
  const first = history.first.row.billingItem ?? '';
  if (history.steps.some((step) => (step.row.billingItem ?? '') !== first)) return new Set(history.steps.map((step) => step.row.billingItem ?? ''));
  let items = single.get(first);
  if (items === undefined) {
    items = new Set([first]);
    if (single.size >= MOST_SINGLE) single.clear();
    single.set(first, items);
  }
  return items;
}
