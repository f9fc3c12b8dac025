import { NO_BASIS, type Basis } from '../fields/basis.ts';
import type { CivilTime } from '../base/time.ts';
import type { Dataset, GrowingDataset } from '../fields/facts.ts';
import type { RecordKind } from '../fields/field.ts';
import { EVERYTHING, hasPackage, scopeOf, type Earlier, type Scope } from './again.ts';
import { isLineCheck, NO_LEDGER, type Check } from './check.ts';
import type { CheckResult, Finding } from './finding.ts';
import { nodeOf } from './islands.ts';
import { lineWorldOf, makeWorld, printingOf, surveyOf, type KnownBill, type MutableWorld } from './makeWorld.ts';
import { matchingOf, type Matching } from './matching.ts';
import { isWorthKeeping, keptBill, keptSurvey, recalledSurvey, type RunMemory } from './memory.ts';
import type { Profile } from './profile.ts';
import { Round, type Working } from './round.ts';
import { counted, type Progress } from './stages.ts';
import { settingOf, surroundingsOf } from './surroundings.ts';
import { Surveyor, type Survey } from './survey.ts';
import { Tally } from './tally.ts';
import { UsageGatherer, type GatheredUsage } from './usageGatherer.ts';
import { USAGE_FIELDS } from './usageLine.ts';
import { Verdicts, type World } from './world.ts';

export interface ReconcileOptions {
  /** Policies, names and stated totals; defaults alone where absent. */
  readonly basis?: Basis;
  readonly onProgress?: Progress;
  /** What is known of bill lines alone. */
  readonly lineAnswers?: readonly Answer[];
  /** Where `gatherLines` is at work elsewhere. */
  readonly elsewhere?: Elsewhere;
  /** Times the checks. */
  readonly profile?: Profile;
  /** Makes a memory for a later run, and where there is an earlier one hears only what has come since. */
  readonly again?: { readonly data: GrowingDataset; readonly earlier: Earlier | null };
}

/** Another thread that goes through the bill; `wait` is called while it is waited for, and may throw to give up. */
export interface Elsewhere {
  survey(wait: () => void): Survey;
  usage(wait: () => void): GatheredUsage;
  gathered(wait: () => void): Gathered;
}

/** What bill lines alone tell. */
export interface Gathered {
  readonly answers: readonly Answer[];
  /** What ledgers keep, by check. */
  readonly ledgers: ReadonlyMap<string, unknown>;
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
  const { onProgress: progress = () => {}, elsewhere = null, profile = null } = options;
  const kinds = new Set<RecordKind>(data.files.map((file) => file.kind));
  let scope: Scope = EVERYTHING;
  const survey = (): Survey => {
    if (earlier?.isSameBill === true) return recalledSurvey(earlier.memory.survey);
    const found = elsewhere?.survey(() => progress('survey', 0)) ?? surveyOf(data, progress);
    progress('survey', found.lines);
    return found;
  };
  const growing = options.again?.data ?? null;
  const known = earlier?.isSameBill === true ? knownBill(earlier.memory, growing!) : null;
  const world = makeWorld(data, kinds, { basis: options.basis ?? NO_BASIS, survey, isHeard: (id) => hasPackage(scope, id), known });
  if (earlier !== null) {
    const found = scopeOf(earlier, growing!, world, settingOf(world, data.files));
    if (found === null) return null;
    scope = found;
  }
  const lineChecks = checks.filter(isLineCheck);
  // Checks of lines hear every line, and a run over a part does not.
  const areLinesHere = elsewhere === null && options.lineAnswers === undefined && earlier === null;
  const { tallies, working } = started(areLinesHere ? checks : checks.filter((check) => !isLineCheck(check)), kinds, world, world.verdicts, profile);
  const round = new Round(data, world, working, scope, progress);
  round.files();
  if (earlier === null) round.deductions(data.deductions());
  else {
    round.recall(earlier.memory);
    round.deductions(growing!.deductionsOf(scope.packages!));
    if (!round.stands(earlier.memory)) return null;
  }
  round.known();
  if (earlier?.isSameBill === true) round.usageLines(growing!.billOf((owner, product) => scope.hasNode(nodeOf(world.names, owner, product))));
  else if (elsewhere !== null) {
    const usage = elsewhere.usage(() => progress('bill', 0));
    round.gatheredUsage(usage, data.billFields(USAGE_FIELDS, usage.owing));
  }
  else round.wholeLines(data.bill(), profile);
  round.matches();
  const gathered = elsewhere?.gathered(() => progress('bill', world.survey.lines)) ?? null;
  const ledgers = earlier?.isSameBill === true ? earlier.memory.ledgers : gathered?.ledgers;
  if (ledgers !== undefined) round.recallLedgers(ledgers);
  round.end();
  if (earlier !== null) round.recallRest(earlier.memory);
  const answers = new Map(tallies.map((tally) => [tally.check.id, answerOf(tally)]));
  for (const answer of areLinesHere ? [] : (gathered?.answers ?? options.lineAnswers ?? gatherLines(data, lineChecks, options.basis ?? NO_BASIS).answers)) answers.set(answer.result.id, answer);
  const inOrder = checks.map(({ id }) => answers.get(id)!);
  const packages = [...round.packages];
  return {
    snapshot: world.snapshot,
    snapshotAssumed: world.snapshotAssumed,
    checks: inOrder.map(({ result }) => result),
    findings: inOrder.flatMap(({ findings }) => findings),
    replayed: packages.reduce((sum, [, { rows, histories }]) => ({ packages: sum.packages + 1, histories: sum.histories + histories, rows: sum.rows + rows }), { packages: 0, histories: 0, rows: 0 }),
    matching: matchingOf([...round.nodes.values()].flatMap(({ matching }) => matching ?? [])),
    memory: growing === null ? null : memoryOf(round, world, working, growing),
    heard: packages.reduce((sum, [id]) => (hasPackage(scope, id) ? sum + 1 : sum), 0),
  };
}

