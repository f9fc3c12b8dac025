import { createHash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { plainData, plainText } from '../base/plain.ts';
import { parseCivil } from '../base/time.ts';
import type { CheckResult, Finding } from '../fields/finding.ts';
import type { Dataset, FileFact } from '../fields/facts.ts';
import type { Earlier } from '../reconcile/again.ts';
import { CHECKS, LINE_CHECKS } from '../reconcile/checks/index.ts';
import type { Matching } from '../reconcile/matching.ts';
import type { RunMemory } from '../reconcile/memory.ts';
import type { Answer, Reconciliation } from '../reconcile/reconcile.ts';
import type { RunRecord } from '../store/runs.ts';
import { storedFinding } from './storedFinding.ts';

const QUICK = 1;

/** What a run leaves for one that hears only what has come since. */
interface KeptParts {
  readonly rules: string;
  readonly files: readonly string[];
  readonly memory: string;
}

/** What a run leaves for the next one: what went into it and into its parts, and what its record does not say. */
interface Memory extends Pick<Reconciliation, 'snapshotAssumed' | 'replayed' | 'matching'> {
  /** Stand for all facts, and for those of the bill alone. */
  readonly all: string;
  readonly bill: string;
}

/**
 * The facts of a project as they go into a run. Rows never change but with their files: equal files of equal imports hold equal
 * rows under equal numbers. `build` stands for the checks, `basis` for what the run goes by besides facts; lines of the bill are judged without it.
 */
export class Inputs {
  readonly all: string;
  readonly bill: string;
  /** Stands for what a run goes by besides facts. */
  private readonly rules: string;
  /** Each stands for a file. */
  private readonly files: readonly string[];

  constructor({ files, refused }: Pick<Dataset, 'files' | 'refused'>, importOf: ReadonlyMap<number, number>, build: string, basis: readonly unknown[]) {
    const ids = CHECKS.map(({ id }) => id);
    const told = (some: readonly FileFact[]): unknown[] => some.map((file) => [file, importOf.get(file.id)]);
    this.all = hashed([build, ids, told(files), refused, basis]);
    this.bill = hashed([build, ids, told(files.filter(({ kind }) => kind === 'bill'))]);
    this.rules = hashed([build, ids, basis]);
    this.files = told(files).map(hashed);
  }

  /** What a run of these inputs leaves for one that hears only what has come since; the empty text for nothing. */
  partsOf(memory: RunMemory | null): string {
    if (memory === null) return '';
    const kept: KeptParts = { rules: this.rules, files: this.files, memory: plainText(memory) };
    return deflateSync(JSON.stringify(kept), { level: QUICK }).toString('base64');
  }

  /** What the last run left, where it went by the same rules and all of its files are still there. */
  earlier(run: RunRecord | null, parts: string): Earlier | null {
    const kept = run === null ? null : keptParts(parts);
    const now = new Set(this.files);
    if (kept === null || kept.rules !== this.rules || kept.files.some((file) => !now.has(file))) return null;
    return { memory: plainData(kept.memory) as RunMemory, isSameBill: memoryIn(run)?.bill === this.bill };
  }

  /** The outcome of the last run, where everything that went into it is as it was. */
  sameAs(run: RunRecord | null): Reconciliation | null {
    const memory = memoryIn(run);
    if (run === null || memory?.all !== this.all) return null;
    const { snapshotAssumed, replayed, matching } = memory;
    const answers = answersIn(run, CHECKS);
    return { snapshot: run.snapshot === null ? null : parseCivil(run.snapshot), snapshotAssumed, replayed, matching, checks: answers.map(({ result }) => result), findings: answers.flatMap(({ findings }) => findings) };
  }

  /** What the last run says of bill lines, where the bill is as it was. */
  sameLines(run: RunRecord | null): readonly Answer[] | null {
    return run === null || memoryIn(run)?.bill !== this.bill ? null : answersIn(run, LINE_CHECKS);
  }
}

/** `null` for nothing, and for what is no longer as it was written: then everything is looked at. */
function keptParts(parts: string): KeptParts | null {
  if (parts === '') return null;
  try {
    return JSON.parse(inflateSync(Buffer.from(parts, 'base64')).toString()) as KeptParts;
  } catch {
    return null;
  }
}

/** What a run of these inputs leaves; `null` where its inputs must not be recognised again. */
export function memoryOf(inputs: Inputs | null, { snapshotAssumed, replayed, matching }: Reconciliation): string {
  const memory: Memory = { all: inputs?.all ?? '', bill: inputs?.bill ?? '', snapshotAssumed, replayed, matching };
  return JSON.stringify(memory);
}

function hashed(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** How usage of both sides met in a run; `null` for runs of older versions, and of sources that change. */
export function matchingOf(run: RunRecord | null): Matching | null {
  return memoryIn(run)?.matching ?? null;
}

function memoryIn(run: RunRecord | null): Memory | null {
  return run?.memory === undefined || run.memory === '' ? null : (JSON.parse(run.memory) as Memory);
}

function answersIn(run: RunRecord, checks: readonly { readonly id: string }[]): Answer[] {
  const results = new Map(run.checks.map(({ id, body }) => [id, JSON.parse(body) as CheckResult]));
  const findings = new Map<string, Finding[]>(checks.map(({ id }) => [id, []]));
  for (const { check, body } of run.findings) findings.get(check)?.push(storedFinding(body));
  return checks.map(({ id }) => ({ result: results.get(id)!, findings: findings.get(id)! }));
}
