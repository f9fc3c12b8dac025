import { CATALOGUES } from '../fields/index.ts';
import type { RecordKind } from '../fields/field.ts';
import { EXTRA_SLOT, WIDE, storageOf, type RowBatch, type RowLayout, type Storage } from '../fields/rowBatch.ts';
import { RowHasher } from './rowHash.ts';
import type { WordTable } from './wordTable.ts';

/** Words that no value has, so that an absent value differs from every present one. */
const ABSENT = 0x5bd1_e995;
const PRESENT = 0x1b87_3593;
const WIDE_WORD = 0x3c6e_f372;

/**
 * Makes the hash of the rows of a batch. Equal values give equal hashes whatever the file printed: decimals count by
 * value, and columns that a layout lacks count as absent.
 */
export class RowEncoder {
  private readonly hasher: RowHasher;
  private readonly storages: readonly Storage[];
  private readonly decoder = new TextDecoder();
  private slots: readonly number[] = [];
  private words: WordTable | null = null;

  constructor(kind: RecordKind, key: string) {
    this.hasher = new RowHasher(key);
    this.storages = CATALOGUES[kind].fields.map((field) => storageOf(field.kind));
  }

  get hashA(): number {
    return this.hasher.hashA;
  }

  get hashB(): number {
    return this.hasher.hashB;
  }

  /** The following rows have this layout and refer to these words. */
  use({ slots }: RowLayout, words: WordTable): void {
    this.slots = slots;
    this.words = words;
  }

  /** Sets the hashes to those of the row whose numbers begin at `base`; `context` is hashed along. */
  hash(batch: RowBatch, base: number, context: number | null): void {
    const { hasher, slots, storages } = this;
    const { numbers } = batch;
    hasher.start();
    this.reference(numbers[base + EXTRA_SLOT]!);
    for (let place = 0; place < slots.length; place += 1) {
      const slot = slots[place]!;
      const number = slot < 0 ? Number.NaN : numbers[base + slot]!;
      if (storages[place] === 'ref') {
        this.reference(number);
        continue;
      }
      if (number !== number) {
        hasher.word(ABSENT);
        continue;
      }
      hasher.word(PRESENT);
      if (storages[place] === 'integer') hasher.integer(number);
      else if (storages[place] === 'text') this.text(batch, number);
      else if (number === WIDE) {
        hasher.word(WIDE_WORD);
        this.text(batch, numbers[base + slot + 1]!);
      } else {
        hasher.integer(number);
        hasher.word(numbers[base + slot + 1]!);
      }
    }
    hasher.word(context === null ? ABSENT : PRESENT);
    hasher.integer(context ?? 0);
    hasher.finish();
  }

  private reference(word: number): void {
    const { hasher } = this;
    if (word !== word) {
      hasher.word(ABSENT);
      return;
    }
    hasher.word(PRESENT);
    hasher.word(this.words!.a[word]!);
    hasher.word(this.words!.b[word]!);
  }

  /** Hashes the characters of a text of the batch; bytes of ASCII are its characters. */
  private text({ texts, textEnds }: RowBatch, number: number): void {
    const { hasher } = this;
    const from = number === 0 ? 0 : textEnds[number - 1]!;
    const to = textEnds[number]!;
    let at = from;
    while (at < to && texts[at]! < 0x80) at += 1;
    if (at < to) {
      hasher.text(this.decoder.decode(texts.subarray(from, to)));
      return;
    }
    for (at = from; at < to; at += 1) hasher.word(texts[at]!);
    hasher.word(to - from);
  }
}
