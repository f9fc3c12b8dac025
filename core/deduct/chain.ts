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

/** The same for the balance that it found. */
function computedBefore(row: BalanceRow): Decimal {
  return row.after.plus(row.deducted);
}

/** A row whose own arithmetic is wrong may have misprinted any of its numbers: the chain still goes on through it. */
function beginsAt(row: BalanceRow, balance: Decimal): boolean {
  return row.before.equals(balance) || computedBefore(row).equals(balance);
}

function follows(next: BalanceRow, previous: BalanceRow): boolean {
  return next.before.equals(previous.after) || beginsAt(next, previous.after) || beginsAt(next, computedAfter(previous));
}

/** How often the identical rows of `previous` were deducted if `next` goes on from them; `null` if it does not. */
function timesDeducted(next: BalanceRow, previous: Link): number | null {
  if (follows(next, previous.row)) return 1;
  let balance = previous.row.after;
  for (const [index, copy] of previous.copies.entries()) {
    balance = balance.minus(copy.deducted);
    if (next.before.equals(balance)) return index + 2;
  }
  return null;
}

function followsLink(next: BalanceRow, previous: Link): boolean {
  return timesDeducted(next, previous) !== null;
}

/** Every balance from which the chain may go on after a link. */
function balancesAfter({ row, copies }: Link): Decimal[] {
  const computed = computedAfter(row);
  const balances = computed.equals(row.after) ? [row.after] : [row.after, computed];
  let balance = row.after;
  for (const copy of copies) {
    balance = balance.minus(copy.deducted);
    balances.push(balance);
  }
  return balances;
}

/** A balance as a key of maps; equal balances have equal keys. */
function keyOf(balance: Decimal): string {
  return balance.isNarrow ? `${balance.whole}:${balance.nano}` : balance.toString();
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
      for (const link of orderSecond(links.slice(at, end), ordered.at(-1), next)) ordered.push(link);
    }
    at = end;
  }
  return ordered;
}

/** The rows of one second, as runs that link: first the run that goes on from `previous`, last the one that `next` goes on from. */
function orderSecond(group: readonly Link[], previous: Link | undefined, next: readonly Link[]): Link[] {
  const plain = previous === undefined ? null : plainRun(group, previous);
  if (plain !== null) return plain;
  const second = new Second(group, next);
  const head = previous === undefined ? undefined : second.after(previous);
  const first = head === undefined ? [] : second.run(head);
  const others = second.runsFromHeads();
  const last = others.find((members) => second.leadsOn(members.at(-1)!)) ?? [];
  return [first, ...others.filter((members) => members !== last), last].flat();
}

/** More rows than this are looked up by their balances instead of being compared with each other. */
const PLAIN_ROWS = 8;

/**
 * The usual case, decided without keys and sets: few rows that are right in themselves, no two of which find the same balance, and
 * which one after the other go on from `previous` until none is left. Then there is only this one order. `null` for anything else.
 */
function plainRun(group: readonly Link[], previous: Link): Link[] | null {
  if (group.length > PLAIN_ROWS || !isPlain(previous)) return null;
  for (let at = 0; at < group.length; at += 1) {
    if (!isPlain(group[at]!)) return null;
    for (let other = 0; other < at; other += 1) if (group[other]!.row.before.equals(group[at]!.row.before)) return null;
  }
  const run: Link[] = [];
  let balance = previous.row.after;
  while (run.length < group.length) {
    const link = group.find((candidate) => candidate.row.before.equals(balance));
    // The balance with which the first row begins may come back: then it is taken already.
    if (link === undefined || run.includes(link)) return null;
    run.push(link);
    balance = link.row.after;
  }
  return run;
}

function isPlain({ row, copies }: Link): boolean {
  return copies.length === 0 && computedAfter(row).equals(row.after);
}

/** Of so many rows with one balance the first is as good as any: they deduct nothing, or all but one are wrong. */
const CANDIDATES = 16;

/** The rows of one second that are not yet in order. A batch may post a hundred thousand in one. */
class Second {
  private readonly open: Set<Link>;
  private readonly byBefore = new Map<string, { readonly links: Link[]; done: number }>();
  /** Balances with which rows of the next second begin. */
  private readonly next: ReadonlySet<string>;

  constructor(group: readonly Link[], next: readonly Link[]) {
    this.open = new Set(group);
    this.next = new Set(next.flatMap((link) => beginningsOf(link)));
    for (const link of group) {
      for (const key of beginningsOf(link)) {
        const same = this.byBefore.get(key);
        if (same === undefined) this.byBefore.set(key, { links: [link], done: 0 });
        else same.links.push(link);
      }
    }
  }

  /** The row with which the balance goes on after `link`. */
  after(link: Link): Link | undefined {
    const found = balancesAfter(link).flatMap((balance) => this.startingAt(balance));
    if (found.length < 2) return found[0];
    // A row that deducts nothing keeps the balance and so comes first; then one with which the chain goes on in this second, then after it.
    return found.find((candidate) => candidate.row.deducted.isZero())
      ?? found.find((candidate) => this.startingAt(candidate.row.after).some((other) => other !== candidate))
      ?? found.find((candidate) => this.leadsOn(candidate))
      ?? found[0];
  }

  /** Whether a row of the next second goes on from there. */
  leadsOn(link: Link): boolean {
    return balancesAfter(link).some((balance) => this.next.has(keyOf(balance)));
  }

  /** `head` and all that follow it, taken out. */
  run(head: Link): Link[] {
    const members: Link[] = [];
    for (let link: Link | undefined = head; link !== undefined; link = this.after(link)) {
      this.open.delete(link);
      members.push(link);
    }
    return members;
  }

  /** All that is left, as runs: first those whose beginning no other row leaves, from the highest balance down. */
  runsFromHeads(): Link[][] {
    const left = new Set<string>();
    for (const link of this.open) if (!link.row.deducted.isZero()) left.add(keyOf(link.row.after));
    const fromHighest = [...this.open].sort((a, b) => b.row.before.compare(a.row.before));
    const heads = fromHighest.filter((link) => !left.has(keyOf(link.row.before)));
    const runs: Link[][] = [];
    for (const link of [...heads, ...fromHighest]) if (this.open.has(link)) runs.push(this.run(link));
    return runs;
  }

  private startingAt(balance: Decimal): Link[] {
    const same = this.byBefore.get(keyOf(balance));
    if (same === undefined) return [];
    while (same.done < same.links.length && !this.open.has(same.links[same.done]!)) same.done += 1;
    const found: Link[] = [];
    for (let at = same.done; at < same.links.length && found.length < CANDIDATES; at += 1) if (this.open.has(same.links[at]!)) found.push(same.links[at]!);
    return found;
  }
}

/** The balances with which a row may begin, as keys. */
function beginningsOf({ row }: Link): string[] {
  const computed = computedBefore(row);
  return computed.equals(row.before) ? [keyOf(row.before)] : [keyOf(row.before), keyOf(computed)];
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
