import type { OutCell } from './cell.ts';

export type OutRow = readonly OutCell[];
export type OutRows = Iterable<OutRow> | AsyncIterable<OutRow>;

/** Rows pulled one at a time, with a look ahead. */
export interface RowSource<Row> {
  /** The next row, `null` after the last. */
  next(): Row | null | Promise<Row | null>;
  /** Up to `count` coming rows, which stay to be read. */
  peek(count: number): Promise<readonly Row[]>;
  /** Lets the owner of the rows release what it holds, where it has not come to its end by itself. */
  close(): Promise<void>;
}

/**
 * Rows from either kind of iterable. Rows of a plain iterable are handed over without a promise for each: a million of
 * them would cost more than writing the cells.
 */
export class SingleRows<Row> implements RowSource<Row> {
  private readonly rows: Iterable<Row> | AsyncIterable<Row>;
  private iterator: Iterator<Row> | AsyncIterator<Row> | null = null;
  private asynchronous = false;
  private ended = false;
  private readonly ahead: Row[] = [];

  constructor(rows: Iterable<Row> | AsyncIterable<Row>) {
    this.rows = rows;
  }

  next(): Row | null | Promise<Row | null> {
    return this.ahead.length > 0 ? this.ahead.shift()! : this.pull();
  }

  async peek(count: number): Promise<readonly Row[]> {
    while (this.ahead.length < count) {
      const row = await this.pull();
      if (row === null) break;
      this.ahead.push(row);
    }
    return this.ahead.slice(0, count);
  }

  async close(): Promise<void> {
    if (this.ended || this.iterator === null) return;
    this.ended = true;
    await this.iterator.return?.();
  }

  private pull(): Row | null | Promise<Row | null> {
    if (this.ended) return null;
    this.iterator ??= this.open();
    if (this.asynchronous) return this.pullLater(this.iterator as AsyncIterator<Row>);
    this.ended = true;
    const step = (this.iterator as Iterator<Row>).next();
    this.ended = step.done === true;
    return step.done === true ? null : step.value;
  }

  private async pullLater(iterator: AsyncIterator<Row>): Promise<Row | null> {
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

  private open(): Iterator<Row> | AsyncIterator<Row> {
    if (Symbol.asyncIterator in this.rows) {
      this.asynchronous = true;
      return this.rows[Symbol.asyncIterator]();
    }
    return this.rows[Symbol.iterator]();
  }
}

/** Rows that come in blocks: only a new block may have to be waited for. */
export class BlockRows<Row> implements RowSource<Row> {
  private readonly blocks: SingleRows<readonly Row[]>;
  private block: readonly Row[] = [];
  private at = 0;

  constructor(blocks: Iterable<readonly Row[]> | AsyncIterable<readonly Row[]>) {
    this.blocks = new SingleRows(blocks);
  }

  next(): Row | null | Promise<Row | null> {
    if (this.at === this.block.length) return this.nextOfMore();
    this.at += 1;
    return this.block[this.at - 1]!;
  }

  async peek(count: number): Promise<readonly Row[]> {
    while (this.block.length - this.at < count) {
      const more = await this.blocks.next();
      if (more === null) break;
      this.block = [...this.block.slice(this.at), ...more];
      this.at = 0;
    }
    return this.block.slice(this.at, this.at + count);
  }

  close(): Promise<void> {
    return this.blocks.close();
  }

  private async nextOfMore(): Promise<Row | null> {
    do {
      const block = await this.blocks.next();
      if (block === null) return null;
      this.block = block;
      this.at = 0;
    } while (this.block.length === 0);
    this.at = 1;
    return this.block[0]!;
  }
}
