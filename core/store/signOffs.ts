import { canonicalJson, type Canonical } from '../base/canonicalJson.ts';
import { AppError } from '../base/errors.ts';
import { SEAL_PARTS, type SealChangeKind, type SealPart, type SealState } from '../fields/signOff.ts';
import { sha256 } from './log/chain.ts';
import { Log, type Writing } from './log/log.ts';
import { transact, type Connection } from './sqlite.ts';

export { SEAL_PARTS };

/** One thing that a month is signed with: a file, a finding by its key, or the decision about it. */
export interface SealItem {
  readonly name: string;
  /** What must stay the same. */
  readonly value: string;
}

export type SealItems = Readonly<Record<SealPart, readonly SealItem[]>>;

/** What a sign-off says, as the log has it. */
export interface SignBody {
  readonly month: string;
  /** Who signs, as they wrote it. */
  readonly name: string;
  readonly remark: string | null;
  /** What was not as it should be, and signed all the same. */
  readonly waived: readonly string[];
  readonly run: { readonly at: string; readonly engine: string; readonly snapshot: string | null };
  readonly counts: Readonly<Record<SealPart | 'undecided', number>>;
  readonly hashes: Readonly<Record<SealPart, string>>;
}

/** A sign-off with its place in the log. */
export interface SignOff extends SignBody {
  readonly entry: number;
  readonly at: string;
  readonly who: string | null;
  /** Hash of its entry, which stands for all of it and for everything that was logged before. */
  readonly hash: string;
}

/** One way in which a month is no longer what was signed; at most a few are named. */
export interface SealChange {
  readonly kind: SealChangeKind;
  readonly count: number;
  readonly names: readonly string[];
}

/** So many changed things of a kind are named. */
const NAMED = 5;

export function sealPartHash(items: readonly SealItem[]): string {
  return sha256(canonicalJson(items.map(({ name, value }) => [name, value])));
}

export function hashesOf(items: SealItems): SignBody['hashes'] {
  return { input: sealPartHash(items.input), finding: sealPartHash(items.finding), decision: sealPartHash(items.decision) };
}

/** What a sign-off was made with. */
export function sealItems(db: Connection, entry: number, part: SealPart): SealItem[] {
  return db.prepare('SELECT name, value FROM seal_item WHERE entry = ? AND part = ? ORDER BY position').all(entry, part) as SealItem[];
}

/** Sign-offs of months: written into the log, never taken back; a month may be signed again. */
export class SignOffs {
  private readonly db: Connection;
  private readonly name: string;
  private readonly log: Log;

  constructor(db: Connection, name: string) {
    this.db = db;
    this.name = name;
    this.log = new Log(db);
  }

  /**
   * Signs a month with what it consists of. `holds` is asked inside the transaction whether that is still what the project
   * holds; throws `sign-changed` where it is not.
   */
  sign(body: Omit<SignBody, 'hashes'>, items: SealItems, writing: Writing, holds: (db: Connection) => boolean): number {
    return transact(this.db, this.name, () => {
      if (!holds(this.db)) throw new AppError('sign-changed', { month: body.month });
      const signed: SignBody = { ...body, hashes: hashesOf(items) };
      const [entry] = this.log.append(writing, [{ kind: 'sign', key: null, body: signed as unknown as { readonly [name: string]: Canonical } }]);
      const insert = this.db.prepare('INSERT INTO seal_item (entry, part, position, name, value) VALUES (?, ?, ?, ?, ?)');
      for (const part of SEAL_PARTS) items[part].forEach(({ name, value }, position) => insert.run(entry, part, position, name, value));
      return entry!;
    });
  }

  /** All sign-offs, the first one first. */
  all(): SignOff[] {
    return this.log.ofKind('sign').map(({ id, at, who, hash, body }) => ({ entry: id, at, who, hash, ...(JSON.parse(body) as SignBody) }));
  }

  /** The last sign-off of each month. */
  latest(): ReadonlyMap<string, SignOff> {
    return new Map(this.all().map((one) => [one.month, one]));
  }

  /** What is no longer as it was signed. */
  changes(entry: number, now: SealItems): SealChange[] {
    return sealChanges({ input: sealItems(this.db, entry, 'input'), finding: sealItems(this.db, entry, 'finding'), decision: sealItems(this.db, entry, 'decision') }, now);
  }
}

export function sealState(signed: SignOff | null, changes: readonly SealChange[]): SealState {
  return signed === null ? 'unsigned' : changes.length === 0 ? 'signed' : 'broken';
}

/** Files are the same by what they hold, findings and decisions by their key. A decision about a finding that itself changed is no second change. */
export function sealChanges(then: SealItems, now: SealItems): SealChange[] {
  const changes: SealChange[] = [];
  const tell = (kind: SealChangeKind, names: readonly string[]): void => {
    if (names.length > 0) changes.push({ kind, count: names.length, names: names.slice(0, NAMED) });
  };
  const had = new Set(then.input.map(({ value }) => value));
  const has = new Set(now.input.map(({ value }) => value));
  tell('inputAdded', now.input.filter(({ value }) => !had.has(value)).map(({ name }) => name));
  tell('inputRemoved', then.input.filter(({ value }) => !has.has(value)).map(({ name }) => name));
  const before = byName(then.finding);
  const after = byName(now.finding);
  tell('findingAdded', [...after.keys()].filter((key) => !before.has(key)));
  tell('findingGone', [...before.keys()].filter((key) => !after.has(key)));
  tell('findingChanged', [...after.keys()].filter((key) => before.has(key) && before.get(key) !== after.get(key)));
  const decided = byName(then.decision);
  const decides = byName(now.decision);
  tell('decisionChanged', [...after.keys()].filter((key) => before.get(key) === after.get(key) && decided.get(key) !== decides.get(key)));
  return changes;
}

function byName(items: readonly SealItem[]): ReadonlyMap<string, string> {
  return new Map(items.map(({ name, value }) => [name, value]));
}
