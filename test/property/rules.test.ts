import { expect, test } from 'vitest';
import type { FindingState } from '../../core/fields/decisions.ts';
import { Store } from '../../core/store/store.ts';
import { BY, IGNORE, OPEN, PROGRESS, RESOLVE, run, standing, type TestFinding } from '../support/decided.ts';
import { Random, seeds } from './random.ts';

/** Decisions, rules, days, undo and redo in any order, against the plainest account of them: the list of all acts, gone through anew for every finding. */

type Scope = 'package' | 'check-product';
type Finding = TestFinding & { readonly check: string; readonly packageId: string | null; readonly product: string | null; readonly quantity: string };

interface Act {
  readonly kind: FindingState | 'rule' | 'revoke';
  /** The numbers of each finding that it was about. */
  readonly seen: ReadonlyMap<string, string>;
  readonly until: string | null;
  /** Of a rule: what it is about. */
  readonly scope?: Scope;
  readonly about?: Finding;
  /** Of a revoke: the rule. */
  readonly ends?: Act;
}

function isCovered({ scope, about }: Act, { check, packageId, product }: Finding): boolean {
  return scope === 'package' ? packageId !== null && packageId === about!.packageId : check === about!.check && product !== null && product === about!.product;
}

function statusIn(acts: readonly Act[], today: string, finding: Finding): string {
  let own: { readonly state: FindingState; readonly numbers: string; readonly until: string | null; readonly by: Act; readonly at: number } | null = null;
  const rules = new Map<Act, number>();
  acts.forEach((act, at) => {
    if (act.kind === 'rule') rules.set(act, at);
    if (act.kind === 'revoke') rules.delete(act.ends!);
    const numbers = act.seen.get(finding.key);
    if (numbers !== undefined) own = { state: act.kind === 'rule' ? 'ignored' : act.kind === 'revoke' ? 'open' : act.kind, numbers, until: act.until, by: act, at };
  });
  const last = own as { readonly state: FindingState; readonly numbers: string; readonly until: string | null; readonly at: number } | null;
  const isOver = last?.until !== undefined && last.until !== null && last.until < today;
  if (last !== null && last.state !== 'open' && !isOver && last.numbers === finding.quantity) return last.state;
  const isRuled = [...rules].some(([rule, at]) => (rule.until === null || rule.until >= today) && isCovered(rule, finding) && (last === null || at > last.at));
  if (isRuled) return 'ignored';
  return last === null || last.state === 'open' ? 'open' : 'reopened';
}

class Model {
  readonly store = Store.temporary();
  readonly acts: Act[] = [];
  readonly undone: Act[] = [];
  findings: readonly Finding[] = [];
  private today = '2025-08-01';
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
    this.run();
  }

  step(): void {
    const kind = this.random.between(0, 11);
    if (kind < 3) this.decide();
    else if (kind < 6) this.rule();
    else if (kind < 7) this.revoke();
    else if (kind < 9) this.undo();
    else if (kind < 10) this.redo();
    else if (kind < 11) this.run();
    else this.pass();
    this.store.decisions.expire(this.today, BY);
  }

  told(): unknown {
    return this.findings.map((one) => [one.key, standing(this.store, one).status]);
  }

  expected(): unknown {
    return this.findings.map((one) => [one.key, statusIn(this.acts, this.today, one)]);
  }

  /** Some of twelve findings, with one of two numbers each. */
  private run(): void {
    const all = Array.from({ length: 12 }, (_, index): Finding => ({
      key: `k${index}`, check: `check-${index % 2}`, packageId: index % 5 === 0 ? null : `p${index % 3}`, product: index % 7 === 0 ? null : 'x', quantity: this.random.chance(0.8) ? '1' : '2',
    }));
    this.findings = all.filter(() => this.random.chance(0.85));
    run(this.store, this.findings);
  }

  /** Days pass, and never come back. */
  private pass(): void {
    const day = `2025-09-${10 + this.random.between(0, 18)}`;
    if (day > this.today) this.today = day;
  }

  private until(): string | null {
    return this.random.chance(0.4) ? `2025-09-${10 + this.random.between(0, 18)}` : null;
  }

  private did(act: Act): void {
    this.acts.push(act);
    this.undone.length = 0;
  }

  private decide(): void {
    const chosen = this.findings.filter(() => this.random.chance(0.3));
    if (chosen.length === 0) return;
    const deciding = this.random.pick([OPEN, PROGRESS, RESOLVE, { ...IGNORE, until: this.until() }]);
    this.store.decisions.decide(chosen.map(({ key }) => key), deciding, BY);
    this.did({ kind: deciding.state, seen: new Map(chosen.map(({ key, quantity }) => [key, quantity])), until: deciding.until });
  }

  private rule(): void {
    const scope = this.random.pick(['package', 'check-product'] as const);
    const able = this.findings.filter(({ packageId, product }) => (scope === 'package' ? packageId : product) !== null);
    if (able.length === 0) return;
    const about = this.random.pick(able);
    const until = this.until();
    const act: Act = { kind: 'rule', scope, about, until, seen: new Map() };
    const open = this.findings.filter((one) => isCovered(act, one) && (one.key === about.key || !['resolved', 'ignored'].includes(statusIn(this.acts, this.today, one))));
    const { changed } = this.store.decisions.ignoreWidely(about.key, scope, { ...IGNORE, until }, BY);
    if (changed !== open.length) throw new Error(`${changed} findings instead of ${open.length}`);
    this.did({ ...act, seen: new Map(open.map(({ key, quantity }) => [key, quantity])) });
  }

  private revoke(): void {
    const rules = this.store.decisions.rules();
    if (rules.length === 0) return;
    // Rules are listed in the order in which they were made, as the acts are.
    const made = this.acts.filter((act) => act.kind === 'rule' && !this.acts.some(({ ends }) => ends === act) && (act.until === null || act.until >= this.today));
    if (made.length !== rules.length) throw new Error(`${rules.length} rules instead of ${made.length}`);
    const at = this.random.between(0, rules.length - 1);
    const ends = made[at]!;
    const seen = new Map([...ends.seen].filter(([key]) => this.acts.findLast((act) => act.seen.has(key)) === ends));
    const { changed } = this.store.decisions.revoke(rules[at]!.id, BY);
    if (changed !== seen.size) throw new Error(`${changed} findings instead of ${seen.size}`);
    this.did({ kind: 'revoke', ends, seen, until: null });
  }

  private undo(): void {
    const { undo } = this.store.decisions.undoable();
    if ((undo === null) !== (this.acts.length === 0)) throw new Error('something to undo');
    if (undo === null) return;
    this.store.decisions.undo(undo.act, BY);
    this.undone.push(this.acts.pop()!);
  }

  private redo(): void {
    const { redo } = this.store.decisions.undoable();
    if ((redo === null) !== (this.undone.length === 0)) throw new Error('something to do again');
    if (redo === null) return;
    this.store.decisions.redo(redo.act, BY);
    this.acts.push(this.undone.pop()!);
  }
}

test.each(seeds(24))('seed %i', (seed) => {
  const model = new Model(new Random(seed));
  for (let count = 0; count < 70; count += 1) {
    model.step();
    expect(model.told(), `step ${count}`).toEqual(model.expected());
  }
  const { broken } = model.store.verifyLog();
  model.store.close();
  expect(broken).toBeNull();
});
