import type { Numbers } from './ranks.ts';

/** Which row stands where, as it goes from one thread to another: runs of row numbers (first, count, …), or every number. */
export type PlaceData = { readonly runs: readonly number[] } | { readonly list: Int32Array };

/** Rows in an order, by their places from 0. */
export interface Places {
  readonly total: number;
  readonly data: PlaceData;
  /** Bytes that it takes to keep. */
  readonly bytes: number;
  /** The numbers of the rows from one place to before another. */
  rows(start: number, end: number): number[];
  /** The numbers of all rows, in an array of the caller's own. */
  numbers(): Numbers;
  /** The place of a row; `null` where it has none. */
  placeOf(row: number): number | null;
}

export function placesOf(data: PlaceData): Places {
  return 'list' in data ? new ListedPlaces(data.list) : new NaturalPlaces(data.runs);
}

/** All rows by their numbers, which hardly ever have gaps: some runs of them say everything. */
class NaturalPlaces implements Places {
  readonly total: number;
  readonly data: PlaceData;
  readonly bytes = 0;
  private readonly runs: readonly { readonly place: number; readonly first: number; readonly count: number }[];

  constructor(runs: readonly number[]) {
    this.data = { runs };
    let place = 0;
    this.runs = Array.from({ length: runs.length / 2 }, (_, at) => {
      const run = { place, first: runs[2 * at]!, count: runs[2 * at + 1]! };
      place += run.count;
      return run;
    });
    this.total = place;
  }

  rows(start: number, end: number): number[] {
    const rows: number[] = [];
    for (const { place, first, count } of this.runs) {
      for (let at = Math.max(start, place); at < Math.min(end, place + count); at += 1) rows.push(first + at - place);
    }
    return rows;
  }

  numbers(): Numbers {
    const numbers = new Int32Array(this.total);
    for (const { place, first, count } of this.runs) for (let at = 0; at < count; at += 1) numbers[place + at] = first + at;
    return numbers;
  }

  placeOf(row: number): number | null {
    const run = this.runs.find(({ first, count }) => row >= first && row < first + count);
    return run === undefined ? null : run.place + row - run.first;
  }
}

class ListedPlaces implements Places {
  readonly data: PlaceData;
  private readonly list: Int32Array;

  constructor(list: Int32Array) {
    this.list = list;
    this.data = { list };
  }

  get total(): number {
    return this.list.length;
  }

  get bytes(): number {
    return this.list.byteLength;
  }

  rows(start: number, end: number): number[] {
    return Array.from(this.list.subarray(start, end));
  }

  numbers(): Numbers {
    return new Int32Array(this.list);
  }

  /** A search through five million numbers takes a few milliseconds. */
  placeOf(row: number): number | null {
    const place = this.list.indexOf(row);
    return place < 0 ? null : place;
  }
}
