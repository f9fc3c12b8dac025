import { invariant } from '../base/errors.ts';
import { Decimal } from '../base/decimal.ts';
import type { CivilTime } from '../base/time.ts';
import type { Inversion, Step } from './chain.ts';
import type { Period } from './periods.ts';

/** One balance: a capacity of a package in one period. */
export interface BalanceKey {
  readonly packageId: string;
  /** Names the capacity where a package has several: the unit, or the billing item where units are shared. */
  readonly item: string;
  readonly unit: string | null;
  readonly period: Period;
}

export function keyText(key: BalanceKey): string {
  return [key.packageId, key.item, key.period.start ?? ''].join('|');
}

/** A stretch without a break: the balance went from `from` to `to` by exactly `deducted`. */
export interface Segment {
  readonly first: number;
  readonly last: number;
  readonly from: Decimal;
  readonly to: Decimal;
  readonly deducted: Decimal;
}

/**
 * The proven history of one balance. Its steps are in the order in which the balance went through them; its segments
 * are contiguous and conserving: in each, `from - deducted = to`, and what lies between two segments is an explicit
 * break of a known amount, so that `opening - deducted + risen - missing = closing` holds to the last digit.
 */
export class History {
  readonly key: BalanceKey;
  readonly steps: readonly Step[];
  readonly inversions: readonly Inversion[];
  readonly capacity: Decimal | null;
  readonly segments: readonly Segment[];
  /** Sum of the deductions of the main line, identical rows as often as the balance counted them. */
  readonly deducted: Decimal;

  constructor(key: BalanceKey, steps: readonly Step[], inversions: readonly Inversion[], capacity: Decimal | null) {
    invariant(steps.length > 0, 'a history has at least one step');
    this.key = key;
    this.steps = steps;
    this.inversions = inversions;
    this.capacity = capacity;
    this.segments = segmentsOf(steps);
    this.deducted = this.segments.reduce((sum, segment) => sum.plus(segment.deducted), Decimal.zero);
    this.prove();
  }

  get opening(): Decimal {
    return this.steps[0]!.row.before;
  }

  get closing(): Decimal {
    return this.segments.at(-1)!.to;
  }

  get first(): Step {
    return this.steps[0]!;
  }

  /** The step after which the balance is `closing`; a branch of a fork is not on the way. */
  get last(): Step {
    return this.steps[this.segments.at(-1)!.last]!;
  }

  /** The last step up to `time` (inclusive), or `null` before the first. */
  stepAt(time: CivilTime): Step | null {
    let found: Step | null = null;
    for (const step of this.steps) {
      if (step.broken?.kind === 'fork') continue;
      if (step.row.deductedAt! <= time) found = step;
      else break;
    }
    return found;
  }

  /** The balance at `time`: after the last deduction up to then, else what the first one found. */
  balanceAt(time: CivilTime): Decimal {
    const step = this.stepAt(time);
    if (step === null) return this.opening;
    return step.row.after.minus(step.row.deducted.times(Decimal.ofInteger(step.counted - 1)));
  }

  /** Everything that rose without a deduction, and everything that fell without one. */
  get unexplained(): { readonly risen: Decimal; readonly missing: Decimal } {
    let risen = Decimal.zero;
    let missing = Decimal.zero;
    for (let i = 1; i < this.segments.length; i += 1) {
      const step = this.segments[i]!.from.minus(this.segments[i - 1]!.to);
      if (step.sign() > 0) risen = risen.plus(step);
      else missing = missing.minus(step);
    }
    return { risen, missing };
  }

  private prove(): void {
    const { risen, missing } = this.unexplained;
    const expected = this.opening.minus(this.deducted).plus(risen).minus(missing);
    invariant(expected.equals(this.closing), `a history conserves: ${keyText(this.key)}`);
    for (const segment of this.segments) invariant(segment.from.minus(segment.deducted).equals(segment.to), `a segment conserves: ${keyText(this.key)}`);
  }
}

/**
 * Cuts the main line at its breaks. A row whose own arithmetic is wrong ends its segment where the next row goes on
 * from: at the printed balance (then the difference is a break inside the row) or at the computed one.
 */
function segmentsOf(steps: readonly Step[]): Segment[] {
  const segments: Segment[] = [];
  let open: { first: number; last: number; from: Decimal; to: Decimal; deducted: Decimal } | null = null;
  for (const [index, step] of steps.entries()) {
    if (step.broken?.kind === 'fork') continue;
    const { row } = step;
    if (open !== null && !row.before.equals(open.to)) {
      segments.push(open);
      open = null;
    }
    const taken = step.counted === 1 ? row.deducted : row.deducted.times(Decimal.ofInteger(step.counted));
    const computed = row.before.minus(taken);
    if (open === null) open = { first: index, last: index, from: row.before, to: computed, deducted: taken };
    else open = { first: open.first, last: index, from: open.from, to: computed, deducted: open.deducted.plus(taken) };
    const printed = step.counted === 1 ? row.after : computed;
    if (!printed.equals(computed) && continuesFromPrinted(steps, index, printed, computed)) {
      segments.push(open);
      open = { first: index, last: index, from: printed, to: printed, deducted: Decimal.zero };
    }
  }
  if (open !== null) segments.push(open);
  return segments;
}

function continuesFromPrinted(steps: readonly Step[], index: number, printed: Decimal, computed: Decimal): boolean {
  const next = steps.slice(index + 1).find((step) => step.broken?.kind !== 'fork');
  if (next === undefined) return true;
  return next.row.before.equals(printed) || !next.row.before.equals(computed);
}
