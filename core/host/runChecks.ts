import { createHash } from 'node:crypto';
import { formatCivil } from '../base/time.ts';
import { CHECKS } from '../reconcile/checks/index.ts';
import { reconcile, type ReconcileOptions, type Reconciliation } from '../reconcile/reconcile.ts';
import type { Store } from '../store/store.ts';
import type { FileFact, RefusedFile } from '../fields/facts.ts';
import { expireDecisions } from './today.ts';
import { ENGINE } from './version.ts';

/** One run over everything in a project. */
export interface Run extends Reconciliation {
  readonly engine: string;
  readonly files: readonly FileFact[];
  readonly refused: readonly RefusedFile[];
}

/** Runs all checks and keeps the result in the project. `now` is an ISO time. */
export function runChecks(store: Store, now: string, options: ReconcileOptions = {}): Run {
  if (!store.isReadOnly) store.completeSegments();
  expireDecisions(store, now);
  const data = store.dataset();
  const outcome = reconcile(data, CHECKS, options);
  const run: Run = { ...outcome, engine: ENGINE, files: data.files, refused: data.refused };
  store.runs.save({
    at: now,
    engine: ENGINE,
    snapshot: outcome.snapshot === null ? null : formatCivil(outcome.snapshot),
    inputsHash: hashOfInputs(data.files),
    checks: outcome.checks.map((check) => ({ id: check.id, body: JSON.stringify(check) })),
    findings: outcome.findings.map((finding) => ({ key: finding.key, check: finding.check, severity: finding.severity, body: JSON.stringify(finding) })),
  });
  return run;
}

/** Stands for the files that went in, whatever the order of their imports. */
export function hashOfInputs(files: readonly FileFact[]): string {
  const parts = files.map((file) => `${file.sha256}|${file.name}|${file.sheet ?? ''}|${file.snapshot ?? ''}`).sort();
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}
