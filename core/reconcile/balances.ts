import { Decimal } from '../base/decimal.ts';
import { invariant } from '../base/errors.ts';
import type { CivilTime } from '../base/time.ts';
import type { History } from '../deduct/history.ts';
import type { Evidence } from './finding.ts';

/** Six numbers a posting: its time, the balance after it in two parts, file, line and row. */
const WIDTH = 6;

/** Room for the postings of all histories of a package: one array, because a package may have thousands of periods, and small arrays of their own are costly to keep. */
export class PostingRoom {
  readonly numbers: Float64Array;
  private used = 0;

  constructor(postings: number) {
    this.numbers = new Float64Array(postings * WIDTH);
  }

  /** Where so many postings go. */
  take(postings: number): number {
    const from = this.used;
    this.used += postings * WIDTH;
    invariant(this.used <= this.numbers.length, 'room for every posting');
    return from;
  }
}

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
  /** Where its postings lie, from `from` on. */
  private readonly postings: Float64Array;
  private readonly from: number;
  private readonly count: number;
  /** Balances that two numbers do not hold, by posting. */
  private wide: Map<number, Decimal> | null = null;

  /** `explained` is what purchases have added to the balance; `room` is that of the package. */
  constructor(history: History, explained: Decimal, room: PostingRoom = new PostingRoom(history.steps.length)) {
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
    this.count = steps.length;
    this.postings = room.numbers;
    this.from = room.take(steps.length);
    let latest = Number.NEGATIVE_INFINITY;
    steps.forEach(({ row }, index) => {
      latest = Math.max(latest, row.deductedAt!);
      const { isNarrow, whole, nano } = row.after;
      const at = this.from + index * WIDTH;
      this.postings[at] = latest;
      this.postings[at + 1] = whole;
      this.postings[at + 2] = nano;
      this.postings[at + 3] = row.file;
      this.postings[at + 4] = row.line;
      this.postings[at + 5] = row.row;
      if (!isNarrow) (this.wide ??= new Map()).set(index, row.after);
    });
  }

  private timeOf(index: number): CivilTime {
    return this.postings[this.from + index * WIDTH]!;
  }

  private after(index: number): Decimal {
    const at = this.from + index * WIDTH;
    return this.wide?.get(index) ?? Decimal.ofParts(this.postings[at + 1]!, this.postings[at + 2]!);
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
    const from = this.from + index * WIDTH;
    return { kind: 'deductions', file: this.postings[from + 3]!, line: this.postings[from + 4]!, row: this.postings[from + 5]! };
  }
}

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
