import { formatCivil } from '../base/time.ts';
import { CHECKS } from '../reconcile/checks/index.ts';
import { reconcile, type Answer, type ReconcileOptions, type Reconciliation, type Remembered } from '../reconcile/reconcile.ts';
import type { Store } from '../store/store.ts';
import type { Dataset, FileFact, RefusedFile } from '../fields/facts.ts';
import { runData } from './aliasedUnits.ts';
import { basisOf } from './basis.ts';
import { knownNames } from './builtIn.ts';
import { hashOfInputs } from './inputsHash.ts';
import { Inputs, memoryOf } from './lastRun.ts';
import { isWorthALineThread, LineThread } from './lineThread.ts';
import { expireDecisions } from './today.ts';
import { BUILD, ENGINE } from './version.ts';

/** A run as reports show it. */
export interface RunResult extends Omit<Reconciliation, 'matching'> {
  readonly engine: string;
  readonly files: readonly FileFact[];
  readonly refused: readonly RefusedFile[];
}

/** One run over everything in a project. */
export interface Run extends RunResult, Pick<Reconciliation, 'matching'> {
  /** When it was made, as an ISO time. */
  readonly at: string;
  /** Nothing had changed since an earlier run, whose outcome this is. */
  readonly isSame: boolean;
  /** How many packages were looked at; what had been said of the others was taken over. */
  readonly heard: number;
}

export interface RunOptions extends Pick<ReconcileOptions, 'onProgress' | 'profile'> {
  /** Whether bill lines are checked in a thread of their own; by itself it is where there are many. */
  readonly inTwoThreads?: boolean;
  /** Stands for the checks: what a run of the same ones answered from the same facts is taken over. `null` takes nothing over. */
  readonly build?: string | null;
}

/**
 * Runs all checks and keeps the result in the project. `now` is an ISO time. Where nothing has changed since the last run, that is the
 * result; where the bill has not, what was said of its lines alone is taken over; and where files have only come, what they did not touch. The outcome is always that of a run over everything.
 */
export function runChecks(store: Store, now: string, options: RunOptions = {}): Run {
  expireDecisions(store, now);
  const data = runData(store);
  const basis = basisOf(store);
  const mark = store.settings.mark();
  const { files, refused } = data;
  const build = options.profile !== undefined ? null : options.build === undefined ? BUILD : options.build;
  const inputs = build === null ? null : new Inputs(data, store.importOfFiles(), withUnits(build, store), [mark, basis.policies.families, knownNames()]);
  const last = inputs === null ? null : store.runs.latest();
  const same = inputs?.sameAs(last) ?? null;
  if (same !== null) return { ...same, engine: ENGINE, files, refused, at: last!.at, isSame: true, heard: 0 };
  if (!store.isReadOnly) store.completeSegments();
  const lineAnswers = inputs?.sameLines(last) ?? null;
  const again = inputs === null ? null : { data, earlier: inputs.earlier(last, store.runs.parts()) };
  const lines = data.files.reduce((sum, file) => sum + (file.kind === 'bill' ? file.counts.stored : 0), 0);
  const isShared = lineAnswers === null && options.profile === undefined && (options.inTwoThreads ?? isWorthALineThread(lines));
  const { onProgress, profile } = options;
  const reconciling: ReconcileOptions = { basis, ...(onProgress === undefined ? {} : { onProgress }), ...(profile === undefined ? {} : { profile }), ...(again === null ? {} : { again }) };
  const { memory, heard, ...outcome } = store.withoutCache(() => (isShared ? inTwoThreads(store.path, data, reconciling) : inOneThread(data, reconciling, lineAnswers)));
  store.runs.save({
    at: now,
    engine: ENGINE,
    snapshot: outcome.snapshot === null ? null : formatCivil(outcome.snapshot),
    inputsHash: hashOfInputs(files, mark),
    checks: outcome.checks.map((check) => ({ id: check.id, body: JSON.stringify(check) })),
    findings: outcome.findings.map((finding) => ({ key: finding.key, check: finding.check, severity: finding.severity, body: JSON.stringify(finding) })),
    memory: memoryOf(inputs, outcome),
    parts: inputs?.partsOf(memory) ?? '',
  });
  return { ...outcome, engine: ENGINE, files, refused, at: now, isSame: false, heard };
}

/** Units that the user explained change what bill lines alone say: they belong to what their checks go by. */
function withUnits(build: string, { settings }: Store): string {
  const units = settings.units().map(({ word, same }) => [word, same]);
  return units.length === 0 ? build : `${build} ${JSON.stringify(units)}`;
}

function inOneThread(data: Dataset, options: ReconcileOptions, lineAnswers: readonly Answer[] | null): Remembered {
  return reconcile(data, CHECKS, { ...options, ...(lineAnswers === null ? {} : { lineAnswers }) });
}

function inTwoThreads(path: string, data: Dataset, options: ReconcileOptions): Remembered {
  const thread = new LineThread(path);
  try {
    return reconcile(data, CHECKS, { ...options, elsewhere: thread });
  } finally {
    thread.close();
  }
}
