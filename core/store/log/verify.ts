import { canonicalJson } from '../../base/canonicalJson.ts';
import { MIGRATIONS } from '../migrations/index.ts';
import { SEAL_PARTS, sealItems, sealPartHash, type SignBody } from '../signOffs.ts';
import type { Connection } from '../sqlite.ts';
import { GENESIS, hashOfEntry, type StoredEntry } from './chain.ts';
import { Log } from './log.ts';
import { decisionOf, rulesOf } from './projection.ts';

/** How a log may be broken; each has a sentence under `log.broken.<cause>`. */
export const LOG_CAUSES = ['missing', 'before', 'content', 'end', 'seal', 'decision', 'rule', 'undone', 'guard', 'forgotten'] as const;
export type LogCause = (typeof LOG_CAUSES)[number];

export interface LogBreak {
  readonly cause: LogCause;
  /** The first entry that is not as it was written; for `missing` the one that should be there. */
  readonly entry: number;
  /** When that entry says that it was written; `-` where it is not there. */
  readonly at: string;
  /** The finding that it is about, or what else is wrong. */
  readonly what: string;
}

export interface LogVerdict {
  readonly entries: number;
  readonly hash: string;
  readonly broken: LogBreak | null;
}

/**
 * Goes through the whole log: every entry against its hash and the one before, the end against the head, seals against what they
 * stand for, and then what the project takes for decided against what the log says. Tells the first thing that is wrong.
 * `noted` is a hash that somebody noted earlier, from a report or a sign-off: a log that was cut off or made anew has no such entry.
 */
export function verifyLog(db: Connection, noted: string = GENESIS): LogVerdict {
  const log = new Log(db);
  const head = log.head();
  const entries: StoredEntry[] = [];
  const verdict = (broken: LogBreak | null): LogVerdict => ({ ...head, broken });
  let before = GENESIS;
  for (const entry of log.entries()) {
    const wanted = entries.length + 1;
    if (entry.id !== wanted) return verdict({ cause: 'missing', entry: wanted, at: '-', what: String(entry.id) });
    if (entry.before !== before) return verdict(breakOf('before', entry));
    if (entry.hash !== hashOfEntry(entry)) return verdict(breakOf('content', entry));
    before = entry.hash;
    entries.push(entry);
  }
  if (head.entries !== entries.length || head.hash !== before) return verdict({ cause: 'end', entry: Math.min(head.entries, entries.length + 1), at: '-', what: String(head.entries) });
  const isKnown = noted === GENESIS || entries.some(({ hash }) => hash === noted);
  const forgotten: LogBreak | null = isKnown ? null : { cause: 'forgotten', entry: head.entries, at: '-', what: noted };
  return verdict(sealBreak(db, entries) ?? derivedBreak(db, entries) ?? guardBreak(db, head.entries) ?? forgotten);
}

function breakOf(cause: LogCause, { id, at, kind, key }: StoredEntry): LogBreak {
  return { cause, entry: id, at, what: key ?? kind };
}

function sealBreak(db: Connection, entries: readonly StoredEntry[]): LogBreak | null {
  const signed = entries.filter(({ kind }) => kind === 'sign');
  for (const entry of signed) {
    const { hashes } = JSON.parse(entry.body) as SignBody;
    if (SEAL_PARTS.some((part) => sealPartHash(sealItems(db, entry.id, part)) !== hashes[part])) return breakOf('seal', entry);
  }
  const known = new Set(signed.map(({ id }) => id));
  const others = db.prepare('SELECT DISTINCT entry FROM seal_item ORDER BY entry').pluck().all() as number[];
  const foreign = others.find((id) => !known.has(id));
  return foreign === undefined ? null : { cause: 'seal', entry: foreign, at: '-', what: '-' };
}

/** The tables that follow from the log hold exactly what follows from it. */
function derivedBreak(db: Connection, entries: readonly StoredEntry[]): LogBreak | null {
  const undone = new Set<number>();
  for (const { kind, body } of entries) {
    if (kind === 'undo') undone.add((JSON.parse(body) as { readonly act: number }).act);
    if (kind === 'redo') undone.delete((JSON.parse(body) as { readonly act: number }).act);
  }
  const last = entries.at(-1);
  const where = { entry: last?.id ?? 0, at: last?.at ?? '-' };
  if (canonicalJson([...undone].sort((a, b) => a - b)) !== canonicalJson(db.prepare('SELECT act FROM undone ORDER BY act').pluck().all() as number[])) return { cause: 'undone', ...where, what: '-' };
  const stored = new Map((db.prepare(`SELECT key, json_array(check_id, entry, state, code, reason, note, until, has_expired, seen, rule, at, who) AS text FROM decision`).all() as { readonly key: string; readonly text: string }[]).map(({ key, text }) => [key, text]));
  for (const [key, own] of Map.groupBy(entries.filter((entry) => entry.key !== null), (entry) => entry.key!)) {
    const one = decisionOf(key, own, undone);
    const wanted = one === null ? undefined : JSON.stringify([one.check, one.entry, one.state, one.code, one.reason, one.note, one.until, one.hasExpired ? 1 : 0, one.seen, one.rule, one.at, one.who]);
    const text = stored.get(key);
    if ((text === undefined ? undefined : JSON.stringify(JSON.parse(text))) !== wanted) return { cause: 'decision', entry: one?.entry ?? own.at(-1)!.id, at: one?.at ?? own.at(-1)!.at, what: key };
    stored.delete(key);
  }
  for (const [key] of stored) return { cause: 'decision', ...where, what: key };
  const rules = JSON.stringify(rulesOf(entries, undone).map(({ id, scope, check, product, packageId, reason, until, at, who }) => [id, scope, check, product, packageId, reason, until, at, who]));
  const kept = JSON.stringify(db.prepare('SELECT id, scope, check_id, product, package_id, reason, until, at, who FROM rule ORDER BY id').raw().all());
  return rules === kept ? null : { cause: 'rule', ...where, what: '-' };
}

/** The triggers that keep the log are those that the program made. */
function guardBreak(db: Connection, entries: number): LogBreak | null {
  const wanted = MIGRATIONS.flatMap(({ statements }) => statements).filter((sql) => sql.startsWith('CREATE TRIGGER'));
  const kept = new Set(db.prepare("SELECT sql FROM sqlite_master WHERE type = 'trigger'").pluck().all() as string[]);
  const gone = wanted.find((sql) => !kept.has(sql));
  return gone === undefined ? null : { cause: 'guard', entry: entries, at: '-', what: /^CREATE TRIGGER (\w+)/.exec(gone)?.[1] ?? '-' };
}
