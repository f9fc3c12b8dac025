import type { Matching } from '../reconcile/matching.ts';
import type { Reconciliation } from '../reconcile/reconcile.ts';
import type { RunRecord } from '../store/runs.ts';

/** What a run leaves for the next one: what went into it and into its parts, and what its record does not say. */
export interface Memory extends Pick<Reconciliation, 'snapshotAssumed' | 'replayed' | 'matching'> {
  /** Stand for all facts, and for those of the bill alone. */
  readonly all: string;
  readonly bill: string;
}

/** How usage of both sides met in a run; `null` for runs of older versions, and of sources that change. */
export function matchingOf(run: RunRecord | null): Matching | null {
  return memoryIn(run)?.matching ?? null;
}

export function memoryIn(run: RunRecord | null): Memory | null {
  return run?.memory === undefined || run.memory === '' ? null : (JSON.parse(run.memory) as Memory);
}
