import { Decimal } from '../base/decimal.ts';
import { formatCivil } from '../base/time.ts';
import type { OutCell } from './cell.ts';
import type { OutRow, OutRows } from './rowSource.ts';

/**
 * Rows as a store keeps them, for tables of millions of rows: texts that repeat are numbers of a dictionary, times are
 * seconds, a decimal is two integers. The writers turn such values into bytes without a string or an object for each cell;
 * `unpacked` says the same in ordinary cells, and both ways make the same file, byte by byte.
 */
export type PackedRow = readonly (number | string | null)[];

/**
 * What a column shows of a row; `at` is the place of its value there, and a value of `null` is a blank cell.
 *
 * `text` a text · `code` a number that stands for a text, `null` for none · `time` seconds of civil time · `count` a whole
 * number, as a number cell · `decimal` exact digits as a text · `twin` the same digits as a number cell.
 */
export type PackedColumn =
  | { readonly as: 'text'; readonly at: number; readonly named?: (text: string) => string }
  | { readonly as: 'code'; readonly at: number; readonly text: (code: number) => string | null }
  | { readonly as: 'time' | 'count'; readonly at: number }
  | PackedDecimal;

export interface PackedDecimal {
  readonly as: 'decimal' | 'twin';
  /** Its whole part, rounded down, and behind it its billionths; digits that do not fit into these stand first as a text. */
  readonly at: number;
  /** How many decimals to print at least; more are printed where the number has them. */
  readonly decimals: (row: PackedRow) => number;
  /** The digits within a text at `at`. */
  readonly digits: (stored: string) => string;
}

export interface PackedRows {
  readonly columns: readonly PackedColumn[];
  /** Read once; a block is used up before the next one is asked for. */
  readonly blocks: Iterable<readonly PackedRow[]> | AsyncIterable<readonly PackedRow[]>;
}

export function isPacked(rows: OutRows | PackedRows): rows is PackedRows {
  return 'blocks' in rows;
}

/** The cells of a packed row. */
export function unpacked(row: PackedRow, columns: readonly PackedColumn[]): OutRow {
  return columns.map((column) => cellOf(row, column));
}

function cellOf(row: PackedRow, column: PackedColumn): OutCell {
  const value = row[column.at]!;
  if (value === null) return null;
  switch (column.as) {
    case 'text':
      return column.named === undefined ? String(value) : column.named(String(value));
    case 'code':
      return column.text(value as number);
    case 'time':
      return formatCivil(value as number);
    case 'count':
      return { number: String(value) };
    default: {
      const digits = digitsOf(row, column);
      return column.as === 'decimal' ? digits : { number: digits };
    }
  }
}

/** The digits of a decimal that is not `null`. */
export function digitsOf(row: PackedRow, { at, decimals, digits }: PackedDecimal): string {
  const whole = row[at]!;
  const value = typeof whole === 'string' ? Decimal.of(digits(whole)) : Decimal.ofParts(whole, row[at + 1] as number);
  return value.toFixed(decimals(row));
}
