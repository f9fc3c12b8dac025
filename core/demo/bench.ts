import { addMonths, DAY, HOUR, type CivilTime } from '../base/time.ts';
import { periodsOf } from './accounts.ts';
import type { Nano } from './fixed.ts';
import type { StatedTotal } from '../fields/totals.ts';
import { usageLine } from './lines.ts';
import type { Frame, Interval, Rhythm, ScopePlan } from './plan.ts';
import { capacityFor, expectedUse, openingOf, type Planner } from './planner.ts';
import { PLAIN, PLAIN_MONTH, PLAIN_UNLIMITED, productOf, type ProductSpec } from './products.ts';
import type { Random } from './random.ts';
import type { BillLine, Deduction, Overview } from './records.ts';
import { playCase, type Case } from './source.ts';
import type { DemoFile, ExpectedFinding, Settings } from './types.ts';

/** How the package of a case differs from the usual one, which lasts and began before the window. */
export interface CaseParts {
  readonly product?: ProductSpec;
  /** Capacity in tenths of what is expected to be used of it. */
  readonly tenths?: number;
  /** Days before the window at which it begins. */
  readonly daysAgo?: number;
  /** It begins full, although it began before the window. */
  readonly full?: boolean;
  /** Of a package per month: months before that of the window's beginning at which it begins. */
  readonly monthsAgo?: number;
  readonly usage?: Interval;
  readonly expiry?: CivilTime;
  readonly refills?: readonly CivilTime[];
  readonly rhythm?: Rhythm;
}

const WINDOW_SECONDS = 85 * DAY;

/** Where faults are planted: makes cases, each with owners of its own, and takes down what must be found. */
export class Bench {
  readonly planner: Planner;
  readonly frame: Frame;
  readonly settings: Settings;
  readonly random: Random;
  readonly cases: Case[] = [];
  readonly expected: ExpectedFinding[] = [];
  /** Files besides the usual ones, and how many records they alone hold. */
  readonly extraFiles: { readonly file: DemoFile; readonly records: number }[] = [];
  /** What the user states that months cost. */
  readonly totals: StatedTotal[] = [];
  /** What an earlier overview says of some packages. */
  readonly earlier: Overview[] = [];
  private plain = 0;
  private paying: { readonly lines: readonly BillLine[]; next: number } = { lines: [], next: 0 };
  private payingProducts = 0;

  constructor(planner: Planner) {
    this.planner = planner;
    this.frame = planner.frame;
    this.settings = planner.settings;
    this.random = planner.random(-1);
  }

  expect(finding: ExpectedFinding): void {
    this.expected.push(finding);
  }

  addFile(file: DemoFile, records: number): void {
    this.extraFiles.push({ file, records });
  }

  /** A package with one balance, some forty deductions in bursts of consecutive hours. */
  total(parts: CaseParts = {}): Case {
    const product = parts.product ?? PLAIN[this.plain++ % PLAIN.length]!;
    const effective = this.frame.windowStart - (parts.daysAgo ?? 60 + this.random.below(60)) * DAY;
    const rhythm = parts.rhythm ?? { kind: 'bursts', every: 240, length: 6, offset: this.random.between(100, 230) };
    const amount = capacityFor(expectedUse(product, product.items, rhythm, 1, WINDOW_SECONDS), parts.tenths ?? 40);
    const opening = parts.full === true || (parts.daysAgo ?? 1) < 0 ? amount : openingOf(product, amount, this.random);
    return this.play(product, rhythm, parts, { amount, opening, effective, cycle: null });
  }

  /** A package per calendar month, some seventy deductions. */
  monthly(parts: CaseParts = {}): Case {
    const product = parts.product ?? PLAIN_MONTH;
    const { cycle, effective, seconds } = periodsOf(product, this.frame.windowStart, parts.monthsAgo ?? 1 + this.random.below(3));
    const rhythm = parts.rhythm ?? { kind: 'bursts', every: 60, length: 2, offset: this.random.below(58) };
    const amount = capacityFor(expectedUse(product, product.items, rhythm, 1, seconds), parts.tenths ?? 20);
    return this.play(product, rhythm, parts, { amount, opening: parts.full === true ? amount : openingOf(product, amount, this.random), effective, cycle });
  }

  /** A package without limit, of a product that prints no raw usage. */
  unlimited(): Case {
    const product = PLAIN_UNLIMITED;
    const rhythm: Rhythm = { kind: 'bursts', every: 240, length: 3, offset: this.random.between(100, 230) };
    return this.play(product, rhythm, {}, { amount: 0n, opening: 0n, effective: this.frame.windowStart - 50 * DAY, cycle: null });
  }

