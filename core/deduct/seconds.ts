import type { Decimal } from '../base/decimal.ts';
import { balancesAfter, computedAfter, computedBefore, keyOf, type Link } from './link.ts';

/** Puts the links of one second into the order in which the balance went through them; seconds come one after the other. */
export function orderSeconds(links: readonly Link[]): Link[] {
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

/** More rows than this are looked up by their balances instead of being compared with each other: a batch may post a hundred thousand in one second. */
const PLAIN_ROWS = 64;

/**
 * The usual case, decided without keys and sets: rows that are right in themselves, no two of which find the same balance, and
 * which one after the other go on from `previous` until none is left. Then there is only this one order. `null` for anything else.
 */
function plainRun(group: readonly Link[], previous: Link): Link[] | null {
  const count = group.length;
  if (count > PLAIN_ROWS || !isPlain(previous)) return null;
  for (let at = 0; at < count; at += 1) {
    if (!isPlain(group[at]!)) return null;
    for (let other = 0; other < at; other += 1) if (group[other]!.row.before.equals(group[at]!.row.before)) return null;
  }
  const run: Link[] = [];
  let balance = previous.row.after;
  // The row after one is nearly always its neighbour: the search goes on from where the last one ended.
  for (let from = 0; run.length < count;) {
    let tried = 0;
    while (tried < count && !group[(from + tried) % count]!.row.before.equals(balance)) tried += 1;
    const link = group[(from + tried) % count]!;
    // The balance with which the first row begins may come back: then it is taken already.
    if (tried === count || run.includes(link)) return null;
    run.push(link);
    balance = link.row.after;
    from += tried + 1;
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
      ?? found.reduce((least, candidate) => (bySize(candidate, least) < 0 ? candidate : least));
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
    const fromHighest = [...this.open].sort((a, b) => b.row.before.compare(a.row.before) || bySize(a, b));
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

/** Where nothing else tells which row comes first: the one that takes less, whatever the order in which they were read. */
function bySize(a: Link, b: Link): number {
  return a.row.deducted.compare(b.row.deducted) || a.row.after.compare(b.row.after);
}

/** The balances with which a row may begin, as keys. */
function beginningsOf({ row }: Link): string[] {
  const computed = computedBefore(row);
  return computed.equals(row.before) ? [keyOf(row.before)] : [keyOf(row.before), keyOf(computed)];
}
