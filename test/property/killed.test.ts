import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { read } from 'xlsx';
import { generateDemo } from '../../core/demo/index.ts';
import { listBackups } from '../../core/store/backups.ts';
import { Store } from '../../core/store/store.ts';
import { contents, temporaryFolder } from '../support/stores.ts';
import { oldProject, work, type Work } from './killedWork.ts';
import { sourcesOf } from './pipeline.ts';
import { Random } from './random.ts';

/**
 * A process is killed at a random moment of each kind of work. After that the project opens, it is as it was before or as the
 * work leaves it, never in between; its log of decisions verifies; no half of a file lies under the final name; and the work can be done.
 * `KILLS` says how often each kind of work is killed: a few times here, a few dozen in a nightly run.
 */
const KILLS = Number(process.env['KILLS'] ?? 3);
const SEED = Number(process.env['PROPERTY_SEED'] ?? 20_251);
const WORKS: readonly Work[] = ['import', 'run', 'decide', 'backup', 'restore', 'remove', 'report', 'migrate'];
const SCRIPT = join(import.meta.dirname, 'killedWork.ts');

const folder = temporaryFolder();
const files = folder.at('files');
/** For each kind of work the project before, what it says before and afterwards, and how long the work takes. */
const stages = new Map<Work, { readonly project: string; readonly before: string; readonly after: string; readonly milliseconds: number }>();

/** Everything that a project says, numbers of rows left out; an import that had ended when the process died is one more where it is repeated. */
function state(path: string): string {
  const store = Store.open(path);
  try {
    const data = store.dataset();
    const run = store.runs.latest();
    const said = [
      data.files.map(({ name }) => name), contents(data.packages()), contents(data.deductions()), contents(data.bill()).sort(), store.imports().length > 0,
      run?.findings.map(({ key }) => key) ?? null, Array.from(store.decisions.log.entries(), ({ kind, key }) => [kind, key]),
    ];
    return createHash('sha256').update(JSON.stringify(said)).digest('hex');
  } finally {
    store.close();
  }
}

/** Runs the work in a process of its own; kills it `after` milliseconds from its beginning, or lets it end. */
async function inProcess(name: Work, project: string, output: string, after: number | null): Promise<{ readonly wasKilled: boolean; readonly milliseconds: number }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', SCRIPT, name, project, files, output], { stdio: ['ignore', 'pipe', 'pipe'] });
  let told = '';
  child.stderr.on('data', (data: Buffer) => { told += data.toString('utf8'); });
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  await Promise.race([once(child.stdout, 'data'), ended]);
  const begun = performance.now();
  if (after !== null) {
    await Promise.race([pause(after), ended]);
    child.kill('SIGKILL');
  }
  const [code, signal] = await ended;
  if (signal === null && code !== 0) throw new Error(`${name}: ${told}`);
  return { wasKilled: signal === 'SIGKILL', milliseconds: performance.now() - begun };
}

/** A copy of a closed project, under a name of its own. */
function copied(project: string, name: string): string {
  const path = folder.at(`${name}.packledger`);
  for (const suffix of ['', '-wal', '-shm']) if (existsSync(project + suffix)) copyFileSync(project + suffix, path + suffix);
  return path;
}

function integrityOf(path: string): unknown {
  const db = new Database(path, { readonly: true });
  try {
    return db.pragma('integrity_check', { simple: true });
  } finally {
    db.close();
  }
}

/** How many sheets a saved workbook has, `null` where there is none; throws for half of one. */
function sheetsOf(path: string): number | null {
  return existsSync(path) ? read(readFileSync(path)).SheetNames.length : null;
}

function logBreakOf(path: string): unknown {
  const store = Store.open(path);
  try {
    return store.verifyLog().broken;
  } finally {
    store.close();
  }
}

beforeAll(async () => {
  mkdirSync(files);
  const demo = generateDemo({ seed: SEED, rows: 4000, timesEach: 1, faults: 'all', layout: 'cn', splitDeductions: 1, paired: true });
  for (const { name, source } of sourcesOf(demo, 'utf-8')) writeFileSync(join(files, name.replace(/[\\/:]/g, '_')), source.read(0, source.size));
  let project = folder.at('empty.packledger');
  Store.open(project).close();
  const old = folder.at('old.packledger');
  oldProject(old);
  for (const name of WORKS) {
    const from = name === 'migrate' ? old : project;
    const done = copied(from, `done-${name}`);
    const { milliseconds } = await inProcess(name, done, folder.at(`done-${name}.xlsx`), null);
    stages.set(name, { project: from, before: state(copied(from, `before-${name}`)), after: state(done), milliseconds });
    // What follows works on a project with rows, findings and decisions.
    if (name === 'import' || name === 'run' || name === 'decide' || name === 'report') project = done;
  }
}, 120_000);
afterAll(() => folder.remove());

describe.each(WORKS)('killed during %s', (name) => {
  test.each(Array.from({ length: KILLS }, (_, index) => SEED + index))('moment of seed %i', async (seed) => {
    const random = new Random(seed * 31 + WORKS.indexOf(name));
    const { project, before, after, milliseconds } = stages.get(name)!;
    const path = copied(project, `killed-${name}-${seed}`);
    const output = folder.at(`killed-${name}-${seed}.xlsx`);
    const { wasKilled } = await inProcess(name, path, output, random.next() * milliseconds);
    // No file, or a whole one.
    const written = sheetsOf(output);
    const found = state(path);
    expect([before, after], wasKilled ? 'killed' : 'it had ended').toContain(found);
    expect(integrityOf(path)).toBe('ok');
    expect(logBreakOf(path)).toBeNull();
    // What counts as a backup is whole, whatever happened.
    for (const backup of listBackups(path)) expect(integrityOf(folder.at(backup.name))).toBe('ok');
    // The work can be done, where it is not done yet; taking an import back twice would take two back, and a decision is one each time.
    const isOnce = name === 'remove' || name === 'decide' || name === 'migrate' || name === 'restore';
    if (found === before || !isOnce) await work(name, path, files, output, () => {});
    const sheets = sheetsOf(output);
    expect([state(path), sheets !== null]).toEqual([after, name === 'report']);
    expect([null, sheets]).toContain(written);
  });
});
