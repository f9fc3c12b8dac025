import { createHash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { plainData, plainText } from '../base/plain.ts';
import { parseCivil } from '../base/time.ts';
import type { CheckResult, Finding } from '../fields/finding.ts';
import type { Dataset, FileFact } from '../fields/facts.ts';
import type { Earlier } from '../reconcile/again.ts';
import { CHECKS, LINE_CHECKS } from '../reconcile/checks/index.ts';
import type { RunMemory } from '../reconcile/memory.ts';
import type { Answer, Reconciliation } from '../reconcile/reconcile.ts';
import type { RunRecord } from '../store/runs.ts';
import { memoryIn, type Memory } from './runMemory.ts';
import { storedFinding } from './storedFinding.ts';

const QUICK = 1;

/** What a run leaves for one that hears only what has come since: by what it went, and in a line of its own its memory as plain text. */
interface KeptParts {
  readonly rules: string;
  readonly files: readonly string[];
  readonly memory: string;
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
    return deflateSync(`${JSON.stringify({ rules: this.rules, files: this.files })}\n${plainText(memory)}`, { level: QUICK }).toString('base64');
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
    const text = inflateSync(Buffer.from(parts, 'base64')).toString();
    const end = text.indexOf('\n');
    return { ...(JSON.parse(text.slice(0, end)) as Omit<KeptParts, 'memory'>), memory: text.slice(end + 1) };
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

function answersIn(run: RunRecord, checks: readonly { readonly id: string }[]): Answer[] {
  const results = new Map(run.checks.map(({ id, body }) => [id, JSON.parse(body) as CheckResult]));
  const findings = new Map<string, Finding[]>(checks.map(({ id }) => [id, []]));
  for (const { check, body } of run.findings) findings.get(check)?.push(storedFinding(body));
  return checks.map(({ id }) => ({ result: results.get(id)!, findings: findings.get(id)! }));
}
