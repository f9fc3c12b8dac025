import { describe, expect, test } from 'vitest';
import { parseCivil } from '../../core/base/time.ts';
import { generateDemo } from '../../core/demo/index.ts';
import { FINDING_STATES, FINDING_STATUSES, type FindingState } from '../../core/fields/decisions.ts';
import { nodeCodecs } from '../../core/host/codecs.ts';
import { importFiles, type SourceFile } from '../../core/host/importFiles.ts';
import { runChecks } from '../../core/host/runChecks.ts';
import { numbersOf } from '../../core/store/log/standing.ts';
import { Store } from '../../core/store/store.ts';
import { BY, IGNORE, OPEN, PROGRESS, RESOLVE } from '../support/decided.ts';
import { sourcesOf } from './pipeline.ts';
import { Random, seeds } from './random.ts';

/** Decisions of the user, kept beside the program in the plainest way. */
interface Act {
  readonly state: FindingState;
  /** The numbers of each finding at that time. */
  readonly seen: ReadonlyMap<string, string>;
}

const DECIDING = { open: OPEN, progress: PROGRESS, resolved: RESOLVE, ignored: IGNORE } as const;

class Project {
  readonly store = Store.temporary();
  readonly acts: Act[] = [];
  readonly undone: Act[] = [];
  private readonly files: readonly SourceFile[];
  private readonly random: Random;
  private day = 0;

  constructor(files: readonly SourceFile[], random: Random) {
    this.files = files;
    this.random = random;
  }

  /** All findings by key; where two share one, the first. */
  findings(): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const { key, body } of this.store.runs.latest()?.findings ?? []) if (!found.has(key)) found.set(key, body);
    return found;
  }

  async import(files: readonly SourceFile[]): Promise<void> {
    await importFiles(this.store, files, { codecs: nodeCodecs, now: '2025-08-01T00:00:00.000Z', snapshot: parseCivil('2025-08-01 00:00:00')! });
  }

  importAll(): Promise<void> {
    return this.import(this.random.shuffle(this.files));
  }

  run(): void {
    this.day += 1;
    runChecks(this.store, `2025-08-01T00:${String(this.day % 60).padStart(2, '0')}:00.000Z`);
  }

  decide(): void {
    const findings = this.findings();
    const keys = this.random.shuffle([...findings.keys()]).slice(0, this.random.between(1, 12));
    if (keys.length === 0) return;
    const state = this.random.pick(FINDING_STATES);
    this.agrees(this.store.decisions.decide(keys, DECIDING[state], BY).changed, keys.length);
    this.acts.push({ state, seen: new Map(keys.map((key) => [key, numbersOf(findings.get(key)!)])) });
    this.undone.length = 0;
  }

  undo(): void {
    const { undo } = this.store.decisions.undoable();
    this.agrees(undo?.count, this.acts.at(-1)?.seen.size);
    if (undo === null) return;
    this.store.decisions.undo(undo.act, BY);
    this.undone.push(this.acts.pop()!);
  }

  redo(): void {
    const { redo } = this.store.decisions.undoable();
    this.agrees(redo?.count, this.undone.at(-1)?.seen.size);
    if (redo === null) return;
    this.store.decisions.redo(redo.act, BY);
    this.acts.push(this.undone.pop()!);
  }

  private agrees(told: number | undefined, kept: number | undefined): void {
    if (told !== kept) throw new Error(`${told} findings instead of ${kept}`);
  }

  async churn(): Promise<void> {
    const kind = this.random.between(0, 5);
    if (kind === 0) {
      const imports = this.store.imports();
      if (imports.length > 0) this.store.removeImport(this.random.pick(imports).id);
    } else if (kind === 1) await this.import(this.random.shuffle(this.files).slice(0, this.random.between(1, this.files.length)));
    else this.run();
  }

  standing(): Map<string, string> {
    const standing = this.store.decisions.standings();
    return new Map(Array.from(this.findings(), ([key, body]) => [key, standing({ ...(JSON.parse(body) as { check: string; packageId: string | null; product: string | null }), key }, body).status]));
  }

  /** What the acts say about the findings that are there. */
  expected(): Map<string, string> {
    return new Map(Array.from(this.findings(), ([key, body]) => {
      const last = this.acts.findLast(({ seen }) => seen.has(key));
      if (last === undefined || last.state === 'open') return [key, 'open'];
      return [key, last.seen.get(key) === numbersOf(body) ? last.state : 'reopened'];
    }));
  }
}

function projectOf(seed: number): { project: Project; random: Random } {
  const random = new Random(seed);
  const demo = generateDemo({ seed, rows: 500, timesEach: 1, faults: 'all', splitDeductions: 4 });
  return { project: new Project(sourcesOf(demo, 'utf-8'), random), random };
}

describe('decisions survive whatever happens to the data', () => {
  test.each(seeds(6))('seed %i', async (seed) => {
    const { project, random } = projectOf(seed);
    await project.importAll();
    project.run();
    for (let count = 0; count < 8; count += 1) project.decide();
    const before = project.standing();
    expect(new Set(before.values()).size).toBeGreaterThan(1);
    for (let count = random.between(3, 8); count > 0; count -= 1) await project.churn();
    await project.importAll();
    project.run();
    expect(project.standing()).toEqual(before);
    expect(project.store.verifyLog().broken).toBeNull();
    project.store.close();
  });
});

const met = new Set<string>();

describe('any order of imports, removals, runs, decisions, undo and redo leaves what the decisions say', () => {
  test.each(seeds(6).map((seed) => seed + 1))('seed %i', async (seed) => {
    const { project, random } = projectOf(seed);
    await project.importAll();
    project.run();
    for (let count = 0; count < 40; count += 1) {
      const kind = random.between(0, 9);
      if (kind < 4) project.decide();
      else if (kind < 6) project.undo();
      else if (kind < 7) project.redo();
      else await project.churn();
      const standing = project.standing();
      expect(standing).toEqual(project.expected());
      for (const status of standing.values()) met.add(status);
    }
    project.run();
    expect(project.standing()).toEqual(project.expected());
    expect(project.store.verifyLog().broken).toBeNull();
    project.store.close();
  });
});

test('the orders above met every way in which a finding may stand', () => {
  expect([...met].sort()).toEqual([...FINDING_STATUSES].sort());
});
