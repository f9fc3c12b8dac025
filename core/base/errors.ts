import type { Values } from './text.ts';

/**
 * Three kinds of wrong are never mixed: the data (findings and issues, which are values), the environment or
 * the user (`AppError`, one sentence from a closed list of codes), and a defect of ours (`invariant`, which stops).
 */

/** Why something could not be done. Each code has a sentence under `error.<code>` in resources/strings. */
export const ERROR_CODES = [
  'file-missing', 'file-unreadable', 'file-empty', 'file-too-small', 'file-not-a-table', 'file-is-pdf', 'file-is-html',
  'file-is-image', 'file-is-binary', 'encoding-unknown', 'line-too-long', 'too-many-columns', 'quote-not-closed',
  'zip-damaged', 'zip-encrypted', 'zip-too-large', 'zip-ratio', 'zip-too-deep', 'zip-too-many-entries', 'zip-unsafe-name', 'zip-method',
  'zip-empty', 'workbook-damaged', 'workbook-encrypted', 'workbook-too-large', 'header-missing', 'header-without-rows',
  'wrong-document', 'wrong-document-l1', 'wrong-document-l2', 'wrong-document-consumption', 'wrong-document-allocation',
  'wrong-document-usage', 'wrong-document-focus', 'wrong-document-other-cloud', 'missing-column',
  'project-newer', 'project-older', 'project-not-ours', 'project-damaged', 'project-locked', 'project-read-only', 'project-gone', 'project-unreachable', 'backup-unknown', 'backup-damaged', 'disk-full',
  'out-unwritable', 'snapshot-invalid', 'locale-unknown', 'command-unknown', 'option-unknown', 'option-value', 'files-missing', 'project-needed',
  'finding-unknown', 'view-unknown', 'node-too-old', 'cancelled',
  'input-invalid', 'procedure-unknown', 'connection-lost', 'not-allowed', 'busy', 'ref-unknown', 'order-gone', 'row-unknown', 'import-unknown', 'export-unknown',
  'project-unknown', 'snapshot-unknown', 'reason-needed', 'until-invalid', 'scope-none', 'rule-unknown', 'act-gone', 'run-changed', 'count-changed', 'month-unknown', 'sign-run', 'sign-waive', 'sign-changed', 'page-missing', 'port-taken', 'interrupted', 'resource-damaged', 'defect',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** What crosses the contract where a call fails; `defect` stands for a broken promise of ours and carries its message. */
export type FailureCode = ErrorCode;

/** A refusal: what, where and what to do, as a code with the values of its sentence. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly values: Values;
}

export function refusal(code: ErrorCode, values: Values = {}): Refusal {
  return { code, values };
}

/** Thrown where the environment or the user's request makes going on impossible. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly values: Values;

  constructor(code: ErrorCode, values: Values = {}, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.name = 'AppError';
    this.code = code;
    this.values = values;
  }
}

/** Stops where our own code broke a promise: going on would produce wrong numbers. */
export function invariant(condition: unknown, promise: string): asserts condition {
  if (!condition) throw new Error(`broken promise: ${promise}`);
}
