import { Decimal } from '../base/decimal.ts';
import { QuadMap } from '../base/tuples.ts';
import { DAY, endOf, monthOf, startOfDay, type CivilTime } from '../base/time.ts';
import type { DeductionRow } from '../fields/deductions.ts';
import { conversion, convert, type Ratio } from '../fields/units.ts';
import { NO_NAMES, type Names } from '../fields/names.ts';
import { joinBilled, joinDeducted, type BilledSide, type DeductedSide } from './usageSides.ts';
import { BilledUsage, DeductedUsage, type Intervals, type KeptBilled } from './usageEntries.ts';
import type { UsageLine } from './usageLine.ts';

/** The declared passes: both sides are summed to the coarser interval, and only equal keys meet. */
export type Pass = 'exact' | 'day' | 'month';

/** Usage of one item of one owner in one interval, as the deductions and as the bill have it. */
export interface Matched {
  readonly owner: string;
  readonly product: string;
  readonly subproduct: string;
  readonly item: string;
  readonly pass: Pass;
  readonly start: CivilTime;
  readonly end: CivilTime;
  readonly deductions: DeductedSide | null;
  readonly bill: BilledSide | null;
}

/** A sum of printed numbers: how many there are, with how many decimals, of what. */
export interface PrintedSum {
  readonly count: number;
  readonly scale: number;
  readonly unit: string | null;
}

/**
 * How far two sums may be apart, in the unit of the first. Numbers of one unit at one scale add up exactly, and whole
 * numbers of counted things were never rounded; any other number may be off by half its last place.
 */
export function sumTolerance(a: PrintedSum, b: PrintedSum | null, ratio: Ratio): Decimal {
  const isSame = ratio.numerator === ratio.denominator;
  if (b !== null && isSame && a.scale === b.scale) return Decimal.zero;
  return halves(a).plus(b === null ? Decimal.zero : convert(halves(b), ratio));
}

/** Things that are counted one by one, as units. */
const COUNTED = ['个', 'token', '字符'] as const;

function halves({ count, scale, unit }: PrintedSum): Decimal {
  if (scale === 0 && unit !== null && isCounted(unit)) return Decimal.zero;
  return count === 1 ? halfUnit(scale) : halfUnit(scale).times(Decimal.ofInteger(count));
}

const countedUnits = new Map<string, boolean>();

function isCounted(unit: string): boolean {
  let known = countedUnits.get(unit);
  if (known === undefined) {
    known = COUNTED.some((counted) => conversion(unit, counted) !== null);
    countedUnits.set(unit, known);
  }
  return known;
}

const halfUnits: Decimal[] = [];

function halfUnit(scale: number): Decimal {
  return (halfUnits[scale] ??= Decimal.halfUnit(scale));
}

/** An interval of an item with what both sides have of it. */
interface Slot {
  readonly start: CivilTime;
  readonly end: CivilTime;
  readonly deducted: DeductedSide | null;
  readonly billed: BilledSide | null;
}

interface Item {
  readonly names: readonly [owner: string, product: string, subproduct: string, item: string];
  /** Its number among the groups of deducted usage. */
  readonly number: number;
}

/** All names of a line that tell whose usage of what it bills. */
export type LineNames = Pick<UsageLine, 'owner' | 'product' | 'subproduct' | 'componentName' | 'componentType'>;

/** Lines of products whose bill prints deducted usage, grouped by names: to which item they belong is known when all deductions are. Plain data. */
export interface KeptLines {
  readonly groups: readonly LineNames[];
  readonly usage: KeptBilled;
}

/** Takes up lines by their names; they are of products whose bill prints deducted usage. */
export class UsageLines {
  private readonly groups: LineNames[];
  private readonly byNames = new QuadMap<Map<string | null, number>>();
  readonly usage: BilledUsage;

  /** With the lines of another one. */
  constructor(kept?: KeptLines) {
    this.groups = [...(kept?.groups ?? [])];
    this.usage = new BilledUsage(kept?.usage);
  }

  add(line: UsageLine): void {
    if (line.usageStart === null || line.usageEnd === null) return;
    this.usage.add(this.usage.intervals.add(this.groupOf(line), line.usageStart, endOf(line.usageEnd)), line);
  }

  private groupOf({ owner, product, subproduct, componentName, componentType }: UsageLine): number {
    let byType = this.byNames.get(owner, product, subproduct, componentName);
    if (byType === undefined) this.byNames.set(owner, product, subproduct, componentName, (byType = new Map()));
    let group = byType.get(componentType);
    if (group === undefined) {
      group = this.groups.length;
      this.groups.push({ owner, product, subproduct, componentName, componentType });
      byType.set(componentType, group);
    }
    return group;
  }

