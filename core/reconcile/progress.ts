import { DAY, endOf } from '../base/time.ts';
import type { DeductionRow } from '../fields/deductions.ts';
import type { Replay } from '../deduct/replay.ts';
import { BalanceLine, PostingRoom } from './balances.ts';
import { explainedRise } from './explain.ts';
import type { UsageBook } from './match.ts';
import type { Names } from '../fields/names.ts';
import { evidenceOf, type Package, type World } from './world.ts';

/** Name of a billing item of an owner, as `Package.uses` is keyed. */
export function useKey(names: Names, owner: string | null, product: string | null, subproduct: string | null, item: string | null): string {
  return [owner ?? '', names.product(product), names.subproduct(subproduct), names.item(item)].join('\u0001');
}

/** The same for a row; `useKeys` remembers those that were made before. */
function useKeyOf({ usageOwner, usageProduct, usageSubproduct, billingItem }: DeductionRow, { useKeys, names }: UsageBook): string {
  let key = useKeys.get(usageOwner, usageProduct, usageSubproduct, billingItem);
  if (key === undefined) {
    key = useKey(names, usageOwner, usageProduct, usageSubproduct, billingItem);
    useKeys.set(usageOwner, usageProduct, usageSubproduct, billingItem, key);
  }
  return key;
}

/** Checks whose failure for a row makes sums over it prove nothing. */
const TAINTING = ['row-arithmetic', 'coefficient', 'zero-usage', 'unit-mismatch', 'usage-interval', 'negative-amount', 'deduction-after-end', 'restated-row'];

/** Keeps of a package's deductions what later stages ask for, after all checks have heard them. */
export function remember(pack: Package, replay: Replay, world: World, book: UsageBook): void {
  const room = new PostingRoom(replay.histories.reduce((sum, { steps }) => sum + steps.length, 0));
  for (const history of replay.histories) {
    pack.balances.push(new BalanceLine(history, explainedRise(history, pack), room));
    let previous = history.first.row.deductedAt!;
    for (const step of history.steps) {
      if (step.broken?.kind === 'gap') pack.gaps.push({ from: previous, to: step.row.deductedAt!, amount: step.broken.amount });
      previous = step.row.deductedAt!;
      note(pack, step.row, book);
      const forked = step.broken?.kind === 'fork' ? 'chain-fork' : null;
      const taint = forked ?? (step.undecided || step.counted > 1 ? 'duplicate-row' : taintOf(world, step.row));
      for (let times = 0; times < step.counted; times += 1) book.addDeduction(step.row, world.scale(step.row.file, 'rawUsage'), taint);
    }
  }
  for (const row of replay.unchained) {
    note(pack, row, book);
    book.addDeduction(row, world.scale(row.file, 'rawUsage'), taintOf(world, row));
  }
  pack.activity.days.sort((a, b) => a - b);
  for (const use of pack.uses.values()) use.days.sort((a, b) => a - b);
}

function taintOf(world: World, row: DeductionRow): string | null {
  return world.verdicts.firstOfRow(TAINTING, row.row);
}

function note(pack: Package, row: DeductionRow, book: UsageBook): void {
  const { activity } = pack;
  activity.rows += 1;
  const posted = row.deductedAt;
  if (posted !== null) {
    if (activity.firstPosting === null || posted < activity.firstPosting) activity.firstPosting = posted;
    // Rows without balances have no order inside a second.
    if (activity.lastPosting === null || posted > activity.lastPosting || (posted === activity.lastPosting && (row.after !== null || row.row > (activity.lastRow?.row ?? -1)))) {
      activity.lastPosting = posted;
      activity.lastRow = evidenceOf('deductions', row);
      activity.lastAfter = row.after;
    }
  }
  if (row.usageEnd !== null) activity.lastUsageEnd = Math.max(activity.lastUsageEnd ?? 0, endOf(row.usageEnd));
  const time = row.usageStart ?? posted;
  if (time === null || row.deducted === null || row.deducted.sign() <= 0) return;
  const day = Math.floor(time / DAY);
  if (activity.days.at(-1) !== day && !activity.days.includes(day)) activity.days.push(day);
  const key = useKeyOf(row, book);
  const use = pack.uses.get(key);
  if (use === undefined) {
    pack.uses.set(key, {
      owner: row.usageOwner ?? '', product: row.usageProduct ?? '', subproduct: row.usageSubproduct ?? '', item: row.billingItem ?? '',
      days: [day], rawUnit: row.rawUnit, coefficient: row.coefficient, first: evidenceOf('deductions', row),
    });
  } else if (use.days.at(-1) !== day && !use.days.includes(day)) use.days.push(day);
}
