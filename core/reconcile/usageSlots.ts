import { Decimal } from '../base/decimal.ts';
import { GrowingDoubles, GrowingIntegers, GrowingTexts, Words } from '../base/growing.ts';
import type { CivilTime } from '../base/time.ts';
import type { DeductionRow } from '../fields/deductions.ts';
import { Billed, Deducted, type BilledSide, type DeductedSide } from './usageSides.ts';
import type { UsageLine } from './usageLine.ts';

const FIRST_TABLE = 1 << 11;
const NONE = -1;
/** In a column of whole parts: the number is absent, or it stands among the odd ones. */
const ABSENT = Number.NaN;

/** A decimal for each slot: two integers, or an entry of its own where they do not hold it. */
class Amounts {
  private readonly wholes = new GrowingDoubles();
  private readonly nanos = new GrowingIntegers();
  private readonly odd = new Map<number, Decimal>();

  set(slot: number, value: Decimal | null): void {
    this.wholes.set(slot, value?.isNarrow === true ? value.whole : ABSENT);
    this.nanos.set(slot, value?.isNarrow === true ? value.nano : 0);
    if (value !== null && !value.isNarrow) this.odd.set(slot, value);
  }

  get(slot: number): Decimal | null {
    const whole = this.wholes.get(slot);
    return Number.isNaN(whole) ? (this.odd.get(slot) ?? null) : Decimal.ofParts(whole, this.nanos.get(slot));
  }
}

/** Where the first row or line of each slot stands. Rows are kept plus one: 0 says that there is none. */
class Places {
  private readonly files = new GrowingIntegers();
  private readonly lines = new GrowingIntegers();
  private readonly rows = new GrowingDoubles();

  set(slot: number, { file, line, row }: { readonly file: number; readonly line: number; readonly row: number }): void {
    this.files.set(slot, file);
    this.lines.set(slot, line);
    this.rows.set(slot, row + 1);
  }

  has(slot: number): boolean {
    return this.rows.get(slot) > 0;
  }

  get(slot: number): { file: number; line: number; row: number } {
    return { file: this.files.get(slot), line: this.lines.get(slot), row: this.rows.get(slot) - 1 };
  }
}

/** One line of an interval. Of a million only those with a finding are asked for their transaction. */
class BilledOnce implements BilledSide {
  readonly raw: Decimal | null;
  readonly deducted: Decimal | null;
  readonly usage: Decimal | null;
  readonly unit: string | null;
  readonly count = 1;
  readonly rows: BilledSide['rows'];
  private readonly slot: number;
  private readonly transactionIds: GrowingTexts;

  constructor(slot: number, transactionIds: GrowingTexts, { raw, deducted, usage, unit, rows }: Pick<BilledSide, 'raw' | 'deducted' | 'usage' | 'unit' | 'rows'>) {
    this.slot = slot;
    this.transactionIds = transactionIds;
    this.raw = raw;
    this.deducted = deducted;
    this.usage = usage;
    this.unit = unit;
    this.rows = rows;
  }

  get transactionId(): string | null {
    return this.transactionIds.get(this.slot);
  }
}

/**
 * Usage of items by interval. Bills print an interval for every item and hour, so that a million slots may be held at once: what one row
 * and one line say of a slot lies in arrays of numbers, and only where several meet is there an object.
 */
export class UsageSlots {
  private count = 0;
  private readonly starts = new GrowingDoubles();
  private readonly ends = new GrowingDoubles();
  private readonly items = new GrowingIntegers();
  /** The slot before of the same item. */
  private readonly previous = new GrowingIntegers();
  private readonly lastOf: number[] = [];
  /** Slot numbers plus one by the hash of item and interval; 0 is free. */
  private table = new Int32Array(FIRST_TABLE);

  private readonly words = new Words();
  private readonly deductedAmounts = new Amounts();
  private readonly deductedPlaces = new Places();
  private readonly deductedUnits = new GrowingIntegers();
  private readonly deductedScales = new GrowingIntegers();
  private readonly deductedPackages = new GrowingIntegers();
  private readonly deductedTaints = new GrowingIntegers();
  private readonly deductedSeveral = new Map<number, Deducted>();

  private readonly billedRaw = new Amounts();
  private readonly billedDeducted = new Amounts();
  private readonly billedUsage = new Amounts();
  private readonly billedPlaces = new Places();
  private readonly billedUnits = new GrowingIntegers();
  private readonly transactionIds = new GrowingTexts();
  private readonly billedSeveral = new Map<number, Billed>();

  /** The slot of an item (numbered from 0) and an interval, made where there is none. */
  at(item: number, start: CivilTime, end: CivilTime): number {
    const mask = this.table.length - 1;
    let place = hash(item, start, end) & mask;
    for (let slot = this.table[place]!; slot !== 0; slot = this.table[place]!) {
      if (this.items.get(slot - 1) === item && this.starts.get(slot - 1) === start && this.ends.get(slot - 1) === end) return slot - 1;
      place = (place + 1) & mask;
    }
    this.table[place] = this.count + 1;
    return this.make(item, start, end);
  }

