import type { Decimal } from '../base/decimal.ts';
import type { CivilTime } from '../base/time.ts';
import type { DeductionRow } from '../fields/deductions.ts';
import { conversion } from '../fields/units.ts';
import { breaksByTime, orderByTime, orderChain } from './chain.ts';
import { hasBalances, type BalanceRow } from './link.ts';
import { History, type BalanceKey } from './history.ts';
import { candidateRules, periodAt, ruleFromPeriod, WHOLE, type PeriodRule } from './periods.ts';

export type PackageType = 'total' | 'period' | 'slice' | 'unlimited';

/** One capacity of a combo package, as the overview words it. */
export interface ComboItem {
  readonly name: string;
  readonly unit: string | null;
  readonly remaining: Decimal | null;
  readonly total: Decimal | null;
}

/** What the replay needs to know of a package; everything may be unknown. */
export interface PackageTerms {
  readonly packageId: string;
  readonly type: PackageType | null;
  /** Capacity of the package, or of one period of it. */
  readonly capacity: Decimal | null;
  readonly unit: string | null;
  readonly effective: CivilTime | null;
  /** First moment at which it is no longer valid. */
  readonly expiresAt: CivilTime | null;
  readonly period: { readonly start: CivilTime; readonly end: CivilTime } | null;
  readonly combo: readonly ComboItem[];
  /** Periods that hold whatever the overview prints; `null` where it is asked. */
  readonly prescribed?: PeriodRule | null;
}

/** Where the cut into periods comes from; `prescribed` where a policy says so, `refitted` where the rows contradict the period of the overview and another cut fits them all. */
export type Anchor = 'prescribed' | 'overview' | 'fitted' | 'refitted' | 'none';

export interface Replay {
  readonly packageId: string;
  readonly rule: PeriodRule;
  readonly anchor: Anchor;
  /** By capacity item, then period. */
  readonly histories: readonly History[];
  /** Rows without balances: unlimited packages, and rows whose cells are absent. */
  readonly unchained: readonly DeductionRow[];
}

/**
 * Replays the deductions of one package. `rows` come by deduction time, identical ones together; the order inside
 * an equal second does not matter. The result is the same for the same rows, whatever files they came from.
 */
export function replayPackage(terms: PackageTerms, rows: readonly DeductionRow[]): Replay {
  const chained: BalanceRow[] = [];
  const unchained: DeductionRow[] = [];
  for (const row of rows) {
    if (terms.type !== 'unlimited' && hasBalances(row) && row.deductedAt !== null) chained.push(row);
    else unchained.push(row);
  }
  const capacities = splitCapacities(terms, chained);
  const { rule, anchor } = chooseRule(terms, capacities);
  const histories = capacities.flatMap((capacity) => historiesOf(terms, capacity, rule));
  const better = anchor === 'overview' && refillsInside(histories) >= REFILLS_TO_DOUBT ? refit(terms, capacities, rule) : null;
  if (better !== null) return { packageId: terms.packageId, rule: better, anchor: 'refitted', histories: capacities.flatMap((capacity) => historiesOf(terms, capacity, better)), unchained };
  return { packageId: terms.packageId, rule, anchor, histories, unchained };
}

interface CapacityRows {
  readonly item: string;
  readonly unit: string | null;
  readonly capacity: Decimal | null;
  readonly rows: readonly BalanceRow[];
}

/**
 * A package may hold several capacities under one id, and a row names only its unit and billing item. Rows of different
 * units belong to different capacities; rows of one unit do where the overview lists several items of that unit, or
 * where the billing items chain separately but not together.
 */
function splitCapacities(terms: PackageTerms, rows: readonly BalanceRow[]): CapacityRows[] {
  const byUnit = groupBy(rows, (row) => row.packageUnit ?? terms.unit ?? '');
  return sorted(byUnit).flatMap(([unit, members]) => {
    const listed = itemsIn(terms.combo, unit);
    const named = listed.length > 1 ? splitByName(listed, members) : null;
    const parts = named ?? splitByItem(members);
    if (parts.size === 1 && named === null) return [{ item: unit, unit: unit || null, capacity: capacityOf(terms, listed, unit, null), rows: members }];
    return sorted(parts).map(([item, itemRows]) => ({ item: `${unit}·${item}`, unit: unit || null, capacity: capacityOf(terms, listed, unit, item), rows: itemRows }));
  });
}

