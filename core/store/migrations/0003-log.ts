import { createHash } from 'node:crypto';
import type { Connection } from '../sqlite.ts';
import type { Migration } from './migration.ts';

/**
 * The log of decisions becomes a chain that only grows: each entry holds the hash of the one before, and triggers refuse
 * every change and every deletion. What stood in the old log is chained in its order. `decision` and `rule` are what follows
 * from the log, `finding_life` is when a finding was seen first and when it went, `seal_item` what a month was signed with.
 */
const STATEMENTS: readonly string[] = [
  `CREATE TABLE log (
  id INTEGER PRIMARY KEY,
  act INTEGER NOT NULL,
  at TEXT NOT NULL,
  who TEXT,
  kind TEXT NOT NULL,
  key TEXT,
  body TEXT NOT NULL,
  before TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT`,
  'CREATE INDEX log_key ON log (key) WHERE key IS NOT NULL',
  'CREATE INDEX log_act ON log (act)',
  'CREATE INDEX log_kind ON log (kind)',
  `CREATE TABLE log_head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  entries INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT`,
  "INSERT INTO log_head VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000')",
  `CREATE TRIGGER log_continues BEFORE INSERT ON log
WHEN NEW.id IS NOT (SELECT entries + 1 FROM log_head) OR NEW.before IS NOT (SELECT hash FROM log_head)
BEGIN SELECT RAISE(ABORT, 'the log goes on from its last entry'); END`,
  `CREATE TRIGGER log_leads AFTER INSERT ON log
BEGIN UPDATE log_head SET entries = NEW.id, hash = NEW.hash; END`,
  `CREATE TRIGGER log_never_changes BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'the log never changes'); END`,
  `CREATE TRIGGER log_never_shrinks BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'the log never shrinks'); END`,
  `CREATE TRIGGER log_head_follows BEFORE UPDATE ON log_head
WHEN NEW.one IS NOT 1 OR NEW.entries IS NOT OLD.entries + 1 OR NEW.hash IS NOT (SELECT hash FROM log WHERE id = NEW.entries)
BEGIN SELECT RAISE(ABORT, 'the head follows the log'); END`,
  `CREATE TRIGGER log_head_stays BEFORE DELETE ON log_head
BEGIN SELECT RAISE(ABORT, 'the log has a head'); END`,
  `CREATE TRIGGER log_head_is_one BEFORE INSERT ON log_head
BEGIN SELECT RAISE(ABORT, 'the log has one head'); END`,
  `CREATE TABLE undone (
  act INTEGER PRIMARY KEY
) STRICT`,
  'ALTER TABLE decision RENAME TO old_decision',
  `CREATE TABLE decision (
  key TEXT PRIMARY KEY,
  check_id TEXT NOT NULL,
  entry INTEGER NOT NULL,
  state TEXT NOT NULL,
  code TEXT,
  reason TEXT,
  note TEXT,
  until TEXT,
  has_expired INTEGER NOT NULL,
  seen TEXT NOT NULL,
  rule INTEGER,
  at TEXT NOT NULL,
  who TEXT,
  life TEXT NOT NULL
) STRICT`,
  `CREATE TABLE rule (
  id INTEGER PRIMARY KEY,
  scope TEXT NOT NULL,
  check_id TEXT,
  product TEXT,
  package_id TEXT,
  reason TEXT NOT NULL,
  until TEXT,
  at TEXT NOT NULL,
  who TEXT
) STRICT`,
  `CREATE TABLE finding_life (
  key TEXT PRIMARY KEY,
  check_id TEXT NOT NULL,
  first_seen TEXT NOT NULL,
  gone TEXT,
  last TEXT
) STRICT, WITHOUT ROWID`,
  'CREATE INDEX finding_life_gone ON finding_life (gone) WHERE gone IS NOT NULL',
  `CREATE TABLE seal_item (
  entry INTEGER NOT NULL,
  part TEXT NOT NULL,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (entry, part, position)
) STRICT, WITHOUT ROWID`,
  `CREATE TRIGGER seal_is_made_once BEFORE INSERT ON seal_item
WHEN NEW.entry IS NOT (SELECT entries FROM log_head) OR NOT EXISTS (SELECT 1 FROM log WHERE id = NEW.entry AND kind = 'sign')
  OR EXISTS (SELECT 1 FROM seal_item WHERE entry = NEW.entry AND part = NEW.part AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'a seal is made with its entry'); END`,
  `CREATE TRIGGER seal_never_changes BEFORE UPDATE ON seal_item
BEGIN SELECT RAISE(ABORT, 'a seal never changes'); END`,
  `CREATE TRIGGER seal_never_shrinks BEFORE DELETE ON seal_item
BEGIN SELECT RAISE(ABORT, 'a seal never shrinks'); END`,
];

interface OldEntry {
  readonly id: number;
  readonly key: string;
  readonly at: string;
  readonly who: string | null;
  readonly entry: string;
  readonly check: string | null;
}

/** Self-contained, as every step is: what the program does with its log may change later, this not. */
function move(db: Connection): void {
  const old = db.prepare(`SELECT l.id, l.key, l.at, l.who, l.entry, d.check_id AS "check" FROM decision_log AS l LEFT JOIN old_decision AS d ON d.key = l.key ORDER BY l.id`).all() as OldEntry[];
  const insert = db.prepare('INSERT INTO log (id, act, at, who, kind, key, body, before, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const decide = db.prepare(`INSERT INTO decision (key, check_id, entry, state, code, reason, note, until, has_expired, seen, rule, at, who, life)
    VALUES (?, ?, ?, ?, NULL, ?, ?, NULL, 0, ?, NULL, ?, ?, 'there') ON CONFLICT (key) DO UPDATE SET entry = excluded.entry, state = excluded.state, reason = excluded.reason,
    note = excluded.note, seen = excluded.seen, at = excluded.at, who = excluded.who`);
  let before = '0'.repeat(64);
  old.forEach(({ key, at, who, entry, check }, index) => {
    const id = index + 1;
    const { state, reason, note, seen } = JSON.parse(entry) as { readonly state: string; readonly reason: string | null; readonly note: string | null; readonly seen: string };
    const text = (value: string | null): string => JSON.stringify(value);
    const body = `{"check":${text(check ?? '')},"code":null,"note":${text(note)},"reason":${text(reason)},"rule":null,"seen":${text(seen)},"state":${text(state)},"until":null}`;
    const hash = createHash('sha256').update(`[${id},${id},${text(at)},${text(who)},"decision",${text(key)},${text(body)},${text(before)}]`).digest('hex');
    insert.run(id, id, at, who, 'decision', key, body, before, hash);
    decide.run(key, check ?? '', id, state, reason, note, seen, at, who);
    before = hash;
  });
  db.exec(`DROP TABLE old_decision; DROP TABLE decision_log;
    INSERT OR IGNORE INTO finding_life (key, check_id, first_seen, gone, last) SELECT f.key, f.check_id, min(run.at), NULL, NULL FROM run_finding AS f JOIN run ON run.id = f.run GROUP BY f.key;
    UPDATE finding_life SET gone = (SELECT at FROM run WHERE id = (SELECT max(id) FROM run)) WHERE key NOT IN (SELECT key FROM run_finding WHERE run = (SELECT max(id) FROM run))`);
}

export const log: Migration = { version: 3, name: 'log', statements: STATEMENTS, move };
