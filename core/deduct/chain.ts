import type { Decimal } from '../base/decimal.ts';
import { balancesAfter, fold, followsLink, keyOf, timesDeducted, type BalanceRow, type Link } from './link.ts';
import { orderSeconds } from './seconds.ts';

/** Where the chain does not go on from the row before. */
export type Break =
  /** Deductions of `amount` are missing: the next balance is lower. */
  | { readonly kind: 'gap'; readonly amount: Decimal }
  /** The balance rose by `amount` without a deduction. */
  | { readonly kind: 'increase'; readonly amount: Decimal }
  /** Starts from the same balance as another, different row. */
  | { readonly kind: 'fork'; readonly amount: Decimal; readonly twin: Step };

/** One deduction in its place. Identical rows of one file stand together as copies of one step. */
export interface Step {
  readonly row: BalanceRow;
  /** Further rows identical to `row`. */
  readonly copies: readonly BalanceRow[];
  /** What lies between the step before and this one; `null` where they link. */
  readonly broken: Break | null;
  /** How often the balance went down for the identical rows: `1` listed twice, `1 + copies` deducted each time. */
  readonly counted: number;
  /** Nothing after the identical rows says which of the two it was. */
  readonly undecided: boolean;
}

/** A row that the links place before a row with an earlier deduction time. */
export interface Inversion {
  readonly row: BalanceRow;
  /** The row of a later deduction time that comes directly before it. */
  readonly previous: BalanceRow;
  readonly seconds: number;
}

export interface Chain {
  readonly steps: readonly Step[];
  readonly inversions: readonly Inversion[];
}

/**
 * Puts the rows of one balance into the order in which the balance went through them.
 *
 * `rows` come by deduction time, equal seconds in any stable order, identical rows together. Time decides first; inside
 * an equal second the order that links; and where pieces only link against time, they are put together all the same and
 * the contradiction is reported.
 */
export function orderChain(rows: readonly BalanceRow[]): Chain {
  const { ordered, moved } = joinFragments(orderSeconds(fold(rows)));
  const steps = describe(ordered);
  return { steps, inversions: moved ? inversionsOf(steps) : [] };
}

/** The same by time alone. Told apart from `orderChain` because a wrong guess about rows must not be mended by moving them. */
export function orderByTime(rows: readonly BalanceRow[]): readonly Step[] {
  return describe(orderSeconds(fold(rows)));
}

/** How often, by time alone, a row does not go on from the one before it. */
export function breaksByTime(rows: readonly BalanceRow[]): number {
  return fragmentsOf(orderSeconds(fold(rows))).length - 1;
}

/** Where the order by time breaks, pieces that link exactly and uniquely are joined, whatever their times say. */
function joinFragments(links: readonly Link[]): { ordered: readonly Link[]; moved: boolean } {
  const fragments = fragmentsOf(links);
  const next = linksBetween(fragments);
  // Two long pieces that fit the wrong way round are more likely a refill than a time that is wrong.
  const doubtful = fragments.length === 2 && fragments.every((fragment) => fragment.length > 1);
  if (next.size === 0 || doubtful) return { ordered: links, moved: false };
  const order = orderOfFragments(fragments.length, next);
  return order.every((fragment, index) => fragment === index) ? { ordered: links, moved: false } : { ordered: order.flatMap((index) => fragments[index]!), moved: true };
}

function fragmentsOf(links: readonly Link[]): Link[][] {
  const fragments: Link[][] = [];
  for (const link of links) {
    const current = fragments.at(-1);
    if (current !== undefined && followsLink(link.row, current.at(-1)!)) current.push(link);
    else fragments.push([link]);
  }
  return fragments;
}

/** Which piece goes on from which; only where no other piece begins with the same balance. */
function linksBetween(fragments: readonly (readonly Link[])[]): Map<number, number> {
  const next = new Map<number, number>();
  if (fragments.length < 2) return next;
  const heads = new Map<string, number | null>();
  fragments.forEach((fragment, index) => {
    const key = keyOf(fragment[0]!.row.before);
    heads.set(key, heads.has(key) ? null : index);
  });
  const taken = new Set<number>();
  fragments.forEach((fragment, index) => {
    const target = balancesAfter(fragment.at(-1)!).map((balance) => heads.get(keyOf(balance)) ?? null).find((head) => head !== null) ?? null;
    if (target === null || target === index || taken.has(target)) return;
    next.set(index, target);
    taken.add(target);
  });
  return next;
}

/** Joined pieces one after the other; a piece that joins none keeps its place in time. */
function orderOfFragments(count: number, next: ReadonlyMap<number, number>): number[] {
  const taken = new Set(next.values());
  const placed = new Set<number>();
  const order: number[] = [];
  const place = (start: number): void => {
    for (let at: number | undefined = start; at !== undefined && !placed.has(at); at = next.get(at)) {
      placed.add(at);
      order.push(at);
    }
  };
  for (let index = 0; index < count; index += 1) if (!taken.has(index) && next.has(index)) place(index);
  for (let index = 0; index < count; index += 1) if (next.has(index)) place(index);
  const alone: number[] = [];
  for (let index = 0; index < count; index += 1) if (!placed.has(index)) alone.push(index);
  return interleave(order, alone);
}

