import type { Provenance, RecordKind } from '../../fields/field.ts';
import { fieldProperties, type Texts } from '../rowDecoder.ts';
import type { Columns } from './columns.ts';

/** Builds the object of the row at a place of columns. */
export type RowBuilder<Row> = (at: number) => Row;

/**
 * The builder of rows of a kind out of `columns`, whose fields are those that can have a value; all others are absent. Compiled like
 * `rowDecoder`, with the columns as constants of the code: rows of one shape, and no look-up of a column for any value.
 */
export function rowBuilder<Row extends Provenance>(kind: RecordKind, columns: Columns, texts: Texts): RowBuilder<Row> {
  const places = new Map(columns.fields.map(({ key }, place) => [key, place]));
  const properties = fieldProperties(kind, places, (place, storage) => {
    if (storage === 'ref') return `c${place}.ids[at] === 0 ? null : texts.of(c${place}.ids[at])`;
    return storage === 'text' ? `c${place}.texts[at]` : `c${place}.at(at)`;
  });
  const constants = columns.byField.map((_, place) => `const c${place} = columns.byField[${place}];`).join(' ');
  const source = `${constants} return (at) => ({ row: columns.rows.values[at], file: columns.files.values[at], line: columns.lines.values[at], copy: columns.copies.values[at], ${properties} });`;
  // The source is made of the catalogue's own keys and of numbers; no word of a file or a user is in it.
  // oxlint-disable-next-line typescript/no-implied-eval
  const compile = new Function('columns', 'texts', source) as (columns: Columns, texts: Texts) => RowBuilder<Row>;
  return compile(columns, texts);
}
