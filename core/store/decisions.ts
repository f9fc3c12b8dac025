import type { Canonical } from '../base/canonicalJson.ts';
import { AppError } from '../base/errors.ts';
import type { DecisionScope, FindingState, Resolution } from '../fields/decisions.ts';
import { SETTING_KINDS, type StoredEntry } from './log/chain.ts';
import { Log, preparedOnce, PROGRAM, type NewEntry, type Writing } from './log/log.ts';
import { decisionOf, rulesOf, type DecisionBody } from './log/projection.ts';
import { covers, numbersOf, standingOf, type Decision, type Rule, type Standing, type Subject } from './log/standing.ts';
import { transact, type Connection, type Statement } from './sqlite.ts';

/** What is decided about findings in one go. */
export interface Deciding {
  readonly state: FindingState;
  readonly code: Resolution | null;
  readonly reason: string | null;
  readonly note: string | null;
  readonly until: string | null;
  /** Time of the run whose numbers the user saw, where that is known. */
  readonly run?: string | undefined;
}

/** What an act did: how many findings, and its number, by which it is taken back; `null` where nothing was done. */
export interface Decided {
  readonly changed: number;
  readonly act: number | null;
}

/** An act that was taken back or done again; `isSetting` where it had changed what the project goes by. */
export type Turned = Decided & { readonly isSetting: boolean };

/** An act that can be taken back, or done again. */
export interface Act {
  readonly act: number;
  readonly at: string;
  /** What the user did, by the kind of its first entry. */
  readonly kind: string;
  readonly state: FindingState | null;
  /** How many findings it was about. */
  readonly count: number;
}

interface Found extends Subject {
  readonly key: string;
  readonly body: string;
}

/** What the user does, and may take back. */
const USER_KINDS = ['decision', 'note', 'rule', 'revoke', ...SETTING_KINDS].map((kind) => `'${kind}'`).join(', ');
const IS_OF_USER = `kind IN (${USER_KINDS}) AND who IS NOT '${PROGRAM}'`;

const DECISION_COLUMNS = 'key, check_id AS "check", entry, state, code, reason, note, until, has_expired AS hasExpired, seen, rule, at, who';

/**
 * Decisions are the user's: no import and no run touches them. Every one is an entry of the log, and the tables `decision` and
 * `rule` are what follows from it.
 */
export class Decisions {
  readonly log: Log;
  private readonly db: Connection;
  private readonly name: string;
  private readonly prepared = new Map<string, Statement>();

  constructor(db: Connection, name: string) {
    this.db = db;
    this.name = name;
    this.log = new Log(db);
  }

  /** Answers for how many of the keys the last run has a finding. */
  decide(keys: readonly string[], deciding: Deciding, writing: Writing): Decided {
    return this.writing(() => {
      this.isOfRun(deciding);
      const found = [...new Set(keys)].flatMap((key) => this.found(key));
      const engine = this.engine();
      return this.written(found.map((one) => decisionEntry(one, deciding, null, engine)), writing);
    });
  }

  /**
   * Ignores more than the finding itself: all of its package, or of its check and product. What is open among them is decided
   * one by one, so that each opens again when its numbers change; what is found later is covered by the rule.
   */
  ignoreWidely(key: string, scope: DecisionScope, deciding: Deciding, writing: Writing): Decided {
    return this.writing(() => {
      this.isOfRun(deciding);
      const { rule, open } = this.covered(key, scope);
      const [first] = this.log.append(writing, [{ kind: 'rule', key: null, body: { ...rule, reason: deciding.reason ?? '', until: deciding.until } }]);
      const engine = this.engine();
      const entries = open.map((one) => decisionEntry(one, { ...deciding, state: 'ignored' }, first!, engine));
      this.sameAct(entries, writing, first!);
      this.makeRules();
      return { changed: entries.length, act: first! };
    });
  }

  /** How many findings a wider scope would ignore now. Throws `finding-unknown`, and `scope-none` where the finding has no such subject. */
  coveredCount(key: string, scope: DecisionScope): number {
    return this.covered(key, scope).open.length;
  }

