import { Decimal } from '../base/decimal.ts';
import { GrowingDoubles, GrowingIntegers, GrowingTexts, Words, type KeptTexts } from '../base/growing.ts';
import type { CivilTime } from '../base/time.ts';
import type { DeductionRow } from '../fields/deductions.ts';
import { Billed, Deducted, type BilledSide, type DeductedSide } from './usageSides.ts';
import type { UsageLine } from './usageLine.ts';

/*
 * Usage of products whose bill prints what packages deducted, row by row and line by line. A bill prints every item and hour, so that a
 * million entries may be held at once: each lies in arrays of numbers, and becomes an object only where both sides are held together.
 * What is `Kept…` is plain data that one thread can hand to another.
 */

const NONE = -1;
/** In a column of whole parts: the number is absent, or it stands among the odd ones. */
const ABSENT = Number.NaN;

interface KeptAmounts {
  readonly wholes: Float64Array;
  readonly nanos: Int32Array;
  readonly odd: readonly (readonly [number, string])[];
}

/** A decimal for each entry: two integers, or an entry of its own where they do not hold it. */
class Amounts {
  private readonly wholes: GrowingDoubles;
  private readonly nanos: GrowingIntegers;
  private readonly odd: Map<number, Decimal>;

  constructor(kept?: KeptAmounts) {
    this.wholes = new GrowingDoubles(kept?.wholes);
    this.nanos = new GrowingIntegers(kept?.nanos);
    this.odd = new Map((kept?.odd ?? []).map(([entry, digits]) => [entry, Decimal.of(digits)]));
  }

  set(entry: number, value: Decimal | null): void {
    this.wholes.set(entry, value?.isNarrow === true ? value.whole : ABSENT);
    this.nanos.set(entry, value?.isNarrow === true ? value.nano : 0);
    if (value !== null && !value.isNarrow) this.odd.set(entry, value);
  }

  get(entry: number): Decimal | null {
    const whole = this.wholes.get(entry);
    return Number.isNaN(whole) ? (this.odd.get(entry) ?? null) : Decimal.ofParts(whole, this.nanos.get(entry));
  }

  kept(count: number): KeptAmounts {
    return { wholes: this.wholes.kept(count), nanos: this.nanos.kept(count), odd: [...this.odd].map(([entry, value]) => [entry, value.toString()]) };
  }
}

interface KeptPlaces {
  readonly files: Int32Array;
  readonly lines: Int32Array;
  readonly rows: Float64Array;
}

/** Where the row or line of each entry stands. */
class Places {
  private readonly files: GrowingIntegers;
  private readonly lines: GrowingIntegers;
  private readonly rows: GrowingDoubles;

  constructor(kept?: KeptPlaces) {
    this.files = new GrowingIntegers(kept?.files);
    this.lines = new GrowingIntegers(kept?.lines);
    this.rows = new GrowingDoubles(kept?.rows);
  }

  set(entry: number, { file, line, row }: { readonly file: number; readonly line: number; readonly row: number }): void {
    this.files.set(entry, file);
    this.lines.set(entry, line);
    this.rows.set(entry, row);
  }

  get(entry: number): { file: number; line: number; row: number } {
    return { file: this.files.get(entry), line: this.lines.get(entry), row: this.rows.get(entry) };
  }

  kept(count: number): KeptPlaces {
    return { files: this.files.kept(count), lines: this.lines.kept(count), rows: this.rows.kept(count) };
  }
}

interface KeptIntervals {
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  readonly previous: Int32Array;
  readonly lastOf: readonly number[];
}

/** The interval of each entry, in groups that are numbered from 0. */
export class Intervals {
  private readonly starts: GrowingDoubles;
  private readonly ends: GrowingDoubles;
  /** The entry before of the same group. */
  private readonly previous: GrowingIntegers;
  private readonly lastOf: number[];
  count: number;

  constructor(kept?: KeptIntervals) {
    this.starts = new GrowingDoubles(kept?.starts);
    this.ends = new GrowingDoubles(kept?.ends);
    this.previous = new GrowingIntegers(kept?.previous);
    this.lastOf = [...(kept?.lastOf ?? [])];
    this.count = kept?.starts.length ?? 0;
  }

  /** Answers the number of the new entry. */
  add(group: number, start: CivilTime, end: CivilTime): number {
    const entry = this.count;
    this.count += 1;
    this.starts.set(entry, start);
    this.ends.set(entry, end);
    this.previous.set(entry, this.lastOf[group] ?? NONE);
    this.lastOf[group] = entry;
    return entry;
  }

  start(entry: number): CivilTime {
    return this.starts.get(entry);
  }

  end(entry: number): CivilTime {
    return this.ends.get(entry);
  }

  /** The entries of some groups by start, then end, then as they came. */
  of(groups: readonly number[]): number[] {
    const entries: number[] = [];
    for (const group of groups) for (let entry = this.lastOf[group] ?? NONE; entry !== NONE; entry = this.previous.get(entry)) entries.push(entry);
    // They mostly came in this order, and stand here the other way round.
    return entries.reverse().sort((a, b) => this.starts.get(a) - this.starts.get(b) || this.ends.get(a) - this.ends.get(b) || a - b);
  }

