import type { Sentence } from '../base/text.ts';
import { NO_BASIS, type Basis } from '../fields/basis.ts';
import type { CivilTime } from '../base/time.ts';
import type { Dataset, GrowingDataset } from '../fields/facts.ts';
import type { RecordKind } from '../fields/field.ts';
import { EVERYTHING, hasPackage, scopeOf, type Earlier, type Scope } from './again.ts';
import { isLineCheck, type Check, type LineCheck, type Listener, type Report } from './check.ts';
import type { CheckResult, Finding } from './finding.ts';
import { nodeOf } from './islands.ts';
import { lineWorldOf, makeWorld, type MutableWorld } from './makeWorld.ts';
import { matchingOf, type Matching } from './matching.ts';
import { isWorthKeeping, keptSurvey, recalledSurvey, type RunMemory } from './memory.ts';
import type { Profile } from './profile.ts';
import { Round, type Working } from './round.ts';
import { counted, type Progress } from './stages.ts';
import { settingOf, surroundingsOf } from './surroundings.ts';
import { Tally } from './tally.ts';
import { Verdicts } from './world.ts';

export interface ReconcileOptions {
  /** Policies, names and stated totals; defaults alone where absent. */
  readonly basis?: Basis;
  readonly onProgress?: Progress;
  /** Where `answerLines` is at work elsewhere: asked at the end what it answered, and told how far this one has come. */
  readonly linesAnswered?: (wait: () => void) => readonly Answer[];
  /** Times the checks. */
  readonly profile?: Profile;
  /** Makes a memory for a later run, and where there is an earlier one hears only what has come since. */
  readonly again?: { readonly data: GrowingDataset; readonly earlier: Earlier | null };
}

/** What one check says. */
export interface Answer {
  readonly result: CheckResult;
  readonly findings: readonly Finding[];
}

export interface Reconciliation {
  readonly snapshot: CivilTime | null;
  readonly snapshotAssumed: boolean;
  readonly checks: readonly CheckResult[];
  readonly findings: readonly Finding[];
  /** Proven balances by package: how many, and whether every chain is whole. */
  readonly replayed: { readonly packages: number; readonly histories: number; readonly rows: number };
  /** How usage of both sides met, where some check asks. */
  readonly matching: Matching;
}

/** A reconciliation with what it leaves for a later one. */
export interface Remembered extends Reconciliation {
  /** `null` where none was wished, or where it would be too large to be of use. */
  readonly memory: RunMemory | null;
  /** How many packages were heard, of all. */
  readonly heard: number;
}

/**
 * Runs all checks over all data in one pass per kind of record. Pure: the same data give the same findings, in the same
 * order, whatever the order in which files were imported and whatever is taken over from an earlier run.
 */
export function reconcile(data: Dataset, checks: readonly Check[], options: ReconcileOptions = {}): Remembered {
  const earlier = options.again?.earlier ?? null;
  const partly = earlier === null ? null : run(data, checks, options, earlier);
  return partly ?? run(data, checks, options, null)!;
}

/** `null` where an earlier run does not help. */
function run(data: Dataset, checks: readonly Check[], options: ReconcileOptions, earlier: Earlier | null): Remembered | null {
  const progress = options.onProgress ?? (() => {});
  const kinds = new Set<RecordKind>(data.files.map((file) => file.kind));
  let scope: Scope = EVERYTHING;
  const world = makeWorld(data, kinds, { basis: options.basis ?? NO_BASIS, progress, survey: earlier?.isSameBill === true ? recalledSurvey(earlier.memory.survey) : null, isHeard: (id) => hasPackage(scope, id) });
  const setting = settingOf(world, data.files);
  const growing = options.again?.data ?? null;
  if (earlier !== null) {
    const found = scopeOf(earlier, growing!, world, setting);
    if (found === null) return null;
    scope = found;
  }
  const lineChecks = checks.filter(isLineCheck);
  // Checks of lines hear every line, and a run over a part does not.
  const linesAnswered = options.linesAnswered ?? (earlier === null ? null : () => answerLines(data, lineChecks));
  const { tallies, working } = started(linesAnswered === null ? checks : checks.filter((check) => !isLineCheck(check)), kinds, world.verdicts, (check, tally) => (options.profile === undefined ? check.start(world, tally) : options.profile.timed(check.id, check.start(world, tally))));
  const round = new Round(data, world, working, scope, progress);
  const isWhole = hear(round, data, earlier, growing, world, scope);
  if (!isWhole) return null;
  const answers = new Map(tallies.map((tally) => [tally.check.id, answerOf(tally)]));
  for (const answer of linesAnswered?.(() => progress('bill', world.survey.lines)) ?? []) answers.set(answer.result.id, answer);
  const inOrder = checks.map(({ id }) => answers.get(id)!);
  const packages = [...round.packages];
  return {
    snapshot: world.snapshot,
    snapshotAssumed: world.snapshotAssumed,
    checks: inOrder.map(({ result }) => result),
    findings: inOrder.flatMap(({ findings }) => findings),
    replayed: packages.reduce((sum, [, { rows, histories }]) => ({ packages: sum.packages + 1, histories: sum.histories + histories, rows: sum.rows + rows }), { packages: 0, histories: 0, rows: 0 }),
    matching: matchingOf([...round.nodes.values()].flatMap(({ matching }) => matching ?? [])),
    memory: growing === null ? null : memoryOf(round, world, working, setting, growing),
    heard: packages.reduce((sum, [id]) => (hasPackage(scope, id) ? sum + 1 : sum), 0),
  };
}

