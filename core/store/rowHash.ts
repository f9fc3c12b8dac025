import { spreadBits } from '../base/hash.ts';

/**
 * A fast keyed hash of rows in three lanes of 32 bits. It is not cryptographic: its key, random for each project, is what
 * keeps anybody from preparing different rows with one hash.
 *
 * A row is hashed as a sequence of 32-bit words. Every field begins with a word that says whether it is present, and a
 * text ends with its length, so that a value can never slide from one field into the next.
 */
export class RowHasher {
  /** What is hashed; `room` may put a larger array in the place of this one. */
  words = new Int32Array(1024);
  private readonly seeds: Int32Array;
  /** 32 bits. */
  hashA = 0;
  /** 51 bits: as many as SQLite keeps as an integer when a JavaScript number is bound. */
  hashB = 0;

  /** `key`: 32 hexadecimal digits. */
  constructor(key: string) {
    this.seeds = Int32Array.from([0, 8, 16, 24], (at) => Number.parseInt(key.slice(at, at + 8), 16) | 0);
  }

  /** The words, of which there are at least so many; those written before stay. */
  room(count: number): Int32Array {
    if (count > this.words.length) {
      const larger = new Int32Array(count * 2);
      larger.set(this.words);
      this.words = larger;
    }
    return this.words;
  }

  /** Makes the hashes of a text: its characters, and how many they are. */
  ofText(text: string): void {
    const words = this.room(text.length + 1);
    for (let at = 0; at < text.length; at += 1) words[at] = text.charCodeAt(at);
    words[text.length] = text.length;
    this.finish(text.length + 1);
  }

  /** Makes the hashes of the first `count` words, all at once: the lanes then stay in registers. */
  finish(count: number): void {
    const { words, seeds } = this;
    const fourth = seeds[3]!;
    const third = seeds[2]!;
    let a = seeds[0]!;
    let b = seeds[1]!;
    let c = third;
    for (let at = 0; at < count; at += 1) {
      const word = words[at]!;
      a = Math.imul(a ^ word, 0x85eb_ca6b);
      a = (a << 13) | (a >>> 19);
      b = Math.imul(b ^ word ^ fourth, 0xc2b2_ae35);
      b = (b << 15) | (b >>> 17);
      c = Math.imul((c + word) | 0, 0x9e37_79b1);
      c = ((c << 11) | (c >>> 21)) ^ third;
      c = (c + a) | 0;
      a = (Math.imul(a, 5) + 0xe654_6b64) | 0;
      b = (Math.imul(b, 9) + 0x2f83_1c15) | 0;
    }
    this.hashA = spreadBits(a ^ spreadBits(b)) >>> 0;
    const high = spreadBits(b ^ seeds[0]!) >>> 0;
    const low = spreadBits(c ^ Math.imul(a, 0x27d4_eb2f)) >>> 13;
    this.hashB = high * 0x8_0000 + low;
  }
}
