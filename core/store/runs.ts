import { followFindings } from './findingLife.ts';
import { transact, type Connection } from './sqlite.ts';

/** One run of the checks, as JSON texts that only its reader understands. */
export interface RunRecord {
  /** ISO time. */
  readonly at: string;
  readonly engine: string;
  readonly snapshot: string | null;
  /** Stands for everything that went in: equal inputs give an equal run. */
  readonly inputsHash: string;
  readonly checks: readonly { readonly id: string; readonly body: string }[];
  readonly findings: readonly { readonly key: string; readonly check: string; readonly severity: string; readonly body: string }[];
  /** What its maker wants to know of it when the next one is to be made; that of the last run is kept. */
  readonly memory?: string;
  /** More of that, which is read only where it is of use (`Runs.parts`). */
  readonly parts?: string;
}

const MEMORY = 'last-run';
const PARTS = 'last-run-parts';

/** Runs are derived from the facts and may be deleted at any time; the last few are kept to tell what changed. */
const KEPT_RUNS = 5;

export class Runs {
  private readonly db: Connection;
  private readonly name: string;

  constructor(db: Connection, name: string) {
    this.db = db;
    this.name = name;
  }

  /** Keeps a run and answers its number. */
  save(run: RunRecord): number {
    return transact(this.db, this.name, () => {
      const previous = this.db.prepare('SELECT max(id) FROM run').pluck().get() as number | null;
      const id = Number(this.db.prepare('INSERT INTO run (at, engine, snapshot, inputs_hash) VALUES (?, ?, ?, ?)')
        .run(run.at, run.engine, run.snapshot, run.inputsHash).lastInsertRowid);
      const check = this.db.prepare('INSERT INTO run_check (run, position, check_id, body) VALUES (?, ?, ?, ?)');
      run.checks.forEach(({ id: checkId, body }, position) => check.run(id, position, checkId, body));
      const finding = this.db.prepare('INSERT INTO run_finding (run, position, key, check_id, severity, body) VALUES (?, ?, ?, ?, ?, ?)');
      run.findings.forEach(({ key, check: checkId, severity, body }, position) => finding.run(id, position, key, checkId, severity, body));
      followFindings(this.db, id, previous, run.at);
      const keep = this.db.prepare('INSERT INTO project (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value');
      keep.run(MEMORY, run.memory ?? '');
      keep.run(PARTS, run.parts ?? '');
      this.db.prepare('DELETE FROM run WHERE id NOT IN (SELECT id FROM run ORDER BY id DESC LIMIT ?)').run(KEPT_RUNS);
      return id;
    });
  }

  /** The last run without its checks and findings. */
  latestHead(): Omit<RunRecord, 'checks' | 'findings'> | null {
    const run = this.db.prepare('SELECT at, engine, snapshot, inputs_hash AS inputsHash FROM run ORDER BY id DESC LIMIT 1').get() as Omit<RunRecord, 'checks' | 'findings'> | undefined;
    return run ?? null;
  }

  /** The last run, `null` where there is none. */
  latest(): RunRecord | null {
    const run = this.db.prepare('SELECT id, at, engine, snapshot, inputs_hash AS inputsHash FROM run ORDER BY id DESC LIMIT 1').get() as
      (Omit<RunRecord, 'checks' | 'findings'> & { readonly id: number }) | undefined;
    if (run === undefined) return null;
    const { id, ...head } = run;
    return {
      ...head,
      memory: (this.db.prepare('SELECT value FROM project WHERE name = ?').pluck().get(MEMORY) as string | undefined) ?? '',
      checks: this.db.prepare('SELECT check_id AS id, body FROM run_check WHERE run = ? ORDER BY position').all(id) as RunRecord['checks'],
      findings: this.db.prepare('SELECT key, check_id AS "check", severity, body FROM run_finding WHERE run = ? ORDER BY position').all(id) as RunRecord['findings'],
    };
  }

  /** What the last run left besides its memory; the empty text where that is nothing. */
  parts(): string {
    return (this.db.prepare('SELECT value FROM project WHERE name = ?').pluck().get(PARTS) as string | undefined) ?? '';
  }

  /** The body of a finding of the last run, `null` where no finding has that key. */
  findingByKey(key: string): string | null {
    const body = this.db.prepare('SELECT body FROM run_finding INDEXED BY run_finding_key WHERE run = (SELECT max(id) FROM run) AND key = ? ORDER BY position').pluck().get(key) as string | undefined;
    return body ?? null;
  }

  /** Forgets all runs; nothing is lost that cannot be computed again. */
  clear(): void {
    transact(this.db, this.name, () => this.db.prepare('DELETE FROM run').run());
  }
}