/** Lets everything in scope go by; `false` where it shows that the scope was too small. */
function hear(round: Round, data: Dataset, earlier: Earlier | null, growing: GrowingDataset | null, world: MutableWorld, scope: Scope): boolean {
  round.files();
  if (earlier === null) round.deductions(data.deductions());
  else {
    round.recall(earlier.memory);
    round.deductions(growing!.deductionsOf(scope.packages!));
    if (!round.stands(earlier.memory)) return false;
  }
  round.known();
  if (earlier?.isSameBill !== true) round.lines(data.bill(), true);
  else {
    round.recallLedgers(earlier.memory);
    round.lines(growing!.billOf((owner, product) => scope.hasNode(nodeOf(world.names, owner, product))), false);
  }
  round.matches();
  round.end();
  if (earlier !== null) round.recallRest(earlier.memory);
  return true;
}

function memoryOf(round: Round, world: MutableWorld, working: readonly Working[], setting: string, data: GrowingDataset): RunMemory | null {
  const { packages, nodes, named, products } = round;
  if (!isWorthKeeping(round)) return null;
  return {
    setting, packages, nodes, named,
    surroundings: surroundingsOf(world, [...products, ...[...nodes.values()].map(({ product }) => product)], products),
    marks: data.marks(),
    files: new Set(data.files.map(({ id }) => id)),
    survey: keptSurvey(world.survey),
    ledgers: new Map(working.flatMap(({ check, listener }) => (listener.ledger === undefined ? [] : [[check.id, listener.ledger.kept()]]))),
  };
}

/** The part of a run that needs bill lines alone, for a thread beside the one that runs `reconcile`. */
export function answerLines(data: Dataset, checks: readonly LineCheck[], onRow: () => void = () => {}): Answer[] {
  const kinds = new Set<RecordKind>(data.files.map((file) => file.kind));
  const world = lineWorldOf(data, onRow);
  const { tallies, working } = started(checks, kinds, new Verdicts(), (check, tally) => check.start(world, tally));
  const hearing = working.flatMap(({ listener }) => (listener.line === undefined ? [] : [listener]));
  for (const line of counted(data.bill(), 'bill', onRow)) for (const listener of hearing) listener.line!(line);
  for (const { listener } of working) listener.end?.();
  return tallies.map(answerOf);
}

/** The checks at their beginning; those whose kinds of records are missing say so. */
function started<C extends Check>(checks: readonly C[], kinds: ReadonlySet<RecordKind>, verdicts: Verdicts, start: (check: C, report: Report) => Listener): { readonly tallies: readonly Tally[]; readonly working: readonly Working[] } {
  const working: Working[] = [];
  const tallies = checks.map((check) => {
    const tally = new Tally(check, verdicts);
    const missing = check.needs.filter((kind) => !kinds.has(kind));
    if (missing.length > 0) tally.notRun(needs(missing));
    else working.push({ check, tally, listener: start(check, tally) });
    return tally;
  });
  return { tallies, working };
}

function answerOf(tally: Tally): Answer {
  return { result: tally.result(), findings: tally.findings() };
}

function needs(kinds: readonly RecordKind[]): Sentence {
  return { id: 'common.needs', values: { kinds: kinds.join(',') } };
}