  /** The groups in the order in which lines first had their names. */
  get all(): readonly LineNames[] {
    return this.groups;
  }

  kept(): KeptLines {
    return { groups: this.groups, usage: this.usage.kept() };
  }
}

/** Lengths of intervals fit below this, so that a start and a length make one number without loss. */
const LENGTHS = 1 << 22;

function intervalKey(start: CivilTime, end: CivilTime): number {
  return start * LENGTHS + Math.min(Math.max(end - start, 0), LENGTHS - 1);
}

/** Holds the usage of products whose bill prints deducted usage, and brings both sides together. */
export class UsageBook {
  private readonly printing: ReadonlySet<string>;
  readonly names: Names;
  private readonly deducted = new DeductedUsage();
  private lines = new UsageLines();
  /** Whose lines are left out. */
  private isLeftOut: (names: LineNames) => boolean = () => false;
  private readonly items = new Map<string, Item>();
  /** Keys of uses by the names of their rows, for whoever adds deductions. */
  readonly useKeys = new QuadMap<string>();
  /** The items of deductions by their names as printed. */
  private readonly ofDeductions = new QuadMap<Item>();

  constructor(printing: ReadonlySet<string>, names: Names = NO_NAMES) {
    this.printing = printing;
    this.names = names;
  }

  /** Whether the bill prints deducted usage of the product. */
  holds(product: string | null): boolean {
    return this.printing.has(this.names.product(product));
  }

  addDeduction(row: DeductionRow, scale: number, tainted: string | null): void {
    if (!this.holds(row.usageProduct) || row.usageStart === null || row.usageEnd === null || row.rawUsage === null) return;
    // An interval whose ends are exchanged is a finding of its own; the usage still belongs where it was.
    const [start, end] = row.usageStart <= row.usageEnd ? [row.usageStart, row.usageEnd] : [row.usageEnd, row.usageStart];
    this.deducted.add(this.deducted.intervals.add(this.deductedItem(row).number, start, endOf(end)), row, row.rawUsage, scale, tainted);
  }

  addLine(line: UsageLine): void {
    if (this.holds(line.product)) this.lines.add(line);
  }

  /** All lines of the bill, as another one took them up for the same products, but for those that are left out. */
  takeLines(kept: KeptLines, isLeftOut: (names: LineNames) => boolean): void {
    this.lines = new UsageLines(kept);
    this.isLeftOut = isLeftOut;
  }

  /** Every interval of every item, with whatever each side has for it, in a fixed order; when everything has been added. */
  *matches(): Generator<Matched> {
    const groups = new Map<Item, number[]>();
    this.lines.all.forEach((names, group) => {
      if (this.isLeftOut(names)) return;
      const item = this.billedItem(names);
      const same = groups.get(item);
      if (same === undefined) groups.set(item, [group]);
      else same.push(group);
    });
    for (const key of [...this.items.keys()].sort()) {
      const item = this.items.get(key)!;
      yield* matchItem(item.names, slotsOf(this.deducted, item.number, this.lines.usage, groups.get(item) ?? []));
    }
  }

  private deductedItem({ usageOwner, usageProduct, usageSubproduct, billingItem }: DeductionRow): Item {
    let item = this.ofDeductions.get(usageOwner, usageProduct, usageSubproduct, billingItem);
    if (item === undefined) {
      item = this.item(usageOwner, usageProduct, usageSubproduct, billingItem);
      this.ofDeductions.set(usageOwner, usageProduct, usageSubproduct, billingItem, item);
    }
    return item;
  }

  /** A deduction names the billing item; a bill may carry that name as component name or as component type. */
  private billedItem({ owner, product, subproduct, componentName, componentType }: LineNames): Item {
    const named = this.items.get(this.key(owner, product, subproduct, componentName)) ?? this.items.get(this.key(owner, product, subproduct, componentType));
    return named ?? this.item(owner, product, subproduct, componentName ?? componentType);
  }

  private item(owner: string | null, product: string | null, subproduct: string | null, name: string | null): Item {
    const key = this.key(owner, product, subproduct, name);
    let item = this.items.get(key);
    if (item === undefined) {
      item = { names: [owner ?? '', product ?? '', subproduct ?? '', name ?? ''], number: this.items.size };
      this.items.set(key, item);
    }
    return item;
  }

