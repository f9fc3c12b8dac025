import type { Decimal } from '../base/decimal.ts';
import { invariant } from '../base/errors.ts';
import type { FieldValue, RecordKind } from '../fields/field.ts';
import { ROW_COLUMNS, WIDE_MARK, storedFields, type Storage, type StoredField } from './columns.ts';
import type { Dictionary } from './dictionary.ts';
import { RowHasher } from './rowHash.ts';

/** Words that no value has, so that an absent value differs from every present one. */
const ABSENT = 0x5bd1_e995;
const PRESENT = 0x1b87_3593;
const WIDE = 0x3c6e_f372;

/** Integers beyond this are bound as BigInt: SQLite would keep a bound double of that size as a float. */
const INTEGER_LIMIT = 2 ** 51;

export type Param = number | bigint | string | null;

/**
 * Turns the values of a row into the parameters of its insert and, on the way, into its hash. Equal values give equal
 * hashes whatever the file printed: decimals count by value, and columns that a layout lacks count as absent.
 */
export class RowEncoder {
  hashA = 0;
  hashB = 0;
  private readonly storages: readonly Storage[];
  /** Per field of the catalogue, whether it is written or known to be absent. */
  private used: readonly boolean[] = [];
  private readonly kind: RecordKind;
  private readonly dictionary: Dictionary;
  private readonly hasher: RowHasher;

  constructor(kind: RecordKind, dictionary: Dictionary, key: string) {
    this.kind = kind;
    this.storages = storedFields(kind).map((field) => field.storage);
    this.dictionary = dictionary;
    this.hasher = new RowHasher(key);
  }

  /** From now on only these fields are written; all others must be absent. */
  use(fields: readonly StoredField[]): void {
    const keys = new Set(fields.map((field) => field.key));
    this.used = storedFields(this.kind).map((field) => keys.has(field.key));
  }

  /** Writes `extra` and the used fields behind the other columns of the row at `at` and sets the hashes; `context` is hashed along. */
  encode(values: readonly FieldValue[], extra: string | null, context: number | null, params: Param[], at: number): void {
    const { hasher, storages, used } = this;
    hasher.start();
    let to = at + ROW_COLUMNS.length - 1;
    hasher.word(extra === null ? ABSENT : PRESENT);
    params[to] = this.reference(extra);
    to += 1;
    for (let place = 0; place < storages.length; place += 1) {
      const value = values[place]!;
      hasher.word(value === null ? ABSENT : PRESENT);
      if (used[place] === true) to += this.field(storages[place]!, value, params, to);
      else invariant(value === null, 'values only in the columns of the file');
    }
    hasher.word(context === null ? ABSENT : PRESENT);
    hasher.integer(context ?? 0);
    this.hashA = hasher.hashA;
    this.hashB = hasher.hashB;
  }

  /** Writes one field and hashes what it says; answers how many columns it took. */
  private field(storage: Storage, value: FieldValue, params: Param[], to: number): number {
    switch (storage) {
      case 'ref':
        params[to] = this.reference(value as string | null);
        return 1;
      case 'decimal':
        this.decimal(value as Decimal | null, params, to);
        return 2;
      case 'text':
        params[to] = value as string | null;
        if (value !== null) this.hasher.text(value as string);
        return 1;
      default:
        params[to] = value as number | null;
        if (value !== null) this.hasher.integer(value as number);
        return 1;
    }
  }

  private reference(text: string | null): number | null {
    if (text === null) return null;
    const entry = this.dictionary.entry(text);
    this.hasher.word(entry.a);
    this.hasher.word(entry.b);
    return entry.id;
  }

  private decimal(value: Decimal | null, params: Param[], at: number): void {
    params[at + 1] = null;
    if (value === null) {
      params[at] = null;
    } else if (value.isNarrow) {
      const { whole, nano } = value;
      params[at] = whole >= INTEGER_LIMIT || whole < -INTEGER_LIMIT ? BigInt(whole) : whole;
      params[at + 1] = nano;
      this.hasher.integer(whole);
      this.hasher.word(nano);
    } else {
      const digits = value.toString();
      params[at] = WIDE_MARK + digits;
      this.hasher.word(WIDE);
      this.hasher.text(digits);
    }
  }
}
