import { RowHasher } from './rowHash.ts';
import type { Connection, Statement } from './sqlite.ts';

/** A text of the dictionary: its number, and two words that stand for it in the hash of a row. */
export interface TextEntry {
  readonly id: number;
  readonly a: number;
  readonly b: number;
}

/** Texts held in memory; beyond that a text is looked up in the table again. */
const MAX_HELD = 400_000;

/**
 * Repeating texts are stored once, in `text`. This is the writer's view of it: from a text to its number, which it
 * creates where there is none.
 */
export class Dictionary {
  private readonly held = new Map<string, TextEntry>();
  /** Whether every text of the table is held, so that a text that is not is new. */
  private holdsAll = true;
  private nextId: number;
  private readonly insert: Statement;
  private readonly find: Statement;
  private readonly hasher: RowHasher;

  /** `key` is the project's hash key. */
  constructor(db: Connection, key: string) {
    this.hasher = new RowHasher(key);
    this.insert = db.prepare('INSERT INTO text (id, value) VALUES (?, ?)');
    this.find = db.prepare('SELECT id FROM text WHERE value = ?').pluck();
    this.nextId = (db.prepare('SELECT coalesce(max(id), 0) FROM text').pluck().get() as number) + 1;
    if (this.nextId > MAX_HELD) {
      this.holdsAll = false;
      return;
    }
    for (const [id, value] of db.prepare('SELECT id, value FROM text').raw().iterate() as Iterable<[number, string]>) this.hold(value, id);
  }

  entry(text: string): TextEntry {
    return this.held.get(text) ?? this.take(text);
  }

  private take(text: string): TextEntry {
    // Half of a surrogate pair has no UTF-8 form: SQLite would be given another text than the one held here.
    if (!text.isWellFormed()) return this.entry(text.toWellFormed());
    let id = this.holdsAll ? undefined : (this.find.get(text) as number | undefined);
    if (id === undefined) {
      id = this.nextId;
      this.nextId += 1;
      this.insert.run(id, text);
    }
    if (this.held.size >= MAX_HELD) {
      this.held.clear();
      this.holdsAll = false;
    }
    return this.hold(text, id);
  }

  private hold(text: string, id: number): TextEntry {
    const { hasher } = this;
    hasher.ofText(text);
    const entry = { id, a: hasher.hashA | 0, b: hasher.hashB | 0 };
    this.held.set(text, entry);
    return entry;
  }
}
