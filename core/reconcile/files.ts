import type { Text } from '../base/text.ts';
import { CATALOGUES } from '../fields/index.ts';
import type { FileFact } from '../fields/facts.ts';
import type { RecordKind } from '../fields/field.ts';
import type { Evidence } from './finding.ts';

/** Words and evidence for checks whose subject is a file or a column. */

/** The header of a field in both languages; a key that the catalogue lacks names itself. */
export function labelOf(kind: RecordKind, field: string): Text {
  return CATALOGUES[kind].fields.find((candidate) => candidate.key === field)?.text ?? { zh: field, en: field };
}

/** Several headers as one list for each language. */
export function labelsOf(kind: RecordKind, fields: readonly string[]): Text {
  const labels = fields.map((field) => labelOf(kind, field));
  return { zh: labels.map((label) => label.zh).join('、'), en: labels.map((label) => label.en).join(', ') };
}

/** `file name`, or `file name › sheet`. */
export function fileTitle(file: FileFact): string {
  return file.sheet === null ? file.name : `${file.name} › ${file.sheet}`;
}

/** The file as a whole stands as its first line. */
export function fileEvidence(file: FileFact, line = 1): Evidence {
  return { kind: file.kind, file: file.id, line, row: null };
}
