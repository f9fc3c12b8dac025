import type { Sentence } from '../../base/text.ts';
import { isBackupDue } from '../../store/backups.ts';
import type { Store } from '../../store/store.ts';
import { today } from '../today.ts';
import { verdictOf } from './decisionWork.ts';

/** At an ISO time; `isWished` makes one in any case, else the day's is made where it is due. */
export interface BackupWish {
  readonly now: string;
  readonly isWished: boolean;
}

/** Makes a backup beside the project and answers its name; `null` where none is due. Throws `disk-full`, `out-unwritable`, `project-damaged`. */
export function backUp(store: Store, { now, isWished }: BackupWish): string | null {
  if (isWished) return store.backUp({ now });
  const day = today(now);
  return store.isReadOnly || !store.isWorthABackup || !isBackupDue(store.path, day, Date.parse(now)) ? null : store.backUp({ day });
}

/** What is wrong with a project: with its file in SQLite's words, and with its log of decisions. */
export interface Soundness {
  readonly faults: readonly string[];
  readonly entries: number;
  readonly hash: string;
  readonly broken: Sentence | null;
}

/** Reads the whole file and goes through the whole log. */
export function soundnessOf(store: Store): Soundness {
  const faults = store.faults();
  // Of a damaged file nobody can say what its log says.
  if (faults.length > 0) return { faults, entries: 0, hash: '', broken: null };
  return { faults, ...verdictOf(store.verifyLog()) };
}