/** Puts each of `alone` (ascending) behind that one of `order` which comes closest before it in time. */
function interleave(order: readonly number[], alone: readonly number[]): number[] {
  const behind = new Map<number, number[]>();
  const sorted = [...order].sort((a, b) => a - b);
  let at = -1;
  for (const index of alone) {
    while (at + 1 < sorted.length && sorted[at + 1]! < index) at += 1;
    const key = at < 0 ? -1 : sorted[at]!;
    const same = behind.get(key);
    if (same === undefined) behind.set(key, [index]);
    else same.push(index);
  }
  return [...(behind.get(-1) ?? []), ...order.flatMap((index) => [index, ...(behind.get(index) ?? [])])];
}

/** Walks the ordered links and says of each how it goes on from the ones before. */
function describe(links: readonly Link[]): Step[] {
  const walk = new Walk();
  links.forEach((link, index) => walk.take(link, links[index + 1]?.row));
  return walk.steps;
}

interface Place {
  readonly link: Link;
  readonly at: number;
}

class Walk {
  readonly steps: Step[] = [];
  /** Where the balance stands, and where a row left it that did not go on from there. */
  private main: Place | null = null;
  private branch: Place | null = null;
  /** The balance with which the chain goes on after a row that took its amount but shows other balances. */
  private resume: Decimal | null = null;
  /** The latest step that begins with a balance and takes something from it; filled as far as it was asked for. */
  private readonly byBefore = new Map<string, Step>();
  private indexed = 0;

  take(link: Link, next: BalanceRow | undefined): void {
    const { main, branch } = this;
    const place = { link, at: this.steps.length };
    if (main === null || this.goesOn(main, link.row)) {
      this.push(link, null);
      this.main = place;
    } else if (branch !== null && this.goesOn(branch, link.row)) {
      this.push(link, null);
      this.branch = main;
      this.main = place;
    } else if (this.resume !== null && link.row.before.equals(this.resume)) {
      this.push(link, null);
      this.main = place;
    } else this.breakAt(place, main, next);
  }

  /** Whether the row goes on from there; that also tells how often identical rows were deducted. */
  private goesOn(place: Place, next: BalanceRow): boolean {
    const counted = timesDeducted(next, place.link);
    if (counted === null) return false;
    const step = this.steps[place.at]!;
    if (step.undecided) this.steps[place.at] = { ...step, counted, undecided: false };
    return true;
  }

  private breakAt(place: Place, main: Place, next: BalanceRow | undefined): void {
    const { link } = place;
    const { row } = link;
    const tip = main.link.row.after;
    const nextFollowsMain = next !== undefined && followsLink(next, main.link);
    const nextFollowsHere = next !== undefined && !nextFollowsMain && followsLink(next, link);
    const twin = row.before.isGreaterThan(tip) ? this.twinOf(row) : undefined;
    const beside = twin !== undefined && twin.row === main.link.row;
    if (beside && nextFollowsHere) {
      // The chain goes on from this one, so that the row before it was the fork.
      const replaced = this.steps[main.at]!;
      const step = this.push(link, replaced.broken);
      this.steps[main.at] = { ...replaced, broken: { kind: 'fork', amount: replaced.row.deducted, twin: step } };
      this.branch = main;
      this.main = place;
    } else if (twin !== undefined && (beside || (next !== undefined && !nextFollowsHere && !next.before.isGreaterThan(tip)))) {
      // A refill also finds an earlier balance again, but the chain goes on from there; a fork is left behind by it.
      this.push(link, { kind: 'fork', amount: row.deducted, twin });
      this.branch = place;
    } else {
      const isGap = row.before.isLessThan(tip);
      this.push(link, isGap ? { kind: 'gap', amount: tip.minus(row.before) } : { kind: 'increase', amount: row.before.minus(tip) });
      // Where the chain goes on as if this row were not there, or had other balances, its way back is no second break.
      if (nextFollowsMain) this.branch = place;
      else this.main = place;
      this.resume = nextFollowsMain || nextFollowsHere ? null : tip.minus(row.deducted);
    }
  }

  private push(link: Link, broken: Break | null): Step {
    const step: Step = { row: link.row, copies: link.copies, broken, counted: 1, undecided: link.copies.length > 0 };
    this.resume = null;
    this.steps.push(step);
    return step;
  }

  private twinOf(row: BalanceRow): Step | undefined {
    for (; this.indexed < this.steps.length; this.indexed += 1) {
      const step = this.steps[this.indexed]!;
      if (!step.row.deducted.isZero()) this.byBefore.set(keyOf(step.row.before), step);
    }
    return row.deducted.isZero() ? undefined : this.byBefore.get(keyOf(row.before));
  }
}

/** Rows that go on from one with a later time. What does not link to the rows before it says nothing about their order. */
function inversionsOf(steps: readonly Step[]): Inversion[] {
  const found: Inversion[] = [];
  let latest: BalanceRow | null = null;
  for (const { row, broken } of steps) {
    if (broken?.kind === 'fork') continue;
    if (broken === null && latest !== null && latest.deductedAt! > row.deductedAt!) found.push({ row, previous: latest, seconds: latest.deductedAt! - row.deductedAt! });
    else latest = row;
  }
  return found;
}
