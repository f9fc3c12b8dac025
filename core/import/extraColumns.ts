import { CellMemo } from './cellMemo.ts';
import { cleanText, isAbsent } from './cellText.ts';
import type { ByteRecords } from './byteRecords.ts';
import type { Column } from './mapHeaders.ts';

/** The cells of unknown columns and tags as a JSON object; `null` where all are empty. */
export type ExtraColumns = (records: ByteRecords, record: number) => string | null;

/**
 * Gathers the cells of unknown columns and tags, in the order of their headers, so that two exports with the same columns
 * in another order say the same. `null` where no column is unknown.
 */
export function extraColumns(columns: readonly Column[]): ExtraColumns | null {
  const kept = columns
    .filter((column) => column.use.as === 'unknown' || column.use.as === 'tag')
    .map((column) => ({ at: column.at, name: JSON.stringify(column.header), header: column.header, memo: new CellMemo<string>() }))
    .sort((a, b) => (a.header < b.header ? -1 : 1));
  if (kept.length === 0) return null;
  return (records, record) => {
    const first = records.first[record]!;
    const width = records.first[record + 1]! - first;
    let json = '';
    for (const { at, name, memo } of kept) {
      if (at >= width) continue;
      const from = records.from[first + at]!;
      const to = records.to[first + at]!;
      let value = from < 0 ? undefined : memo.find(records, from, to);
      if (value === undefined) {
        value = member(name, records.text(first + at));
        if (from >= 0) memo.keep(records, from, to, value);
      }
      if (value !== '') json += json === '' ? `{${value.slice(1)}` : value;
    }
    return json === '' ? null : `${json}}`;
  };
}

/** A member of the object with a comma before it; nothing for an absent cell. */
function member(name: string, cell: string): string {
  if (cell === '' || cell === '-') return '';
  const text = cleanText(cell);
  return isAbsent(text) ? '' : `,${name}:${JSON.stringify(text)}`;
}
