import type { RecordKind } from '../fields/field.ts';
import { EXTRA_SLOT, LINE_SLOT, WIDE, type RowBatch, type RowLayout } from '../fields/rowBatch.ts';
import { ROW_TABLES, WIDE_MARK, storedFields } from './columns.ts';
import type { Connection } from './sqlite.ts';
import type { WordTable } from './wordTable.ts';

/** Where the value of a column comes from. */
export const NOTHING = 0;
export const ID = 1;
export const FILE = 2;
export const COPY = 3;
export const HASH_A = 4;
export const HASH_B = 5;
/** From a slot of the row: a word, a number, the whole part of a decimal with its billionths behind it, a text. */
export const WORD = 6;
export const NUMBER = 7;
export const WHOLE = 8;
export const NANO = 9;
export const TEXT = 10;

export interface PlannedColumn {
  /** Its name, quoted. */
  readonly name: string;
  readonly from: number;
  /** The slot; 0 where none is needed. */
  readonly slot: number;
}

/** What a row says beside the numbers of its batch. */
export interface StoredAs {
  id: number;
  file: number;
  copy: number;
  hashA: number;
  hashB: number;
}

/** The columns of a row table as it is, in its order, and where each gets its value from in rows of a layout. */
export function rowPlan(db: Connection, kind: RecordKind, layout: RowLayout): readonly PlannedColumn[] {
  const sources = new Map<string, Omit<PlannedColumn, 'name'>>([
    ['id', { from: ID, slot: 0 }], ['file', { from: FILE, slot: 0 }], ['line', { from: NUMBER, slot: LINE_SLOT }], ['copy', { from: COPY, slot: 0 }],
    ['hash_a', { from: HASH_A, slot: 0 }], ['hash_b', { from: HASH_B, slot: 0 }], ['extra', { from: WORD, slot: EXTRA_SLOT }],
  ]);
  const byStorage = { ref: WORD, text: TEXT, integer: NUMBER, decimal: WHOLE };
  storedFields(kind).forEach(({ key, storage }, place) => {
    const slot = layout.slots[place]!;
    if (slot < 0) return;
    sources.set(key, { from: byStorage[storage], slot });
    if (storage === 'decimal') sources.set(`${key}_nano`, { from: NANO, slot: slot + 1 });
  });
  const names = db.prepare('SELECT name FROM pragma_table_info(?) ORDER BY cid').pluck().all(ROW_TABLES[kind]) as string[];
  return names.map((name) => ({ name: `"${name}"`, ...(sources.get(name) ?? { from: NOTHING, slot: 0 }) }));
}

/** Integers beyond this are bound as BigInt: SQLite would keep a bound double of that size as a float. */
const INTEGER_LIMIT = 2 ** 51;

export type Param = number | bigint | string | null;

/** A byte order mark at the beginning of a text belongs to it. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A text of a batch as bytes. */
export function textBytes({ texts, textEnds }: RowBatch, number: number): Uint8Array {
  return texts.subarray(number === 0 ? 0 : textEnds[number - 1]!, textEnds[number]);
}

/** Bytes of a batch as the text that they are. */
export function decodedText(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** A text of a batch as a string. */
export function batchText(batch: RowBatch, number: number): string {
  return decodedText(textBytes(batch, number));
}

/** The value of a column, to be bound to a statement. */
export function paramOf({ from, slot }: PlannedColumn, row: StoredAs, batch: RowBatch, base: number, words: WordTable): Param {
  const number = batch.numbers[base + slot]!;
  switch (from) {
    case ID: return row.id;
    case FILE: return row.file;
    case COPY: return row.copy;
    case HASH_A: return row.hashA;
    case HASH_B: return row.hashB;
    default:
  }
  if (Number.isNaN(number)) return null;
  switch (from) {
    case WORD: return words.ids[number]!;
    case TEXT: return batchText(batch, number);
    case WHOLE: {
      if (number === WIDE) return WIDE_MARK + batchText(batch, batch.numbers[base + slot + 1]!);
      return number >= INTEGER_LIMIT || number < -INTEGER_LIMIT ? BigInt(number) : number;
    }
    case NANO: return batch.numbers[base + slot - 1] === WIDE ? null : number;
    case NUMBER: return number;
    default: return null;
  }
}
