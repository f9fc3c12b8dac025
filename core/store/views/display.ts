import { formatCivil, formatMonth } from '../../base/time.ts';
import type { FileFact } from '../../fields/facts.ts';
import { isDecimalKind, type RecordKind } from '../../fields/field.ts';
import { CATALOGUES } from '../../fields/index.ts';
import { EXTRA_PREFIX, FILE_COLUMN, LINE_COLUMN } from '../../fields/views.ts';
import { ROW_COLUMNS, type StoredField } from '../columns.ts';
import { decimalOf, type RawRow, type Texts } from '../rowDecoder.ts';

/** A row as it is shown: texts by column, absent values left out. */
export interface ShownRow {
  readonly id: number;
  readonly at: number;
  readonly values: Readonly<Record<string, string>>;
}

/** Puts stored rows into the words of a grid. */
export type Show = (raw: RawRow, at: number) => ShownRow;

export function fileTitle({ name, sheet }: { readonly name: string; readonly sheet: string | null }): string {
  return sheet === null ? name : `${name} › ${sheet}`;
}

/** How rows of a kind are shown that carry the columns of `used`, in the order of `columnNames`. */
export function rowShower(kind: RecordKind, used: readonly StoredField[], texts: Texts, files: ReadonlyMap<number, FileFact>): Show {
  const kinds = new Map(CATALOGUES[kind].fields.map((field) => [field.key, field.kind]));
  let next: number = ROW_COLUMNS.length;
  const steps = used.map(({ key, storage, columns }) => {
    const at = next;
    next += columns.length;
    const fieldKind = kinds.get(key)!;
    return { key, at, storage, isTime: fieldKind === 'time', isMonth: fieldKind === 'month', isDecimal: isDecimalKind(fieldKind) };
  });
  const extraAt = ROW_COLUMNS.indexOf('extra');
  return (raw, place) => {
    const file = files.get(raw[1] as number);
    const values: Record<string, string> = {};
    for (const { key, at, storage, isTime, isMonth, isDecimal } of steps) {
      const value = raw[at]!;
      if (value === null) continue;
      if (isDecimal) values[key] = decimalOf(value, raw[at + 1] as number | null)!.toFixed(file?.scales[key]?.most ?? 0);
      else if (storage === 'ref') values[key] = texts.of(value as number);
      else values[key] = isTime ? formatCivil(value as number) : isMonth ? formatMonth(value as number) : String(value);
    }
    const extra = raw[extraAt];
    if (typeof extra === 'number') addExtras(values, texts.of(extra));
    values[FILE_COLUMN] = file === undefined ? '?' : fileTitle(file);
    values[LINE_COLUMN] = String(raw[2]);
    return { id: raw[0] as number, at: place, values };
  };
}

function addExtras(values: Record<string, string>, json: string): void {
  for (const [header, cell] of Object.entries(JSON.parse(json) as Record<string, string>)) values[EXTRA_PREFIX + header] = cell;
}
