import { canonicalJson, type Canonical } from '../../base/canonicalJson.ts';
import type { Connection, Statement } from '../sqlite.ts';
import { hashOfEntry, type EntryKind, type StoredEntry } from './chain.ts';

/** Where the log stands: how many entries it has, and the hash that stands for all of them. */
export interface LogHead {
  readonly entries: number;
  readonly hash: string;
}

/** Who writes, and when; both go into every entry. */
export interface Writing {
  /** ISO time. */
  readonly at: string;
  readonly who: string | null;
}

/** Who writes what the program says by itself: nobody takes that back by undo. */
export const PROGRAM = 'PackLedger';

/** What is written; the rest of an entry follows from where the log stands. */
export interface NewEntry {
  readonly kind: EntryKind;
  readonly key: string | null;
  readonly body: { readonly [name: string]: Canonical };
}

const COLUMNS = 'id, act, at, who, kind, "key", body, before, hash';

/** The log of the project: entries are added at its end, and never again touched. Belongs inside a transaction of the caller where it writes. */
export class Log {
  private readonly db: Connection;
  private readonly prepared = new Map<string, Statement>();

  constructor(db: Connection) {
    this.db = db;
  }

  head(): LogHead {
    return this.sql('SELECT entries, hash FROM log_head').get() as LogHead;
  }

  /** Adds entries as one act and answers the numbers that they were given; an act has the number of its first entry. */
  append({ at, who }: Writing, entries: Iterable<NewEntry>, begun?: number): number[] {
    const insert = this.sql(`INSERT INTO log (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    const head = this.head();
    const first = head.entries + 1;
    const act = begun ?? first;
    let before = head.hash;
    const ids: number[] = [];
    for (const { kind, key, body } of entries) {
      const id = first + ids.length;
      const entry = { id, act, at, who, kind, key, body: canonicalJson(body), before };
      const hash = hashOfEntry(entry);
      insert.run(id, act, at, who, kind, key, entry.body, before, hash);
      before = hash;
      ids.push(id);
    }
    return ids;
  }

  /** All entries up to one, the first one first. */
  entries(upTo: number = Number.MAX_SAFE_INTEGER): IterableIterator<StoredEntry> {
    return this.db.prepare(`SELECT ${COLUMNS} FROM log WHERE id <= ? ORDER BY id`).iterate(upTo) as IterableIterator<StoredEntry>;
  }

  /** What was said about a finding, the first word first. */
  of(key: string): StoredEntry[] {
    return this.sql(`SELECT ${COLUMNS} FROM log WHERE "key" = ? ORDER BY id`).all(key) as StoredEntry[];
  }

  ofKind(...kinds: readonly EntryKind[]): StoredEntry[] {
    return this.sql(`SELECT ${COLUMNS} FROM log WHERE kind IN (SELECT atom FROM json_each(?)) ORDER BY id`).all(JSON.stringify(kinds)) as StoredEntry[];
  }

  ofAct(act: number): StoredEntry[] {
    return this.sql(`SELECT ${COLUMNS} FROM log WHERE act = ? ORDER BY id`).all(act) as StoredEntry[];
  }

  /** Acts that were taken back. */
  undone(): ReadonlySet<number> {
    return new Set(this.sql('SELECT act FROM undone').pluck().all() as number[]);
  }
  private sql(text: string): Statement {
    return preparedOnce(this.db, this.prepared, text);
  }
}

/** A statement that is prepared the first time only: preparing costs more than most of ours take. */
export function preparedOnce(db: Connection, prepared: Map<string, Statement>, text: string): Statement {
  let statement = prepared.get(text);
  if (statement === undefined) prepared.set(text, (statement = db.prepare(text)));
  return statement;
}
