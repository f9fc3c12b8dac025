import { endOf, HOUR, type CivilTime } from '../base/time.ts';
import type { FileFact } from '../fields/facts.ts';
import { NO_NAMES, type Names } from '../fields/names.ts';

/** `[start, end)` of usage time. */
export interface Interval {
  readonly start: CivilTime;
  readonly end: CivilTime;
}

/**
 * A file whose name says no window ends with its last usage; it was exported later, when that usage had been posted. So
 * much later is taken for granted.
 */
const UNNAMED_TAIL = 2 * HOUR;

/**
 * Which usage the loaded deduction files cover, product by product. An export holds one product and one window of usage
 * time; a file with several products is taken to hold them all.
 */
export class Coverage {
  private readonly names: Names;
  private readonly everywhere: readonly Interval[];
  private readonly byProduct: ReadonlyMap<string, readonly Interval[]>;

  constructor(files: readonly FileFact[], names: Names = NO_NAMES) {
    this.names = names;
    const deductions = files.filter((file) => file.kind === 'deductions' && file.window !== null);
    const interval = (file: FileFact): Interval => ({ start: file.window!.start, end: endOf(file.window!.end) + (file.windowFromName ? 0 : UNNAMED_TAIL) });
    this.everywhere = merged(deductions.filter((file) => file.products.length > 1).map(interval));
    const byProduct = new Map<string, Interval[]>();
    for (const file of deductions) {
      for (const product of new Set(file.products.map((name) => names.product(name)))) {
        const same = byProduct.get(product);
        if (same === undefined) byProduct.set(product, [interval(file)]);
        else same.push(interval(file));
      }
    }
    this.byProduct = new Map([...byProduct].map(([product, intervals]) => [product, merged([...intervals, ...this.everywhere])]));
  }

  /** Whether deductions of the product were exported at all. */
  has(product: string | null): boolean {
    return product !== null && this.byProduct.has(this.names.product(product));
  }

  of(product: string | null): readonly Interval[] {
    return (product === null ? undefined : this.byProduct.get(this.names.product(product))) ?? this.everywhere;
  }

  /** Whether every moment of `[start, end)` is covered. */
  covers(product: string | null, start: CivilTime, end: CivilTime): boolean {
    if (end <= start) return this.of(product).some((part) => part.start <= start && start <= part.end);
    return this.of(product).some((part) => part.start <= start && part.end >= end);
  }

  touches(product: string | null, start: CivilTime, end: CivilTime): boolean {
    return this.of(product).some((part) => part.start < end && part.end > start);
  }

  /** First and last covered moment, over any holes. */
  span(product: string | null): Interval | null {
    const parts = this.of(product);
    return parts.length === 0 ? null : { start: parts[0]!.start, end: parts.at(-1)!.end };
  }

  /**
   * Whether every deduction posted in `[from, to]` must be in the files. A deduction posted at a moment belongs to usage
   * of up to `lag` before it, so that the first `lag` of a window may miss some; after the end of the last window only
   * postings of usage inside it are there.
   */
  postings(product: string | null, from: CivilTime, to: CivilTime, lag: number): 'complete' | 'edge' | 'hole' {
    const parts = this.of(product);
    if (parts.some((part) => part.start <= from - lag && part.end >= to)) return 'complete';
    const isHole = parts.some((part, index) => index > 0 && parts[index - 1]!.end < to && part.start > from - lag);
    return isHole ? 'hole' : 'edge';
  }
}

/** Overlapping and adjoining intervals as one; a gap of one second is the way that ends are printed. */
export function merged(intervals: readonly Interval[]): Interval[] {
  const sorted = [...intervals].sort((a, b) => a.start - b.start || a.end - b.end);
  const result: Interval[] = [];
  for (const next of sorted) {
    const last = result.at(-1);
    if (last !== undefined && next.start <= last.end + 1) result[result.length - 1] = { start: last.start, end: Math.max(last.end, next.end) };
    else result.push(next);
  }
  return result;
}
