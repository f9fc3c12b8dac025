import type { Decimal } from '../base/decimal.ts';
import { endOf, type CivilTime } from '../base/time.ts';
import type { History } from '../deduct/history.ts';
import type { Replay } from '../deduct/replay.ts';
import { periodAt } from '../deduct/periods.ts';
import type { ComboCapacity } from '../fields/combo.ts';
import { conversion } from '../fields/units.ts';
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
  /** The capacity as the overview of a combo package lists it. */
  readonly listed: ComboCapacity | null;
}

/** One capacity of a package and the balances that it went through, period by period. */
interface Capacity {
  readonly item: string;
  readonly unit: string | null;
  readonly histories: History[];
  readonly listed: ComboCapacity | null;
}

/** The standing of every capacity of a package at `time`; one with capacity and no rows for a package without deductions. */
export function standingsOf(replay: Replay, pack: Package, world: World, time: CivilTime): Standing[] {
  const { start } = replay.rule.kind === 'whole' ? { start: pack.overview?.periodStart ?? null } : periodAt(replay.rule, Math.min(time, lastMomentOf(pack, time)));
  return capacitiesOf(replay, pack).map((capacity) => standingOf(capacity, pack, world, time, start));
}

function capacitiesOf(replay: Replay, pack: Package): Capacity[] {
  const found = new Map<string, Capacity>();
  for (const history of replay.histories) {
    const { item, unit } = history.key;
    const same = found.get(item);
    if (same === undefined) found.set(item, { item, unit, histories: [history], listed: listedAs(pack.combo, item, unit) });
    else same.histories.push(history);
  }
  const capacities = [...found.values()];
  const untouched = pack.combo.filter((listed) => !capacities.some((capacity) => capacity.listed === listed));
  for (const listed of untouched) capacities.push({ item: `${listed.unit ?? ''}·${listed.name}`, unit: listed.unit, histories: [], listed });
  return capacities.length === 0 ? [{ item: '', unit: pack.unit, histories: [], listed: null }] : capacities;
}

/** The listed capacity that a chain of rows is about: by its name, else the only one of that unit. */
function listedAs(combo: readonly ComboCapacity[], item: string, unit: string | null): ComboCapacity | null {
  const named = combo.find(({ name }) => item.endsWith(`·${name}`));
  if (named !== undefined) return named;
  const alike = combo.filter((listed) => listed.unit === unit);
  const inUnit = alike.length > 0 ? alike : combo.filter((listed) => isSameUnit(listed.unit, unit));
  return inUnit.length === 1 ? inUnit[0]! : null;
}

function isSameUnit(a: string | null, b: string | null): boolean {
  const ratio = a === null || b === null ? null : conversion(a, b);
  return ratio !== null && ratio.numerator === ratio.denominator;
}

function standingOf({ item, unit, histories, listed }: Capacity, pack: Package, world: World, time: CivilTime, start: CivilTime | null): Standing {
  const known = { item, unit, listed, periodStart: start };
  const perPeriod = pack.type === 'period' || pack.type === 'slice';
  const current = perPeriod ? histories.find((history) => start === null || history.key.period.start === start) : histories[0];
  // The two files may name the product in different languages.
  const product = (current ?? histories[0])?.first.row.product ?? pack.product;
  const step = current?.stepAt(time) ?? null;
  if (current !== undefined && step !== null) {
    return { ...known, balance: current.balanceAt(time), history: current, complete: world.coverage.postings(product, step.row.deductedAt!, time, 0) === 'complete' };
  }
  if (current !== undefined) return { ...known, balance: current.opening, history: current, complete: false };
  const from = start === null || pack.effective === null ? (start ?? pack.effective) : Math.max(start, pack.effective);
  // Of a product that no file names it is unknown whether its deductions can be exported at all.
  const complete = world.coverage.has(product) && from !== null && (from >= time || world.coverage.postings(product, from, time, 0) === 'complete');
  return { ...known, balance: listed === null ? (histories[0]?.capacity ?? pack.capacity) : listed.total, history: null, complete };
}

/** The moment whose period the overview shows: the snapshot, or the last one of the printed period. */
function lastMomentOf(pack: Package, time: CivilTime): CivilTime {
  const start = pack.overview?.periodStart ?? null;
  const end = pack.overview?.periodEnd ?? null;
  if (start === null || end === null) return time;
  return time < start ? start : Math.min(time, endOf(end) - 1);
}

/** When the balance of a total-decreasing package reached zero for good; `null` where the rows do not show it. */
export function emptiedAt(replay: Replay, pack: Package): CivilTime | null {
  if (capacitiesOf(replay, pack).some(({ histories }) => histories.length === 0)) return null;
  let latest: CivilTime | null = null;
  for (const history of replay.histories) {
    let at: CivilTime | null = null;
    for (const { row, broken } of history.steps) {
      if (broken?.kind === 'fork') continue;
      if (row.after.sign() > 0) at = null;
      else at ??= row.deductedAt;
    }
    if (at === null) return null;
    latest = latest === null ? at : Math.max(latest, at);
  }
  return latest;
}
