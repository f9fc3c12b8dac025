import { GrowingDoubles, GrowingIntegers } from '../base/growing.ts';
import type { Sighting } from '../fields/facts.ts';

/** Which files hold a row besides its own: two numbers each, by row, because overlapping exports repeat most of their rows. */
export class Sightings {
  private count = 0;
  private readonly rows = new GrowingDoubles();
  private readonly files = new GrowingIntegers();

  /** By row. */
  constructor(sightings: Iterable<Sighting>) {
    for (const { row, file } of sightings) {
      this.rows.set(this.count, row);
      this.files.set(this.count, file);
      this.count += 1;
    }
  }

  /** Every file that holds the row, ascending, each once. */
  filesOf({ row, file }: { readonly row: number; readonly file: number }): readonly number[] {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.rows.get(middle) < row) low = middle + 1;
      else high = middle;
    }
    if (low === this.count || this.rows.get(low) !== row) return [file];
    const found = new Set([file]);
    for (; low < this.count && this.rows.get(low) === row; low += 1) found.add(this.files.get(low));
    return [...found].sort((a, b) => a - b);
  }
}
