import { compareText } from '../base/order.ts';
import type { Sentence } from '../base/text.ts';
import { replayPackage } from '../deduct/replay.ts';
import type { BillRow } from '../fields/bill.ts';
import type { DeductionRow } from '../fields/deductions.ts';
import { NO_BASIS, type Basis } from '../fields/basis.ts';
import type { Dataset, FileFact, RefusedFile } from '../fields/facts.ts';
import type { RecordKind } from '../fields/field.ts';
import type { PackageRow } from '../fields/packages.ts';
import type { PolicyBook } from '../fields/policies.ts';
import { DAY, endOf, HOUR, type CivilTime } from '../base/time.ts';
import { isLineCheck, type Check, type LineCheck, type Listener, type Report } from './check.ts';
import { Coverage } from './coverage.ts';
import type { CheckResult, Finding } from './finding.ts';
import { UsageBook } from './match.ts';
import { MatchTally, type Matching } from './matching.ts';
import type { Profile } from './profile.ts';
import { remember } from './progress.ts';
import { Repeats } from './repeats.ts';
import { SetAside } from './setAside.ts';
import { Sightings } from './sightings.ts';
import { REPEAT_FIELDS, SURVEY_FIELDS, surveyBill } from './survey.ts';
import { Tally } from './tally.ts';
import { makePackage, termsOf, Verdicts, type DeductionProfile, type LineWorld, type Package, type World } from './world.ts';

