import { Decimal } from '../../base/decimal.ts';
import type { Scope } from '../../fields/views.ts';
import { isSettled } from '../../store/decisions.ts';
import { packagesAtRisk } from '../../store/views/packagesAtRisk.ts';
import { readiness } from '../../store/views/readiness.ts';
import { tieOut } from '../../store/views/tieOut.ts';
import { unmatchedCount } from './basisWork.ts';
import { summaries, type FindingSummary } from './findingWork.ts';
import { latestRun, type Severities } from './runSummary.ts';
import type { WorkContext } from './workContext.ts';

const TOP = 5;

/** Everything that the first page shows. */
export function overviewOf(context: WorkContext, scope: Scope): ReturnType<typeof makeOverview> {
  return context.views.version.once(`overview ${JSON.stringify(scope)}`, () => makeOverview(context, scope));
}

function makeOverview({ store, views }: WorkContext, scope: Scope) {
  const summary = summaries(store);
  const all = (store.runs.latest()?.findings ?? []).map(({ body }, position) => summary(body, position));
  const open = all.filter(({ status }) => !isSettled(status));
  return {
    months: readiness(views, scope),
    tieOut: tieOut(views, scope),
    findings: (['error', 'warning', 'info'] as const satisfies readonly (keyof Severities)[]).map((severity) => {
      const own = open.filter((finding) => finding.severity === severity);
      return { severity, count: own.length, money: moneyOf(own) };
    }),
    top: open.filter(({ money }) => money !== null).sort((a, b) => Decimal.of(b.money!).compare(Decimal.of(a.money!))).slice(0, TOP),
    reopened: all.filter(({ status }) => status === 'reopened').length,
    notCheckable: latestRun(store)?.checks.filter((check) => check.notCheckable > 0).length ?? 0,
    unmatchedNames: unmatchedCount({ store, views }),
    packages: packagesAtRisk(views, scope),
  };
}

/** Never one sum over two currencies. */
function moneyOf(findings: readonly FindingSummary[]): { currency: string | null; value: string }[] {
  const sums = new Map<string | null, Decimal>();
  for (const { money, currency } of findings) if (money !== null) sums.set(currency, (sums.get(currency) ?? Decimal.zero).plus(Decimal.of(money)));
  return Array.from(sums, ([currency, value]) => ({ currency, value: value.toString() }));
}
