import type { Decimal } from '../base/decimal.ts';
import { endOf, type CivilTime } from '../base/time.ts';
import type { History } from '../deduct/history.ts';
import type { Replay } from '../deduct/replay.ts';
import { periodAt } from '../deduct/periods.ts';
import type { Package, World } from './world.ts';

/** What the deductions say of one capacity of a package at the moment of its snapshot. */
export interface Standing {
  readonly item: string;
  readonly unit: string | null;
  /** The replayed balance; `null` where the files do not reach. */
  readonly balance: Decimal | null;
  readonly history: History | null;
  /** Whether every posting from the one that left the balance up to the snapshot must be in the files. */
  readonly complete: boolean;
  readonly periodStart: CivilTime | null;
}

/** The standing of every capacity of a package at `time`; one with capacity and no rows for a package without deductions. */
export function standingsOf(replay: Replay, pack: Package, world: World, time: CivilTime): Standing[] {
  const product = pack.product;
  const period = replay.rule.kind === 'whole' ? printedPeriod(pack) : periodAt(replay.rule, Math.min(time, lastMomentOf(pack, time)));
  const items = new Map<string, { unit: string | null; histories: History[] }>();
  for (const history of replay.histories) {
    const same = items.get(history.key.item);
    if (same === undefined) items.set(history.key.item, { unit: history.key.unit, histories: [history] });
    else same.histories.push(history);
  }
  if (items.size === 0) items.set('', { unit: pack.unit, histories: [] });
  return [...items.entries()].map(([item, { unit, histories }]) => {
    const current = pack.type === 'total' || pack.type === null ? histories[0] : histories.find((history) => history.key.period.start === (period.start ?? history.key.period.start) && covers(history, period.start));
    const step = current?.stepAt(time) ?? null;
    if (current !== undefined && step !== null) {
      return { item, unit, balance: step.row.after, history: current, complete: world.coverage.postings(product, step.row.deductedAt!, time, 0) === 'complete', periodStart: period.start };
    }
    if (current !== undefined) return { item, unit, balance: current.opening, history: current, complete: false, periodStart: period.start };
    const from = period.start ?? pack.effective;
    const complete = from !== null && (from >= time || world.coverage.postings(product, from, time, 0) === 'complete');
    return { item, unit, balance: replay.histories.length === 0 || pack.type === 'period' || pack.type === 'slice' ? capacityOf(pack, histories) : null, history: null, complete, periodStart: period.start };
  });
}

function capacityOf(pack: Package, histories: readonly History[]): Decimal | null {
  return histories[0]?.capacity ?? pack.capacity;
}

function covers(history: History, start: CivilTime | null): boolean {
  return start === null || history.key.period.start === start;
}

function printedPeriod(pack: Package): { start: CivilTime | null } {
  return { start: pack.overview?.periodStart ?? null };
}

/** The moment whose period the overview shows: the snapshot, or the last one of the printed period. */
function lastMomentOf(pack: Package, time: CivilTime): CivilTime {
  const start = pack.overview?.periodStart ?? null;
  const end = pack.overview?.periodEnd ?? null;
  if (start === null || end === null) return time;
  return time < start ? start : Math.min(time, endOf(end) - 1);
}

/** When the balance of a total-decreasing package reached zero for good; `null` where the rows do not show it. */
export function emptiedAt(replay: Replay): CivilTime | null {
  let latest: CivilTime | null = null;
  for (const history of replay.histories) {
    const steps = history.steps.filter((step) => step.broken?.kind !== 'fork');
    let at: CivilTime | null = null;
    for (const { row } of steps) {
      if (row.after.sign() > 0) at = null;
      else at ??= row.deductedAt;
    }
    if (at === null) return null;
    latest = latest === null ? at : Math.max(latest, at);
  }
  return latest;
}

