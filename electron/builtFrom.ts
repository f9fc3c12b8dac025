import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A digest of everything that decides what the checks answer: a run of another build is made anew, whatever its version says. */
export function builtFrom(root: string): string {
  const hash = createHash('sha256');
  for (const path of globSync(['core/**/*.ts', 'package-lock.json'], { cwd: root }).sort()) hash.update(`${path}\0`).update(readFileSync(join(root, path))).update('\0');
  return hash.digest('hex').slice(0, 16);
}
