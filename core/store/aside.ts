import { createHash, randomBytes } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../base/errors.ts';
import { isAlive, namesIn } from './tempFolder.ts';

/** Why a file could not be written, in a sentence that names it: `disk-full` or `out-unwritable`. */
export function writeError(error: unknown, file: string): AppError {
  if (error instanceof AppError) return error;
  const { code = '' } = error as { readonly code?: string };
  return new AppError(code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'out-unwritable', { file, reason: code }, error);
}

/** A file that nobody has written to for so long has no writer any more, whoever it was. */
const ABANDONED_MS = 7 * 24 * 3600 * 1000;

/** Stands for this machine, without saying its name: folders may be shared with others, whose processes nobody here can ask about. */
const HOST = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** Where a file is written before it is renamed to `path`: beside it, so that the renaming is one step, under a name that says whose it is. */
export function asidePath(path: string): string {
  return join(dirname(path), `.${basename(path)}.${HOST}-${process.pid}-${randomBytes(6).toString('hex')}.part`);
}

/**
 * Takes away what processes left aside in a folder that were killed before they could rename it: those of this machine that are no
 * more, and of anybody what was not touched for a week. `now` in milliseconds since 1970.
 */
export function sweepAside(folder: string, now = Date.now()): void {
  for (const name of namesIn(folder)) {
    const found = /^\..+\.(?:([0-9a-f]{8})-(\d+)-)?[0-9a-f]{12}\.part$/.exec(name);
    if (found === null) continue;
    const [, host, pid] = found;
    const path = join(folder, name);
    try {
      const isOurs = host === HOST && pid !== undefined;
      if (isOurs ? !isAlive(Number(pid)) : now - statSync(path).mtimeMs > ABANDONED_MS) rmSync(path, { force: true });
    } catch {
      // Somebody else's, or on its way out already.
    }
  }
}
