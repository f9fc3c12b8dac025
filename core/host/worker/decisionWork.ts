import type { Sentence } from '../../base/text.ts';
import type { FindingState, Resolution } from '../../fields/decisions.ts';
import type { Query } from '../../fields/views.ts';
import type { LogVerdict } from '../../store/log/verify.ts';
import { covers, readNumbers, type Numbers } from '../../store/log/standing.ts';
import type { Store } from '../../store/store.ts';
import type { ViewReader } from '../../store/views/viewReader.ts';
import { storedFinding } from '../storedFinding.ts';

/** What the page asks about decisions, read from the log. */

/** The keys of the findings that a query has, each once. */
export function keysOf(views: ViewReader, query: Query): string[] {
  return [...new Set(rowsOf(views, query).map(({ values }) => values['key']!))];
}

/** How many findings a query has, and how many of them nobody has settled. */
export function unsettledOf(views: ViewReader, query: Query): { count: number; unsettled: number } {
  const standing = new Map(rowsOf(views, query).map(({ values }) => [values['key']!, values['status']!]));
  return { count: standing.size, unsettled: [...standing.values()].filter((status) => status !== 'resolved' && status !== 'ignored').length };
}

function rowsOf(views: ViewReader, query: Query): ReturnType<ViewReader['block']>['rows'] {
  const { order, total } = views.order(query);
  return views.block(order, 0, total).rows;
}

export interface HistoryEntry {
  readonly entry: number;
  readonly at: string;
  readonly who: string | null;
  readonly kind: 'decision' | 'note' | 'expired' | 'life';
  readonly state: FindingState | null;
  readonly code: Resolution | null;
  readonly reason: string | null;
  readonly note: string | null;
  readonly until: string | null;
  readonly byRule: boolean;
  readonly life: 'gone' | 'changed' | 'there' | null;
  readonly numbers: Numbers | null;
  readonly engine: string | null;
  readonly isUndone: boolean;
}

/** Everything that the log says about a finding, the first word first. */
export function historyOf(store: Store, key: string): HistoryEntry[] {
  return store.decisions.history(key).map(({ id, at, who, kind, body, isUndone }) => {
    const said = JSON.parse(body) as Partial<{ state: FindingState; code: Resolution | null; reason: string | null; note: string | null; text: string; until: string | null; rule: number | null; seen: string; to: HistoryEntry['life']; numbers: string | null; engine: string | null }>;
    const numbers = said.seen ?? said.numbers ?? null;
    return {
      entry: id, at, who, kind: kind as HistoryEntry['kind'], isUndone,
      state: said.state ?? null, code: said.code ?? null, reason: said.reason ?? null, note: said.text ?? said.note ?? null, until: said.until ?? null,
      byRule: typeof said.rule === 'number', life: said.to ?? null, numbers: numbers === null ? null : readNumbers(numbers), engine: said.engine ?? null,
    };
  });
}

/** The rules that hold, each with how many findings of the last run it covers and nobody decided otherwise about. */
export function rulesOf(store: Store): { rule: number; scope: 'finding' | 'package' | 'check-product'; check: string | null; product: string | null; packageId: string | null; reason: string; until: string | null; at: string; who: string | null; count: number }[] {
  const standing = store.decisions.standings();
  const ignored = (store.runs.latest()?.findings ?? []).flatMap(({ body }) => {
    const finding = storedFinding(body);
    const { status, decision, rule } = standing(finding, body);
    return status === 'ignored' ? [{ finding, by: rule?.id ?? decision?.rule ?? null }] : [];
  });
  return store.decisions.rules().map(({ id, ...rule }) => ({ rule: id, ...rule, count: ignored.filter(({ finding, by }) => by === id && covers(rule, finding)).length }));
}

export function closedOf(store: Store, limit: number): { total: number; findings: { key: string; check: string; firstSeen: string; gone: string; packageId: string | null; product: string | null; numbers: Numbers | null; state: FindingState | null }[] } {
  const { total, findings } = store.closedFindings(limit);
  return {
    total,
    findings: findings.map(({ key, check, firstSeen, gone, last }) => {
      const body = last === null ? null : (JSON.parse(last) as Numbers & { readonly packageId: string | null; readonly product: string | null });
      const numbers = body === null ? null : { quantity: body.quantity, unit: body.unit, money: body.money, currency: body.currency, rowCount: body.rowCount };
      return { key, check, firstSeen, gone, packageId: body?.packageId ?? null, product: body?.product ?? null, numbers, state: store.decisions.of(key)?.state ?? null };
    }),
  };
}

/** What is wrong with the log in one sentence. */
export function verdictOf({ entries, hash, broken }: LogVerdict): { entries: number; hash: string; broken: Sentence | null } {
  return { entries, hash, broken: broken === null ? null : { id: `log.broken.${broken.cause}`, values: { entry: broken.entry, at: broken.at, what: broken.what } } };
}
