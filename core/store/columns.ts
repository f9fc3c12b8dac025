import { CATALOGUES } from '../fields/index.ts';
import type { Field, RecordKind } from '../fields/field.ts';
import { storageOf, usedPlaces, type Storage } from '../fields/rowBatch.ts';

export type { Storage };

/**
 * How the fields of a record lie in its table. Nothing here is written by hand: the columns follow from the catalogue.
 *
 * `ref` its number in `text` · `text` itself · `decimal` the whole part in `<key>` and the billionths in `<key>_nano`; a
 * number that does not fit stands in `<key>` as `~` and its digits, and `<key>_nano` is NULL · `integer` itself.
 */
export interface StoredField {
  readonly key: string;
  readonly storage: Storage;
  /** Names of its columns, quoted. */
  readonly columns: readonly string[];
}

export const ROW_TABLES: Readonly<Record<RecordKind, string>> = { packages: 'package_row', deductions: 'deduction_row', bill: 'bill_row' };

/** Columns that every row has before those of its fields. */
export const ROW_COLUMNS = ['id', 'file', 'line', 'copy', 'hash_a', 'hash_b', 'extra'] as const;

/** Marks a decimal that is kept as text: the column would turn bare digits into a float. */
export const WIDE_MARK = '~';

export function storedField({ key, kind }: Field): StoredField {
  const storage = storageOf(kind);
  return { key, storage, columns: storage === 'decimal' ? [`"${key}"`, `"${key}_nano"`] : [`"${key}"`] };
}

export function storedFields(kind: RecordKind): readonly StoredField[] {
  return CATALOGUES[kind].fields.map(storedField);
}

/** The fields that can have a value in a file with columns for these keys. */
export function usedFields(kind: RecordKind, keys: Iterable<string>): readonly StoredField[] {
  const used = usedPlaces(kind, keys);
  return storedFields(kind).filter((_, place) => used[place]);
}

/** The columns of a row table that hold these fields, in the order in which rows are written and read. */
export function columnNames(fields: readonly StoredField[]): readonly string[] {
  return [...ROW_COLUMNS, ...fields.flatMap((field) => field.columns)];
}

/** The statement that creates a row table: what a migration has to bring about. */
export function rowTableSql(kind: RecordKind): string {
  const own = ['id INTEGER PRIMARY KEY', 'file INTEGER NOT NULL', 'line INTEGER NOT NULL', 'copy INTEGER NOT NULL', 'hash_a INTEGER NOT NULL', 'hash_b INTEGER NOT NULL', 'extra INTEGER'];
  const fields = storedFields(kind).flatMap(({ storage, columns }) => columns.map((column) => `${column} ${storage === 'text' ? 'TEXT' : 'INTEGER'}`));
  return `CREATE TABLE ${ROW_TABLES[kind]} (\n${[...own, ...fields].map((line) => `  ${line}`).join(',\n')}\n)`;
}

/** Indexes of the row tables by name. A large import takes them away and builds them anew from the same text. */
export const ROW_INDEXES: Readonly<Record<RecordKind, Readonly<Record<string, string>>>> = {
  packages: {
    package_row_identity: 'CREATE UNIQUE INDEX package_row_identity ON package_row (hash_a, hash_b, copy)',
  },
  deductions: {
    deduction_row_identity: 'CREATE UNIQUE INDEX deduction_row_identity ON deduction_row (hash_a, hash_b, copy)',
    deduction_row_package: 'CREATE INDEX deduction_row_package ON deduction_row ("packageId", "deductedAt")',
  },
  bill: {
    bill_row_identity: 'CREATE UNIQUE INDEX bill_row_identity ON bill_row (hash_a, hash_b, copy)',
    bill_row_file: 'CREATE INDEX bill_row_file ON bill_row (file, line)',
  },
};
