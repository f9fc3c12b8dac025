import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { asidePath, sweepAside, writeError } from '../store/aside.ts';

/**
 * Writes a file aside and renames it when it is whole, so that an interrupted write leaves nothing under the final
 * name; what earlier ones left aside in the same folder goes. One chunk is written while the next one is made; none is used longer than that. `onPiece` is asked before each is
 * written. Throws `disk-full` or `out-unwritable`; errors of `chunks` and of `onPiece` pass through.
 */
export async function saveFile(path: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, onPiece?: () => Promise<void>): Promise<void> {
  const file = basename(path);
  sweepAside(dirname(path));
  const aside = asidePath(path);
  const handle = await attempt(file, () => open(aside, 'wx'));
  const disk = new Disk(handle);
  let isOpen = true;
  try {
    for await (const chunk of chunks) {
      await attempt(file, () => disk.ready());
      if (onPiece !== undefined) await onPiece();
      disk.write(chunk);
    }
    await attempt(file, () => disk.finish());
    isOpen = false;
    await attempt(file, () => handle.close());
    await attempt(file, () => rename(aside, path));
  } catch (error) {
    await disk.settled();
    if (isOpen) await handle.close();
    await rm(aside, { force: true });
    throw error;
  }
}

/** So much is written before it is sent to the disk, while more is made: all of it at the end took as long again as a tenth of an export. */
const SYNC_BYTES = 64 * 1024 * 1024;

/** A file that is written, and sent to the disk, beside the work that makes it. */
class Disk {
  private readonly handle: FileHandle;
  private writing = Promise.resolve();
  private syncing = Promise.resolve();
  private isSyncing = false;
  private unsynced = 0;

  constructor(handle: FileHandle) {
    this.handle = handle;
  }

  /** Begins to write; `ready` tells when it is done, or why not. */
  write(chunk: Uint8Array): void {
    this.writing = watched(writeWhole(this.handle, chunk));
    this.unsynced += chunk.length;
    if (this.unsynced < SYNC_BYTES || this.isSyncing) return;
    this.unsynced = 0;
    this.syncing = watched(this.syncing.then(() => this.sync()));
  }

  ready(): Promise<void> {
    return this.writing;
  }

  async finish(): Promise<void> {
    await this.writing;
    await this.syncing;
    await this.handle.sync();
  }

  /** Ends when nothing is underway any more, however it went. */
  async settled(): Promise<void> {
    await Promise.allSettled([this.writing, this.syncing]);
  }

  private async sync(): Promise<void> {
    this.isSyncing = true;
    await this.handle.datasync();
    this.isSyncing = false;
  }
}

/** It is waited for in its turn; until then a failure is no unhandled one. */
function watched(work: Promise<void>): Promise<void> {
  work.catch(() => {});
  return work;
}

async function writeWhole(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length;) done += (await handle.write(chunk, done, chunk.length - done)).bytesWritten;
}

async function attempt<T>(file: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw writeError(error, file);
  }
}
