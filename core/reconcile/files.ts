import type { FileFact } from '../fields/facts.ts';
import type { RecordKind } from '../fields/field.ts';
import type { Evidence } from './finding.ts';

/** Words and evidence for checks whose subject is a file or a column. */

/** Fields as a value of a sentence: each is spoken by its header in the language of the reader. */
export function headersOf(kind: RecordKind, fields: readonly string[]): string {
  return fields.map((field) => `@field.${kind}.${field}`).join(' ');
}

/** `file name`, or `file name › sheet`. */
export function fileTitle(file: FileFact): string {
  return file.sheet === null ? file.name : `${file.name} › ${file.sheet}`;
}

/** The file as a whole stands as its first line. */
export function fileEvidence(file: FileFact, line = 1): Evidence {
  return { kind: file.kind, file: file.id, line, row: null };
}
