import type { Sentence } from '../base/text.ts';
import type { BalanceRow } from '../deduct/link.ts';
import type { History } from '../deduct/history.ts';
import { transactionClass } from '../fields/choices.ts';
import type { CivilTime } from '../base/time.ts';
import { show, showTime } from './show.ts';
import type { Money } from './money.ts';
import { valueOf } from './money.ts';
import type { Package, World } from './world.ts';
import { Decimal } from '../base/decimal.ts';

/** Sentences that several checks of balances share: the rows they stand on and what they rule out. */

export function stepLine(world: World, row: BalanceRow): Sentence {
  const scale = world.scale(row.file, 'before');
  return { id: 'common.step', values: { where: world.where(row), time: showTime(row.deductedAt), before: show(row.before, scale), deducted: show(row.deducted, scale), after: show(row.after, scale) } };
}

export function nextLine(world: World, row: BalanceRow): Sentence {
  return { id: 'common.next', values: { where: world.where(row), time: showTime(row.deductedAt), before: show(row.before, world.scale(row.file, 'before')) } };
}

export function differenceLine(world: World, row: BalanceRow, expected: Decimal, found: Decimal, unit: string | null): Sentence {
  const scale = world.scale(row.file, 'before');
  return { id: 'common.difference', values: { expected: show(expected, scale), found: show(found, scale), difference: show(expected.minus(found), scale), unit: unit ?? '' } };
}

/** Why it is no reset of a period; nothing for a package of an unknown type. */
export function notReset(history: History, pack: Package): Sentence[] {
  const { start, end } = history.key.period;
  if (start !== null && end !== null) return [{ id: 'common.samePeriod', values: { start: showTime(start), end: showTime(end) } }];
  return pack.type === null ? [] : [{ id: 'common.notReset', values: { type: `@packageType.${pack.type}` } }];
}

/** A renewal, change, refund or further purchase of the package between two moments, if the bill has one. */
export function purchaseBetween(pack: Package, from: CivilTime, to: CivilTime): boolean {
  return pack.purchases.some((line) => {
    const time = line.transactionTime ?? line.usageStart;
    return time !== null && time > from && time <= to && transactionClass(line.transactionType) !== null;
  });
}

/** What renewals, top-ups and changes that were paid for have added to a balance. */
export function explainedRise(history: History, pack: Package): Decimal {
  let rise = Decimal.zero;
  if (pack.purchases.length === 0) return rise;
  let previous = history.first;
  for (const step of history.steps) {
    const from = Math.min(previous.row.deductedAt!, step.row.deductedAt!);
    if (step.broken?.kind === 'increase' && purchaseBetween(pack, from, step.row.deductedAt!)) rise = rise.plus(step.broken.amount);
    if (step.broken?.kind !== 'fork') previous = step;
  }
  return rise;
}

export function noPurchase(world: World): Sentence {
  return { id: world.kinds.has('bill') ? 'common.noPurchase' : 'common.noBill', values: {} };
}

/** Names a row without its numbers. */
export function rowSubject(row: BalanceRow | { readonly packageId: string | null; readonly deductedAt: number | null; readonly usageStart: number | null; readonly usageOwner: string | null; readonly billingItem: string | null; readonly copy: number }): (string | number | null)[] {
  return [row.packageId, row.deductedAt, row.usageStart, row.usageOwner, row.billingItem, row.copy];
}

/** Money at stake for a quantity of a package, as a failure carries it. */
export function stake(world: World, pack: Package, quantity: Decimal, unit: string | null): { money: Decimal | null; currency: string | null } {
  const money: Money | null = valueOf(pack, quantity, unit, (file) => world.files.get(file)?.layout ?? null);
  return { money: money?.amount ?? null, currency: money?.currency ?? null };
}

/** One break of a chain, with the row of the main line that comes before it. */
export interface BrokenLink {
  readonly last: BalanceRow;
  readonly next: BalanceRow;
  readonly amount: Decimal;
}

/** The breaks of one kind, in order; the branch of a fork is never the row before. */
export function brokenLinks(history: History, kind: 'gap' | 'increase'): BrokenLink[] {
  const found: BrokenLink[] = [];
  let last = history.first.row;
  for (const { row, broken } of history.steps) {
    if (broken?.kind === kind) found.push({ last, next: row, amount: broken.amount });
    if (broken?.kind !== 'fork') last = row;
  }
  return found;
}
