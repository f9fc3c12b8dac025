import type { OutCell } from './cell.ts';

export type OutRow = readonly OutCell[];
export type OutRows = Iterable<OutRow> | AsyncIterable<OutRow>;

/**
 * Rows pulled one at a time, with a look ahead, from either kind of iterable. Rows of a plain iterable are handed
 * over without a promise for each: a million of them would cost more than writing the cells.
 */
export class RowSource {
  private readonly rows: OutRows;
  private iterator: Iterator<OutRow> | AsyncIterator<OutRow> | null = null;
  private asynchronous = false;
  private ended = false;
  private readonly ahead: OutRow[] = [];

  constructor(rows: OutRows) {
    this.rows = rows;
  }

  /** The next row, `null` after the last. */
  next(): OutRow | null | Promise<OutRow | null> {
    return this.ahead.length > 0 ? this.ahead.shift()! : this.pull();
  }

  /** Up to `count` coming rows, which stay to be read. */
  async peek(count: number): Promise<readonly OutRow[]> {
    while (this.ahead.length < count) {
      const row = await this.pull();
      if (row === null) break;
      this.ahead.push(row);
    }
    return this.ahead.slice(0, count);
  }

  /** Lets the owner of the rows release what it holds, where it has not come to its end by itself. */
  async close(): Promise<void> {
    if (this.ended || this.iterator === null) return;
    this.ended = true;
    await this.iterator.return?.();
  }

  private pull(): OutRow | null | Promise<OutRow | null> {
    if (this.ended) return null;
    this.iterator ??= this.open();
    if (this.asynchronous) return this.pullLater(this.iterator as AsyncIterator<OutRow>);
    this.ended = true;
    const step = (this.iterator as Iterator<OutRow>).next();
    this.ended = step.done === true;
    return step.done === true ? null : step.value;
  }

  private async pullLater(iterator: AsyncIterator<OutRow>): Promise<OutRow | null> {
    try {
      const step = await iterator.next();
      if (step.done !== true) return step.value;
      this.ended = true;
      return null;
    } catch (error) {
      // An iterator that threw has ended, as in a `for` loop.
      this.ended = true;
      throw error;
    }
  }

  private open(): Iterator<OutRow> | AsyncIterator<OutRow> {
    if (Symbol.asyncIterator in this.rows) {
      this.asynchronous = true;
      return this.rows[Symbol.asyncIterator]();
    }
    return this.rows[Symbol.iterator]();
  }
}
