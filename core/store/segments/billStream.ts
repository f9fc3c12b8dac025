import type { BillRow } from '../../fields/bill.ts';
import type { StoredField } from '../columns.ts';
import type { Texts } from '../rowDecoder.ts';
import type { Stretch } from './billOrder.ts';
import type { Columns } from './columns.ts';
import { rowBuilder } from './rowBuilder.ts';
import type { RowWindows } from './rowWindows.ts';
import { WindowCache } from './windowCache.ts';

/** After imports were taken back the lines of a file may lie in several windows by turns; then so many stay loaded. */
const WINDOWS_BY_TURNS = 8;

function windowsHeld(stretches: readonly Stretch[]): number {
  const left = new Set<number>();
  let last: number | null = null;
  for (const { window } of stretches) {
    if (window === last) continue;
    if (left.has(window)) return WINDOWS_BY_TURNS;
    left.add(window);
    last = window;
  }
  return 1;
}

/** The rows of stretches as objects that have the values of `fields`; all others are absent in them. */
export function* streamBill(windows: RowWindows, stretches: readonly Stretch[], fields: readonly StoredField[], texts: Texts): Generator<BillRow> {
  const builders = new WindowCache(windows, fields, windowsHeld(stretches), (columns) => rowBuilder<BillRow>('bill', columns, texts));
  for (const { window, from, to, places } of stretches) {
    const build = builders.get(window);
    for (let at = from; at < to; at += 1) yield build(places === null ? at : places[at]!);
  }
}

/** Those rows of the stretches for which the test that `wanted` makes of columns with `fields` holds, in the same order. */
export function matching(windows: RowWindows, stretches: readonly Stretch[], fields: readonly StoredField[], wanted: (columns: Columns) => (at: number) => boolean): Stretch[] {
  const tests = new WindowCache(windows, fields, windowsHeld(stretches), wanted);
  const found: Stretch[] = [];
  for (const { window, from, to, places } of stretches) {
    const isWanted = tests.get(window);
    const kept: number[] = [];
    for (let index = from; index < to; index += 1) {
      const at = places === null ? index : places[index]!;
      if (isWanted(at)) kept.push(at);
    }
    if (kept.length > 0) found.push({ window, from: 0, to: kept.length, places: Int32Array.from(kept) });
  }
  return found;
}

/** The rows of the stretches that stand at `places` (ascending) of their order. */
export function atPlaces(stretches: readonly Stretch[], places: Int32Array): Stretch[] {
  const found: Stretch[] = [];
  let begin = 0;
  let next = 0;
  for (const stretch of stretches) {
    const { window, from, to } = stretch;
    const end = begin + to - from;
    const first = next;
    while (next < places.length && places[next]! < end) next += 1;
    const kept = places.subarray(first, next).map((place) => {
      const index = from + place - begin;
      return stretch.places === null ? index : stretch.places[index]!;
    });
    if (kept.length > 0) found.push({ window, from: 0, to: kept.length, places: kept });
    begin = end;
  }
  return found;
}

export function countOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** The numbers of the rows of stretches, in their order. */
export function numbersOf(windows: RowWindows, stretches: readonly Stretch[]): number[] {
  const cache = new WindowCache(windows, [], windowsHeld(stretches), ({ rows }) => rows.values);
  const numbers: number[] = [];
  for (const { window, from, to, places } of stretches) {
    const rows = cache.get(window);
    for (let at = from; at < to; at += 1) numbers.push(rows[places === null ? at : places[at]!]!);
  }
  return numbers;
}
