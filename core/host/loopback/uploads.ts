import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Ref } from '../../contract/shapes.ts';
import { writeError } from '../../store/aside.ts';
import { safeName, type Refs } from '../refs.ts';

/** Files that a browser sends land in a folder of this launch, which goes away with it. */
export class Uploads {
  private readonly folder: string;
  private readonly refs: Refs;

  constructor(profileFolder: string, refs: Refs) {
    this.folder = join(profileFolder, `uploads-${process.pid}`);
    this.refs = refs;
  }

  /** Throws `disk-full` and `out-unwritable`. `modified` is when the user's file was last changed, in milliseconds since 1970; an overview's snapshot is assumed from it. */
  async take(name: string, request: IncomingMessage, modified: number): Promise<Ref> {
    const folder = join(this.folder, randomBytes(6).toString('hex'));
    const path = join(folder, safeName(name));
    try {
      mkdirSync(folder, { recursive: true });
      await written(request, `${path}.part`);
      renameSync(`${path}.part`, path);
      if (Number.isSafeInteger(modified) && modified > 0) utimesSync(path, new Date(modified), new Date(modified));
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      // A browser hears the answer only once it was allowed to send everything.
      request.resume();
      throw writeError(error, safeName(name));
    }
    return this.refs.addPaths([path])[0]!;
  }

  clear(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A pipe would tear down the request, and with it the answer, when the disk is full. */
async function written(request: IncomingMessage, path: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) await file.writeFile(chunk);
  } finally {
    await file.close();
  }
}
