import { Decimal } from '../base/decimal.ts';
import { invariant } from '../base/errors.ts';
import type { Provenance, RecordKind } from '../fields/field.ts';
import { ROW_COLUMNS, WIDE_MARK, storedFields, type Storage, type StoredField } from './columns.ts';
import type { Connection } from './sqlite.ts';

/** One row as SQLite gives it: the columns of `columnNames`, in their order. */
export type RawRow = readonly (number | string | null)[];

/** Builds the object of a row. */
export type RowDecoder<Row> = (raw: RawRow) => Row;

/** Texts by their number, read from the dictionary when they are first asked for. */
export class Texts {
  private readonly held: string[] = [];
  private readonly db: Connection;

  constructor(db: Connection) {
    this.db = db;
  }

  of(id: number): string {
    const text = this.held[id];
    if (text !== undefined) return text;
    this.load();
    const now = this.held[id];
    invariant(now !== undefined, `text ${id} in the dictionary`);
    return now;
  }

  /** Numbers of the texts that satisfy `test`. */
  idsOf(test: (text: string) => boolean): Set<number> {
    this.load();
    const ids = new Set<number>();
    this.held.forEach((text, id) => {
      if (test(text)) ids.add(id);
    });
    return ids;
  }

  private load(): void {
    const from = this.held.length;
    const rows = this.db.prepare('SELECT id, value FROM text WHERE id >= ? ORDER BY id').raw().iterate(from) as Iterable<[number, string]>;
    for (const [id, value] of rows) this.held[id] = value;
  }
}

/** The value of a decimal's two columns. */
export function decimalOf(whole: number | string | null, nano: number | null): Decimal | null {
  if (whole === null) return null;
  if (typeof whole === 'number') return Decimal.ofParts(whole, nano!);
  return Decimal.of(whole.slice(WIDE_MARK.length));
}

/**
 * The source of the properties of a row, one for each field of the catalogue in its order, so that all rows have one shape: `valueOf` is
 * asked for the source of the values that stand at `places`, all others are absent.
 */
export function fieldProperties(kind: RecordKind, places: ReadonlyMap<string, number>, valueOf: (place: number, storage: Storage) => string): string {
  return storedFields(kind).map(({ key, storage }) => {
    invariant(/^[a-z][A-Za-z]*$/.test(key), 'field keys are plain names');
    const place = places.get(key);
    return `${key}: ${place === undefined ? 'null' : valueOf(place, storage)}`;
  }).join(', ');
}

/**
 * The decoder of a kind for rows that carry the columns of `used`; all other fields are absent. It is compiled from the
 * catalogue into one object literal with every field in its place, so that all rows have one shape: filling an object
 * field by field takes five times as long.
 */
export function rowDecoder<Row extends Provenance>(kind: RecordKind, used: readonly StoredField[], texts: Texts): RowDecoder<Row> {
  const places = new Map<string, number>();
  let next: number = ROW_COLUMNS.length;
  for (const { key, columns } of used) {
    places.set(key, next);
    next += columns.length;
  }
  const properties = fieldProperties(kind, places, (at, storage) => {
    if (storage === 'ref') return `raw[${at}] === null ? null : textOf(raw[${at}])`;
    if (storage === 'decimal') return `raw[${at}] === null ? null : decimalOf(raw[${at}], raw[${at + 1}])`;
    return `raw[${at}]`;
  });
  const source = `return (raw) => ({ row: raw[0], file: raw[1], line: raw[2], copy: raw[3], ${properties} });`;
  // The source is made of the catalogue's own keys and of numbers; no word of a file or a user is in it.
  // oxlint-disable-next-line typescript/no-implied-eval
  const compile = new Function('textOf', 'decimalOf', source) as (textOf: (id: number) => string, decimal: typeof decimalOf) => RowDecoder<Row>;
  return compile((id) => texts.of(id), decimalOf);
}