  /** Ends a rule; what was ignored with it is open again, unless it was decided anew since. */
  revoke(rule: number, writing: Writing): Decided {
    return this.writing(() => {
      if (!this.rules().some(({ id }) => id === rule)) throw new AppError('rule-unknown');
      const own = this.sql(`SELECT ${DECISION_COLUMNS} FROM decision WHERE rule = ? AND state = 'ignored' ORDER BY key`).all(rule) as Decision[];
      const [first] = this.log.append(writing, [{ kind: 'revoke', key: null, body: { rule } }]);
      this.sameAct(own.map(({ key, check, seen }) => ({ kind: 'decision', key, body: { check, state: 'open', code: null, reason: null, note: null, until: null, seen, rule: null, engine: this.engine() } })), writing, first!);
      this.makeRules();
      return { changed: own.length, act: first! };
    });
  }

  /** A remark on a finding of the last run. Throws `finding-unknown`. */
  note(key: string, text: string, writing: Writing): void {
    this.writing(() => {
      if (this.found(key).length === 0) throw new AppError('finding-unknown', { key });
      this.log.append(writing, [{ kind: 'note', key, body: { text } }]);
    });
  }

  /** What can be taken back and what can be done again, if anything. */
  undoable(): { undo: Act | null; redo: Act | null } {
    const last = this.sql(`SELECT act FROM log WHERE ${IS_OF_USER} AND act NOT IN (SELECT act FROM undone) ORDER BY id DESC LIMIT 1`).pluck().get() as number | undefined;
    // The act that was taken back last; whatever the user did since ends the way forward.
    const redo = this.sql(`SELECT json_extract(l.body, '$.act') FROM log AS l WHERE l.kind = 'undo' AND json_extract(l.body, '$.act') IN (SELECT act FROM undone)
      AND l.id = (SELECT max(id) FROM log AS own WHERE own.kind = 'undo' AND json_extract(own.body, '$.act') = json_extract(l.body, '$.act'))
      AND NOT EXISTS (SELECT 1 FROM (SELECT * FROM log WHERE ${IS_OF_USER}) AS later WHERE later.id > l.id) ORDER BY l.id DESC LIMIT 1`).pluck().get() as number | undefined;
    return { undo: last === undefined ? null : this.act(last), redo: redo === undefined ? null : this.act(redo) };
  }

  /** Takes the last act back, which must be the one that the user saw. Throws `act-gone`. */
  undo(act: number, writing: Writing): Turned {
    return this.turned('undo', act, writing);
  }

  /** Does again what was taken back last. Throws `act-gone`. */
  redo(act: number, writing: Writing): Turned {
    return this.turned('redo', act, writing);
  }

  /** Notes which decisions and rules end, because their day has passed. `today` as `2025-08-31`. */
  expire(today: string, writing: Omit<Writing, 'who'>): number {
    const due = "until IS NOT NULL AND until < ?";
    const decisions = (): { key: string; entry: number }[] => this.sql(`SELECT key, entry FROM decision WHERE has_expired = 0 AND state <> 'open' AND ${due} ORDER BY key`).all(today) as { key: string; entry: number }[];
    const rules = (): number[] => this.sql(`SELECT id FROM rule WHERE ${due} ORDER BY id`).pluck().all(today) as number[];
    // Nearly always nothing is due, and then nothing is locked.
    if (decisions().length + rules().length === 0) return 0;
    return this.writing(() => {
      const entries: NewEntry[] = [...decisions().map(({ key, entry }): NewEntry => ({ kind: 'expired', key, body: { entry } })), ...rules().map((entry): NewEntry => ({ kind: 'expired', key: null, body: { entry } }))];
      const { changed } = this.written(entries, { ...writing, who: null });
      this.makeRules();
      return changed;
    });
  }

  of(key: string): Decision | null {
    const row = this.sql(`SELECT ${DECISION_COLUMNS} FROM decision WHERE key = ?`).get(key) as Stored | undefined;
    return row === undefined ? null : decisionFrom(row);
  }

