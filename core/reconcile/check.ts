import type { Decimal } from '../base/decimal.ts';
import type { Sentence, Text, Values } from '../base/text.ts';
import type { Replay } from '../deduct/replay.ts';
import type { History } from '../deduct/history.ts';
import type { Step } from '../deduct/chain.ts';
import type { BillRow } from '../fields/bill.ts';
import type { DeductionRow } from '../fields/deductions.ts';
import type { RecordKind } from '../fields/field.ts';
import type { FileFact, RejectedRow } from '../fields/facts.ts';
import type { Evidence, Severity } from './finding.ts';
import type { Matched } from './match.ts';
import type { Account } from './usageGatherer.ts';
import type { UsageLine } from './usageLine.ts';
import type { LedgerWorld, LineWorld, Package, World } from './world.ts';

export type Family = 'data' | 'rows' | 'chains' | 'periods' | 'overview' | 'validity' | 'usage' | 'purchases' | 'formulae' | 'totals' | 'waste';

/**
 * One statement about the data. A check is one file in `checks/`, which tells its story, holds its texts and hears the
 * events that it cares about. Adding one is that file, its line in `checks/index.ts` and its test.
 */
export interface Check {
  readonly id: string;
  readonly family: Family;
  /** Kinds of records without which it cannot run at all. */
  readonly needs: readonly RecordKind[];
  /** `title`, `rule` (with formula and tolerance), `act` (what to do), and the sentences that it says, by name. */
  readonly texts: Readonly<{ title: Text; rule: Text; act: Text }> & Readonly<Record<string, Text>>;
  /** What it gathers of the whole bill, whatever the packages; `start` is given it, and finds in it what was gathered when the end is heard. */
  ledger?(world: LedgerWorld): Ledger;
  start(world: World, report: Report, ledger: Ledger): Listener;
}

/**
 * A check of bill lines that asks nothing of packages, deductions or other checks: it may be made beside the others, in
 * another thread.
 */
export interface LineCheck extends Check {
  readonly onlyLines: true;
  start(world: LineWorld, report: Report): Pick<Listener, 'line' | 'end'>;
}

export function isLineCheck(check: Check): check is LineCheck {
  return 'onlyLines' in check;
}

/**
 * What happens while the data goes by, in this order: every file, then package by package (those without an overview
 * too) the package, its rows in the order of replay, its histories, its whole replay; then what is known of every package; then
 * every payment of the bill, every line of it; then the usage that both sides print; then the end.
 *
 * A run after an import hears again only what the import touched (`islands.ts`). Of packages that it leaves alone, what was answered
 * before `known` stands as it was and `recall` comes in its place; of lines and usage it hears those of the islands that it looks
 * at, and what is reported of them must be reported of its part (`Report.of`).
 */
export interface Listener {
  file?(file: FileFact): void;
  rejected?(row: RejectedRow, file: FileFact): void;
  package?(pack: Package): void;
  /** `step` is `null` for rows outside any chain: unlimited packages, absent balances. */
  deduction?(row: DeductionRow, step: Step | null, history: History | null, pack: Package): void;
  history?(history: History, pack: Package): void;
  replayed?(replay: Replay, pack: Package): void;
  /** Once for every package that is left alone, before any other is heard: with what the check noted of it, if anything. */
  recall?(pack: Package, notes: readonly unknown[]): void;
  /** Whether what was answered about a part that is left alone still holds, now that all packages are known; if not, everything is heard. */
  stands?(notes: readonly unknown[]): boolean;
  /** Once for every package, when all have gone by. */
  known?(pack: Package): void;
  /** Every line that buys, renews, changes or returns something prepaid. */
  prepaid?(line: BillRow): void;
  /** Only of checks of lines alone (`LineCheck`). */
  line?(line: BillRow): void;
  /** A line of usage or anything else, as far as it matters to packages; not one of usage that owes nothing (`owesNothing`). */
  billed?(line: UsageLine): void;
  /** After the last line: how many lines of an account and product, by their names as printed, owe nothing. */
  settled?(account: Account): void;
  /** After the last line: the usage of one item in one interval, for products whose bill prints deducted usage. */
  matched?(usage: Matched): void;
  end?(): void;
}

/** What a check gathers of every line of the bill. It may be gathered in another thread, and a later run with the same bill takes it over. */
export interface Ledger {
  line(line: BillRow): void;
  /** Everything that was gathered, as plain data (`base/plain.ts`). */
  kept(): unknown;
  recall(kept: unknown): void;
}

/** Of checks that gather nothing. */
export const NO_LEDGER: Ledger = { line: () => {}, kept: () => null, recall: () => {} };

/** A failure as a check words it; key, rule sentence and evidence limits are added by the frame. */
export interface Failure {
  readonly severity: Severity;
  /** What identifies the subject: ids, times, names; never the numbers that are wrong. */
  readonly subject: readonly (string | number | null)[];
  readonly packageId?: string | null;
  readonly transactionId?: string | null;
  readonly product?: string | null;
  readonly rows: readonly Evidence[];
  readonly quantity?: Decimal | null;
  readonly unit?: string | null;
  readonly money?: Decimal | null;
  readonly currency?: string | null;
  /** Arithmetic and explanations ruled out: sentences of this check (`say`) or of the common ones. */
  readonly why: readonly Sentence[];
  /** Further subjects (`key:…`) for which checks that depend on this one must not answer; rows and package are added. */
  readonly blocks?: readonly string[];
  /** Failures with one `cause` have one root and become one finding. */
  readonly cause?: string;
}

/** How a check answers: once for each subject. */
export interface Report {
  pass(subjects?: number): void;
  fail(failure: Failure): void;
  /** `because` is a sentence of the check (by name), or `blocked(check)` where another check's failure is the reason. */
  notCheckable(because: Sentence, subjects?: number): void;
  /** Keeps plain data (`base/plain.ts`) about the package that goes by or the part, for `Listener.recall` and `stands` of a later run. */
  note(data: unknown): void;
  /** The report about one part alone (`packagePart`, `nodePart`), for answers that do not come while that part goes by. */
  of(part: string): Report;
  /** A sentence of this check. */
  say(name: string, values?: Values): Sentence;
}

/** "Not checkable: <that check>." */
export function blocked(check: string): Sentence {
  return { id: 'common.blocked', values: { check } };
}
