import { WIDE_MARK } from '../../columns.ts';
import { ABSENT, sortByKeys, sortByTwo, type Numbers, type Ranks } from './ranks.ts';

const NANO_DIGITS = 9;
const NANO = 10 ** NANO_DIGITS;
/** Whole parts of narrow numbers lie within. */
const WHOLE_LIMIT = 2n ** 52n;
const MOST_RANK = 2 ** 32 - 3;
const WORD = 2 ** 32;

/**
 * A column of integers or decimals on its way to ranks. Rows have places from 0; a number is its whole part (rounded down),
 * its billionths and, where it has more decimals than nine, the digits behind those.
 */
export class NumberColumn {
  /** Not a number where the value is absent. */
  private readonly wholes: Float64Array;
  private readonly nanos: Uint32Array | null;
  private readonly rests = new Map<number, string>();
  private readonly huge = new Map<number, bigint>();
  /** The greatest power of ten that divides all billionths. */
  private unit = NANO;

  constructor(length: number, isDecimal: boolean) {
    this.wholes = new Float64Array(length).fill(Number.NaN);
    this.nanos = isDecimal ? new Uint32Array(length) : null;
  }

  put(place: number, whole: number, nano: number): void {
    this.wholes[place] = whole;
    if (this.nanos === null) return;
    this.nanos[place] = nano;
    while (nano % this.unit !== 0) this.unit /= 10;
  }

  /** A number that is stored as text, with its mark. */
  putWide(place: number, stored: string): void {
    const { floor, fraction } = parts(stored.slice(WIDE_MARK.length));
    const isHuge = floor > WHOLE_LIMIT || floor < -WHOLE_LIMIT;
    if (isHuge) this.huge.set(place, floor);
    this.put(place, isHuge ? 0 : Number(floor), Number(fraction.slice(0, NANO_DIGITS)));
    if (fraction.length > NANO_DIGITS) this.rests.set(place, fraction.slice(NANO_DIGITS));
  }

  /** The ranks; `first` is the number of the row at place 0. */
  ranks(first: number): Ranks {
    this.placeHuge();
    const { from, to, count } = this.range();
    const of = new Uint32Array(this.wholes.length).fill(ABSENT);
    if (count === 0) return { of, first, most: 0 };
    const scale = NANO / this.unit;
    const most = (to - from + 1) * scale - 1;
    if (this.rests.size === 0 && most <= MOST_RANK) {
      this.countUp(of, from, scale);
      return { of, first, most };
    }
    const far = this.rests.size === 0 ? from + WORD : from;
    const last = this.rankNear(of, from, far, scale);
    return { of, first, most: this.number(this.sorted(far, to), of, last) };
  }

  /** Whole parts beyond all others come before or behind them, in their own order. */
  private placeHuge(): void {
    const ascending = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
    const all = [...new Set(this.huge.values())];
    const above = new Map(all.filter((whole) => whole > 0n).sort(ascending).map((whole, at) => [whole, Number(WHOLE_LIMIT) + 1 + at]));
    const below = new Map(all.filter((whole) => whole < 0n).sort((a, b) => ascending(b, a)).map((whole, at) => [whole, -Number(WHOLE_LIMIT) - 1 - at]));
    for (const [place, whole] of this.huge) this.wholes[place] = above.get(whole) ?? below.get(whole)!;
  }

  private range(): { from: number; to: number; count: number } {
    let from = Infinity;
    let to = -Infinity;
    let count = 0;
    for (const whole of this.wholes) {
      if (Number.isNaN(whole)) continue;
      count += 1;
      if (whole < from) from = whole;
      if (whole > to) to = whole;
    }
    return { from, to, count };
  }

  /** Where the numbers lie close enough together, their distance from the least is the rank. */
  private countUp(of: Uint32Array, from: number, scale: number): void {
    const { wholes, nanos, unit } = this;
    for (let place = 0; place < wholes.length; place += 1) {
      const whole = wholes[place]!;
      if (!Number.isNaN(whole)) of[place] = (whole - from) * scale + (nanos === null ? 0 : nanos[place]! / unit);
    }
  }

