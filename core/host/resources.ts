import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { invariant } from '../base/errors.ts';

/** The folder that holds resources/, both for the sources and for the built program. */
export function programFolder(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly name?: string }).name === 'packledger') return folder;
    invariant(dirname(folder) !== folder, 'the program knows its folder');
  }
}

export function resourcePath(...parts: readonly string[]): string {
  return join(programFolder(), 'resources', ...parts);
}
