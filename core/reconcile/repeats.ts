import { GrowingDoubles } from '../base/growing.ts';
import { spreadBits } from '../base/hash.ts';
import { amountOf } from '../fields/facts.ts';
import type { RepeatFields } from './survey.ts';

/** Stands for an absent time. */
const ABSENT = -1;
/** Stands at the places of lines that were not noted; no hash is 0. */
const NOT_NOTED = 0;
/** Texts whose hash is remembered; names repeat, identifiers of transactions do not. */
const MOST_WORDS = 100_000;
const SHORT = 32;

/**
 * Finds the lines of a bill that may be one of several equal ones: those whose identity has a hash that another line has. Whether they are
 * equal indeed is for the check to say; what is not found here is certainly alone. A set of a million keys as texts would need a hundred
 * bytes each; here each is one number, and sorted the equal ones stand side by side.
 */
export class Repeats {
  private readonly hashes = new GrowingDoubles();
  private count = 0;
  private readonly words = new Map<string, number>();
  private a = 0;
  private b = 0;

  /** Every line that may be one of several, with its place in the bill; places ascend. */
  note(line: RepeatFields, place: number): void {
    this.hashes.set(place, this.hashOf(line));
    this.count = place + 1;
  }

  /** Where the found ones stand, ascending. */
  places(): Int32Array {
    const sorted = this.hashes.kept(this.count).sort();
    const repeated = new Set<number>();
    for (let at = 1; at < sorted.length; at += 1) if (sorted[at] === sorted[at - 1] && sorted[at] !== NOT_NOTED) repeated.add(sorted[at]!);
    const places: number[] = [];
    if (repeated.size > 0) for (let place = 0; place < this.count; place += 1) if (repeated.has(this.hashes.get(place))) places.push(place);
    return Int32Array.from(places);
  }

  /** 53 bits of what `repeatKey` is made of; never 0. */
  private hashOf(line: RepeatFields): number {
    const amount = amountOf(line);
    this.a = 0xdead_beef;
    this.b = 0x41c6_ce57;
    this.text(line.transactionId);
    this.word(line.instanceId);
    this.word(line.componentType);
    this.word(line.componentName);
    this.number(line.usageStart ?? ABSENT);
    this.number(line.usageEnd ?? ABSENT);
    if (amount === null) this.mix(1);
    else if (amount.isNarrow) {
      this.number(amount.whole);
      this.mix(amount.nano);
    } else this.text(amount.toString());
    return 4_294_967_296 * (2_097_151 & spreadBits(this.b ^ this.a)) + (spreadBits(this.a) >>> 0) || 1;
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
}
