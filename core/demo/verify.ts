import type { ExpectedFinding } from './types.ts';

/** What of a finding is held against what was planted. */
export interface FoundFinding {
  readonly check: string;
  readonly severity: string;
  readonly packageId: string | null;
  readonly transactionId: string | null;
  readonly product: string | null;
  readonly quantity: string | null;
  readonly money: string | null;
  readonly rows: readonly { readonly file: string }[];
  readonly why: readonly string[];
}

export interface Verification {
  readonly missed: readonly ExpectedFinding[];
  /** Errors and warnings outside the waste family about subjects in which nothing was planted. */
  readonly others: readonly FoundFinding[];
}

/** Recall and precision of a run over planted data: what was missed, and what was found that nobody planted. */
export function verify(expected: readonly ExpectedFinding[], found: readonly FoundFinding[], waste: ReadonlySet<string>): Verification {
  const missed = expected.filter((wanted) => !found.some((finding) => matches(wanted, finding)));
  const others = found.filter((finding) => finding.severity !== 'info' && !waste.has(finding.check) && !expected.some((wanted) => sameSubject(wanted, finding)));
  return { missed, others };
}

function names(finding: FoundFinding, file: string): boolean {
  return finding.rows.some((row) => row.file === file) || finding.why.some((line) => line.includes(file));
}

function matches(wanted: ExpectedFinding, finding: FoundFinding): boolean {
  return wanted.check === finding.check
    && (wanted.packageId === undefined || wanted.packageId === finding.packageId)
    && (wanted.transactionId === undefined || wanted.transactionId === finding.transactionId)
    && (wanted.product === undefined || wanted.product === finding.product)
    && (wanted.file === undefined || names(finding, wanted.file))
    && (wanted.quantity === undefined || wanted.quantity === finding.quantity)
    && (wanted.money === undefined || wanted.money === finding.money)
    && (wanted.severity === undefined || wanted.severity === finding.severity);
}

function sameSubject(wanted: ExpectedFinding, finding: FoundFinding): boolean {
  if (wanted.packageId !== undefined && wanted.packageId === finding.packageId) return true;
  if (wanted.transactionId !== undefined && wanted.transactionId === finding.transactionId) return true;
  if (wanted.check !== finding.check) return false;
  return (wanted.product !== undefined && wanted.product === finding.product) || (wanted.file !== undefined && names(finding, wanted.file));
}
