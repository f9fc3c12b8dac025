import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdirSync, renameSync, rmSync, utimesSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Ref } from '../../contract/shapes.ts';
import { safeName, type Refs } from '../refs.ts';

/** Files that a browser sends land in a folder of this launch, which goes away with it. */
export class Uploads {
  private readonly folder: string;
  private readonly refs: Refs;

  constructor(profileFolder: string, refs: Refs) {
    this.folder = join(profileFolder, `uploads-${process.pid}`);
    this.refs = refs;
  }

  /** `modified` is when the user's file was last changed, in milliseconds since 1970; an overview's snapshot is assumed from it. */
  async take(name: string, request: IncomingMessage, modified: number): Promise<Ref> {
    const folder = join(this.folder, randomBytes(6).toString('hex'));
    mkdirSync(folder, { recursive: true });
    const path = join(folder, safeName(name));
    try {
      await pipeline(request, createWriteStream(`${path}.part`));
      renameSync(`${path}.part`, path);
      if (Number.isSafeInteger(modified) && modified > 0) utimesSync(path, new Date(modified), new Date(modified));
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
    return this.refs.addPaths([path])[0]!;
  }

  clear(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