  /** The places of the numbers with whole parts from one to below another. */
  private placesOf(from: number, before: number): Numbers {
    const { wholes } = this;
    let count = 0;
    for (const whole of wholes) if (whole >= from && whole < before) count += 1;
    const places = new Int32Array(count);
    let next = 0;
    for (let place = 0; next < count; place += 1) {
      if (!(wholes[place]! >= from && wholes[place]! < before)) continue;
      places[next] = place;
      next += 1;
    }
    return places;
  }

  /**
   * Ranks the numbers below `far`, whose distances from the least one fit into a word: they go with their places through the sort,
   * because looking them up again by place would take most of the time. Answers the last rank.
   */
  private rankNear(of: Uint32Array, from: number, far: number, scale: number): number {
    const { wholes, nanos, unit } = this;
    const places = this.placesOf(from, far);
    const unsorted = { items: places, low: new Uint32Array(places.length), high: new Uint32Array(places.length) };
    let most = 0;
    for (let at = 0; at < places.length; at += 1) {
      const place = places[at]!;
      const distance = wholes[place]! - from;
      unsorted.high[at] = distance;
      if (nanos !== null) unsorted.low[at] = nanos[place]! / unit;
      if (distance > most) most = distance;
    }
    const { items, low, high } = sortByTwo(unsorted, scale - 1, most);
    let rank = -1;
    for (let at = 0; at < items.length; at += 1) {
      if (at === 0 || low[at] !== low[at - 1] || high[at] !== high[at - 1]) rank += 1;
      of[items[at]!] = rank;
    }
    return rank;
  }

  /** Places of the numbers with whole parts from `from` on in the order of their numbers. */
  private sorted(from: number, to: number): Numbers {
    const { wholes, nanos, unit } = this;
    let places = this.placesOf(from, Infinity);
    if (places.length === 0) return places;
    const by = (key: (place: number) => number, most: number): void => {
      const keys = new Uint32Array(places.length);
      for (let at = 0; at < places.length; at += 1) keys[at] = key(places[at]!);
      places = sortByKeys(places, keys, most).items;
    };
    if (this.rests.size > 0) {
      const order = [...new Set(this.rests.values())].sort();
      const rank = new Map(order.map((rest, at) => [rest, at + 1]));
      by((place) => rank.get(this.rests.get(place) ?? '') ?? 0, order.length);
    }
    if (nanos !== null && unit < NANO) by((place) => nanos[place]! / unit, NANO / unit - 1);
    if (to - from < WORD) {
      by((place) => wholes[place]! - from, to - from);
      return places;
    }
    // In two words, because the distance of two wholes may be beyond the exact integers.
    const high = (whole: number): number => Math.floor(whole / WORD);
    by((place) => wholes[place]! - high(wholes[place]!) * WORD, WORD - 1);
    by((place) => high(wholes[place]!) - high(from), high(to) - high(from));
    return places;
  }

  /** Numbers sorted places from the rank behind `last` on, equal ones alike; answers the last number. */
  private number(places: Numbers, of: Uint32Array, last: number): number {
    const { wholes, nanos, rests } = this;
    let rank = last;
    let before = -1;
    for (const place of places) {
      const isEqual = before >= 0 && wholes[place] === wholes[before] && (nanos === null || nanos[place] === nanos[before]) && (rests.size === 0 || rests.get(place) === rests.get(before));
      if (!isEqual) rank += 1;
      of[place] = rank;
      before = place;
    }
    return rank;
  }
}

/** The integer at or below a number in digits, and the digits behind it, counted upwards from there: at least nine. */
function parts(digits: string): { readonly floor: bigint; readonly fraction: string } {
  const [whole = '0', behind = ''] = digits.split('.');
  const width = Math.max(NANO_DIGITS, behind.length);
  const fraction = behind.padEnd(width, '0');
  const magnitude = BigInt(fraction);
  if (!whole.startsWith('-') || magnitude === 0n) return { floor: BigInt(whole), fraction };
  return { floor: BigInt(whole) - 1n, fraction: (10n ** BigInt(width) - magnitude).toString().padStart(width, '0') };
}
