import { compareText } from '../base/order.ts';
import type { Sentence } from '../base/text.ts';
import type { Matched, Pass } from './match.ts';

/** The passes in their order: the coarser ones only where the intervals of the two sides are not the same. */
export const PASSES = ['exact', 'day', 'month'] as const satisfies readonly Pass[];

/** Says which pass brought the two sides together. */
export function passLine(pass: Pass): Sentence {
  return { id: 'common.pass', values: { pass: `@pass.${pass}` } };
}

/** Intervals that both sides have, or only one. A line that prints no deducted usage above zero wants no partner. */
export interface PassCount {
  readonly pass: Pass;
  readonly matched: number;
  readonly onlyDeductions: number;
  readonly onlyBill: number;
}

/** An item with intervals that only one side has. */
export interface Leftover {
  readonly side: 'deductions' | 'bill';
  readonly pass: Pass;
  readonly owner: string;
  readonly product: string;
  readonly subproduct: string;
  readonly item: string;
  readonly intervals: number;
  /** Rows or lines in them. */
  readonly rows: number;
}

/** How usage of both sides met, for products whose bill prints deducted usage. */
export interface Matching {
  readonly passes: readonly PassCount[];
  /** By side, then names; the first ones. */
  readonly leftovers: readonly Leftover[];
  /** How many there are in all. */
  readonly leftoverItems: number;
}

/** So many leftovers are listed. */
const LISTED = 200;

interface OpenLeftover {
  readonly usage: Matched;
  readonly side: Leftover['side'];
  intervals: number;
  rows: number;
}

/** What was counted of a part of the usage. */
export interface MatchPart {
  readonly passes: readonly PassCount[];
  readonly leftovers: readonly Leftover[];
}

/** Counts of parts together. */
export function matchingOf(parts: Iterable<MatchPart>): Matching {
  const counts = new Map(PASSES.map((pass) => [pass, { matched: 0, onlyDeductions: 0, onlyBill: 0 }]));
  const all: Leftover[] = [];
  for (const { passes, leftovers } of parts) {
    for (const { pass, matched, onlyDeductions, onlyBill } of passes) {
      const sum = counts.get(pass)!;
      sum.matched += matched;
      sum.onlyDeductions += onlyDeductions;
      sum.onlyBill += onlyBill;
    }
    for (const leftover of leftovers) all.push(leftover);
  }
  all.sort((a, b) => compareText(b.side, a.side) || compareText(a.product, b.product) || compareText(a.subproduct, b.subproduct) || compareText(a.item, b.item) || compareText(a.owner, b.owner));
  return { passes: PASSES.map((pass) => ({ pass, ...counts.get(pass)! })), leftovers: all.slice(0, LISTED), leftoverItems: all.length };
}

/** Counts the matches of a part as they come, item by item. */
export class MatchTally {
  private readonly counts = new Map<Pass, { matched: number; onlyDeductions: number; onlyBill: number }>(PASSES.map((pass) => [pass, { matched: 0, onlyDeductions: 0, onlyBill: 0 }]));
  private readonly leftovers: OpenLeftover[] = [];
  /** Those of the item that is going by, by side. */
  private readonly open: { deductions: OpenLeftover | null; bill: OpenLeftover | null } = { deductions: null, bill: null };

  note(usage: Matched): void {
    const counts = this.counts.get(usage.pass)!;
    const { deductions, bill } = usage;
    if (deductions !== null && bill !== null) counts.matched += 1;
    else if (deductions !== null) {
      counts.onlyDeductions += 1;
      this.leave('deductions', usage, deductions.count);
    } else if (bill !== null && bill.deducted !== null && bill.deducted.sign() > 0) {
      counts.onlyBill += 1;
      this.leave('bill', usage, bill.count);
    }
  }

  part(): MatchPart {
    return {
      passes: PASSES.map((pass) => ({ pass, ...this.counts.get(pass)! })),
      leftovers: this.leftovers.map(({ usage: { pass, owner, product, subproduct, item }, side, intervals, rows }) => ({ side, pass, owner, product, subproduct, item, intervals, rows })),
    };
  }

  private leave(side: Leftover['side'], usage: Matched, rows: number): void {
    let entry = this.open[side];
    if (entry === null || !isSameItem(entry.usage, usage)) {
      entry = { usage, side, intervals: 0, rows: 0 };
      this.open[side] = entry;
      this.leftovers.push(entry);
    }
    entry.intervals += 1;
    entry.rows += rows;
  }
}

function isSameItem(a: Matched, b: Matched): boolean {
  return a.owner === b.owner && a.product === b.product && a.subproduct === b.subproduct && a.item === b.item;
}
