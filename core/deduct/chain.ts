import { Decimal } from '../base/decimal.ts';
import type { DeductionRow } from '../fields/deductions.ts';

/** A deduction row whose three balances are known. */
export type BalanceRow = DeductionRow & { readonly before: Decimal; readonly deducted: Decimal; readonly after: Decimal };

export function hasBalances(row: DeductionRow): row is BalanceRow {
  return row.before !== null && row.deducted !== null && row.after !== null;
}

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

interface Link {
  readonly row: BalanceRow;
  readonly copies: BalanceRow[];
}

/** What the row itself says the balance was afterwards; differs from `after` only where its arithmetic is wrong. */
function computedAfter(row: BalanceRow): Decimal {
  return row.before.minus(row.deducted);
}

function follows(next: BalanceRow, previous: BalanceRow): boolean {
  return next.before.equals(previous.after) || next.before.equals(computedAfter(previous));
}

/** The balance after all copies of a step, had each been deducted. */
function afterEachCopy(link: Link): Decimal {
  let balance = link.row.after;
  for (const copy of link.copies) balance = balance.minus(copy.deducted);
  return balance;
}

function followsLink(next: BalanceRow, previous: Link): boolean {
  return follows(next, previous.row) || (previous.copies.length > 0 && next.before.equals(afterEachCopy(previous)));
}

/**
 * Puts the rows of one balance into the order in which the balance went through them.
 *
 * `rows` come by deduction time, equal seconds in any stable order, identical rows together. Time decides first; inside
 * an equal second the order that links; and where pieces only link against time, they are put together all the same and
 * the contradiction is reported.
 */
export function orderChain(rows: readonly BalanceRow[]): Chain {
  const links = fold(rows);
  const byTime = orderSeconds(links);
  const { ordered, moved } = joinFragments(byTime);
  return { steps: describe(ordered), inversions: moved ? inversionsOf(ordered) : [] };
}

/** Identical rows become one link with copies: the store numbers the copies of a row from 0 inside its file. */
function fold(rows: readonly BalanceRow[]): Link[] {
  const links: Link[] = [];
  for (const row of rows) {
    const last = links.at(-1);
    if (row.copy > 0 && last !== undefined && last.row.deductedAt === row.deductedAt && last.row.before.equals(row.before)
      && last.row.deducted.equals(row.deducted) && last.row.usageStart === row.usageStart) last.copies.push(row);
    else links.push({ row, copies: [] });
  }
  return links;
}

function orderSeconds(links: readonly Link[]): Link[] {
  const ordered: Link[] = [];
  let at = 0;
  while (at < links.length) {
    let end = at + 1;
    const second = links[at]!.row.deductedAt;
    while (end < links.length && links[end]!.row.deductedAt === second) end += 1;
    if (end === at + 1) ordered.push(links[at]!);
    else {
      const next: Link[] = [];
      for (let i = end; i < links.length && links[i]!.row.deductedAt === links[end]!.row.deductedAt; i += 1) next.push(links[i]!);
      ordered.push(...orderSecond(links.slice(at, end), ordered.at(-1), next));
    }
    at = end;
  }
  return ordered;
}

/** The rows of one second, as runs that link: first the run that goes on from `previous`, last the one that `next` goes on from. */
function orderSecond(group: readonly Link[], previous: Link | undefined, next: readonly Link[]): Link[] {
  const open = new Set(group);
  const byBefore = new Map<string, Link[]>();
  for (const link of group) {
    const key = link.row.before.toString();
    const same = byBefore.get(key);
    if (same === undefined) byBefore.set(key, [link]);
    else same.push(link);
  }
  const candidates = (balance: Decimal): Link[] => (byBefore.get(balance.toString()) ?? []).filter((link) => open.has(link));
  const goOn = (link: Link): Link | undefined => {
    const found = [link.row.after, computedAfter(link.row), ...(link.copies.length > 0 ? [afterEachCopy(link)] : [])].flatMap(candidates);
    // A row that deducts nothing keeps the balance and so comes first; then one from which the chain goes on.
    return found.find((l) => l.row.deducted.isZero())
      ?? found.find((l) => candidates(l.row.after).length > 0 || next.some((n) => followsLink(n.row, l)))
      ?? found[0];
  };
  const run = (head: Link): Link[] => {
    const members: Link[] = [];
    for (let link: Link | undefined = head; link !== undefined; link = goOn(link)) {
      open.delete(link);
      members.push(link);
    }
    return members;
  };
  const runs: Link[][] = [];
  const first = previous === undefined ? undefined : goOn(previous);
  if (first !== undefined) runs.push(run(first));
  const others: Link[][] = [];
  while (open.size > 0) {
    const afters = new Set<string>();
    for (const link of open) if (!link.row.deducted.isZero()) afters.add(link.row.after.toString());
    const heads = [...open].filter((link) => !afters.has(link.row.before.toString()));
    const head = (heads.length > 0 ? heads : [...open]).reduce((a, b) => (b.row.before.isGreaterThan(a.row.before) ? b : a));
    others.push(run(head));
  }
  const last = others.find((members) => next.some((n) => followsLink(n.row, members.at(-1)!)));
  runs.push(...others.filter((members) => members !== last));
  if (last !== undefined) runs.push(last);
  return runs.flat();
}