  kept(): KeptIntervals {
    return { starts: this.starts.kept(this.count), ends: this.ends.kept(this.count), previous: this.previous.kept(this.count), lastOf: this.lastOf };
  }
}

/** One side of several, at least one; nearly always it is one. */
function sumOf<Side>(sides: readonly Side[], begin: (first: Side) => { add(one: Side): void; side(): Side }): Side {
  const [first, ...rest] = sides;
  if (rest.length === 0) return first!;
  const sum = begin(first!);
  for (const one of rest) sum.add(one);
  return sum.side();
}

/** What deductions say of usage, entry by entry, in groups. */
export class DeductedUsage {
  readonly intervals = new Intervals();
  private readonly words = new Words();
  private readonly amounts = new Amounts();
  private readonly places = new Places();
  private readonly units = new GrowingIntegers();
  private readonly scales = new GrowingIntegers();
  private readonly packages = new GrowingIntegers();
  private readonly taints = new GrowingIntegers();

  add(entry: number, row: DeductionRow, raw: Decimal, scale: number, tainted: string | null): void {
    const { words } = this;
    this.amounts.set(entry, raw);
    this.places.set(entry, row);
    this.units.set(entry, words.number(row.rawUnit));
    this.scales.set(entry, scale);
    this.packages.set(entry, words.number(row.packageId ?? ''));
    this.taints.set(entry, words.number(tainted));
  }

  /** Entries of one interval, at least one, as one side. */
  side(entries: readonly number[]): DeductedSide {
    return sumOf(entries.map((entry) => this.one(entry)), (first) => new Deducted(first));
  }

  private one(entry: number): DeductedSide {
    const { words } = this;
    return {
      raw: this.amounts.get(entry)!, unit: words.text(this.units.get(entry)), count: 1, rows: [{ kind: 'deductions', ...this.places.get(entry) }],
      packages: [words.text(this.packages.get(entry))!], tainted: words.text(this.taints.get(entry)), rawScale: this.scales.get(entry),
    };
  }
}

export interface KeptBilled {
  readonly intervals: KeptIntervals;
  readonly words: readonly string[];
  readonly raw: KeptAmounts;
  readonly deducted: KeptAmounts;
  readonly usage: KeptAmounts;
  readonly places: KeptPlaces;
  readonly units: Int32Array;
  readonly transactionIds: KeptTexts;
}

/** One line of an interval. Of a million only those with a finding are asked for their transaction. */
class BilledOnce implements BilledSide {
  readonly raw: Decimal | null;
  readonly deducted: Decimal | null;
  readonly usage: Decimal | null;
  readonly unit: string | null;
  readonly count = 1;
  readonly rows: BilledSide['rows'];
  private readonly entry: number;
  private readonly transactionIds: GrowingTexts;

  constructor(entry: number, transactionIds: GrowingTexts, { raw, deducted, usage, unit, rows }: Pick<BilledSide, 'raw' | 'deducted' | 'usage' | 'unit' | 'rows'>) {
    this.entry = entry;
    this.transactionIds = transactionIds;
    this.raw = raw;
    this.deducted = deducted;
    this.usage = usage;
    this.unit = unit;
    this.rows = rows;
  }

  get transactionId(): string | null {
    return this.transactionIds.get(this.entry);
  }
}

/** What the bill says of usage, line by line, in groups. */
export class BilledUsage {
  readonly intervals: Intervals;
  private readonly words: Words;
  private readonly raw: Amounts;
  private readonly deducted: Amounts;
  private readonly usage: Amounts;
  private readonly places: Places;
  private readonly units: GrowingIntegers;
  private readonly transactionIds: GrowingTexts;

  constructor(kept?: KeptBilled) {
    this.intervals = new Intervals(kept?.intervals);
    this.words = new Words(kept?.words);
    this.raw = new Amounts(kept?.raw);
    this.deducted = new Amounts(kept?.deducted);
    this.usage = new Amounts(kept?.usage);
    this.places = new Places(kept?.places);
    this.units = new GrowingIntegers(kept?.units);
    this.transactionIds = new GrowingTexts(kept?.transactionIds);
  }

  add(entry: number, line: UsageLine): void {
    this.raw.set(entry, line.rawUsage);
    this.deducted.set(entry, line.deductedUsage);
    this.usage.set(entry, line.usage);
    this.places.set(entry, line);
    this.units.set(entry, this.words.number(line.usageUnit));
    this.transactionIds.set(entry, line.transactionId);
  }

  /** Entries of one interval, at least one, as one side. */
  side(entries: readonly number[]): BilledSide {
    return sumOf(entries.map((entry) => this.one(entry)), (first) => new Billed(first));
  }

  private one(entry: number): BilledSide {
    return new BilledOnce(entry, this.transactionIds, {
      raw: this.raw.get(entry), deducted: this.deducted.get(entry), usage: this.usage.get(entry), unit: this.words.text(this.units.get(entry)), rows: [{ kind: 'bill', ...this.places.get(entry) }],
    });
  }

  kept(): KeptBilled {
    const { count } = this.intervals;
    return {
      intervals: this.intervals.kept(), words: this.words.words, raw: this.raw.kept(count), deducted: this.deducted.kept(count), usage: this.usage.kept(count),
      places: this.places.kept(count), units: this.units.kept(count), transactionIds: this.transactionIds.kept(count),
    };
  }
}
