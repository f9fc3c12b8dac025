import type { Places } from './places.ts';
import type { Numbers } from './ranks.ts';

/**
 * The first place after `after` (before it where `isBackwards`) at which one of the rows stands, ascending row numbers; goes
 * round at the end, so that `after` itself is looked at last.
 */
export function findIn(places: Places, rows: Numbers, after: number, isBackwards: boolean): number | null {
  const step = isBackwards ? -1 : 1;
  const marks = new Uint8Array(rows.length === 0 ? 0 : rows.at(-1)! + 1);
  for (const row of rows) marks[row] = 1;
  const numbers = places.numbers();
  const begin = isBackwards && after < 0 ? numbers.length : after;
  for (let taken = 0, at = begin + step; taken < numbers.length; taken += 1, at += step) {
    const place = ((at % numbers.length) + numbers.length) % numbers.length;
    if (marks[numbers[place]!] === 1) return place;
  }
  return null;
}
