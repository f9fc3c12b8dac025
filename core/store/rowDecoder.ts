import { Decimal } from '../base/decimal.ts';
import { invariant } from '../base/errors.ts';
import type { FieldValue, Provenance, RecordKind } from '../fields/field.ts';
import { ROW_COLUMNS, WIDE_MARK, storedFields, type StoredField } from './columns.ts';
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
 * The decoder of a kind for rows that carry the columns of `used`; all other fields are absent. Every row has all its
 * keys in one order, so that the engine gives all rows one shape.
 */
export function rowDecoder<Row extends Provenance>(kind: RecordKind, used: readonly StoredField[], texts: Texts): RowDecoder<Row> {
  const template: Record<string, FieldValue> = { row: 0, file: 0, line: 0, copy: 0 };
  for (const { key } of storedFields(kind)) template[key] = null;
  let next: number = ROW_COLUMNS.length;
  const steps = used.map(({ key, storage, columns }) => {
    const at = next;
    next += columns.length;
    return { key, at, isText: storage === 'ref', isDecimal: storage === 'decimal' };
  });
  return (raw) => {
    const row: Record<string, FieldValue> = { ...template, row: raw[0]!, file: raw[1]!, line: raw[2]!, copy: raw[3]! };
    for (const { key, at, isText, isDecimal } of steps) {
      const value = raw[at]!;
      if (value === null) continue;
      row[key] = isText ? texts.of(value as number) : isDecimal ? decimalOf(value, raw[at + 1] as number | null) : value;
    }
    return row as unknown as Row;
  };
}
