import type { FindingState } from '../fields/views.ts';
import { guarded, type Connection } from './sqlite.ts';

/** What the user decided about a finding. */
export interface Decision {
  readonly key: string;
  readonly state: FindingState;
  readonly reason: string | null;
  readonly note: string | null;
  /** The numbers of the finding at that time. */
  readonly seen: string;
  readonly at: string;
}

export interface LogEntry {
  readonly at: string;
  readonly who: string | null;
  readonly state: FindingState;
  readonly reason: string | null;
  readonly note: string | null;
}

/** Decisions are the user's: no import and no run touches them. Each one is also written into a log that only grows. */
export class Decisions {
  private readonly db: Connection;
  private readonly name: string;

  constructor(db: Connection, name: string) {
    this.db = db;
    this.name = name;
  }

  /** Answers how many findings there are under the keys. */
  decide(keys: readonly string[], { state, reason, note, at, who }: LogEntry): number {
    return guarded(this.name, () => this.db.transaction(() => {
      const find = this.db.prepare('SELECT check_id AS "check", body FROM run_finding WHERE run = (SELECT max(id) FROM run) AND key = ?');
      const put = this.db.prepare(`INSERT INTO decision (key, check_id, state, reason, note, seen, at) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (key) DO UPDATE SET state = excluded.state, reason = excluded.reason, note = excluded.note, seen = excluded.seen, at = excluded.at`);
      const log = this.db.prepare('INSERT INTO decision_log (key, at, who, entry) VALUES (?, ?, ?, ?)');
      let changed = 0;
      for (const key of keys) {
        const found = find.get(key) as { readonly check: string; readonly body: string } | undefined;
        if (found === undefined) continue;
        const seen = numbersOf(found.body);
        put.run(key, found.check, state, reason, note, seen, at);
        log.run(key, at, who, JSON.stringify({ state, reason, note, seen }));
        changed += 1;
      }
      return changed;
    }).immediate());
  }

  of(key: string): Decision | null {
    return (this.db.prepare('SELECT key, state, reason, note, seen, at FROM decision WHERE key = ?').get(key) as Decision | undefined) ?? null;
  }

  history(key: string): LogEntry[] {
    const rows = this.db.prepare('SELECT at, who, entry FROM decision_log WHERE key = ? ORDER BY id').all(key) as { readonly at: string; readonly who: string | null; readonly entry: string }[];
    return rows.map(({ at, who, entry }) => {
      const { state, reason, note } = JSON.parse(entry) as Pick<LogEntry, 'state' | 'reason' | 'note'>;
      return { at, who, state, reason, note };
    });
  }
}

/** The numbers of a finding: when they change after a decision, it is open again. */
export function numbersOf(body: string): string {
  const { quantity, unit, money, currency, rowCount } = JSON.parse(body) as Readonly<Record<string, unknown>>;
  return JSON.stringify([quantity ?? null, unit ?? null, money ?? null, currency ?? null, rowCount ?? null]);
}
