import type { Decimal } from '../base/decimal.ts';
import type { Sentence, Values } from '../base/text.ts';
import { compareText as compare } from '../base/order.ts';
import type { Verdicts } from './world.ts';
import type { Check, Failure, Report } from './check.ts';
import { ROWS_NAMED, type CheckResult, type Evidence, type Finding, type Severity } from './finding.ts';

/** So many failures of one check about one package have one root; they become one finding. */
const FOLD_FROM = 20;

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

interface Reason {
  readonly reason: Sentence;
  count: number;
  /** The object with which it was last given: the same object is the same reason. */
  last: Sentence;
}

/** What a check answered about one part of the data: a package, or what an account used of a product. */
export interface Part {
  readonly passed: number;
  readonly unanswered: readonly { readonly reason: Sentence; readonly count: number }[];
  readonly failures: readonly Failure[];
  /** What it wants to know of that part in a later run that does not look at it again. */
  readonly notes: readonly unknown[];
}

/** Takes the answers of one check. */
class Answers implements Report {
  readonly check: Check;
  protected readonly verdicts: Verdicts;
  private passed = 0;
  private reasons = new Map<string, Reason>();
  /** Most lines without an answer share the reason of the line before. */
  private lastReason: Reason | null = null;
  private failures: Failure[] = [];
  private notes: unknown[] = [];

  constructor(check: Check, verdicts: Verdicts) {
    this.check = check;
    this.verdicts = verdicts;
  }

  pass(subjects = 1): void {
    this.passed += subjects;
  }

  fail(failure: Failure): void {
    this.block(failure);
    this.failures.push(failure);
  }

  protected block(failure: Failure): void {
    // What is merely told casts no doubt on anything.
    if (failure.severity === 'info') return;
    for (const row of failure.rows) if (row.kind === 'deductions' && row.row !== null) this.verdicts.addRow(this.check.id, row.row);
    if (failure.packageId !== undefined && failure.packageId !== null) this.verdicts.add(this.check.id, `package:${failure.packageId}`);
    for (const subject of failure.blocks ?? []) this.verdicts.add(this.check.id, subject);
  }

  notCheckable(because: Sentence, subjects = 1): void {
    if (this.lastReason?.last !== because) this.lastReason = reasonIn(this.reasons, because);
    this.lastReason.count += subjects;
  }

  note(data: unknown): void {
    this.notes.push(data);
  }

  say(name: string, values: Values = {}): Sentence {
    return { id: `${this.check.id}.${name}`, values };
  }

  of(_part: string): Report {
    return this;
  }

  /** What was answered since the last time; `null` where that is nothing. */
  taken(): Part | null {
    const { passed, reasons, failures, notes } = this;
    if (passed === 0 && reasons.size === 0 && failures.length === 0 && notes.length === 0) return null;
    this.passed = 0;
    this.reasons = new Map();
    this.lastReason = null;
    this.failures = [];
    this.notes = [];
    return { passed, unanswered: [...reasons.values()].map(({ reason, count }) => ({ reason, count })), failures, notes };
  }
}

/** Counts the answers of one check and turns its failures into findings. */
export class Tally extends Answers {
  private whole = { passed: 0, failed: 0, unanswered: 0 };
  private readonly allReasons = new Map<string, Reason>();
  private readonly byCause = new Map<string, Failure[]>();
  private readonly ofParts = new Map<string, Answers>();
  private notRunReason: Sentence | null = null;

  /** The check has no input of a kind that it needs: not checkable as a whole. */
  notRun(because: Sentence): void {
    this.notRunReason = because;
  }

  override of(part: string): Report {
    let answers = this.ofParts.get(part);
    if (answers === undefined) this.ofParts.set(part, (answers = new Answers(this.check, this.verdicts)));
    return answers;
  }

  /** Counts what was answered since the last cut, and tells it; `null` where that is nothing. */
  cut(): Part | null {
    const part = this.taken();
    if (part !== null) this.add(part);
    return part;
  }

  /** Counts what was answered about parts that were named, and tells it. */
  cutParts(): ReadonlyMap<string, Part> {
    const parts = new Map<string, Part>();
    for (const [name, answers] of this.ofParts) {
      const part = answers.taken();
      if (part === null) continue;
      this.add(part);
      parts.set(name, part);
    }
    return parts;
  }

  /** Counts what an earlier run answered about a part. */
  recall(part: Part): void {
    for (const failure of part.failures) this.block(failure);
    this.add(part);
  }

  private add({ passed, unanswered, failures }: Part): void {
    this.whole.passed += passed;
    this.whole.failed += failures.length;
    for (const { reason, count } of unanswered) {
      this.whole.unanswered += count;
      reasonIn(this.allReasons, reason).count += count;
    }
    for (const failure of failures) {
      const cause = failure.cause ?? failure.subject.join('\u0001');
      const same = this.byCause.get(cause);
      if (same === undefined) this.byCause.set(cause, [failure]);
      else same.push(failure);
    }
  }