export interface ReconcileOptions {
  /** Policies, names and stated totals; defaults alone where absent. */
  readonly basis?: Basis;
  /** Told about every so many rows; throws to stop. */
  readonly onProgress?: (stage: 'survey' | 'deductions' | 'bill', rows: number) => void;
  /** Where `answerLines` is at work elsewhere: asked at the end what it answered, and told how far this one has come. */
  readonly linesAnswered?: (wait: () => void) => readonly Answer[];
  /** Times the checks. */
  readonly profile?: Profile;
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

const PROGRESS_EVERY = 20_000;

/**
 * Runs all checks over all data in one pass per kind of record. Pure: the same data give the same findings, in the same
 * order, whatever the order in which files were imported.
 */
export function reconcile(data: Dataset, checks: readonly Check[], options: ReconcileOptions = {}): Reconciliation {
  const progress = options.onProgress ?? (() => {});
  const kinds = new Set<RecordKind>(data.files.map((file) => file.kind));
  const world = makeWorld(data, kinds, options.basis ?? NO_BASIS, progress);
  const { tallies, listeners } = started(options.linesAnswered === undefined ? checks : checks.filter((check) => !isLineCheck(check)), kinds, world.verdicts, (check, tally) => (options.profile === undefined ? check.start(world, tally) : options.profile.timed(check.id, check.start(world, tally))));
  hearFiles(data, listeners);
  const replayed = hearPackages(data, world, listeners, progress);
  const matching = hearBill(data, world, listeners, progress);
  for (const listener of listeners) listener.end?.();
  const answers = new Map(tallies.map((tally) => [tally.check.id, answerOf(tally)]));
  for (const answer of options.linesAnswered?.(() => progress('bill', world.survey.lines)) ?? []) answers.set(answer.result.id, answer);
  const inOrder = checks.map(({ id }) => answers.get(id)!);
  return {
    snapshot: world.snapshot,
    snapshotAssumed: world.snapshotAssumed,
    checks: inOrder.map(({ result }) => result),
    findings: inOrder.flatMap(({ findings }) => findings),
    replayed,
    matching,
  };
}

/** The part of a run that needs bill lines alone, for a thread beside the one that runs `reconcile`. */
export function answerLines(data: Dataset, checks: readonly LineCheck[], onRow: () => void = () => {}): Answer[] {
  const kinds = new Set<RecordKind>(data.files.map((file) => file.kind));
  const world = lineWorldOf(data, onRow);
  const { tallies, listeners } = started(checks, kinds, new Verdicts(), (check, tally) => check.start(world, tally));
  const onLine = listeners.filter((listener) => listener.line !== undefined);
  for (const line of counted(data.bill(), 'bill', onRow)) for (const listener of onLine) listener.line!(line);
  for (const listener of listeners) listener.end?.();
  return tallies.map(answerOf);
}

/** The checks at their beginning; those whose kinds of records are missing say so. */
function started<C extends Check>(checks: readonly C[], kinds: ReadonlySet<RecordKind>, verdicts: Verdicts, start: (check: C, report: Report) => Listener): { readonly tallies: readonly Tally[]; readonly listeners: readonly Listener[] } {
  const listeners: Listener[] = [];
  const tallies = checks.map((check) => {
    const tally = new Tally(check, verdicts);
    const missing = check.needs.filter((kind) => !kinds.has(kind));
    if (missing.length > 0) tally.notRun(needs(missing));
    else listeners.push(start(check, tally));
    return tally;
  });
  return { tallies, listeners };
}

function answerOf(tally: Tally): Answer {
  return { result: tally.result(), findings: tally.findings() };
}

function needs(kinds: readonly RecordKind[]): Sentence {
  return { id: 'common.needs', values: { kinds: kinds.join(',') } };
}

interface MutableWorld extends World {
  readonly packages: Map<string, Package>;
  readonly book: UsageBook;
  readonly policies: PolicyBook;
  readonly overviews: ReadonlyMap<string, readonly PackageRow[]>;
  readonly purchases: ReadonlyMap<string, readonly BillRow[]>;
}

type Progress = NonNullable<ReconcileOptions['onProgress']>;

function makeWorld(data: Dataset, kinds: ReadonlySet<RecordKind>, { policies, names, totals }: Basis, progress: Progress): MutableWorld {
  const lines = lineWorldOf(data, progress);
  const { files } = lines;
  const snapshots = data.files.filter((file) => file.kind === 'packages' && file.snapshot !== null);
  const newest = snapshots.reduce<FileFact | null>((a, b) => (a === null || b.snapshot! > a.snapshot! ? b : a), null);
  const overviews = grouped(data.packages(), (row) => row.packageId);
  const purchases = grouped(data.prepaid(), (line) => line.instanceId);
  const packages = new Map<string, Package>();
  for (const [id, rows] of overviews) {
    rows.sort((a, b) => (files.get(a.file)?.snapshot ?? 0) - (files.get(b.file)?.snapshot ?? 0));
    packages.set(id, makePackage(id, rows, null, purchases.get(id) ?? [], files, policies));
  }
  const survey = surveyBill(counted(data.billFields(SURVEY_FIELDS), 'survey', progress), names);
  return {
    ...lines, kinds, packages, survey, overviews, purchases, policies, names, totals,
    refused: distinctRefusals(data.refused),
    snapshot: newest?.snapshot ?? null,
    snapshotAssumed: newest?.snapshotAssumed ?? false,
    coverage: new Coverage(data.files, names),
    verdicts: new Verdicts(),
    setAside: new SetAside(data.rejected(), files),
    book: new UsageBook(survey.printing, names),
    sightings: sightingsOf(data),
  };
}

function lineWorldOf(data: Dataset, progress: Progress): LineWorld {
  const files = new Map(data.files.map((file) => [file.id, file]));
  return {
    files,
    billTotals: () => data.billTotals(),
    repeats: () => Repeats.among(counted(data.billFields(REPEAT_FIELDS), 'survey', progress)),
    where: (row) => `${files.get(row.file)?.name ?? '?'}:${row.line}`,
    scale: (file, field) => files.get(file)?.scales[field]?.most ?? 0,
  };
}

function sightingsOf(data: Dataset): World['sightings'] {
  const known = new Map<RecordKind, Sightings>();
  return (kind) => {
    const sightings = known.get(kind) ?? new Sightings(data.sightings(kind));
    known.set(kind, sightings);
    return sightings;
  };
}

/** A document that was refused is one, however often it was tried. */
function distinctRefusals(refused: readonly RefusedFile[]): RefusedFile[] {
  const seen = new Set<string>();
  return refused.filter((file) => {
    const key = JSON.stringify(file);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function grouped<T>(rows: Iterable<T>, keyOf: (row: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

function* counted<T>(rows: Iterable<T>, stage: Parameters<Progress>[0], progress: Progress): Generator<T> {
  let count = 0;
  for (const row of rows) {
    count += 1;
    if (count % PROGRESS_EVERY === 0) progress(stage, count);
    yield row;
  }
  progress(stage, count);
}

function hearFiles(data: Dataset, listeners: readonly Listener[]): void {
  const byId = new Map(data.files.map((file) => [file.id, file]));
  for (const file of [...data.files].sort((a, b) => compareText(a.name, b.name) || compareText(a.sha256, b.sha256) || compareText(a.sheet ?? '', b.sheet ?? ''))) {
    for (const listener of listeners) listener.file?.(file);
  }
  const hearing = listeners.filter((listener) => listener.rejected !== undefined);
  for (const row of data.rejected()) {
    const file = byId.get(row.file);
    if (file !== undefined) for (const listener of hearing) listener.rejected!(row, file);
  }
}

function hearPackages(data: Dataset, world: MutableWorld, listeners: readonly Listener[], progress: Progress): Reconciliation['replayed'] {
  const totals = { packages: 0, histories: 0, rows: 0 };
  const heard = new Set<string>();
  const hear = (id: string, rows: readonly DeductionRow[]): void => {
    heard.add(id);
    const pack = rows.length === 0
      ? world.packages.get(id)!
      : makePackage(id, world.overviews.get(id) ?? [], profileOf(rows), world.purchases.get(id) ?? [], world.files, world.policies);
    world.packages.set(id, pack);
    totals.packages += 1;
    totals.rows += rows.length;
    totals.histories += hearPackage(pack, rows, world, listeners);
  };
  let id: string | null = null;
  let rows: DeductionRow[] = [];
  for (const row of counted(data.deductions(), 'deductions', progress)) {
    if (row.packageId !== id) {
      if (id !== null) hear(id, rows);
      id = row.packageId;
      rows = [];
    }
    rows.push(row);
  }
  if (id !== null) hear(id, rows);
  for (const other of [...world.packages.keys()].sort()) if (!heard.has(other)) hear(other, []);
  return totals;
}

function profileOf(rows: readonly DeductionRow[]): DeductionProfile {
  const last = rows.at(-1)!;
  return { name: last.packageName, owner: last.packageOwner, product: last.product, subproduct: last.subproduct, type: last.packageType, unit: last.packageUnit };
}

/** Fewer rows than this say too little about how late a package's deductions are posted. */
const ROWS_FOR_LAG = 20;
/** One row posted months late must not make every gap before it uncertain. */
const LONGEST_LAG = 3 * DAY;

function observedLag(rows: readonly DeductionRow[]): number | null {
  if (rows.length < ROWS_FOR_LAG) return null;
  const latest = rows.reduce((most, row) => (row.deductedAt === null || row.usageEnd === null ? most : Math.max(most, row.deductedAt - endOf(row.usageEnd))), HOUR);
  return Math.min(latest, LONGEST_LAG);
}

function hearPackage(pack: Package, rows: readonly DeductionRow[], world: MutableWorld, listeners: readonly Listener[]): number {
  const observed = observedLag(rows);
  pack.activity.lag = observed ?? pack.policy.lag;
  pack.activity.lagIsPolicy = observed === null;
  for (const listener of listeners) listener.package?.(pack);
  const replay = replayPackage(termsOf(pack), rows);
  const hearing = listeners.filter((listener) => listener.deduction !== undefined);
  for (const history of replay.histories) {
    for (const step of history.steps) {
      for (const listener of hearing) listener.deduction!(step.row, step, history, pack);
      for (const copy of step.copies) for (const listener of hearing) listener.deduction!(copy, step, history, pack);
    }
  }
  for (const row of replay.unchained) for (const listener of hearing) listener.deduction!(row, null, null, pack);
  for (const history of replay.histories) for (const listener of listeners) listener.history?.(history, pack);
  // What bills ask of balances must be there before the last word on the package is heard.
  remember(pack, replay, world, world.book);
  for (const listener of listeners) listener.replayed?.(replay, pack);
  return replay.histories.length;
}

function hearBill(data: Dataset, world: MutableWorld, listeners: readonly Listener[], progress: Progress): Matching {
  const onLine = listeners.filter((listener) => listener.line !== undefined);
  for (const line of counted(data.bill(), 'bill', progress)) {
    world.book.addLine(line);
    for (const listener of onLine) listener.line!(line);
  }
  const onMatch = listeners.filter((listener) => listener.matched !== undefined);
  const tally = new MatchTally();
  if (onMatch.length > 0) {
    for (const usage of world.book.matches()) {
      tally.note(usage);
      for (const listener of onMatch) listener.matched!(usage);
    }
  }
  return tally.result();
}
