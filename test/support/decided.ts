import type { Deciding } from '../../core/store/decisions.ts';
import type { Writing } from '../../core/store/log/log.ts';
import type { Store } from '../../core/store/store.ts';
import { numbersOf, standingOf, type Standing } from '../../core/store/log/standing.ts';

/** Findings as a run keeps them, without anything that decisions do not look at. */
export interface TestFinding {
  readonly key: string;
  readonly check?: string;
  readonly severity?: string;
  readonly packageId?: string | null;
  readonly product?: string | null;
  readonly quantity?: string | null;
  readonly rows?: readonly unknown[];
}

export const BY: Writing = { at: '2025-08-02T01:02:03.000Z', who: 'wang' };

export const IGNORE: Deciding = { state: 'ignored', code: null, reason: 'known', note: null, until: null };
export const RESOLVE: Deciding = { state: 'resolved', code: 'vendor', reason: null, note: null, until: null };
export const PROGRESS: Deciding = { state: 'progress', code: null, reason: null, note: null, until: null };
export const OPEN: Deciding = { state: 'open', code: null, reason: null, note: null, until: null };

export function bodyOf({ key, check = 'chain-gap', severity = 'error', packageId = null, product = null, quantity = '1', rows = [] }: TestFinding): string {
  return JSON.stringify({ check, severity, key, packageId, transactionId: null, product, rows, rowCount: rows.length, quantity, unit: '分钟', money: null, currency: null, why: [] });
}

/** Keeps a run with these findings. */
export function run(store: Store, findings: readonly TestFinding[], at = '2025-08-01T00:00:00.000Z', { engine = '0.1.0', inputsHash = 'h' } = {}): void {
  store.runs.save({ at, engine, snapshot: null, inputsHash, checks: [], findings: findings.map((one) => ({ key: one.key, check: one.check ?? 'chain-gap', severity: one.severity ?? 'error', body: bodyOf(one) })) });
}

/** How a finding stands now. */
export function standing(store: Store, finding: TestFinding): Standing {
  const { packageId = null, product = null, check = 'chain-gap' } = finding;
  return standingOf({ check, packageId, product }, numbersOf(bodyOf(finding)), store.decisions.of(finding.key), store.decisions.rules());
}

export function status(store: Store, finding: TestFinding): Standing['status'] {
  return standing(store, finding).status;
}

/** The log in short. */
export function logged(store: Store): string[] {
  return Array.from(store.decisions.log.entries(), ({ kind, key }) => `${kind} ${key ?? ''}`.trim());
}
