import { formatCivil } from '../base/time.ts';
import type { Say } from '../base/text.ts';
import type { FileFact } from '../fields/facts.ts';
import type { CheckResult, Finding } from '../fields/finding.ts';
import type { AuditTrail } from './auditTrail.ts';
import type { Leftover, PassCount } from '../reconcile/matching.ts';
import type { UnmatchedName } from '../reconcile/unmatched.ts';
import type { Run } from './runChecks.ts';
import type { ShownNames } from './worker/basisWork.ts';

/** The result as `--json` gives it. */
export interface ResultJson {
  readonly engine: string;
  readonly snapshot: string | null;
  readonly snapshotAssumed: boolean;
  readonly inputs: readonly InputJson[];
  readonly refused: readonly { readonly file: string; readonly code: string; readonly reason: string }[];
  readonly checks: readonly { readonly id: string; readonly checked: number; readonly passed: number; readonly failed: number; readonly notCheckable: number; readonly reasons: readonly { readonly reason: string; readonly count: number }[] }[];
  readonly findings: readonly (FindingJson & DecisionJson)[];
  readonly matching: MatchingJson;
  readonly unmatchedNames: { readonly deductions: number; readonly bill: number; readonly names: readonly Omit<UnmatchedName, 'place'>[] };
  readonly signOffs: readonly SignOffJson[];
  readonly log: LogJson;
}

/** How usage of both sides met, pass by pass, and what only one side has. */
export interface MatchingJson {
  readonly passes: readonly (PassCount & { readonly title: string })[];
  readonly leftoverItems: number;
  readonly leftovers: readonly Leftover[];
}

/** How a finding stands after what the user decided. */
export interface DecisionJson {
  readonly status: string;
  readonly resolution: string | null;
  readonly reason: string | null;
  readonly note: string | null;
  readonly until: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
}

/** A month that was signed; `state` is `broken` where it is no longer what was signed. */
export interface SignOffJson {
  readonly month: string;
  readonly state: string;
  readonly name: string;
  readonly at: string;
  readonly hash: string;
  readonly hashes: { readonly input: string; readonly finding: string; readonly decision: string };
  readonly waived: readonly string[];
  readonly changes: readonly { readonly kind: string; readonly count: number; readonly names: readonly string[] }[];
}

/** The log of decisions; the text of `body` and the other values are what each hash is made of. */
export interface LogJson {
  readonly hash: string;
  readonly entries: readonly { readonly id: number; readonly act: number; readonly at: string; readonly who: string | null; readonly kind: string; readonly key: string | null; readonly body: string; readonly before: string; readonly hash: string }[];
}

export interface InputJson {
  readonly file: string;
  readonly sheet?: string;
  readonly kind: string;
  readonly layout: string;
  readonly encoding: string | null;
  readonly sha256: string;
  readonly read: number;
  readonly stored: number;
  readonly known: number;
  readonly ignored: number;
  readonly rejected: number;
}

export interface FindingJson {
  readonly check: string;
  readonly severity: string;
  readonly key: string;
  readonly packageId: string | null;
  readonly transactionId: string | null;
  readonly product: string | null;
  readonly rows: readonly { readonly file: string; readonly sheet?: string; readonly line: number }[];
  readonly rowCount: number;
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly money: string | null;
  readonly currency: string | null;
  readonly why: readonly string[];
}

function sheetOf(sheet: string | null): { sheet?: string } {
  return sheet === null ? {} : { sheet };
}

export function inputJson(file: FileFact): InputJson {
  return { file: file.name, ...sheetOf(file.sheet), kind: file.kind, layout: file.layout, encoding: file.encoding, sha256: file.sha256, ...file.counts };
}

export function findingJson(finding: Finding, files: ReadonlyMap<number, FileFact>, say: Say): FindingJson {
  return {
    check: finding.check,
    severity: finding.severity,
    key: finding.key,
    packageId: finding.packageId,
    transactionId: finding.transactionId,
    product: finding.product,
    rows: finding.rows.map((row) => ({ file: files.get(row.file)?.name ?? '?', ...sheetOf(files.get(row.file)?.sheet ?? null), line: row.line })),
    rowCount: finding.rowCount,
    quantity: finding.quantity?.toString() ?? null,
    unit: finding.unit,
    money: finding.money?.toString() ?? null,
    currency: finding.currency,
    why: finding.why.map((sentence) => say(sentence.id, sentence.values)),
  };
}

export function checkJson(check: CheckResult, say: Say): ResultJson['checks'][number] {
  const { id, checked, passed, failed, notCheckable, reasons } = check;
  return { id, checked, passed, failed, notCheckable, reasons: reasons.map(({ reason, count }) => ({ reason: say(reason.id, reason.values), count })) };
}

export function decisionJson(finding: Finding, trail: AuditTrail): DecisionJson {
  const { status, code, reason, note, until, who, at } = trail.decisionOf(finding);
  return { status, resolution: code, reason, note, until, decidedBy: who, decidedAt: at };
}

export function resultJson(run: Run, inputs: readonly InputJson[], trail: AuditTrail, unmatched: Pick<ShownNames, 'unmatched' | 'totals'>, say: Say): ResultJson {
  const files = new Map(run.files.map((file) => [file.id, file]));
  return {
    engine: run.engine,
    snapshot: run.snapshot === null ? null : formatCivil(run.snapshot),
    snapshotAssumed: run.snapshotAssumed,
    inputs,
    refused: run.refused.map(({ name, refusal }) => ({ file: name, code: refusal.code, reason: say(`error.${refusal.code}`, refusal.values) })),
    checks: run.checks.map((check) => checkJson(check, say)),
    findings: run.findings.map((finding) => ({ ...findingJson(finding, files, say), ...decisionJson(finding, trail) })),
    matching: { passes: run.matching.passes.map((pass) => ({ ...pass, title: say(`pass.${pass.pass}`) })), leftoverItems: run.matching.leftoverItems, leftovers: run.matching.leftovers },
    unmatchedNames: { ...unmatched.totals, names: unmatched.unmatched.map(({ place: _place, ...name }) => name) },
    signOffs: trail.months.map(({ month, state, name, at, hash, hashes, waived, changes }) => ({ month, state, name, at, hash, hashes, waived, changes })),
    log: { hash: trail.head.hash, entries: [...trail.entries()] },
  };
}