  private key(owner: string | null, product: string | null, subproduct: string | null, item: string | null): string {
    return `${owner ?? ''}\u0001${this.names.product(product)}\u0001${this.names.subproduct(subproduct)}\u0001${this.names.item(item)}`;
  }
}

/** The intervals of an item that either side has, by start, then end. */
function slotsOf(deducted: DeductedUsage, item: number, billed: BilledUsage, groups: readonly number[]): Slot[] {
  const slots: Slot[] = [];
  const rows = stretches(deducted.intervals, [item]);
  const lines = stretches(billed.intervals, groups);
  let row = rows.next();
  let line = lines.next();
  while (row !== null || line !== null) {
    const order = row === null ? 1 : line === null ? -1 : row.start - line.start || row.end - line.end;
    const { start, end } = order <= 0 ? row! : line!;
    slots.push({ start, end, deducted: order > 0 ? null : deducted.side(row!.entries), billed: order < 0 ? null : billed.side(line!.entries) });
    if (order <= 0) row = rows.next();
    if (order >= 0) line = lines.next();
  }
  return slots;
}

/** Entries of groups, those of one interval together, one interval after the other. */
function stretches(intervals: Intervals, groups: readonly number[]): { next(): { readonly start: CivilTime; readonly end: CivilTime; readonly entries: readonly number[] } | null } {
  const entries = intervals.of(groups);
  let from = 0;
  return {
    next: () => {
      if (from === entries.length) return null;
      const [start, end] = [intervals.start(entries[from]!), intervals.end(entries[from]!)];
      let to = from + 1;
      while (to < entries.length && intervals.start(entries[to]!) === start && intervals.end(entries[to]!) === end) to += 1;
      const same = entries.slice(from, to);
      from = to;
      return { start, end, entries: same };
    },
  };
}

/** `slots` by start, then end. */
function* matchItem([owner, product, subproduct, item]: Item['names'], slots: readonly Slot[]): Generator<Matched> {
  const pass = passOf(slots);
  for (const group of grouped(slots, pass)) {
    const deducted = group.map((slot) => slot.deducted).filter((side) => side !== null);
    const billed = group.map((slot) => slot.billed).filter((side) => side !== null);
    yield {
      owner, product, subproduct, item, pass, start: group[0]!.start, end: group.reduce((latest, slot) => Math.max(latest, slot.end), 0),
      deductions: deducted.length === 0 ? null : deducted.reduce(joinDeducted), bill: billed.length === 0 ? null : billed.reduce(joinBilled),
    };
  }
}

/** Equal intervals on both sides meet exactly; else both are summed to the day or the month of the coarser one. */
function passOf(slots: readonly Slot[]): Pass {
  let deducted = 0;
  let billed = 0;
  for (const slot of slots) {
    if (slot.deducted !== null) deducted = Math.max(deducted, slot.end - slot.start);
    if (slot.billed !== null) billed = Math.max(billed, slot.end - slot.start);
  }
  if (deducted === 0 || billed === 0 || (deducted === billed && !areInterlaced(slots))) return 'exact';
  return Math.max(deducted, billed) <= DAY ? 'day' : 'month';
}

/** Whether an interval of one side that the other side lacks lies across an interval of that other side. */
function areInterlaced(slots: readonly Slot[]): boolean {
  const until = { deducted: 0, billed: 0, onlyDeducted: 0, onlyBilled: 0 };
  for (const { start, end, deducted, billed } of slots) {
    if (billed === null && start < until.billed) return true;
    if (deducted === null && start < until.deducted) return true;
    if (billed !== null && deducted !== null && (start < until.onlyDeducted || start < until.onlyBilled)) return true;
    if (deducted !== null) until.deducted = Math.max(until.deducted, end);
    if (billed !== null) until.billed = Math.max(until.billed, end);
    if (billed === null) until.onlyDeducted = Math.max(until.onlyDeducted, end);
    if (deducted === null) until.onlyBilled = Math.max(until.onlyBilled, end);
  }
  return false;
}

function* grouped(slots: readonly Slot[], pass: Pass): Generator<Slot[]> {
  let name: number | null = null;
  let group: Slot[] = [];
  for (const slot of slots) {
    const own = pass === 'exact' ? intervalKey(slot.start, slot.end) : pass === 'day' ? startOfDay(slot.start) : monthOf(slot.start);
    if (name !== null && own !== name) {
      yield group;
      group = [];
    }
    name = own;
    group.push(slot);
  }
  if (group.length > 0) yield group;
}
