import type { DeductionRow } from '../../fields/deductions.ts';
import { storedFields, type StoredField } from '../columns.ts';
import { contentOrder } from '../order.ts';
import type { Texts } from '../rowDecoder.ts';
import { Columns } from './columns.ts';
import { rowBuilder } from './rowBuilder.ts';
import type { RowWindows } from './rowWindows.ts';

/** Fewer rows are brought together at once. */
const LEAST_ROWS = 1 << 19;
/** The windows are gone through at most so often. */
const MOST_PASSES = 4;

/** What rows are put in order by, whether any file has it or not. */
const ORDERING: ReadonlySet<string> = new Set<string>(['packageId', 'deductedAt']);

/** The place of a row that is not wanted. */
const NOWHERE = -1;

/** Where every row goes: package by package in the order of their ids, by deduction time in each. */
interface Places {
  /** For each row in the order of the windows, its place. */
  readonly placeOf: Int32Array;
  /** Places at which a package ends, one for each package. */
  readonly ends: readonly number[];
}

/**
 * All deductions, or those of the packages with these numbers of text: package by package, in each by time; rows of one second by usage start, then content. The rows of a package lie
 * scattered over the windows: they are brought together for as many packages at a time as memory allows.
 */
export function* streamDeductions(windows: RowWindows, used: readonly StoredField[], texts: Texts, wanted: ReadonlySet<number> | null = null): Generator<DeductionRow> {
  const keys = new Set([...used.map(({ key }) => key), ...ORDERING]);
  const fields = storedFields('deductions').filter(({ key }) => keys.has(key));
  const { placeOf, ends } = placesOf(windows, texts, wanted);
  const all = ends.at(-1) ?? 0;
  const limit = Math.max(LEAST_ROWS, Math.ceil(all / MOST_PASSES));
  const scanned = windows.columns(fields);
  let gathered: Columns | null = null;
  try {
    for (let first = 0, start = 0; first < ends.length;) {
      let last = first;
      while (last + 1 < ends.length && ends[last + 1]! - start <= limit) last += 1;
      const end = ends[last]!;
      if (gathered === null || gathered.capacity < end - start) gathered = new Columns(fields, Math.max(end - start, Math.min(limit, all)));
      gather(windows, scanned, gathered, { placeOf, start, end });
      const build = rowBuilder<DeductionRow>('deductions', gathered, texts);
      const ties = tiesIn(gathered, end - start);
      for (let at = 0; at < end - start;) {
        const next = ties(at);
        // Most rows are alone in their second: they are built when they are asked for.
        if (next === at + 1) yield build(at);
        else yield* sameSecond(build, at, next);
        at = next;
      }
      first = last + 1;
      start = end;
    }
  } finally {
    // A hundred bytes of each of half a million rows: whoever comes next needs them.
    scanned.release();
    gathered?.release();
  }
}

function placesOf(windows: RowWindows, texts: Texts, wanted: ReadonlySet<number> | null): Places {
  const columns = windows.columns(storedFields('deductions').filter(({ key }) => ORDERING.has(key)));
  const packages = columns.refs('packageId').ids;
  const times = columns.integers('deductedAt').values;
  const allPackages: Int32Array[] = [];
  const allTimes: Float64Array[] = [];
  let rows = 0;
  for (let window = 0; window < windows.count; window += 1) {
    const count = windows.load(window, columns);
    rows += count;
    allPackages.push(packages.slice(0, count));
    allTimes.push(times.slice(0, count));
  }
  return ordered(joined(allPackages, new Int32Array(rows)), joined(allTimes, new Float64Array(rows)), texts, wanted);
}

