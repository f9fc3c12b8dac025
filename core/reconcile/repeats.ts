import { spreadBits } from '../base/hash.ts';
import { amountOf } from '../fields/facts.ts';
import type { RepeatFields } from './survey.ts';

const FIRST_SLOTS = 1 << 12;
const FREE = -1;
/** A fuller table takes longer to look into, an emptier one more memory. */
const MOST_LOAD = 0.75;
/** Texts whose hash is remembered; names repeat, identifiers of transactions do not. */
const MOST_WORDS = 100_000;
const SHORT = 32;

/**
 * Finds the lines of a bill that may be one of several equal ones: those whose identity has a hash that another line has. Whether they are
 * equal indeed is for the check to say; what is not found here is certainly alone. A set of a million keys as texts would need a hundred
 * bytes each; here it is two numbers.
 */
export class Repeats {
  private hashes = new Float64Array(FIRST_SLOTS).fill(FREE);
  /** Where the line stands that came first with a hash. */
  private firsts = new Int32Array(FIRST_SLOTS);
  private size = 0;
  private readonly repeated = new Set<number>();
  private readonly words = new Map<string, number>();
  private a = 0;
  private b = 0;

  /** Every line that may be one of several, with its place in the bill. */
  note(line: RepeatFields, place: number): void {
    const hash = this.hashOf(line);
    const slot = this.slotOf(hash);
    if (this.hashes[slot] !== FREE) {
      this.repeated.add(this.firsts[slot]!);
      this.repeated.add(place);
      return;
    }
    this.hashes[slot] = hash;
    this.firsts[slot] = place;
    this.size += 1;
    if (this.size > this.hashes.length * MOST_LOAD) this.grow();
  }

  /** Where the found ones stand, ascending. */
  places(): Int32Array {
    return Int32Array.from(this.repeated).sort();
  }

  /** 53 bits of what `repeatKey` is made of. */
  private hashOf(line: RepeatFields): number {
    const amount = amountOf(line);
    this.a = 0xdead_beef;
    this.b = 0x41c6_ce57;
    this.text(line.transactionId);
    this.word(line.instanceId);
    this.word(line.componentType);
    this.word(line.componentName);
    this.number(line.usageStart ?? FREE);
    this.number(line.usageEnd ?? FREE);
    if (amount === null) this.mix(1);
    else if (amount.isNarrow) {
      this.number(amount.whole);
      this.mix(amount.nano);
    } else this.text(amount.toString());
    return 4_294_967_296 * (2_097_151 & spreadBits(this.b ^ this.a)) + (spreadBits(this.a) >>> 0);
  }

  private mix(value: number): void {
    this.a = Math.imul(this.a ^ value, 2_654_435_761);
    this.a = (this.a << 13) | (this.a >>> 19);
    this.b = Math.imul(this.b ^ value, 1_597_334_677);
    this.b = (this.b << 17) | (this.b >>> 15);
  }

  private number(value: number): void {
    this.mix(value | 0);
    this.mix(Math.floor(value / 4_294_967_296));
  }

  private text(text: string | null): void {
    if (text === null) return;
    for (let at = 0; at < text.length; at += 1) this.mix(text.charCodeAt(at));
    this.mix(text.length);
  }

  /** A text that many lines have: its own hash is computed once. */
  private word(text: string | null): void {
    if (text === null || text.length > SHORT) {
      this.text(text);
      return;
    }
    let number = this.words.get(text);
    if (number === undefined) {
      if (this.words.size >= MOST_WORDS) {
        this.text(text);
        return;
      }
      number = this.words.size + 1;
      this.words.set(text, number);
    }
    this.mix(number);
  }

  private slotOf(hash: number): number {
    const mask = this.hashes.length - 1;
    let slot = (hash % 4_294_967_291) & mask;
    while (this.hashes[slot] !== FREE && this.hashes[slot] !== hash) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const { hashes, firsts } = this;
    this.hashes = new Float64Array(hashes.length * 2).fill(FREE);
    this.firsts = new Int32Array(hashes.length * 2);
    hashes.forEach((hash, old) => {
      if (hash === FREE) return;
      const slot = this.slotOf(hash);
      this.hashes[slot] = hash;
      this.firsts[slot] = firsts[old]!;
    });
  }
}