  result(): CheckResult {
    if (this.notRunReason !== null) return { id: this.check.id, checked: 0, passed: 0, failed: 0, notCheckable: 1, reasons: [{ reason: this.notRunReason, count: 1 }] };
    this.cut();
    this.cutParts();
    const { passed, failed, unanswered } = this.whole;
    const reasons = [...this.allReasons].sort(([keyA, a], [keyB, b]) => b.count - a.count || compare(keyA, keyB)).map(([, { reason, count }]) => ({ reason, count }));
    return { id: this.check.id, checked: passed + failed + unanswered, passed, failed, notCheckable: unanswered, reasons };
  }

  /** The findings in a fixed order, folded where they share a root. */
  findings(): Finding[] {
    this.cut();
    this.cutParts();
    const groups = [...this.byCause.values()].map((members) => [...members].sort(bySubject));
    const perPackage = new Map<string, Failure[][]>();
    for (const group of groups) {
      const key = `${group[0]!.packageId ?? ''}\u0001${worst(group)}`;
      const same = perPackage.get(key);
      if (same === undefined) perPackage.set(key, [group]);
      else same.push(group);
    }
    const found: Finding[] = [];
    for (const same of perPackage.values()) {
      const packageId = same[0]![0]!.packageId ?? null;
      if (packageId !== null && same.length >= FOLD_FROM) found.push(this.finding(same.flat().sort(bySubject), [packageId, 'all', worst(same[0]!)]));
      else for (const members of same) found.push(this.finding(members, this.subjectOf(members)));
    }
    return found.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || compare(a.packageId ?? '', b.packageId ?? '') || compare(a.key, b.key));
  }

  /** Names a finding by its cause where it has one: another row of the same cause makes it no other finding. */
  private subjectOf(members: readonly Failure[]): Failure['subject'] {
    const { cause, packageId, subject } = members[0]!;
    return cause === undefined ? subject : [packageId ?? null, cause];
  }

  private finding(members: readonly Failure[], subject: Failure['subject']): Finding {
    const first = members[0]!;
    const rows = members.flatMap((member) => member.rows);
    const more: Sentence[] = members.length === 1 ? [] : [{ id: 'common.folded', values: { count: members.length } }];
    return {
      check: this.check.id,
      severity: worst(members),
      key: `${this.check.id}.${digest([this.check.id, ...subject].map(String).join('\u0001'))}`,
      packageId: first.packageId ?? null,
      transactionId: members.length === 1 ? (first.transactionId ?? null) : common(members, (m) => m.transactionId ?? null),
      product: first.product ?? null,
      rows: distinct(rows).slice(0, ROWS_NAMED),
      rowCount: distinct(rows).length,
      quantity: total(members, (m) => m.quantity ?? null, (m) => m.unit ?? null),
      unit: common(members, (m) => m.unit ?? null),
      money: total(members, (m) => m.money ?? null, (m) => m.currency ?? null),
      currency: common(members, (m) => m.currency ?? null),
      why: [this.say('rule'), ...first.why, ...more],
    };
  }
}

function reasonIn(reasons: Map<string, Reason>, because: Sentence): Reason {
  let key = because.id;
  for (const name in because.values) key += `\u0001${because.values[name]}`;
  let known = reasons.get(key);
  if (known === undefined) {
    known = { reason: because, count: 0, last: because };
    reasons.set(key, known);
  }
  known.last = because;
  return known;
}

/** The gravest severity among failures of one cause. */
function worst(members: readonly Failure[]): Severity {
  return SEVERITIES.find((severity) => members.some((member) => member.severity === severity)) ?? 'info';
}

/** A fixed order, whatever the order in which failures were told: what is said of them names files and lines. */
function bySubject(a: Failure, b: Failure): number {
  return compare(a.subject.join('\u0001'), b.subject.join('\u0001')) || a.rows.length - b.rows.length || (a === b ? 0 : compare(JSON.stringify(a.why), JSON.stringify(b.why)));
}

function distinct(rows: readonly Evidence[]): Evidence[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const key = `${row.file}:${row.line}:${row.kind}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function common<T>(members: readonly Failure[], of: (member: Failure) => T): T | null {
  const first = of(members[0]!);
  return members.every((member) => of(member) === first) ? first : null;
}

/** The sum of sizes; `null` where one is unknown or they are of different units. */
function total(members: readonly Failure[], of: (member: Failure) => Decimal | null, unitOf: (member: Failure) => string | null): Decimal | null {
  let sum: Decimal | null = null;
  for (const member of members) {
    const value = of(member);
    if (value === null || unitOf(member) !== unitOf(members[0]!)) return null;
    sum = sum === null ? value.abs() : sum.plus(value.abs());
  }
  return sum;
}

/** 48 bits of a text, as 12 hexadecimal digits: enough to name a finding, short enough to type. */
export function digest(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ (unit + i), 0x85ebca6b);
    b ^= b >>> 13;
  }
  a = Math.imul(a ^ (a >>> 16), 0xc2b2ae35) ^ b;
  return (a >>> 0).toString(16).padStart(8, '0') + ((b ^ (b >>> 16)) & 0xffff).toString(16).padStart(4, '0');
}
