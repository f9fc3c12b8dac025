import { HOUR, type CivilTime } from '../base/time.ts';
import { draw, openPackage, type PackageState, type Use } from './draw.ts';
import { usageLine, type Settled } from './lines.ts';
import type { ScopePlan } from './plan.ts';
import { Random, mix } from './random.ts';
import type { BillLine, Deduction, Posting } from './records.ts';

/**
 * Plays one scope through its usage time, settlement by settlement, and yields what is posted, by time. Usage of an
 * hour is posted within the next hour as a rule, some of it up to 23 hours late and then together with later usage, in
 * one second. Playing the same plan again gives the same postings, so that a million rows need not be kept.
 */
export function* simulate(plan: ScopePlan, windowStart: CivilTime, withLines: boolean): Generator<Posting, readonly PackageState[]> {
  const states = plan.packages.map((pack) => openPackage(pack, windowStart));
  const queue = new PostingQueue();
  const random = new Random(plan.seed, 1);
  const { settleSeconds } = plan.product;
  const sequence = { next: 1 };
  let index = 0;
  for (let start = plan.usage.start; start + settleSeconds <= plan.usage.end; start += settleSeconds) {
    const end = start + settleSeconds;
    const active = isActive(plan, random, index, start);
    index += 1;
    if (!active) continue;
    for (const due of queue.takeBefore(end)) yield settle(plan, states, due, sequence, withLines);
    const delay = delayOf(plan, random);
    plan.owners.forEach((owner, which) => {
      const uses = usesOf(plan, random, owner, start, which === 0);
      if (uses.length > 0) queue.add(postingTime(plan, end, delay, which), uses);
    });
  }
  for (const due of queue.takeBefore(Number.POSITIVE_INFINITY)) yield settle(plan, states, due, sequence, withLines);
  return states;
}

/** Regular usage once in so many steps keeps every product in every part of the window. */
export const REGULAR_STEPS = 120;
export const REGULAR_STEPS_OF_MANY_RECORDS = 480;

function isActive(plan: ScopePlan, random: Random, index: number, start: CivilTime): boolean {
  const { rhythm } = plan;
  const regular = plan.product.recordSeconds < HOUR ? REGULAR_STEPS_OF_MANY_RECORDS : REGULAR_STEPS;
  const used = rhythm.kind === 'share'
    ? random.chance(rhythm.perMille) || (index + plan.index * 7) % regular === 5
    : (index + rhythm.offset) % rhythm.every < rhythm.length;
  return used && !plan.pauses.some((pause) => pause.start <= start && start < pause.end);
}

const LATE_PER_MILLE = 80;
const LATEST_HOURS = 22;
const USED_PER_MILLE = 850;

function delayOf(plan: ScopePlan, random: Random): number {
  if (!random.chance(LATE_PER_MILLE)) return 0;
  return plan.product.settleSeconds > HOUR ? random.between(1, 6) : random.between(1, random.chance(500) ? 2 : LATEST_HOURS);
}

/**
 * Each hour has one second in which what is due is posted, in most hours the same one for all owners, so that late usage
 * and the usage of several owners meet in it. Whatever would come after the snapshot is posted just before it.
 */
function postingTime(plan: ScopePlan, end: CivilTime, delay: number, which: number): CivilTime {
  const hour = Math.ceil(end / HOUR) * HOUR + delay * HOUR;
  const together = mix(plan.seed, hour, 77) % 5 < 3;
  const at = hour + 60 + (mix(plan.seed, hour, together ? 0 : which + 1) % 3480);
  return at < plan.snapshot ? at : plan.snapshot - 1 - (mix(plan.seed, end, which) % 3000);
}

function usesOf(plan: ScopePlan, random: Random, owner: string, start: CivilTime, first: boolean): Use[] {
  const { product, items } = plan;
  const uses: Use[] = [];
  items.forEach((item, index) => {
    if (!(first && index === 0) && !random.chance(USED_PER_MILLE)) return;
    const scale = 10n ** BigInt(9 - item.decimals);
    for (let at = start; at < start + product.settleSeconds; at += product.recordSeconds) {
      uses.push({ owner, item, raw: BigInt(1 + random.below(item.most)) * scale, start: at, end: at + product.recordSeconds, step: start });
    }
  });
  return uses;
}

interface Due {
  readonly at: CivilTime;
  readonly uses: Use[];
}

/** What waits to be posted, by time. It never holds more than a day's worth. */
class PostingQueue {
  private readonly waiting: Due[] = [];

  add(at: CivilTime, uses: readonly Use[]): void {
    let place = this.waiting.length;
    while (place > 0 && this.waiting[place - 1]!.at > at) place -= 1;
    const before = this.waiting[place - 1];
    if (before !== undefined && before.at === at) before.uses.push(...uses);
    else this.waiting.splice(place, 0, { at, uses: [...uses] });
  }

  takeBefore(time: CivilTime): Due[] {
    let count = 0;
    while (count < this.waiting.length && this.waiting[count]!.at < time) count += 1;
    return this.waiting.splice(0, count);
  }
}

/** Draws on the packages for everything that is due, in any order within the second, and bills what is left. */
function settle(plan: ScopePlan, states: readonly PackageState[], due: Due, sequence: { next: number }, withLines: boolean): Posting {
  const deductions: Deduction[] = [];
  const lines: BillLine[] = [];
  const groups = new Map<string, Settled & { raw: bigint; rest: bigint }>();
  for (const use of new Random(plan.seed, due.at).shuffle(due.uses)) {
    const rest = draw(states, use, due.at, deductions);
    const key = `${use.owner}/${use.item.name}/${use.step}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { owner: use.owner, item: use.item, start: use.step, end: use.step + plan.product.settleSeconds, raw: use.raw, rest });
    else {
      group.raw += use.raw;
      group.rest += rest;
    }
  }
  for (const group of groups.values()) {
    if (group.rest === 0n && !plan.product.zeroLines) continue;
    if (withLines) lines.push(usageLine(plan, group, due.at, sequence.next));
    sequence.next += 1;
  }
  return { at: due.at, deductions, lines };
}
