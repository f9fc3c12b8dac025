import { createHash } from 'node:crypto';
import { canonicalJson } from '../../base/canonicalJson.ts';

/** What an entry of the log tells. */
export const ENTRY_KINDS = ['decision', 'note', 'rule', 'revoke', 'undo', 'redo', 'expired', 'life', 'sign', 'policy', 'name', 'total', 'unit'] as const;
/** Kinds by which the user sets what the project goes by. */
export const SETTING_KINDS = ['policy', 'name', 'total', 'unit'] as const satisfies readonly EntryKind[];
export type SettingKind = (typeof SETTING_KINDS)[number];

export type EntryKind = (typeof ENTRY_KINDS)[number];

/** One entry of the log as it is stored. `body` is canonical JSON and is hashed as the text that it is. */
export interface StoredEntry {
  /** From 1, without a gap. */
  readonly id: number;
  /** Entries written in one go share it, and are undone in one go. */
  readonly act: number;
  /** ISO time. */
  readonly at: string;
  /** Who it was; `null` for what the program notes by itself, and in logs of older projects. */
  readonly who: string | null;
  readonly kind: string;
  /** Key of the finding that it is about. */
  readonly key: string | null;
  readonly body: string;
  /** Hash of the entry before. */
  readonly before: string;
  readonly hash: string;
}

/** What the first entry has before it. */
export const GENESIS = '0'.repeat(64);

/** The hash of an entry: over all that it says and the hash of the entry before, so that none can be changed, left out or put in. */
export function hashOfEntry({ id, act, at, who, kind, key, body, before }: Omit<StoredEntry, 'hash'>): string {
  return sha256(canonicalJson([id, act, at, who, kind, key, body, before]));
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
