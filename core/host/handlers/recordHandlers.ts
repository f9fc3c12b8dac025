import { AppError } from '../../base/errors.ts';
import type { AppContract } from '../../contract/contract.ts';
import type { OutputOf } from '../../contract/procedure.ts';
import type { CallSignal } from '../../contract/protocol.ts';
import type { Query } from '../../fields/views.ts';
import type { ProjectSession } from '../projectSession.ts';
import type { AppHandlers, Services } from '../services.ts';

type Mine = 'records.columns' | 'records.order' | 'records.block' | 'records.sums' | 'records.distinct' | 'records.locate' | 'records.find' | 'records.details' | 'records.rows' | 'records.counts';

/** Rows come from the reader; what goes over whole tables is made elsewhere, so that rows never wait for it. */
export function recordHandlers({ session }: Services): Pick<AppHandlers, Mine> {
  const { reader, sorter, counter } = session;
  const orders = new GivenOrders(session);
  return {
    'records.columns': async ({ view }) => ({ columns: await reader.call('columns', { view }) }),
    'records.order': (query, { signal }) => orders.make(query, signal),
    'records.block': (range, { signal }) => orders.reading(range.order, signal, () => reader.call('block', range)),
    'records.sums': async ({ order, fields }, { signal }) => ({ sums: await sorter.call('sums', { query: orders.queryOf(order), fields }, { signal }) }),
    'records.distinct': (input, { signal }) => counter.call('distinct', input, { signal }),
    'records.locate': (input, { signal }) => orders.reading(input.order, signal, async () => ({ at: await reader.call('locate', input) })),
    'records.find': (input, { signal }) => orders.reading(input.order, signal, async () => ({ at: await sorter.call('find', input, { signal }) })),
    'records.details': (input) => reader.call('details', input),
    'records.rows': async (input) => ({ rows: await reader.call('rows', input) }),
    'records.counts': async () => (await reader.call('facts', {})).counts,
  };
}

const MOST_QUERIES = 500;
/** How often data may change between the making of an order and the reading of its rows. */
const MOST_TRIES = 3;

/** Orders that were given out: made by the sorter, kept by the reader, and made anew once their data has changed. */
class GivenOrders {
  private readonly session: ProjectSession;
  private readonly queries = new Map<string, Query>();
  /** The project that they are of. */
  private path: string | null = null;

  constructor(session: ProjectSession) {
    this.session = session;
  }

  async make(query: Query, signal: CallSignal): Promise<OutputOf<AppContract, 'records.order'>> {
    const { path, sorter, reader } = this.session;
    const { made, described } = await sorter.call('makeOrder', query, { signal });
    await reader.call('keepOrder', made);
    this.remember(path, described.order, query);
    return described;
  }

  /** Throws `order-gone` for a token that was not given out for this project. */
  queryOf(token: string): Query {
    const query = this.session.path === this.path ? this.queries.get(token) : undefined;
    if (query === undefined) throw new AppError('order-gone');
    return query;
  }

  async reading<T>(token: string, signal: CallSignal, read: () => Promise<T>): Promise<T> {
    for (let left = MOST_TRIES; ; left -= 1) {
      try {
        return await read();
      } catch (error) {
        if (left === 0 || !(error instanceof AppError) || error.code !== 'order-gone') throw error;
        await this.make(this.queryOf(token), signal);
      }
    }
  }

  private remember(path: string | null, token: string, query: Query): void {
    if (path !== this.path) this.queries.clear();
    this.path = path;
    this.queries.delete(token);
    this.queries.set(token, query);
    if (this.queries.size > MOST_QUERIES) this.queries.delete(this.queries.keys().next().value!);
  }
}
