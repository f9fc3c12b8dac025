import type { DecisionScope, FindingState, FindingStatus, Reopening, Resolution } from '../../fields/decisions.ts';

/** What was decided last about one finding. */
export interface Decision {
  readonly key: string;
  readonly check: string;
  /** Number of its entry in the log. */
  readonly entry: number;
  readonly state: FindingState;
  readonly code: Resolution | null;
  readonly reason: string | null;
  readonly note: string | null;
  /** Last day on which it holds, as `2025-08-31`; `null` without an end. */
  readonly until: string | null;
  /** Whether that day has passed. */
  readonly hasExpired: boolean;
  /** The numbers of the finding at that time. */
  readonly seen: string;
  /** The rule that it was made with. */
  readonly rule: number | null;
  readonly at: string;
  readonly who: string | null;
}

/** Findings of a kind that are ignored, those included that are found later. */
export interface Rule {
  /** Number of its entry in the log. */
  readonly id: number;
  readonly scope: DecisionScope;
  readonly check: string | null;
  readonly product: string | null;
  readonly packageId: string | null;
  readonly reason: string;
  readonly until: string | null;
  readonly at: string;
  readonly who: string | null;
}

/** What decides whether a rule covers a finding. */
export interface Subject {
  readonly check: string;
  readonly packageId: string | null;
  readonly product: string | null;
}

/** How a finding of the last run stands. */
export interface Standing {
  readonly status: FindingStatus;
  /** Why it was reopened. */
  readonly reopened: Reopening | null;
  /** The decision that holds, or held until it was reopened. */
  readonly decision: Decision | null;
  /** The rule that covers it, where no decision of its own does. */
  readonly rule: Rule | null;
}

/**
 * The one answer to how a finding stands: its own decision counts while its numbers are those that were decided about. One
 * that has none, or none that holds, is ignored where a later rule covers it. Says nothing that depends on the way that led here.
 */
export function standingOf(subject: Subject, numbers: string, decision: Decision | null, rules: readonly Rule[]): Standing {
  if (decision !== null && decision.state !== 'open' && !decision.hasExpired && decision.seen === numbers) return { status: decision.state, reopened: null, decision, rule: null };
  const rule = rules.findLast((one) => covers(one, subject) && (decision === null || one.id > decision.entry)) ?? null;
  if (rule !== null) return { status: 'ignored', reopened: null, decision: null, rule };
  if (decision === null || decision.state === 'open') return { status: 'open', reopened: null, decision, rule: null };
  return { status: 'reopened', reopened: decision.hasExpired ? 'until' : 'numbers', decision, rule: null };
}

export function covers(rule: Pick<Rule, 'scope' | 'check' | 'product' | 'packageId'>, { check, packageId, product }: Subject): boolean {
  if (rule.scope === 'package') return packageId !== null && packageId === rule.packageId;
  return rule.scope === 'check-product' && check === rule.check && product !== null && product === rule.product;
}

/** The numbers of a finding: when they change after a decision, it is open again. */
export function numbersOf(body: string): string {
  const { quantity, unit, money, currency, rowCount } = JSON.parse(body) as Readonly<Record<string, unknown>>;
  return JSON.stringify([quantity ?? null, unit ?? null, money ?? null, currency ?? null, rowCount ?? null]);
}

export interface Numbers {
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly money: string | null;
  readonly currency: string | null;
  readonly rowCount: number | null;
}

/** The other way round: what `numbersOf` made. */
export function readNumbers(text: string): Numbers {
  const [quantity, unit, money, currency, rowCount] = JSON.parse(text) as [string | null, string | null, string | null, string | null, number | null];
  return { quantity, unit, money, currency, rowCount };
}