function sorted<T>(groups: ReadonlyMap<string, T>): [string, T][] {
  return [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The listed items of a unit; another word for the same unit counts only where none uses the word of the rows. */
function itemsIn(combo: readonly ComboItem[], unit: string): readonly ComboItem[] {
  const exact = combo.filter((item) => item.unit === unit || item.unit === null);
  if (exact.length > 0) return exact;
  return combo.filter((item) => {
    const ratio = item.unit === null ? null : conversion(item.unit, unit);
    return ratio !== null && ratio.numerator === ratio.denominator;
  });
}

/** By the items that the overview lists; `null` where no row names one of them. */
function splitByName(listed: readonly ComboItem[], rows: readonly BalanceRow[]): Map<string, readonly BalanceRow[]> | null {
  const groups = groupBy(rows, (row) => comboItemOf(listed, row) ?? '');
  const nameless = groups.get('');
  if (nameless === undefined) return groups;
  groups.delete('');
  if (groups.size === 0) return null;
  const left = listed.filter((item) => !groups.has(item.name));
  const parts = left.length === 1 ? new Map([[left[0]!.name, nameless]]) : splitByItem(nameless);
  return new Map<string, readonly BalanceRow[]>([...groups, ...parts]);
}

function comboItemOf(listed: readonly ComboItem[], row: BalanceRow): string | null {
  const words = [row.billingItem, row.usageSubproduct].filter((word) => word !== null);
  const exact = listed.find((item) => words.some((word) => word === item.name));
  if (exact !== undefined) return exact.name;
  const within = listed.filter((item) => item.name !== '' && words.some((word) => word.includes(item.name) || item.name.includes(word)));
  return within.reduce<string | null>((longest, { name }) => (longest === null || name.length > longest.length ? name : longest), null);
}

/** By billing item where the items chain apart but not together; else all in one. */
function splitByItem(rows: readonly BalanceRow[]): Map<string, readonly BalanceRow[]> {
  const byItem = groupBy(rows, (row) => row.billingItem ?? '');
  return byItem.size > 1 && chainsBetterApart(rows, byItem) ? byItem : new Map([[rows[0]!.billingItem ?? '', rows]]);
}

/** Items that share one balance interleave in it; items with balances of their own break it at nearly every change. */
function chainsBetterApart(rows: readonly BalanceRow[], byItem: ReadonlyMap<string, readonly BalanceRow[]>): boolean {
  const together = breaksByTime(rows);
  // Each item begins a chain of its own: where that alone breaks it as often, there is nothing to gain.
  if (together <= byItem.size - 1) return false;
  const apart = [...byItem.values()].reduce((sum, members) => sum + breaksByTime(members), 0);
  return apart + byItem.size - 1 < together;
}

function capacityOf(terms: PackageTerms, listed: readonly ComboItem[], unit: string, item: string | null): Decimal | null {
  const combo = item === null ? (listed.length === 1 ? listed[0] : undefined) : listed.find((entry) => entry.name === item);
  if (combo !== undefined) return combo.total;
  // What several balances share, or the overview does not list, has no capacity that we know.
  if (item !== null || (terms.combo.length > 0 && unit !== terms.unit)) return null;
  return unit === '' || terms.unit === null || unit === terms.unit ? terms.capacity : null;
}

function chooseRule(terms: PackageTerms, capacities: readonly CapacityRows[]): { rule: PeriodRule; anchor: Anchor } {
  if (terms.type !== 'period' && terms.type !== 'slice') return { rule: WHOLE, anchor: 'none' };
  if (terms.prescribed) return { rule: terms.prescribed, anchor: 'prescribed' };
  const known = terms.period === null ? null : ruleFromPeriod(terms.period.start, terms.period.end, terms);
  if (known !== null) return { rule: known, anchor: 'overview' };
  const firstTimes = capacities.map((capacity) => capacity.rows[0]!.deductedAt!);
  if (firstTimes.length === 0) return { rule: WHOLE, anchor: 'none' };
  const candidates = candidateRules(terms.type, terms.effective, Math.min(...firstTimes), capacities.flatMap(refillsOf));
  let best = candidates[0]!;
  let fewest = Number.POSITIVE_INFINITY;
  for (const rule of candidates) {
    const cost = capacities.reduce((sum, capacity) => sum + misfits(capacity, rule), 0);
    if (cost < fewest) {
      fewest = cost;
      best = rule;
    }
  }
  return { rule: best, anchor: 'fitted' };
}

const REFILLS_TRIED = 3;

/** The first moments at which the balance rose: periods may be counted from there. */
function refillsOf({ rows }: CapacityRows): CivilTime[] {
  return orderByTime(rows).filter((step) => step.broken?.kind === 'increase').slice(0, REFILLS_TRIED).map((step) => step.row.deductedAt!);
}

/** One refill at a wrong time fits an anchor of its own too easily; two that agree contradict the overview. */
const REFILLS_TO_DOUBT = 2;

/** How often rows find the whole capacity again in the middle of a period. */
function refillsInside(histories: readonly History[]): number {
  let count = 0;
  for (const { steps, capacity } of histories) {
    if (capacity !== null) for (const { row, broken } of steps) if (broken?.kind === 'increase' && row.before.equals(capacity)) count += 1;
  }
  return count;
}

/** The cut into periods of the same length that fits all rows, although the overview names another one; `null` where none does. */
function refit(terms: PackageTerms, capacities: readonly CapacityRows[], named: PeriodRule): PeriodRule | null {
  if (terms.type !== 'period' && terms.type !== 'slice') return null;
  const firstTime = Math.min(...capacities.map((capacity) => capacity.rows[0]!.deductedAt!));
  const candidates = candidateRules(terms.type, terms.effective, firstTime, capacities.flatMap(refillsOf));
  return candidates.find((rule) => isAsLong(rule, named) && capacities.every((capacity) => misfits(capacity, rule) === 0)) ?? null;
}

function isAsLong(a: PeriodRule, b: PeriodRule): boolean {
  if (a.kind === 'months') return b.kind === 'months' && a.count === b.count;
  return a.kind === 'seconds' && b.kind === 'seconds' && a.length === b.length;
}

/** How badly a cut fits: breaks inside periods, and periods that do not begin with the full capacity. */
function misfits(capacity: CapacityRows, rule: PeriodRule): number {
  const full = capacity.capacity ?? capacity.rows.reduce((most, row) => (row.before.isGreaterThan(most) ? row.before : most), capacity.rows[0]!.before);
  let cost = 0;
  for (const [index, rows] of [...byPeriod(capacity.rows, rule).values()].entries()) {
    const steps = orderByTime(rows);
    for (const step of steps) if (step.broken !== null) cost += step.broken.kind === 'increase' ? 3 : 1;
    if (index > 0 && !steps[0]!.row.before.equals(full)) cost += 2;
  }
  return cost;
}

function byPeriod(rows: readonly BalanceRow[], rule: PeriodRule): Map<number, BalanceRow[]> {
  const groups = new Map<number, BalanceRow[]>();
  let current: { end: CivilTime; rows: BalanceRow[] } | null = null;
  for (const row of rows) {
    if (current !== null && row.deductedAt! < current.end) {
      current.rows.push(row);
      continue;
    }
    const period = periodAt(rule, row.deductedAt!);
    let members = groups.get(period.index);
    if (members === undefined) {
      members = [];
      groups.set(period.index, members);
    }
    members.push(row);
    current = { end: period.end ?? Number.POSITIVE_INFINITY, rows: members };
  }
  return groups;
}

function historiesOf(terms: PackageTerms, capacity: CapacityRows, rule: PeriodRule): History[] {
  return [...byPeriod(capacity.rows, rule).values()].map((rows) => {
    const { steps, inversions } = orderChain(rows);
    const key: BalanceKey = { packageId: terms.packageId, item: capacity.item, unit: capacity.unit, period: periodAt(rule, rows[0]!.deductedAt!) };
    return new History(key, steps, inversions, capacity.capacity);
  });
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
