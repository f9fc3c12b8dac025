import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../base/errors.ts';

/**
 * Writes a file aside and renames it when it is whole, so that an interrupted write leaves nothing under the final
 * name. Throws `disk-full` or `out-unwritable`; errors of `chunks` pass through.
 */
export async function saveFile(path: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
  const file = basename(path);
  const aside = join(dirname(path), `.${file}.${randomBytes(6).toString('hex')}.part`);
  const handle = attempt(file, () => openSync(aside, 'wx'));
  let isOpen = true;
  try {
    for await (const chunk of chunks) attempt(file, () => writeWhole(handle, chunk));
    attempt(file, () => fsyncSync(handle));
    closeSync(handle);
    isOpen = false;
    attempt(file, () => renameSync(aside, path));
  } catch (error) {
    if (isOpen) closeSync(handle);
    rmSync(aside, { force: true });
    throw error;
  }
}

function writeWhole(handle: number, chunk: Uint8Array): void {
  for (let done = 0; done < chunk.length;) done += writeSync(handle, chunk, done);
}

function attempt<T>(file: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const code = (error as { readonly code?: string }).code;
    throw new AppError(code === 'ENOSPC' ? 'disk-full' : 'out-unwritable', { file, reason: code ?? '' }, error);
  }
}