  /** All decisions by key, for whoever looks at all findings. */
  all(): ReadonlyMap<string, Decision> {
    return new Map((this.sql(`SELECT ${DECISION_COLUMNS} FROM decision`).all() as Stored[]).map((row) => [row.key, decisionFrom(row)]));
  }

  /** The rules that hold, the first one first. */
  rules(): Rule[] {
    return this.sql('SELECT id, scope, check_id AS "check", product, package_id AS packageId, reason, until, at, who FROM rule ORDER BY id').all() as Rule[];
  }

  /** Who tells how findings stand; what it looks up, it looks up once. */
  standings(): (subject: Subject & { readonly key: string }, body: string) => Standing {
    const decisions = this.all();
    const rules = this.rules();
    return (subject, body) => standingOf(subject, numbersOf(body), decisions.get(subject.key) ?? null, rules);
  }

  /** How one finding stands. */
  standing(subject: Subject & { readonly key: string }, body: string): Standing {
    return standingOf(subject, numbersOf(body), this.of(subject.key), this.rules());
  }

  /** Everything that was said about a finding, the first word first; `isUndone` where it was taken back. */
  history(key: string): (StoredEntry & { readonly isUndone: boolean })[] {
    const undone = this.log.undone();
    return this.log.of(key).map((entry) => ({ ...entry, isUndone: undone.has(entry.act) }));
  }

  /** Nobody decides about numbers that they have not seen. Throws `run-changed`. */
  private isOfRun({ run }: Deciding): void {
    if (run !== undefined && this.sql('SELECT at FROM run ORDER BY id DESC LIMIT 1').pluck().get() !== run) throw new AppError('run-changed');
  }

  /** The version that made the last run. */
  private engine(): string | null {
    return (this.sql('SELECT engine FROM run ORDER BY id DESC LIMIT 1').pluck().get() as string | undefined) ?? null;
  }

  private turned(kind: 'undo' | 'redo', act: number, writing: Writing): Turned {
    return this.writing(() => {
      const allowed = this.undoable()[kind];
      if (allowed === null || allowed.act !== act) throw new AppError('act-gone');
      const [first] = this.log.append(writing, [{ kind, key: null, body: { act, count: allowed.count } }]);
      this.sql(kind === 'undo' ? 'INSERT INTO undone (act) VALUES (?)' : 'DELETE FROM undone WHERE act = ?').run(act);
      const keys = new Set(this.log.ofAct(act).flatMap(({ key }) => (key === null ? [] : [key])));
      const undone = this.log.undone();
      for (const key of keys) this.put(key, undone);
      this.makeRules();
      return { changed: keys.size, act: first!, isSetting: (SETTING_KINDS as readonly string[]).includes(allowed.kind) };
    });
  }

  private act(act: number): Act {
    const { at, kind } = this.sql('SELECT at, kind FROM log WHERE id = ?').get(act) as Pick<StoredEntry, 'at' | 'kind'>;
    const { count } = this.sql('SELECT count(DISTINCT "key") AS count FROM log WHERE act = ?').get(act) as { readonly count: number };
    const decision = this.sql("SELECT body FROM log WHERE act = ? AND kind = 'decision' ORDER BY id LIMIT 1").get(act) as Pick<StoredEntry, 'body'> | undefined;
    return { act, at, kind, count, state: decision === undefined ? null : (JSON.parse(decision.body) as DecisionBody).state };
  }

  /** The finding of the last run under a key, if there is one. Without the hint SQLite would walk the run in its order. */
  private found(key: string): Found[] {
    const row = this.sql('SELECT key, check_id AS "check", body FROM run_finding INDEXED BY run_finding_key WHERE run = (SELECT max(id) FROM run) AND key = ? ORDER BY position').get(key) as Omit<Found, 'packageId' | 'product'> | undefined;
    return row === undefined ? [] : [subjectFrom(row)];
  }

