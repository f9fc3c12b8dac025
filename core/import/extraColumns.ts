import { cleanText, isAbsent, textOf } from './cellText.ts';
import type { Column } from './mapHeaders.ts';
import type { Cell } from './table.ts';

/**
 * Gathers the cells of unknown columns and tags as a JSON object, in the order of their headers, so that two exports
 * with the same columns in another order say the same. `null` where no column is unknown.
 */
export function extraColumns(columns: readonly Column[]): ((cells: readonly Cell[]) => string | null) | null {
  const kept = columns
    .filter((column) => column.use.as === 'unknown' || column.use.as === 'tag')
    .map((column) => ({ at: column.at, name: JSON.stringify(column.header), header: column.header }))
    .sort((a, b) => (a.header < b.header ? -1 : 1));
  if (kept.length === 0) return null;
  return (cells) => {
    let json = '';
    for (const { at, name } of kept) {
      const cell = cells[at];
      if (cell === undefined || cell === '' || cell === '-') continue;
      const text = cleanText(textOf(cell));
      if (isAbsent(text)) continue;
      json += `${json === '' ? '{' : ','}${name}:${JSON.stringify(text)}`;
    }
    return json === '' ? null : `${json}}`;
  };
}