/** The parts one after the other, in an array that has room for them. */
function joined<A extends Int32Array | Float64Array>(parts: readonly A[], whole: A): A {
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function ordered(packages: Int32Array, times: Float64Array, texts: Texts, wanted: ReadonlySet<number> | null): Places {
  const counts = new Map<number, number>();
  for (const id of packages) if (wanted === null || wanted.has(id)) counts.set(id, (counts.get(id) ?? 0) + 1);
  const sorted = [...counts.keys()].map((id) => ({ id, text: id === 0 ? '' : texts.of(id) })).sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  const next = new Map<number, number>();
  const ends: number[] = [];
  let start = 0;
  for (const { id } of sorted) {
    next.set(id, start);
    start += counts.get(id)!;
    ends.push(start);
  }
  const rows = new Int32Array(start);
  for (let row = 0; row < packages.length; row += 1) {
    const place = next.get(packages[row]!);
    if (place === undefined) continue;
    rows[place] = row;
    next.set(packages[row]!, place + 1);
  }
  let from = 0;
  for (const end of ends) {
    sortByTime(rows.subarray(from, end), times);
    from = end;
  }
  const placeOf = new Int32Array(packages.length).fill(NOWHERE);
  for (let place = 0; place < rows.length; place += 1) placeOf[rows[place]!] = place;
  return { placeOf, ends };
}

/** Rows of one package come in the order of their numbers, which is nearly always that of time. An absent time comes first. */
function sortByTime(rows: Int32Array, times: Float64Array): void {
  const timeOf = (row: number): number => (Number.isNaN(times[row]) ? Number.NEGATIVE_INFINITY : times[row]!);
  for (let index = 1; index < rows.length; index += 1) {
    if (timeOf(rows[index]!) >= timeOf(rows[index - 1]!)) continue;
    rows.sort((a, b) => timeOf(a) - timeOf(b) || a - b);
    return;
  }
}

/** Brings the rows with places from `start` to before `end` together. */
function gather(windows: RowWindows, scanned: Columns, gathered: Columns, { placeOf, start, end }: { readonly placeOf: Int32Array; readonly start: number; readonly end: number }): void {
  const from = new Int32Array(scanned.capacity);
  const to = new Int32Array(scanned.capacity);
  for (const column of gathered.byField) column.forget();
  let row = 0;
  for (let window = 0; window < windows.count; window += 1) {
    const count = windows.load(window, scanned);
    let wanted = 0;
    for (let at = 0; at < count; at += 1, row += 1) {
      const place = placeOf[row]!;
      if (place < start || place >= end) continue;
      from[wanted] = at;
      to[wanted] = place - start;
      wanted += 1;
    }
    if (wanted > 0) gathered.scatter(scanned, from, to, wanted);
  }
}

/** Tells for the place of a row that of the first one after it which is of another package or second. */
function tiesIn(columns: Columns, count: number): (at: number) => number {
  const packages = columns.refs('packageId').ids;
  const times = columns.integers('deductedAt').values;
  return (at) => {
    const [own, time] = [packages[at]!, times[at]!];
    let next = at + 1;
    while (next < count && packages[next] === own && (times[next] === time || (Number.isNaN(time) && Number.isNaN(times[next])))) next += 1;
    return next;
  };
}

function sameSecond(build: (at: number) => DeductionRow, from: number, to: number): DeductionRow[] {
  const rows: DeductionRow[] = [];
  for (let at = from; at < to; at += 1) rows.push(build(at));
  return rows.sort(byUsage);
}

const byContent = contentOrder('deductions');

function byUsage(a: DeductionRow, b: DeductionRow): number {
  return (a.usageStart ?? 0) - (b.usageStart ?? 0) || byContent(a, b);
}

/** Rows by package and time; those of one second and package in the order of what they say. */
export function* inTime(rows: Iterable<DeductionRow>): Generator<DeductionRow> {
  let ties: DeductionRow[] = [];
  for (const row of rows) {
    if (ties.length > 0 && (ties[0]!.deductedAt !== row.deductedAt || ties[0]!.packageId !== row.packageId)) {
      yield* ties.length > 1 ? ties.sort(byUsage) : ties;
      ties = [];
    }
    ties.push(row);
  }
  yield* ties.length > 1 ? ties.sort(byUsage) : ties;
}
