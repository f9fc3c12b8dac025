/** Stands in `Ranks` for an absent value. */
export const ABSENT = 0xffff_ffff;

/**
 * The values of a column as numbers to sort by: equal values have equal ranks, and a greater value has a greater one.
 * Rows are found by their number less `first`.
 */
export interface Ranks {
  readonly of: Uint32Array;
  readonly first: number;
  /** The greatest rank, below 2^32 - 2. */
  readonly most: number;
}

/** Numbers of rows, in memory of one thread. */
export type Numbers = Int32Array<ArrayBuffer>;
export type Keys = Uint32Array<ArrayBuffer>;

/** Most bits of a key that one pass looks at: its counters still fit into the fastest cache. */
const DIGIT_BITS = 13;
const FEWEST_BITS = 6;

/**
 * Sorts items by their keys, digit by digit from the lowest, which keeps the order of equal ones. `keys` belong to the items
 * place by place and are at most `most`. Both arrays are used up; answers the sorted ones.
 */
export function sortByKeys(items: Numbers, keys: Keys, most: number): { readonly items: Numbers; readonly keys: Keys } {
  const { length } = items;
  const { bits, width } = digitsOf(most, length);
  if (length < 2 || bits === 0) return { items, keys };
  const ends = new Int32Array(1 << width);
  let sorted = items;
  let sortedKeys = keys;
  let next = new Int32Array(length);
  let nextKeys = new Uint32Array(length);
  for (let shift = 0; shift < bits; shift += width) {
    if (!countDigits(sortedKeys, shift, ends)) continue;
    scatter(sorted, sortedKeys, next, nextKeys, shift, ends);
    [sorted, next] = [next, sorted];
    [sortedKeys, nextKeys] = [nextKeys, sortedKeys];
  }
  return { items: sorted, keys: sortedKeys };
}

/** Items with keys of two words, place by place. */
export interface TwoKeyed {
  readonly items: Numbers;
  readonly low: Keys;
  readonly high: Keys;
}

/** `sortByKeys` by two keys, which are at most so much: by the higher one, and where that is equal by the lower one. */
export function sortByTwo(given: TwoKeyed, mostLow: number, mostHigh: number): TwoKeyed {
  const { length } = given.items;
  if (length < 2) return given;
  let [sorted, next] = [given, { items: new Int32Array(length), low: new Uint32Array(length), high: new Uint32Array(length) }];
  for (const [key, most] of [['low', mostLow], ['high', mostHigh]] as const) {
    const { bits, width } = digitsOf(most, length);
    const starts = new Int32Array(1 << width);
    for (let shift = 0; shift < bits; shift += width) {
      if (!countDigits(sorted[key], shift, starts)) continue;
      scatterTwo(sorted, sorted[key], next, shift, starts);
      [sorted, next] = [next, sorted];
    }
  }
  return sorted;
}

/** How keys up to `most` are divided into digits of one width. */
function digitsOf(most: number, length: number): { readonly bits: number; readonly width: number } {
  const bits = 32 - Math.clz32(most);
  const widest = Math.min(DIGIT_BITS, Math.max(FEWEST_BITS, 31 - Math.clz32(length)));
  const passes = Math.max(1, Math.ceil(bits / widest));
  return { bits, width: Math.ceil(bits / passes) };
}

/** Counts the keys by one digit and turns the counts into places to begin at; answers whether there is more than one digit. */
function countDigits(keys: Uint32Array, shift: number, starts: Int32Array): boolean {
  const mask = starts.length - 1;
  starts.fill(0);
  for (let at = 0; at < keys.length; at += 1) {
    const digit = (keys[at]! >>> shift) & mask;
    starts[digit] = starts[digit]! + 1;
  }
  if (starts[(keys[0]! >>> shift) & mask] === keys.length) return false;
  let before = 0;
  for (let digit = 0; digit <= mask; digit += 1) {
    const count = starts[digit]!;
    starts[digit] = before;
    before += count;
  }
  return true;
}

function scatter(items: Int32Array, keys: Uint32Array, toItems: Int32Array, toKeys: Uint32Array, shift: number, places: Int32Array): void {
  const mask = places.length - 1;
  for (let at = 0; at < items.length; at += 1) {
    const key = keys[at]!;
    const digit = (key >>> shift) & mask;
    const place = places[digit]!;
    places[digit] = place + 1;
    toItems[place] = items[at]!;
    toKeys[place] = key;
  }
}

function scatterTwo({ items, low, high }: TwoKeyed, keys: Keys, to: TwoKeyed, shift: number, places: Int32Array): void {
  const mask = places.length - 1;
  const { items: toItems, low: toLow, high: toHigh } = to;
  for (let at = 0; at < items.length; at += 1) {
    const digit = (keys[at]! >>> shift) & mask;
    const place = places[digit]!;
    places[digit] = place + 1;
    toItems[place] = items[at]!;
    toLow[place] = low[at]!;
    toHigh[place] = high[at]!;
  }
}

/** Sorts row numbers by the values of a column; absent values come last either way, and equal ones keep their order. */
export function sortByRanks(rows: Numbers, { of, first, most }: Ranks, descending: boolean): Numbers {
  const keys = new Uint32Array(rows.length);
  for (let at = 0; at < rows.length; at += 1) {
    const rank = of[rows[at]! - first]!;
    keys[at] = rank === ABSENT ? most + 1 : descending ? most - rank : rank;
  }
  return sortByKeys(rows, keys, most + 1).items;
}
