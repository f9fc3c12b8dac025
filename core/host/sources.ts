import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '../base/errors.ts';
import { compareText } from '../base/order.ts';
import { civilOf } from './clock.ts';
import { openFileSource, type FileSource } from './fileSource.ts';
import type { SourceFile } from './importFiles.ts';

/** Extensions under which exports are saved. A file named one by one is opened whatever its name. */
const EXPORT_NAME = /\.(csv|tsv|txt|xlsx|xlsm|xlsb|xls|ods|zip)$/i;

export interface OpenedFiles {
  readonly files: readonly SourceFile[];
  close(): void;
}

/**
 * Opens what the user named: a folder means the files in it, those whose name could be an
 * export's: hidden files, lock files of office programs and notes beside the exports are left out. The order is that
 * of the names, so that it does not matter in which order they were given. Throws `file-missing` and `file-unreadable`.
 */
export function openSources(paths: readonly string[]): OpenedFiles {
  const opened: { readonly file: SourceFile; readonly source: FileSource }[] = [];
  try {
    for (const path of [...new Set(paths.flatMap(filesOf))].sort((a, b) => compareText(basename(a), basename(b)) || compareText(a, b))) {
      const source = openFileSource(path);
      opened.push({ source, file: { name: source.name, source, modified: civilOf(statSync(path).mtime) } });
    }
  } catch (error) {
    for (const { source } of opened) source.close();
    throw error;
  }
  return {
    files: opened.map(({ file }) => file),
    close: () => {
      for (const { source } of opened) source.close();
    },
  };
}

/** A file itself, or the exports in a folder. Throws `file-missing`. */
export function filesOf(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new AppError('file-missing', { file: path });
  if (!stat.isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && !entry.name.startsWith('~$') && EXPORT_NAME.test(entry.name))
    .map((entry) => join(path, entry.name));
}
