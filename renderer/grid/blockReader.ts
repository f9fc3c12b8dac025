import type { AppContract } from '../../core/contract/contract.ts';
import type { OutputOf } from '../../core/contract/procedure.ts';

export type Block = OutputOf<AppContract, 'records.block'>;

interface Range {
  readonly order: string;
  readonly start: number;
  readonly end: number;
}

/** So many blocks behind each other are fetched before anybody sees their rows. */
const AHEAD = 2;
const MOST_HELD = 12;

/**
 * Reads blocks of rows, and those that come next in the direction of scrolling before the grid asks for them: a block that is asked for
 * when its first row is in sight comes too late. Of one order at a time.
 */
export class BlockReader {
  private readonly fetch: (range: Range) => Promise<Block>;
  private order = '';
  private last = 0;
  /** By their first row, the one used longest ago first. */
  private readonly held = new Map<number, Promise<Block>>();

  constructor(fetch: (range: Range) => Promise<Block>) {
    this.fetch = fetch;
  }

  async read(range: Range): Promise<Block> {
    if (range.order !== this.order) {
      this.forget();
      this.order = range.order;
    }
    const step = range.start < this.last ? -1 : 1;
    this.last = range.start;
    const block = await this.take(range);
    // What somebody waits for goes first.
    if (this.order === range.order && this.last === range.start) this.readAhead(range, step, block.total);
    return block;
  }

  /** The rows have changed. */
  forget(): void {
    this.held.clear();
    this.order = '';
    this.last = 0;
  }

  private take(range: Range): Promise<Block> {
    const block = this.held.get(range.start) ?? this.fetch(range);
    this.held.delete(range.start);
    this.held.set(range.start, block);
    // A block that failed is asked for again by whoever needs it.
    block.catch(() => { if (this.held.get(range.start) === block) this.held.delete(range.start); });
    if (this.held.size > MOST_HELD) this.held.delete(this.held.keys().next().value!);
    return block;
  }

  private readAhead({ order, start, end }: Range, step: number, total: number): void {
    const size = end - start;
    for (let far = 1; far <= AHEAD; far += 1) {
      const first = start + step * far * size;
      if (first >= 0 && first < total && !this.held.has(first)) void this.take({ order, start: first, end: first + size });
    }
  }
}
