import { randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../base/errors.ts';

/**
 * Writes a file aside and renames it when it is whole, so that an interrupted write leaves nothing under the final
 * name. One chunk is written while the next one is made; none is used longer than that. `onPiece` is asked before each is
 * written. Throws `disk-full` or `out-unwritable`; errors of `chunks` and of `onPiece` pass through.
 */
export async function saveFile(path: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, onPiece?: () => Promise<void>): Promise<void> {
  const file = basename(path);
  const aside = join(dirname(path), `.${file}.${randomBytes(6).toString('hex')}.part`);
  const handle = await attempt(file, () => open(aside, 'wx'));
  let isOpen = true;
  let writing = Promise.resolve();
  try {
    for await (const chunk of chunks) {
      await writing;
      if (onPiece !== undefined) await onPiece();
      writing = attempt(file, () => writeWhole(handle, chunk));
      // It is waited for in its turn; until then a failure is no unhandled one.
      writing.catch(() => {});
    }
    await writing;
    await attempt(file, () => handle.sync());
    isOpen = false;
    await attempt(file, () => handle.close());
    await attempt(file, () => rename(aside, path));
  } catch (error) {
    await Promise.allSettled([writing]);
    if (isOpen) await handle.close();
    await rm(aside, { force: true });
    throw error;
  }
}

async function writeWhole(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length;) done += (await handle.write(chunk, done, chunk.length - done)).bytesWritten;
}

async function attempt<T>(file: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const code = (error as { readonly code?: string }).code;
    throw new AppError(code === 'ENOSPC' ? 'disk-full' : 'out-unwritable', { file, reason: code ?? '' }, error);
  }
}
