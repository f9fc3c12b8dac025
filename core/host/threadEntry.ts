import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { invariant } from '../base/errors.ts';

/** Where a thread's program lies: beside the built program, or in the sources. */
export function threadEntry(built: string, source: string): URL {
  const here = import.meta.dirname;
  const found = [join(here, built), join(here, '..', built), join(here, 'worker', source)].find((path) => existsSync(path));
  invariant(found !== undefined, `the program of the thread ${built}`);
  return pathToFileURL(found);
}
