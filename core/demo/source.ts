import type { CivilTime } from '../base/time.ts';
import type { PackageState } from './draw.ts';
import { prepaidLines } from './lines.ts';
import { overviewOf } from './overview.ts';
import type { Frame, ScopePlan } from './plan.ts';
import type { BillLine, Deduction, Overview, Posting } from './records.ts';
import { simulate } from './simulate.ts';

/** What one scope brings to the files. Everything can be read more than once, each stream is by time. */
export interface Source {
  readonly product: string;
  deductions(): Iterable<Deduction>;
  lines(): readonly Iterable<BillLine>[];
  overviews(): readonly Overview[];
}

/** A scope that is played again each time it is read. */
export function playedSource(plan: ScopePlan, frame: Frame): Source {
  return {
    product: plan.product.product,
    *deductions() {
      for (const posting of simulate(plan, frame.windowStart, false)) yield* posting.deductions;
    },
    lines: () => [prepaidLines(plan), linesOf(simulate(plan, frame.windowStart, true))],
    overviews: () => finalStates(simulate(plan, frame.windowStart, false)).map((state) => overviewOf(state, frame.snapshot)),
  };
}

function* linesOf(postings: Iterable<Posting>): Generator<BillLine> {
  for (const posting of postings) yield* posting.lines;
}

function finalStates(postings: Generator<Posting, readonly PackageState[]>): readonly PackageState[] {
  for (;;) {
    const step = postings.next();
    if (step.done === true) return step.value;
  }
}

/** A scope in memory, whose records a fault may change. Deductions are in the order in which they were deducted. */
export interface Case {
  readonly plan: ScopePlan;
  deductions: Deduction[];
  lines: BillLine[];
  overviews: Overview[];
}

export function playCase(plan: ScopePlan, frame: Frame): Case {
  const played: Case = { plan, deductions: [], lines: prepaidLines(plan), overviews: [] };
  const postings = simulate(plan, frame.windowStart, true);
  for (let step = postings.next(); ; step = postings.next()) {
    if (step.done === true) {
      played.overviews = step.value.map((state) => overviewOf(state, frame.snapshot));
      return played;
    }
    played.deductions.push(...step.value.deductions);
    played.lines.push(...step.value.lines);
  }
}

function byTime<T extends { readonly at: CivilTime }>(records: readonly T[]): T[] {
  return [...records].sort((a, b) => a.at - b.at);
}

export function caseSource({ plan, deductions, lines, overviews }: Case): Source {
  return {
    product: plan.product.product,
    deductions: () => byTime(deductions),
    lines: () => [byTime(lines)],
    overviews: () => overviews,
  };
}