  private make(item: number, start: CivilTime, end: CivilTime): number {
    const slot = this.count;
    this.count += 1;
    this.starts.set(slot, start);
    this.ends.set(slot, end);
    this.items.set(slot, item);
    this.previous.set(slot, this.lastOf[item] ?? NONE);
    this.lastOf[item] = slot;
    if (this.count * 2 > this.table.length) this.rehash();
    return slot;
  }

  private rehash(): void {
    const table = new Int32Array(this.table.length * 2);
    const mask = table.length - 1;
    for (let slot = 0; slot < this.count; slot += 1) {
      let place = hash(this.items.get(slot), this.starts.get(slot), this.ends.get(slot)) & mask;
      while (table[place] !== 0) place = (place + 1) & mask;
      table[place] = slot + 1;
    }
    this.table = table;
  }

  deduct(slot: number, row: DeductionRow, raw: Decimal, scale: number, tainted: string | null): void {
    const several = this.deductedSeveral.get(slot);
    if (several !== undefined) several.add(row, raw, scale, tainted);
    else if (this.deductedPlaces.has(slot)) {
      const sum = new Deducted(this.deducted(slot)!);
      sum.add(row, raw, scale, tainted);
      this.deductedSeveral.set(slot, sum);
    } else {
      this.deductedAmounts.set(slot, raw);
      this.deductedPlaces.set(slot, row);
      this.deductedUnits.set(slot, this.words.number(row.rawUnit));
      this.deductedScales.set(slot, scale);
      this.deductedPackages.set(slot, this.words.number(row.packageId ?? ''));
      this.deductedTaints.set(slot, this.words.number(tainted));
    }
  }

  bill(slot: number, line: UsageLine): void {
    const several = this.billedSeveral.get(slot);
    if (several !== undefined) several.add(line);
    else if (this.billedPlaces.has(slot)) {
      const sum = new Billed(this.billed(slot)!);
      sum.add(line);
      this.billedSeveral.set(slot, sum);
    } else {
      this.billedRaw.set(slot, line.rawUsage);
      this.billedDeducted.set(slot, line.deductedUsage);
      this.billedUsage.set(slot, line.usage);
      this.billedPlaces.set(slot, line);
      this.billedUnits.set(slot, this.words.number(line.usageUnit));
      this.transactionIds.set(slot, line.transactionId);
    }
  }

  deducted(slot: number): DeductedSide | null {
    const several = this.deductedSeveral.get(slot);
    if (several !== undefined) return several.side();
    if (!this.deductedPlaces.has(slot)) return null;
    return {
      raw: this.deductedAmounts.get(slot)!, unit: this.words.text(this.deductedUnits.get(slot)), count: 1, rows: [{ kind: 'deductions', ...this.deductedPlaces.get(slot) }],
      packages: [this.words.text(this.deductedPackages.get(slot))!], tainted: this.words.text(this.deductedTaints.get(slot)), rawScale: this.deductedScales.get(slot),
    };
  }

  billed(slot: number): BilledSide | null {
    const several = this.billedSeveral.get(slot);
    if (several !== undefined) return several.side();
    if (!this.billedPlaces.has(slot)) return null;
    return new BilledOnce(slot, this.transactionIds, {
      raw: this.billedRaw.get(slot), deducted: this.billedDeducted.get(slot), usage: this.billedUsage.get(slot), unit: this.words.text(this.billedUnits.get(slot)), rows: [{ kind: 'bill', ...this.billedPlaces.get(slot) }],
    });
  }

  /** The intervals of an item with both of their sides, by start, then end. */
  ofItem(item: number): { readonly start: CivilTime; readonly end: CivilTime; readonly deducted: DeductedSide | null; readonly billed: BilledSide | null }[] {
    const slots: number[] = [];
    for (let slot = this.lastOf[item] ?? NONE; slot !== NONE; slot = this.previous.get(slot)) slots.push(slot);
    slots.sort((a, b) => this.starts.get(a) - this.starts.get(b) || this.ends.get(a) - this.ends.get(b));
    return slots.map((slot) => ({ start: this.starts.get(slot), end: this.ends.get(slot), deducted: this.deducted(slot), billed: this.billed(slot) }));
  }
}

function hash(item: number, start: CivilTime, end: CivilTime): number {
  // Most intervals are whole minutes; their last second is not.
  let mixed = Math.imul(item + 1, 0x9e37_79b1) ^ Math.imul(Math.floor(start / 60), 0x85eb_ca6b) ^ Math.imul(end | 0, 0xc2b2_ae35);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x2c1b_3c6d);
  return mixed ^ (mixed >>> 12);
}
