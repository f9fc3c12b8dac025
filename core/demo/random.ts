/**
 * Pseudo-random numbers that are the same on every machine for the same seed (sfc32 by C. Doty-Humphrey, public
 * domain), so that a demo can be named by its seed. Only whole numbers are drawn.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  /** Different words, or the same ones in another order, give unrelated sequences. */
  constructor(...words: readonly number[]) {
    this.a = 0x9e3779b9;
    this.b = 0x243f6a88;
    this.c = 0xb7e15162;
    for (const word of words) {
      this.a ^= Math.imul(word, 0x85ebca6b);
      for (let round = 0; round < 4; round += 1) this.next();
    }
    for (let round = 0; round < 12; round += 1) this.next();
  }

  /** A whole number of 32 bits. */
  next(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    this.c |= 0;
    return sum >>> 0;
  }

  /** A whole number of `0 … limit - 1`; `limit` up to 2^32. */
  below(limit: number): number {
    return Math.floor((this.next() * limit) / 0x1_0000_0000);
  }

  /** A whole number of `least … most`. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  chance(perMille: number): boolean {
    return this.below(1000) < perMille;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }

  /** Any order of `values`, in place. */
  shuffle<T>(values: T[]): T[] {
    for (let at = values.length - 1; at > 0; at -= 1) {
      const other = this.below(at + 1);
      const value = values[at]!;
      values[at] = values[other]!;
      values[other] = value;
    }
    return values;
  }
}

/** A whole number of 32 bits that depends on nothing but its words: for values that several places must agree on. */
export function mix(a: number, b: number, c: number): number {
  let value = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35) ^ Math.imul(c + 0x165667b1, 0x27d4eb2f);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  value = Math.imul(value ^ (value >>> 12), 0x297a2d39);
  return (value ^ (value >>> 15)) >>> 0;
}
