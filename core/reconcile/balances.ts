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
  private readonly times: Float64Array;
  private readonly wholes: Float64Array;
  private readonly nanos: Int32Array;
  private readonly wide = new Map<number, Decimal>();
  private readonly files: Int32Array;
  private readonly lines: Int32Array;
  private readonly rows: Float64Array;

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
    this.billingItems = new Set(history.steps.map((step) => step.row.billingItem ?? ''));
    const size = steps.length;
    this.times = new Float64Array(size);
    this.wholes = new Float64Array(size);
    this.nanos = new Int32Array(size);
    this.files = new Int32Array(size);
    this.lines = new Int32Array(size);
    this.rows = new Float64Array(size);
    let latest = Number.NEGATIVE_INFINITY;
    steps.forEach(({ row }, index) => {
      latest = Math.max(latest, row.deductedAt!);
      this.times[index] = latest;
      if (row.after.isNarrow) {
        this.wholes[index] = row.after.whole;
        this.nanos[index] = row.after.nano;
      } else this.wide.set(index, row.after);
      this.files[index] = row.file;
      this.lines[index] = row.line;
      this.rows[index] = row.row;
    });
  }

  private after(index: number): Decimal {
    return this.wide.get(index) ?? Decimal.ofParts(this.wholes[index]!, this.nanos[index]!);
  }

  /** Index of the last posting up to `time`, -1 before the first. */
  private indexAt(time: CivilTime): number {
    let low = 0;
    let high = this.times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.times[middle]! <= time) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** The balance at `time` with the posting that left it, or the opening balance and no posting. */
  at(time: CivilTime): { readonly balance: Decimal; readonly evidence: Evidence | null; readonly time: CivilTime | null } {
    const index = this.indexAt(time);
    return index < 0 ? { balance: this.opening, evidence: null, time: null } : { balance: this.after(index), evidence: this.evidence(index), time: this.times[index]! };
  }

  /** The lowest balance in `[from, to]`, and the posting that left it. */
  lowest(from: CivilTime, to: CivilTime): { readonly balance: Decimal; readonly evidence: Evidence | null; readonly time: CivilTime | null } {
    let lowest = this.at(from);
    for (let index = this.indexAt(from) + 1; index < this.times.length && this.times[index]! <= to; index += 1) {
      const balance = this.after(index);
      if (balance.isLessThan(lowest.balance)) lowest = { balance, evidence: this.evidence(index), time: this.times[index]! };
    }
    return lowest;
  }

  private evidence(index: number): Evidence {
    return { kind: 'deductions', file: this.files[index]!, line: this.lines[index]!, row: this.rows[index]! };
  }
}
