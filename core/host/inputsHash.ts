import { createHash } from 'node:crypto';
import type { FileFact } from '../fields/facts.ts';

/** Stands for the files that went in, whatever the order of their imports, and by `mark` for what the project had set. */
export function hashOfInputs(files: readonly FileFact[], mark: string): string {
  const parts = files.map((file) => `${file.sha256}|${file.name}|${file.sheet ?? ''}|${file.snapshot ?? ''}`).sort();
  if (mark !== '') parts.push(mark);
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}
