import type { DecisionScope, FindingState, Resolution } from '../../fields/decisions.ts';
import type { StoredEntry } from './chain.ts';
import type { Decision, Rule } from './standing.ts';

/** What entries of each kind say; written as canonical JSON and read again here. A decision also says which version of the program made the run. */
export interface DecisionBody {
  readonly check: string;
  readonly state: FindingState;
  readonly code: Resolution | null;
  readonly reason: string | null;
  readonly note: string | null;
  readonly until: string | null;
  readonly seen: string;
  readonly rule: number | null;
}

export interface RuleBody {
  readonly scope: DecisionScope;
  readonly check: string | null;
  readonly product: string | null;
  readonly packageId: string | null;
  readonly reason: string;
  readonly until: string | null;
}

function decisionFrom(key: string, { id, at, who, body }: Pick<StoredEntry, 'id' | 'at' | 'who' | 'body'>): Decision {
  const { check, state, code, reason, note, until, seen, rule } = JSON.parse(body) as DecisionBody;
  return { key, check, entry: id, state, code, reason, note, until, hasExpired: false, seen, rule, at, who };
}

/** What follows from all that was said about one finding, in its order, without what was taken back. */
export function decisionOf(key: string, entries: Iterable<StoredEntry>, undone: ReadonlySet<number>): Decision | null {
  let decision: Decision | null = null;
  for (const { id, act, at, who, kind, body } of entries) {
    if (undone.has(act)) continue;
    if (kind === 'decision') decision = decisionFrom(key, { id, at, who, body });
    if (kind === 'expired' && decision !== null && decision.entry === (JSON.parse(body) as { readonly entry: number }).entry) decision = { ...decision, hasExpired: true };
  }
  return decision;
}

/** The rules that hold: made, not revoked and not past their day. */
export function rulesOf(entries: Iterable<StoredEntry>, undone: ReadonlySet<number>): Rule[] {
  const rules = new Map<number, Rule>();
  for (const { id, act, at, who, kind, key, body } of entries) {
    if (undone.has(act)) continue;
    if (kind === 'rule') rules.set(id, { id, at, who, ...(JSON.parse(body) as RuleBody) });
    if (kind === 'revoke') rules.delete((JSON.parse(body) as { readonly rule: number }).rule);
    if (kind === 'expired' && key === null) rules.delete((JSON.parse(body) as { readonly entry: number }).entry);
  }
  return [...rules.values()];
}
