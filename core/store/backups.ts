import { closeSync, constants, copyFileSync, existsSync, fsyncSync, openSync, readSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../base/errors.ts';
import { KEPT_DAYS, type BackupKind } from '../fields/backups.ts';
import { namesIn } from './tempFolder.ts';
import { asidePath, sweepAside, writeError } from './aside.ts';
import { LATEST_VERSION } from './migrations/index.ts';
import { APPLICATION_ID, connect, guarded, translated, type Connection } from './sqlite.ts';

export interface Backup {
  /** File name; it lies beside its project. */
  readonly name: string;
  readonly kind: BackupKind;
  /** When it was written, in milliseconds since 1970. */
  readonly at: number;
  readonly bytes: number;
}

/** What a backup leaves free on its disk, besides its own size. */
const SPARE_BYTES = 64 * 1024 * 1024;

const TAGS: readonly (readonly [BackupKind, RegExp])[] = [
  ['day', /^\d{4}-\d{2}-\d{2}$/], ['migration', /^v\d+(-\d+)?$/], ['wish', /^\d{4}-\d{2}-\d{2}T\d{6}(-\d+)?$/], ['replaced', /^replaced-\d{4}-\d{2}-\d{2}T\d{6}(-\d+)?$/],
];

function prefixOf(path: string): string {
  return `${basename(path).replace(/\.packledger$/, '')}.packledger.backup-`;
}

/** The backups of a project, the last one first; none where its folder cannot be read. */
export function listBackups(path: string): Backup[] {
  const folder = dirname(path);
  const prefix = prefixOf(path);
  const found: Backup[] = [];
  for (const name of namesIn(folder)) {
    if (!name.startsWith(prefix)) continue;
    const kind = TAGS.find(([, pattern]) => pattern.test(name.slice(prefix.length)))?.[0];
    if (kind === undefined) continue;
    const stat = statSync(join(folder, name), { throwIfNoEntry: false });
    if (stat?.isFile() === true) found.push({ name, kind, at: stat.mtimeMs, bytes: stat.size });
  }
  return found.sort((a, b) => b.at - a.at || (a.name < b.name ? 1 : -1));
}

/**
 * Whether the day (`2025-08-31`) still lacks its backup: none was made on it, and the project has changed since the last one.
 * A backup from the future means that the clock was set back; then nobody knows, and one is made.
 */
export function isBackupDue(path: string, day: string, now: number): boolean {
  const backups = listBackups(path);
  if (backups.some(({ name }) => name === prefixOf(path) + day)) return false;
  const [last] = backups;
  return last === undefined || last.at > now || lastChange(path) > last.at;
}

function lastChange(path: string): number {
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  // A log without a byte says only that somebody has the project open.
  return Math.max(statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0, log === undefined || log.size === 0 ? 0 : log.mtimeMs);
}

/**
 * A complete copy of an open project under `target`, written aside and renamed when it is whole. The copy is made by reading every
 * table, so that a damaged project never becomes a backup. Throws `disk-full`, `out-unwritable` and `project-damaged`.
 */
export function copyWhole(db: Connection, target: string): void {
  const file = basename(target);
  sweepAside(dirname(target));
  needSpace(dirname(target), statSync(db.name, { throwIfNoEntry: false })?.size ?? 0, file);
  const aside = asidePath(target);
  try {
    // A project that is only looked at may be copied all the same.
    const kept = db.pragma('query_only', { simple: true });
    db.pragma('query_only = OFF');
    try {
      guarded(file, () => db.prepare('VACUUM INTO ?').run(aside));
    } finally {
      db.pragma(`query_only = ${String(kept)}`);
    }
    settle(aside, target, file);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}

/** Throws `disk-full` where a file of so many bytes would leave next to nothing. */
function needSpace(folder: string, bytes: number, file: string): void {
  let free: number;
  try {
    const { bavail, bsize } = statfsSync(folder);
    free = bavail * bsize;
  } catch {
    // A file system that does not say: the copying itself will.
    return;
  }
  if (free < bytes + SPARE_BYTES) throw new AppError('disk-full', { file });
}

/** To the disk, and only then under its name. */
function settle(aside: string, target: string, file: string): void {
  try {
    const handle = openSync(aside, 'r+');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(aside, target);
  } catch (error) {
    throw writeError(error, file);
  }
}

/** A name beside the project that is still free. */
function freeName(path: string, tag: string): string {
  const base = join(dirname(path), prefixOf(path) + tag);
  let target = base;
  for (let number = 2; existsSync(target); number += 1) target = `${base}-${number}`;
  return target;
}

/** `2025-08-31T143000` of an ISO time. */
function stampOf(now: string): string {
  return now.slice(0, 19).replaceAll(':', '');
}

/** Before a migration from `version`. Throws as `copyWhole`. */
export function backUpVersion(db: Connection, path: string, version: number): void {
  copyWhole(db, freeName(path, `v${version}`));
}

/** Because the user wishes it; `now` is an ISO time. Answers the backup's name. Throws as `copyWhole`. */
export function backUpWish(db: Connection, path: string, now: string): string {
  const target = freeName(path, stampOf(now));
  copyWhole(db, target);
  return basename(target);
}

/** The day's backup (`2025-08-31`); backups of days before the last `KEPT_DAYS` go once it is there. Answers its name. Throws as `copyWhole`. */
export function backUpDay(db: Connection, path: string, day: string): string {
  const target = join(dirname(path), prefixOf(path) + day);
  copyWhole(db, target);
  const days = listBackups(path).filter(({ kind }) => kind === 'day').map(({ name }) => name).sort().reverse();
  for (const name of days.slice(KEPT_DAYS)) rmSync(join(dirname(path), name), { force: true });
  return basename(target);
}

/**
 * Puts a backup in place of its project, which nobody may have open; what was there, damaged or not, becomes a backup of its own
 * first. The new file takes the place of the old one in one step. `now` is an ISO time. Answers the name of what was replaced.
 * Throws `backup-unknown`, `backup-damaged`, `project-newer`, `project-locked`, `disk-full` and `out-unwritable`, all with the project as it was.
 */
export function restoreBackup(path: string, name: string, now: string): string {
  const folder = dirname(path);
  if (!listBackups(path).some((backup) => backup.name === name)) throw new AppError('backup-unknown', { file: name });
  const file = basename(path);
  sweepAside(folder);
  needSpace(folder, statSync(join(folder, name)).size + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), file);
  const aside = asidePath(path);
  const replaced = freeName(path, `replaced-${stampOf(now)}`);
  try {
    copyBytes(join(folder, name), aside, file);
    mustBeSound(aside, name);
    const isWhole = takeBackLog(path, file);
    if (existsSync(path)) {
      const keeping = asidePath(replaced);
      copyBytes(path, keeping, file);
      // A log that SQLite could not take in belongs to what is replaced, and would be taken for one of the new file.
      if (!isWhole && existsSync(`${path}-wal`)) copyBytes(`${path}-wal`, `${replaced}-wal`, file);
      settle(keeping, replaced, file);
    }
    for (const suffix of ['-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
    settle(aside, path, file);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
  return basename(replaced);
}

/** Copies a file that nobody writes to. Throws `disk-full` and `out-unwritable`, naming `file`. */
export function copyBytes(from: string, to: string, file: string): void {
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  } catch (error) {
    rmSync(to, { force: true });
    throw writeError(error, file);
  }
}

/** Throws where a backup is not one that this program could open. */
function mustBeSound(aside: string, name: string): void {
  let state: { readonly application: unknown; readonly version: number; readonly report: unknown };
  try {
    const db = connect(aside, { readonly: true });
    try {
      state = { application: db.pragma('application_id', { simple: true }), version: db.pragma('user_version', { simple: true }) as number, report: db.pragma('integrity_check(1)', { simple: true }) };
    } finally {
      db.close();
    }
  } catch (error) {
    throw new AppError('backup-damaged', { file: name }, error);
  } finally {
    for (const suffix of ['-wal', '-shm']) rmSync(aside + suffix, { force: true });
  }
  if (state.version > LATEST_VERSION) throw new AppError('project-newer', { file: name, version: state.version, supported: LATEST_VERSION });
  if (state.application !== APPLICATION_ID || state.report !== 'ok') throw new AppError('backup-damaged', { file: name });
}

/**
 * Brings everything that a project's log holds into its file and makes sure that nobody else has it open (`project-locked`). Answers
 * whether it could be done: not where the project is damaged, or no database at all.
 */
function takeBackLog(path: string, file: string): boolean {
  if (!existsSync(path)) return true;
  // SQLite would throw away the log of what it does not take for a database.
  if (!isProject(path)) return false;
  try {
    const db = connect(path);
    try {
      return db.pragma('journal_mode = DELETE', { simple: true }) === 'delete';
    } finally {
      db.close();
    }
  } catch (error) {
    const known = translated(error, file);
    if (known instanceof AppError && known.code === 'project-locked') throw known;
    return false;
  }
}

/** Whether a file begins as a project does. */
function isProject(path: string): boolean {
  const header = Buffer.alloc(72);
  const handle = openSync(path, 'r');
  try {
    readSync(handle, header, 0, header.length, 0);
  } finally {
    closeSync(handle);
  }
  return header.toString('latin1', 0, 16) === 'SQLite format 3\0' && header.readUInt32BE(68) === APPLICATION_ID;
}
