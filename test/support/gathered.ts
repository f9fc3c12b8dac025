import { isDeepStrictEqual } from 'node:util';
import type { Dataset } from '../../core/fields/facts.ts';
import { isLineCheck, type Check } from '../../core/reconcile/check.ts';
import { gatherLines, reconcile, type Elsewhere, type LookedOver, type ReconcileOptions } from '../../core/reconcile/reconcile.ts';
import { said } from './grown.ts';

/** What another thread would say of the bill, at once; what it looked over goes from one to the other as between threads. */
function elsewhere(data: Dataset, checks: readonly Check[], { basis }: ReconcileOptions): Elsewhere {
  let looked: LookedOver | null = null;
  const gathered = gatherLines(data, checks, basis!, () => {}, (all) => {
    looked = all;
  });
  return { survey: () => looked!.survey, usage: () => structuredClone(looked!.usage), gathered: () => gathered };
}

/** Throws where a run with a bill that was gone through elsewhere does not say what one without says. */
export function holdGathered(data: Dataset, checks: readonly Check[], options: ReconcileOptions): void {
  if (checks.every(isLineCheck)) return;
  const [here, there] = [said(reconcile(data, checks, options)), said(reconcile(data, checks, { ...options, elsewhere: elsewhere(data, checks, options) }))];
  if (!isDeepStrictEqual(there, here)) throw new Error(`with the bill gathered elsewhere: ${JSON.stringify(there)} instead of ${JSON.stringify(here)}`);
}
