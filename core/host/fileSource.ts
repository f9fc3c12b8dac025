import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '../base/errors.ts';
import type { ByteSource } from '../import/table.ts';

/** A file that stays open until it is closed. */
export interface FileSource extends ByteSource {
  /** The number under which the whole process, every thread of it, has the file open. */
  readonly descriptor: number;
  close(): void;
}

/** Throws `file-missing` and `file-unreadable`, also where it is a folder or a device. */
export function openFileSource(path: string, name = basename(path)): FileSource {
  const file = attempt(name, () => openSync(path, 'r'));
  let size: number;
  try {
    const stat = attempt(name, () => fstatSync(file));
    if (!stat.isFile()) throw new AppError('file-unreadable', { file: name, reason: stat.isDirectory() ? 'EISDIR' : 'ENOTSUP' });
    size = stat.size;
  } catch (error) {
    closeSync(file);
    throw error;
  }
  let isOpen = true;
  return {
    name,
    size,
    descriptor: file,
    read(offset, length) {
      // The number of a closed file may belong to another one by now.
      if (!isOpen) throw new AppError('file-unreadable', { file: name, reason: 'EBADF' });
      return attempt(name, () => readAt(file, offset, length));
    },
    close() {
      if (isOpen) closeSync(file);
      isOpen = false;
    },
  };
}

/** What another thread needs of a file that this one has opened and keeps open. */
export type OpenedFile = Pick<FileSource, 'descriptor' | 'name' | 'size'>;

export function openedSource({ descriptor, name, size }: OpenedFile): ByteSource {
  return { name, size, read: (offset, length) => attempt(name, () => readAt(descriptor, offset, length)) };
}

/** Whether other threads can read the source too. */
export function isFileSource(source: ByteSource): source is FileSource {
  return 'descriptor' in source;
}

/** Fewer bytes than asked for only at the end of the file. */
function readAt(file: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(file, bytes, filled, length - filled, offset + filled);
    if (count === 0) break;
    filled += count;
  }
  return filled === length ? bytes : bytes.subarray(0, filled);
}

function attempt<T>(name: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const reason = (error as { readonly code?: string }).code ?? 'EIO';
    throw new AppError(reason === 'ENOENT' ? 'file-missing' : 'file-unreadable', { file: name, reason }, error);
  }
}