function knownBill({ bill: { payments, printing } }: RunMemory, data: GrowingDataset): KnownBill {
  return { payments: payments === null ? null : data.lines(payments), printing };
}

function memoryOf(round: Round, world: MutableWorld, working: readonly Working[], data: GrowingDataset): RunMemory | null {
  const { packages, nodes, named, products } = round;
  if (!isWorthKeeping(round)) return null;
  return {
    setting: settingOf(world, data.files), packages, nodes, named,
    surroundings: surroundingsOf(world, [...products, ...[...nodes.values()].map(({ product }) => product)], products),
    marks: data.marks(),
    files: new Set(data.files.map(({ id }) => id)),
    survey: keptSurvey(world.survey),
    bill: keptBill(world),
    ledgers: new Map(working.flatMap(({ check, ledger }) => (ledger === null ? [] : [[check.id, ledger.kept()]]))),
  };
}

/** What one look over the bill tells. */
export interface LookedOver {
  readonly survey: Survey;
  readonly usage: GatheredUsage;
}

/** The part of a run that needs bill lines alone, for a thread beside the one that runs `reconcile`; `onLooked` is told when they have gone by. */
export function gatherLines(data: Dataset, checks: readonly Check[], basis: Basis, onRow: () => void = () => {}, onLooked: ((looked: LookedOver) => void) | null = null): Gathered {
  const kinds = new Set<RecordKind>(data.files.map((file) => file.kind));
  const lineChecks = checks.filter(isLineCheck);
  const gathering = checks.filter((check) => check.ledger !== undefined);
  const world = { ...lineWorldOf(data), names: basis.names, totals: basis.totals };
  const tallies = lineChecks.map((check) => new Tally(check, new Verdicts()));
  const listeners = tallies.flatMap((tally, place) => (hasInput(lineChecks[place]!, kinds, tally) ? [lineChecks[place]!.start(world, tally)] : []));
  const ledgers = new Map(gathering.map((check) => [check.id, check.ledger!(world)]));
  const books = [...ledgers.values()];
  const hearing = listeners.filter((listener) => listener.line !== undefined);
  const looking = onLooked === null ? null : lookingAt(data, basis);
  for (const line of counted(data.bill(), 'bill', onRow)) {
    looking?.surveyor.note(line);
    looking?.usage.line(line);
    for (const book of books) book.line(line);
    for (const listener of hearing) listener.line!(line);
  }
  if (looking !== null) onLooked!({ survey: looking.surveyor.survey(), usage: looking.usage.gathered() });
  for (const listener of listeners) listener.end?.();
  return { answers: tallies.map(answerOf), ledgers: new Map([...ledgers].map(([id, ledger]) => [id, ledger.kept()])) };
}

function lookingAt(data: Dataset, { names }: Basis): { readonly surveyor: Surveyor; readonly usage: UsageGatherer } {
  const printing = printingOf(data, names);
  return { surveyor: new Surveyor(), usage: new UsageGatherer((product) => printing.has(names.product(product))) };
}

/** The checks at their beginning; those whose kinds of records are missing say so. */
function started(checks: readonly Check[], kinds: ReadonlySet<RecordKind>, world: World, verdicts: Verdicts, profile: Profile | null): { readonly tallies: readonly Tally[]; readonly working: readonly Working[] } {
  const working: Working[] = [];
  const tallies = checks.map((check) => {
    const tally = new Tally(check, verdicts);
    if (!hasInput(check, kinds, tally)) return tally;
    const ledger = check.ledger?.(world) ?? null;
    const listener = check.start(world, tally, ledger ?? NO_LEDGER);
    working.push({ check, tally, ledger, listener: profile === null ? listener : profile.timed(check.id, listener) });
    return tally;
  });
  return { tallies, working };
}

/** Whether there is every kind of records that the check needs; if not, the tally says so. */
function hasInput(check: Check, kinds: ReadonlySet<RecordKind>, tally: Tally): boolean {
  const missing = check.needs.filter((kind) => !kinds.has(kind));
  if (missing.length > 0) tally.notRun({ id: 'common.needs', values: { kinds: missing.join(',') } });
  return missing.length === 0;
}

function answerOf(tally: Tally): Answer {
  return { result: tally.result(), findings: tally.findings() };
}
