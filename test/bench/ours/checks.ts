import { CHECKS } from '../../../core/reconcile/checks/index.ts';
import { LineThread } from '../../../core/host/lineThread.ts';
import { reconcile, type Reconciliation } from '../../../core/reconcile/reconcile.ts';
import { runChecks } from '../../../core/host/runChecks.ts';
import { Store } from '../../../core/store/store.ts';

/** Runs all checks over a project and keeps the run, or only those that the peers do too. Prints how long the checks alone took. */
const CORE: ReadonlySet<string> = new Set([
  'row-arithmetic', 'chain-gap', 'chain-increase', 'chain-fork', 'out-of-order', 'duplicate-row', 'deducted-usage', 'net-usage', 'over-deduction', 'deduction-without-bill',
]);

const [project, which] = process.argv.slice(2);
const store = Store.open(project!);
const begun = performance.now();
const run = which === 'all' ? runChecks(store, new Date().toISOString()) : core();
const seconds = (performance.now() - begun) / 1000;
store.close();

/** As a run of all checks, in two threads. */
function core(): Reconciliation {
  const checks = CHECKS.filter(({ id }) => CORE.has(id));
  const thread = new LineThread(project!, checks);
  try {
    return store.withoutCache(() => reconcile(store.dataset(), checks, { elsewhere: thread }));
  } finally {
    thread.close();
  }
}

process.stdout.write(`${JSON.stringify({ figures: { 'checks alone': seconds }, counts: { checks: run.checks.length, findings: run.findings.length, rows: run.replayed.rows } })}\n`);