/** Where the order by time breaks, pieces that link exactly and uniquely are joined, whatever their times say. */
function joinFragments(links: readonly Link[]): { ordered: readonly Link[]; moved: boolean } {
  const fragments: Link[][] = [];
  for (const link of links) {
    const current = fragments.at(-1);
    if (current !== undefined && followsLink(link.row, current.at(-1)!)) current.push(link);
    else fragments.push([link]);
  }
  if (fragments.length < 3) return { ordered: links, moved: false };
  const heads = new Map<string, number | null>();
  fragments.forEach((fragment, index) => {
    const key = fragment[0]!.row.before.toString();
    heads.set(key, heads.has(key) ? null : index);
  });
  const next = new Map<number, number>();
  const taken = new Set<number>();
  fragments.forEach((fragment, index) => {
    const tail = fragment.at(-1)!.row;
    const target = heads.get(tail.after.toString()) ?? heads.get(computedAfter(tail).toString()) ?? null;
    if (target === null || target === index || taken.has(target)) return;
    next.set(index, target);
    taken.add(target);
  });
  if (next.size === 0) return { ordered: links, moved: false };
  const placed = new Set<number>();
  const order: number[] = [];
  const place = (start: number): void => {
    for (let at: number | undefined = start; at !== undefined && !placed.has(at); at = next.get(at)) {
      placed.add(at);
      order.push(at);
    }
  };
  fragments.forEach((_, index) => {
    if (!taken.has(index)) place(index);
  });
  fragments.forEach((_, index) => place(index));
  return { ordered: order.flatMap((index) => fragments[index]!), moved: true };
}

/** Walks the ordered links and says of each how it goes on from the ones before. */
function describe(links: readonly Link[]): Step[] {
  const steps: Step[] = [];
  let main: { link: Link; at: number } | null = null;
  let branch: { link: Link; at: number } | null = null;
  const firstByBefore = new Map<string, Step>();
  let indexed = 0;
  const twinOf = (row: BalanceRow): Step | undefined => {
    for (; indexed < steps.length; indexed += 1) {
      const key = steps[indexed]!.row.before.toString();
      if (!firstByBefore.has(key)) firstByBefore.set(key, steps[indexed]!);
    }
    const twin = firstByBefore.get(row.before.toString());
    return twin === undefined || twin.row.deducted.isZero() || row.deducted.isZero() ? undefined : twin;
  };
  const decide = (place: { link: Link; at: number }, next: BalanceRow): void => {
    const step = steps[place.at]!;
    if (step.copies.length === 0) return;
    const each = !follows(next, place.link.row) && next.before.equals(afterEachCopy(place.link));
    steps[place.at] = { ...step, counted: each ? 1 + step.copies.length : 1, undecided: false };
  };
  for (const link of links) {
    const { row } = link;
    let broken: Break | null = null;
    if (main !== null && followsLink(row, main.link)) decide(main, row);
    else if (branch !== null && followsLink(row, branch.link)) decide(branch, row);
    else if (main !== null) {
      const tip = main.link.row.after;
      const twin = row.before.isGreaterThan(tip) ? twinOf(row) : undefined;
      if (twin !== undefined) broken = { kind: 'fork', amount: row.deducted, twin };
      else if (row.before.isLessThan(tip)) broken = { kind: 'gap', amount: tip.minus(row.before) };
      else broken = { kind: 'increase', amount: row.before.minus(tip) };
      if (broken.kind !== 'fork') decide(main, row);
    }
    const place = { link, at: steps.length };
    steps.push({ row, copies: link.copies, broken, counted: 1, undecided: link.copies.length > 0 });
    if (broken?.kind === 'fork') branch = place;
    else {
      main = place;
      branch = null;
    }
  }
  return steps;
}

function inversionsOf(links: readonly Link[]): Inversion[] {
  const found: Inversion[] = [];
  let latest: BalanceRow | null = null;
  for (const { row } of links) {
    if (latest !== null && latest.deductedAt! > row.deductedAt!) found.push({ row, previous: latest, seconds: latest.deductedAt! - row.deductedAt! });
    else latest = row;
  }
  return found;
}
