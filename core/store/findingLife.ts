import { Log, type NewEntry } from './log/log.ts';
import { numbersOf } from './log/standing.ts';
import type { Connection } from './sqlite.ts';

/** A finding that the last run no longer has. */
export interface ClosedFinding {
  readonly key: string;
  readonly check: string;
  readonly firstSeen: string;
  /** Time of the run that no longer had it. */
  readonly gone: string;
  /** What it said last, as JSON; `null` where that was not kept. */
  readonly last: string | null;
}

interface Decided {
  readonly key: string;
  readonly seen: string;
  readonly life: string;
  readonly body: string | null;
}

/**
 * Follows findings from run to run: when each was seen first and when it went. What was decided about is told in the log when it
 * closes, changes or comes back. `run` is the new run, `previous` the one before. Belongs inside the transaction that keeps the run.
 */
export function followFindings(db: Connection, run: number, previous: number | null, at: string): void {
  db.prepare('INSERT OR IGNORE INTO finding_life (key, check_id, first_seen, gone, last) SELECT key, check_id, ?, NULL, NULL FROM run_finding WHERE run = ? ORDER BY position').run(at, run);
  db.prepare('UPDATE finding_life SET gone = NULL, last = NULL WHERE gone IS NOT NULL AND key IN (SELECT key FROM run_finding WHERE run = ?)').run(run);
  db.prepare(`UPDATE finding_life SET gone = ?, last = (SELECT json_remove(body, '$.why', '$.rows') FROM run_finding INDEXED BY run_finding_key WHERE run = ? AND key = finding_life.key ORDER BY position LIMIT 1)
    WHERE gone IS NULL AND key NOT IN (SELECT key FROM run_finding WHERE run = ?)`).run(at, previous, run);
  const decided = db.prepare(`SELECT d.key, d.seen, d.life, (SELECT f.body FROM run_finding AS f INDEXED BY run_finding_key WHERE f.run = ? AND f.key = d.key ORDER BY f.position LIMIT 1) AS body
    FROM decision AS d WHERE d.state <> 'open' ORDER BY d.key`).all(run) as Decided[];
  const setLife = db.prepare('UPDATE decision SET life = ? WHERE key = ?');
  const entries: NewEntry[] = [];
  for (const { key, seen, life, body } of decided) {
    const numbers = body === null ? null : numbersOf(body);
    const now = numbers === null ? 'gone' : numbers === seen ? 'there' : 'changed';
    if (now === life) continue;
    setLife.run(now, key);
    entries.push({ kind: 'life', key, body: { from: life, to: now, numbers } });
  }
  if (entries.length > 0) new Log(db).append({ at, who: null }, entries);
}

/** Findings that are gone, the last ones first, and how many there are in all. */
export function closedFindings(db: Connection, limit: number): { total: number; findings: ClosedFinding[] } {
  return {
    total: db.prepare('SELECT count(*) FROM finding_life WHERE gone IS NOT NULL').pluck().get() as number,
    findings: db.prepare('SELECT key, check_id AS "check", first_seen AS firstSeen, gone, last FROM finding_life WHERE gone IS NOT NULL ORDER BY gone DESC, key LIMIT ?').all(limit) as ClosedFinding[],
  };
}
