import type { RowBatch } from '../fields/rowBatch.ts';
import type { Dictionary } from './dictionary.ts';

const FIRST_WORDS = 1024;

/** The words of a table's batches as texts of the dictionary: for each word its number there and its two words of a hash. */
export class WordTable {
  ids = new Int32Array(FIRST_WORDS);
  a = new Int32Array(FIRST_WORDS);
  b = new Int32Array(FIRST_WORDS);
  private readonly dictionary: Dictionary;

  constructor(dictionary: Dictionary) {
    this.dictionary = dictionary;
  }

  /** Takes in what is new in a batch. */
  take({ words, firstWord }: RowBatch): void {
    const end = firstWord + words.length;
    if (end > this.ids.length) {
      const length = Math.max(end, this.ids.length * 2);
      this.ids = grown(this.ids, length);
      this.a = grown(this.a, length);
      this.b = grown(this.b, length);
    }
    words.forEach((text, index) => {
      const entry = this.dictionary.entry(text);
      this.ids[firstWord + index] = entry.id;
      this.a[firstWord + index] = entry.a;
      this.b[firstWord + index] = entry.b;
    });
  }
}

function grown(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(array);
  return larger;
}
