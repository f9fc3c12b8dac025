import { CATALOGUES } from '../fields/index.ts';
import type { RecordKind } from '../fields/field.ts';
import { EXTRA_SLOT, WIDE, storageOf, type RowBatch, type RowLayout } from '../fields/rowBatch.ts';
import { RowHasher } from './rowHash.ts';
import { decodedText, textBytes } from './rowPlan.ts';
import type { WordTable } from './wordTable.ts';

/** Words that no value has, so that an absent value differs from every present one. */
const ABSENT = 0x5bd1_e995;
const PRESENT = 0x1b87_3593;
const WIDE_WORD = 0x3c6e_f372;

/** How a field is kept, as numbers, which are compared faster. */
const REF = 0;
const DECIMAL = 1;
const INTEGER = 2;
const TEXT = 3;
const STORAGES = { ref: REF, decimal: DECIMAL, integer: INTEGER, text: TEXT };

/** The unknown columns are hashed before the first field. */
const EXTRA = -1;
/** A field takes at most so many words, but for the characters of a text; more than enough for what is hashed beside. */
const WORDS_PER_FIELD = 8;
const TWO_32 = 2 ** 32;

/**
 * Makes the hash of the rows of a batch. Equal values give equal hashes whatever the file printed: decimals count by
 * value, and columns that a layout lacks count as absent.
 */
export class RowEncoder {
  private readonly hasher: RowHasher;
  private readonly storages: Uint8Array;
  private slots = new Int32Array(0);
  private words: WordTable | null = null;

  constructor(kind: RecordKind, key: string) {
    this.hasher = new RowHasher(key);
    this.storages = Uint8Array.from(CATALOGUES[kind].fields, (field) => STORAGES[storageOf(field.kind)]);
  }

  get hashA(): number {
    return this.hasher.hashA;
  }

  get hashB(): number {
    return this.hasher.hashB;
  }

  /** The following rows have this layout and refer to these words. */
  use({ slots }: RowLayout, words: WordTable): void {
    this.slots = Int32Array.from(slots);
    this.words = words;
  }

  /** Sets the hashes to those of the row whose numbers begin at `base`; `context` is hashed along. */
  hash(batch: RowBatch, base: number, context: number | null): void {
    const { hasher, slots, storages } = this;
    const { a, b } = this.words!;
    const { numbers } = batch;
    const { length } = slots;
    let words = hasher.room(length * WORDS_PER_FIELD);
    let to = 0;
    for (let place = EXTRA; place < length; place += 1) {
      const storage = place === EXTRA ? REF : storages[place]!;
      const slot = place === EXTRA ? EXTRA_SLOT : slots[place]!;
      const number = slot < 0 ? Number.NaN : numbers[base + slot]!;
      if (number !== number) {
        words[to++] = ABSENT;
        continue;
      }
      words[to++] = PRESENT;
      if (storage === REF) {
        words[to++] = a[number]!;
        words[to++] = b[number]!;
      } else if (storage === TEXT || number === WIDE) {
        if (storage !== TEXT) words[to++] = WIDE_WORD;
        to = this.text(textBytes(batch, storage === TEXT ? number : numbers[base + slot + 1]!), to);
        words = hasher.words;
      } else {
        words[to++] = number;
        words[to++] = Math.floor(number / TWO_32);
        if (storage === DECIMAL) words[to++] = numbers[base + slot + 1]!;
      }
    }
    words[to++] = context === null ? ABSENT : PRESENT;
    words[to++] = context ?? 0;
    words[to++] = Math.floor((context ?? 0) / TWO_32);
    hasher.finish(to);
  }

  /** Puts the characters of a text among the words; bytes of ASCII are its characters. */
  private text(bytes: Uint8Array, at: number): number {
    const words = this.hasher.room(at + bytes.length + this.slots.length * WORDS_PER_FIELD);
    let to = at;
    for (const byte of bytes) {
      if (byte >= 0x80) return this.decoded(bytes, at);
      words[to] = byte;
      to += 1;
    }
    words[to] = bytes.length;
    return to + 1;
  }

  private decoded(bytes: Uint8Array, at: number): number {
    const { words } = this.hasher;
    const text = decodedText(bytes);
    for (let index = 0; index < text.length; index += 1) words[at + index] = text.charCodeAt(index);
    words[at + text.length] = text.length;
    return at + text.length + 1;
  }
}