  private play(product: ProductSpec, rhythm: Rhythm, parts: CaseParts, terms: { amount: Nano; opening: Nano; effective: CivilTime; cycle: ScopePlan['packages'][number]['cycle'] }): Case {
    const owners = this.planner.owners(product, 1);
    const pack = this.planner.pack(product, {
      owner: owners[0]!, cycle: terms.cycle, effective: terms.effective, expiry: parts.expiry ?? addMonths(terms.effective, 12) - 1,
      capacities: [{ item: null, unit: product.unit, amount: terms.amount, opening: terms.opening }], more: { refills: parts.refills ?? [] },
    });
    const usage = parts.usage === undefined ? {} : { usage: parts.usage };
    return this.keep(this.planner.scope({ product, owners, packages: [pack], rhythm, ...usage }));
  }

  keep(plan: ScopePlan): Case {
    const played = playCase(plan, this.frame);
    this.cases.push(played);
    return played;
  }

  /** A pay-as-you-go line of an owner without packages, with a cost and without vouchers; each call gives another one. */
  line(): { readonly line: BillLine; readonly home: Case } {
    for (;;) {
      while (this.paying.next < this.paying.lines.length) {
        const line = this.paying.lines[this.paying.next]!;
        this.paying.next += 2;
        if (line.net > 0n && line.voucher === 0n && line.granted === 0n) return { line, home: this.cases.find(({ lines }) => lines.includes(line))! };
      }
      const product = productOf(['text', 'did', 'cap', 'img'][this.payingProducts++ % 4]!);
      const home = this.keep(this.planner.scope({ product, owners: this.planner.owners(product, 1), packages: [], rhythm: { kind: 'bursts', every: 40, length: 1, offset: 9 } }));
      this.paying = { lines: [...home.lines], next: 4 };
    }
  }

  /** A further line for usage that no deduction mentions, for one hour from `start`. */
  extraLine(home: Case, start: CivilTime, raw: Nano): BillLine {
    const [item] = home.plan.items;
    const sequence = 80_000_000 + home.lines.length;
    const line = usageLine(home.plan, { owner: home.plan.owners[0]!, item: item!, start, end: start + HOUR, raw, rest: raw }, start + HOUR + 1200, sequence);
    line.voucher = 0n;
    line.granted = 0n;
    line.net = line.discounted;
    line.cash = line.net;
    return line;
  }
}

/** Whether no other row was deducted in the same second, nor is the first or one of the last. */
export function standsAlone(rows: readonly Deduction[], index: number): boolean {
  const row = rows[index];
  return row !== undefined && index > 1 && index < rows.length - 3 && rows[index - 1]!.at < row.at && row.at < rows[index + 1]!.at;
}

const AWAY_SECONDS = 60 * HOUR;

/** Whether all of `[from, to]` is far from any day that no file covers. */
export function awayFromHoles(bench: Bench, from: CivilTime, to: CivilTime): boolean {
  return bench.frame.holes.every((hole) => hole.end + AWAY_SECONDS < from || to + AWAY_SECONDS < hole.start);
}

/** The place of a fault: a case, its deductions and the index of one of them. */
export interface Place {
  readonly home: Case;
  readonly rows: Deduction[];
  readonly index: number;
}

const MOST_TRIES = 50;

/** A row that `fits`, from the middle of a new case; a case without one stays as it is, and another is made. */
export function place(bench: Bench, make: () => Case, fits: (rows: readonly Deduction[], index: number) => boolean): Place {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const home = make();
    const rows = home.deductions;
    const from = Math.floor(rows.length / 4) + bench.random.below(Math.max(1, Math.floor(rows.length / 3)));
    for (let distance = 0; distance < rows.length; distance += 1) {
      for (const index of [from + distance, from - distance]) {
        if (index >= 0 && index < rows.length && awayFromHoles(bench, rows[index]!.start, rows[index]!.at) && fits(rows, index)) return { home, rows, index };
      }
    }
  }
  throw new Error('broken promise: some case has a row for its fault');
}

/** Raises (or lowers) the balances of all rows from `from` on, and the overview with them. */
export function raise(home: Case, from: number, by: Nano): void {
  for (const row of home.deductions.slice(from)) {
    row.before! += by;
    row.after! += by;
  }
  const [overview] = home.overviews;
  if (overview?.remaining !== null && overview?.remaining !== undefined) overview.remaining += by;
}

export function idOf(home: Case): string {
  return home.plan.packages[0]!.id;
}
