/**
 * A fast keyed hash of rows in three lanes of 32 bits. It is not cryptographic: its key, random for each project, is what
 * keeps anybody from preparing different rows with one hash.
 *
 * A row is hashed as a sequence of 32-bit words. Every field begins with a word that says whether it is present, and a
 * text ends with its length, so that a value can never slide from one field into the next.
 */
export class RowHasher {
  private a = 0;
  private b = 0;
  private c = 0;
  private readonly seeds: Int32Array;

  /** `key`: 32 hexadecimal digits. */
  constructor(key: string) {
    this.seeds = Int32Array.from([0, 8, 16, 24], (at) => Number.parseInt(key.slice(at, at + 8), 16) | 0);
  }

  start(): void {
    this.a = this.seeds[0]!;
    this.b = this.seeds[1]!;
    this.c = this.seeds[2]!;
  }

  word(word: number): void {
    let a = Math.imul(this.a ^ word, 0x85eb_ca6b);
    a = (a << 13) | (a >>> 19);
    let b = Math.imul(this.b ^ word ^ this.seeds[3]!, 0xc2b2_ae35);
    b = (b << 15) | (b >>> 17);
    let c = Math.imul((this.c + word) | 0, 0x9e37_79b1);
    c = ((c << 11) | (c >>> 21)) ^ this.seeds[2]!;
    this.a = (Math.imul(a, 5) + 0xe654_6b64) | 0;
    this.b = (Math.imul(b, 9) + 0x2f83_1c15) | 0;
    this.c = (c + a) | 0;
  }

  /** A whole number of any size that is exact. */
  integer(value: number): void {
    this.word(value | 0);
    this.word(Math.floor(value / 0x1_0000_0000) | 0);
  }

  text(text: string): void {
    for (let at = 0; at < text.length; at += 1) this.word(text.charCodeAt(at));
    this.word(text.length);
  }

  /** 32 bits. */
  get hashA(): number {
    return finish(this.a ^ finish(this.b)) >>> 0;
  }

  /** 51 bits: as many as SQLite keeps as an integer when a JavaScript number is bound. */
  get hashB(): number {
    const high = finish(this.b ^ this.seeds[0]!) >>> 0;
    const low = finish(this.c ^ Math.imul(this.a, 0x27d4_eb2f)) >>> 13;
    return high * 0x8_0000 + low;
  }
}

/** Spreads every bit over all 32 (the last step of MurmurHash3). */
function finish(value: number): number {
  let h = value ^ (value >>> 16);
  h = Math.imul(h, 0x85eb_ca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2_ae35);
  return h ^ (h >>> 16);
}
