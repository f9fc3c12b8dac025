import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { visible } from '../base/visible.ts';
import { AppError } from '../base/errors.ts';
import type { Ref } from '../contract/shapes.ts';
import { civilOf } from './clock.ts';
import { filesOf } from './sources.ts';
import type { WorkSource } from './worker/importWork.ts';

/**
 * Files that the user handed over. The page holds a name that means nothing elsewhere; what it stands for, a path or bytes,
 * stays here.
 */
export class Refs {
  private readonly held = new Map<string, WorkSource>();

  /** A folder means the exports in it. Throws `file-missing`. */
  addPaths(paths: readonly string[]): Ref[] {
    return paths.flatMap(filesOf).map((path) => {
      const stat = statSync(path);
      return this.add({ name: basename(path), path, bytes: null, modified: civilOf(stat.mtime) }, stat.size);
    });
  }

  addBytes(name: string, bytes: Uint8Array, now: Date): Ref {
    return this.add({ name: safeName(name), path: null, bytes, modified: civilOf(now) }, bytes.length);
  }

  /** Throws `ref-unknown`. */
  get(ref: string): WorkSource {
    const source = this.held.get(ref);
    if (source === undefined) throw new AppError('ref-unknown');
    return source;
  }

  private add(source: Omit<WorkSource, 'ref'>, size: number): Ref {
    const ref = randomBytes(12).toString('hex');
    this.held.set(ref, { ref, ...source });
    return { ref, name: source.name, size };
  }
}

/** The last part of whatever was given as a name, without what no file name may hold. */
export function safeName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  // eslint-disable-next-line no-control-regex
  const clean = visible(last).replace(/[\u0000-\u001F<>:"|?*]/g, '_').replace(/^\.+/, '').trim().slice(0, 200);
  return clean === '' ? 'file' : clean;
}
