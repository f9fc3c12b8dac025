import { runChecks, type Run } from '../../core/host/runChecks.ts';
import type { Store } from '../../core/store/store.ts';

/** When all runs of these properties are made. */
export const NOW = '2025-08-01T00:00:00.000Z';

/** What a run says, whatever it took over for that. */
export function said({ checks, findings, replayed, matching, snapshot, snapshotAssumed }: Run): unknown {
  return JSON.parse(JSON.stringify({ checks, findings, replayed, matching, snapshot, snapshotAssumed }));
}

/** Everything anew, without a trace of it in the project. */
export function wholeRun(store: Store): Run {
  const { runs } = store;
  const last = runs.latest();
  const parts = runs.parts();
  const whole = runChecks(store, NOW, { build: null, inTwoThreads: false });
  if (last === null) runs.clear();
  else runs.save({ ...last, parts });
  return whole;
}
