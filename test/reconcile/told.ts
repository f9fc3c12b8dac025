import { parseCivil } from '../../core/base/time.ts';
import type { RejectedRow } from '../../core/fields/facts.ts';
import { speaker } from '../../core/host/speak.ts';
import type { Check } from '../../core/reconcile/check.ts';
import type { CheckResult, Finding } from '../../core/reconcile/finding.ts';
import { answer, counts, type Scenario } from '../support/scenario.ts';

const english = speaker('en');
const chinese = speaker('zh-CN');

/** A finding as a test compares it: numbers as plain text, rows as `kind file:line`, reasons by name. */
export interface Told {
  readonly severity: string;
  readonly packageId: string | null;
  readonly transactionId: string | null;
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly money: string | null;
  readonly rows: readonly string[];
  readonly why: readonly string[];
}

export function told(finding: Finding): Told {
  const { severity, packageId, transactionId, quantity, unit, money, currency, rows, why } = finding;
  return {
    severity, packageId, transactionId, quantity: quantity?.toString() ?? null, unit,
    money: money === null ? null : `${money.toString()} ${currency ?? '?'}`,
    rows: rows.map((row) => `${row.kind} ${row.file}:${row.line}`),
    why: why.map((sentence) => sentence.id),
  };
}

/** What a person reads, line by line; throws where a sentence lacks a value or its words. */
export function spoken(finding: Finding): string[] {
  return finding.why.map(({ id, values }) => {
    for (const text of [english(id, values), chinese(id, values)]) {
      if (/[{}]|undefined|NaN/.test(text) || text === id) throw new Error(`${id} is not put into words: ${text}`);
    }
    return english(id, values);
  });
}

/** The whole answer of a check: `checked/passed/failed/not checkable`, its findings, and why it has no answer for some. */
export interface Answer {
  readonly counts: string;
  readonly findings: readonly Told[];
  readonly reasons: readonly string[];
}

export function ask(scenario: Scenario, check: Check, ...before: readonly Check[]): Answer {
  const { result, findings } = answer(scenario, check, ...before);
  for (const finding of findings) spoken(finding);
  return { counts: counts(result), findings: findings.map(told), reasons: reasonsOf(result) };
}

/** The sentences that a person reads of the only finding. */
export function words(scenario: Scenario, check: Check, ...before: readonly Check[]): string[] {
  const { findings } = answer(scenario, check, ...before);
  if (findings.length !== 1) throw new Error(`${findings.length} findings instead of one`);
  return spoken(findings[0]!);
}

function reasonsOf(result: CheckResult): string[] {
  return result.reasons.map(({ reason, count }) => `${reason.id}${reason.id === 'common.blocked' ? ` ${reason.values['check']}` : ''} x${count}`);
}

/** A row that could not be read but for what is `known` of it. */
export function setAside(file: number, known: RejectedRow['known']): RejectedRow {
  return { file, line: 99, field: 'after', reason: 'number', cell: '五百', known };
}

/** A moment as the reader of cells knows it. */
export function time(text: string): number {
  const moment = parseCivil(text);
  if (moment === null) throw new Error(`not a time: ${text}`);
  return moment;
}

/** Months of usage around the usual rows, so that no edge is near. */
export const WIDE = { start: '2025-04-01 00:00:00', end: '2025-07-31 23:59:59' } as const;
