import type { RejectReason } from './facts.ts';
import { CATALOGUES } from './index.ts';
import { isDecimalKind, type Field, type FieldKind, type RecordKind } from './field.ts';

/**
 * Rows on their way from a reader to the store: numbers in typed arrays, so that a batch of them goes from thread to
 * thread without being copied, and that no cell of a million rows becomes an object.
 */

/**
 * How the value of a field is kept. `ref` a text that repeats, as a number of a list of texts · `text` a text that hardly
 * repeats · `decimal` the whole part (rounded down) and the billionths · `integer` seconds of civil time, a month number or
 * a count.
 */
export type Storage = 'ref' | 'text' | 'decimal' | 'integer';

export function storageOf(kind: FieldKind): Storage {
  if (isDecimalKind(kind)) return 'decimal';
  if (kind === 'id') return 'text';
  return kind === 'name' || kind === 'unit' || kind === 'choice' ? 'ref' : 'integer';
}

/**
 * By its place in the catalogue, whether a field can have a value in a file with columns for these keys: those, and the
 * ones that take a glued unit. Reading and writing only them halves the work for a bill, of which no layout has all fields.
 */
export function usedPlaces(kind: RecordKind, keys: Iterable<string>): readonly boolean[] {
  const fields: readonly Field[] = CATALOGUES[kind].fields;
  const used = new Set(keys);
  for (const field of fields) {
    if (field.unit !== undefined) used.add(field.unit);
    if (field.derived === true || field.kind === 'unit') used.add(field.key);
  }
  return fields.map((field) => used.has(field.key));
}

/** Where the values of a row stand among its numbers. */
export interface RowLayout {
  readonly kind: RecordKind;
  /** By the place of a field in the catalogue: the first of its numbers, or -1 where no row has a value. */
  readonly slots: readonly number[];
  /** Numbers of one row. */
  readonly width: number;
}

/** The line of a row, and the number of the word that holds its unknown columns; the fields follow. */
export const LINE_SLOT = 0;
export const EXTRA_SLOT = 1;
const FIRST_SLOT = 2;

/** In the first number of a decimal: it does not fit two integers, and the second number is that of a text with its digits. */
export const WIDE = Number.POSITIVE_INFINITY;

export function rowLayout(kind: RecordKind, keys: Iterable<string>): RowLayout {
  const fields: readonly Field[] = CATALOGUES[kind].fields;
  const used = usedPlaces(kind, keys);
  let width = FIRST_SLOT;
  const slots = fields.map((field, place) => {
    if (used[place] !== true) return -1;
    const slot = width;
    width += storageOf(field.kind) === 'decimal' ? 2 : 1;
    return slot;
  });
  return { kind, slots, width };
}

/**
 * Rows of one table in its order. A value that is absent is NaN; of a `ref` there is the number of a word, of a `text` the
 * number of a text of this batch, of a decimal the whole part and the billionths, of all else the number itself.
 */
export interface RowBatch {
  readonly count: number;
  /** `count` rows of as many numbers as the layout says. */
  readonly numbers: Float64Array;
  /** The texts of the batch as UTF-8, one behind the other, and where each ends. */
  readonly texts: Uint8Array;
  readonly textEnds: Int32Array;
  /** Words that are new since the last batch; the first of them has this number. Where that is 0, all words begin anew. */
  readonly words: readonly string[];
  readonly firstWord: number;
}

/**
 * Records as their file has them, to be kept beside the rows, in bytes: those of a text file, of which each has a line and a length,
 * or the texts of the cells of a workbook as UTF-8, of which each row has so many, and each cell a length.
 */
export type RawPiece = { readonly firstLine: number; readonly lastLine: number; readonly lines: Int32Array; readonly bytes: Uint8Array } & (
  | { readonly lengths: Int32Array; readonly delimiter: string }
  | { readonly widths: Int32Array; readonly cellLengths: Int32Array });

/** A row that was set aside. */
export interface SetAside {
  readonly line: number;
  readonly field: string;
  readonly reason: RejectReason;
  readonly cell: string;
  readonly cells: readonly string[];
  readonly known: Readonly<Record<string, string | number>>;
}
