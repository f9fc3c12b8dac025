import type { Decimal } from '../base/decimal.ts';
import type { Text } from '../base/text.ts';
import type { CivilTime, MonthNumber } from '../base/time.ts';

/**
 * What a cell of a field holds, which decides how it is read, stored, compared, shown and exported.
 *
 * `id` many-valued text that is never a number · `name` text that repeats from row to row · `unit` a unit of measure ·
 * `choice` one of a closed list of meanings, kept verbatim where it is unknown · `quantity` `money` `price` `rate` exact
 * decimals · `count` a whole number · `time` civil time · `month` a billing month.
 */
export type FieldKind = 'id' | 'name' | 'unit' | 'choice' | 'quantity' | 'money' | 'price' | 'rate' | 'count' | 'time' | 'month';

export type DecimalKind = 'quantity' | 'money' | 'price' | 'rate';

/** How a field stands in the vendor's page: always shown, shown by default, or not shown there. */
export type Standing = 'locked' | 'default' | 'hidden';

export interface Field {
  readonly key: string;
  readonly text: Text;
  /** Further headers under which the column is known; `(a|b)` and `[a]` stand for alternatives and options. */
  readonly aliases?: readonly string[];
  readonly kind: FieldKind;
  readonly standing: Standing;
  /** The kind of record cannot be checked without this column; its absence is a finding. */
  readonly needed?: boolean;
  /** Without this column there is no record at all: the file is refused. */
  readonly essential?: boolean;
  /** The field that takes a unit glued to the number. */
  readonly unit?: string;
  /** The closed list of a `choice`. */
  readonly choices?: ChoiceName;
  /** An identifier, often all digits: text always, and refused where a spreadsheet has turned it into a number. */
  readonly identifier?: boolean;
  /** Has no column of its own: filled by the reader where cells say more than their column. */
  readonly derived?: boolean;
  /** Where the value of a column that is absent is known all the same, such as CNY in a bill of the China site. */
  readonly group?: string;
}

export type ChoiceName = 'packageType' | 'packageStatus' | 'renewalMode' | 'billingMode' | 'transactionType';

/** A column of the vendor's page that holds two values in one cell. */
export interface Pair {
  readonly text: Text;
  readonly aliases?: readonly string[];
  readonly first: string;
  readonly second: string;
  /** Some files hold the two in one cell; the vendor's page shows them apart. */
  readonly apart?: boolean;
}

export type RecordKind = 'packages' | 'deductions' | 'bill';

export const RECORD_KINDS: readonly RecordKind[] = ['packages', 'deductions', 'bill'];

export interface Catalogue<F extends readonly Field[] = readonly Field[]> {
  readonly kind: RecordKind;
  readonly text: Text;
  readonly fields: F;
  readonly pairs: readonly Pair[];
}

export function isDecimalKind(kind: FieldKind): kind is DecimalKind {
  return kind === 'quantity' || kind === 'money' || kind === 'price' || kind === 'rate';
}

type ValueOf<K extends FieldKind> = K extends DecimalKind
  ? Decimal | null
  : K extends 'time'
    ? CivilTime | null
    : K extends 'month'
      ? MonthNumber | null
      : K extends 'count'
        ? number | null
        : string | null;

/** The values of one record, typed by its catalogue; `null` where the cell is absent. */
export type ValuesOf<C extends Catalogue> = {
  readonly [F in C['fields'][number] as F['key']]: ValueOf<F['kind']>;
};

/** Any value that a field can have. */
export type FieldValue = Decimal | number | string | null;

/** Where a stored row comes from: its own number, its file and the line (or sheet row) at which it starts. */
export interface Provenance {
  readonly row: number;
  readonly file: number;
  readonly line: number;
  /** Which of several identical rows of one file this is, from 0. */
  readonly copy: number;
}