  private covered(key: string, scope: DecisionScope): { readonly rule: Readonly<Record<'scope' | 'check' | 'product' | 'packageId', Canonical>>; readonly open: readonly Found[] } {
    const [own] = this.found(key);
    if (own === undefined) throw new AppError('finding-unknown', { key });
    const rule = scope === 'package' ? { scope, check: null, product: null, packageId: own.packageId } : { scope, check: own.check, product: own.product, packageId: null };
    if (!covers(rule, own)) throw new AppError('scope-none');
    const standing = this.standings();
    const all = this.sql('SELECT key, check_id AS "check", body FROM run_finding WHERE run = (SELECT max(id) FROM run) ORDER BY position').all() as Omit<Found, 'packageId' | 'product'>[];
    const open = all.map(subjectFrom).filter((one) => covers(rule, one) && (one.key === key || !isSettled(standing(one, one.body).status)));
    return { rule, open: [...new Map(open.map((one) => [one.key, one])).values()] };
  }

  /** Further entries of an act whose first entry is already written. */
  private sameAct(entries: readonly NewEntry[], writing: Writing, act: number): void {
    this.log.append(writing, entries, act);
    this.follow(entries);
  }

  private written(entries: readonly NewEntry[], writing: Writing): Decided {
    if (entries.length === 0) return { changed: 0, act: null };
    const ids = this.log.append(writing, entries);
    this.follow(entries);
    return { changed: entries.length, act: ids[0]! };
  }

  /** What is written changes how findings stand. */
  private follow(entries: readonly NewEntry[]): void {
    const undone = this.log.undone();
    for (const key of new Set(entries.flatMap((entry) => (entry.key === null ? [] : [entry.key])))) this.put(key, undone);
  }

  private put(key: string, undone: ReadonlySet<number>): void {
    const decision = decisionOf(key, this.log.of(key), undone);
    if (decision === null) {
      this.sql('DELETE FROM decision WHERE key = ?').run(key);
      return;
    }
    const { check, entry, state, code, reason, note, until, hasExpired, seen, rule, at, who } = decision;
    const [now] = this.found(key);
    this.sql(`INSERT OR REPLACE INTO decision (key, check_id, entry, state, code, reason, note, until, has_expired, seen, rule, at, who, life) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
      .run(key, check, entry, state, code, reason, note, until, hasExpired ? 1 : 0, seen, rule, at, who, now === undefined ? 'gone' : numbersOf(now.body) === seen ? 'there' : 'changed');
  }

  private makeRules(): void {
    this.sql('DELETE FROM rule').run();
    const insert = this.sql('INSERT INTO rule (id, scope, check_id, product, package_id, reason, until, at, who) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
    for (const { id, scope, check, product, packageId, reason, until, at, who } of rulesOf(this.log.ofKind('rule', 'revoke', 'expired'), this.log.undone())) insert.run(id, scope, check, product, packageId, reason, until, at, who);
  }

  private sql(text: string): Statement {
    return preparedOnce(this.db, this.prepared, text);
  }

  private writing<T>(work: () => T): T {
    return transact(this.db, this.name, work);
  }
}

type Stored = Omit<Decision, 'hasExpired'> & { readonly hasExpired: number };

function decisionFrom({ hasExpired, ...row }: Stored): Decision {
  return { ...row, hasExpired: hasExpired === 1 };
}

function decisionEntry({ key, check, body }: Found, { state, code, reason, note, until }: Deciding, rule: number | null, engine: string | null): NewEntry {
  return { kind: 'decision', key, body: { check, state, code, reason, note, until, seen: numbersOf(body), rule, engine } };
}

function subjectFrom({ key, check, body }: Omit<Found, 'packageId' | 'product'>): Found {
  const { packageId, product } = JSON.parse(body) as Partial<Subject>;
  return { key, check, body, packageId: packageId ?? null, product: product ?? null };
}

/** Whether nobody needs to look at it any more. */
export function isSettled(status: Standing['status']): boolean {
  return status === 'resolved' || status === 'ignored';
}
