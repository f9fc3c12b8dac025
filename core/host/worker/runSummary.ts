import type { CheckResult } from '../../fields/finding.ts';
import type { RunRecord } from '../../store/runs.ts';
import type { Store } from '../../store/store.ts';
import { hashOfInputs } from '../inputsHash.ts';
import { ENGINE } from '../version.ts';

/** The last run as the page sees it first: without the checks themselves, which take longer to load than it takes to read. */
export interface RunSummary {
  readonly at: string;
  readonly engine: string;
  readonly snapshot: string | null;
  readonly isStale: boolean;
  readonly checks: (CheckResult & { readonly reasons: { readonly reason: { readonly id: string; readonly values: Record<string, string | number> }; readonly count: number }[]; readonly findings: Severities })[];
  readonly findings: Severities;
}

export interface Severities {
  error: number;
  warning: number;
  info: number;
}

export function latestRun(store: Store): RunSummary | null {
  const run = store.runs.latest();
  if (run === null) return null;
  const bySeverity = (check?: string): Severities => {
    const counts = { error: 0, warning: 0, info: 0 };
    for (const finding of run.findings) if (check === undefined || finding.check === check) counts[finding.severity as keyof Severities] += 1;
    return counts;
  };
  return {
    at: run.at,
    engine: run.engine,
    snapshot: run.snapshot,
    isStale: isStale(store, run),
    checks: run.checks.map(({ id, body }) => ({ ...(JSON.parse(body) as RunSummary['checks'][number]), findings: bySeverity(id) })),
    findings: bySeverity(),
  };
}

function isStale(store: Store, { engine, inputsHash }: Pick<RunRecord, 'engine' | 'inputsHash'>): boolean {
  return engine !== ENGINE || inputsHash !== hashOfInputs(store.dataset().files, store.settings.mark());
}

/** Whether files came or went since the last run, or the checks are of another version; `null` where there is no run. */
export function isStaleRun(store: Store): boolean | null {
  const run = store.runs.latestHead();
  return run === null ? null : isStale(store, run);
}
