import type { IDatasource, IGetRowsParams } from 'ag-grid-community';
import { AppError } from '../../core/base/errors.ts';
import type { AppContract } from '../../core/contract/contract.ts';
import type { Client, OutputOf } from '../../core/contract/procedure.ts';
import { isCancelled } from '../client.ts';
import { BlockReader } from './blockReader.ts';
import type { GridColumn } from './columns.ts';
import { filtersOf, sortOf, type ColumnModel, type ColumnSort, type GridQuery } from './query.ts';

export type Order = OutputOf<AppContract, 'records.order'>;

/** What decides the rows besides the grid's own sort and column filters. */
export type OuterQuery = Omit<GridQuery, 'sort'>;

export interface Listener {
  onOrder(order: Order | null, query: GridQuery): void;
  /** Rows have arrived. */
  onRows(): void;
  onError(error: unknown): void;
}

/**
 * Rows for the grid's infinite model: the query is put in order once, and each block is read from that order. A new query
 * forgets the old order; an answer that comes too late is dropped.
 */
export class RowSource implements IDatasource {
  private outer: OuterQuery;
  private text = '';
  private turn = 0;
  private order: Promise<Order> | null = null;
  private abort = new AbortController();
  private readonly client: Client<AppContract>;
  private readonly blocks: BlockReader;
  private readonly columns: () => readonly GridColumn[];
  private readonly listener: Listener;

  constructor(client: Client<AppContract>, outer: OuterQuery, columns: () => readonly GridColumn[], listener: Listener) {
    this.client = client;
    this.blocks = new BlockReader((range) => client.call('records.block', range));
    this.outer = outer;
    this.columns = columns;
    this.listener = listener;
  }

  /** Takes a changed query; the caller purges the grid's cache afterwards. */
  setOuter(outer: OuterQuery): void {
    this.outer = outer;
  }

  /** The data itself has changed: the next block asks anew. */
  forget(): void {
    this.text = '';
    this.blocks.forget();
  }

  queryOf(sorts: readonly ColumnSort[], model: Readonly<Record<string, ColumnModel>>): GridQuery {
    return { ...this.outer, filters: [...this.outer.filters, ...filtersOf(model)], sort: sortOf(sorts, this.columns()) };
  }

  getRows(params: IGetRowsParams, isAgain = false): void {
    const order = this.orderOf(this.queryOf(params.sortModel, (params.filterModel ?? {}) as Record<string, ColumnModel>));
    order.then(({ order: token }) => this.blocks.read({ order: token, start: params.startRow, end: params.endRow })).then(
      ({ rows, total }) => {
        params.successCallback(rows, total);
        this.listener.onRows();
      },
      (error: unknown) => {
        // The program forgets orders after a while and when the project changes; then it is asked once more.
        if (!isAgain && error instanceof AppError && error.code === 'order-gone') {
          this.forget();
          this.getRows(params, true);
          return;
        }
        params.failCallback();
        if (!isCancelled(error)) this.listener.onError(error);
      },
    );
  }

  /** The order that the grid shows now. */
  current(): Promise<Order> | null {
    return this.order;
  }

  destroy(): void {
    this.abort.abort();
  }

  private orderOf(query: GridQuery): Promise<Order> {
    const text = JSON.stringify(query);
    if (text === this.text && this.order !== null) return this.order;
    this.abort.abort();
    this.abort = new AbortController();
    this.text = text;
    this.turn += 1;
    const turn = this.turn;
    this.listener.onOrder(null, query);
    const order = this.client.call('records.order', query, { signal: this.abort.signal });
    this.order = order;
    order.then((known) => { if (turn === this.turn) this.listener.onOrder(known, query); }, () => { if (turn === this.turn) this.text = ''; });
    return order;
  }
}
