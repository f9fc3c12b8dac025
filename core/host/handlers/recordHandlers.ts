import { AppError } from '../../base/errors.ts';
import type { Query } from '../../fields/views.ts';
import type { AppHandlers, Services } from '../services.ts';

type Mine = 'records.columns' | 'records.order' | 'records.block' | 'records.sums' | 'records.distinct' | 'records.locate' | 'records.find' | 'records.details' | 'records.rows' | 'records.counts';

const MOST_QUERIES = 500;

/** Rows come from the reader; what goes over whole tables comes from the counter, so that rows never wait for it. */
export function recordHandlers({ session: { reader, counter } }: Services): Pick<AppHandlers, Mine> {
  /** What the last tokens stand for. */
  const queries = new Map<string, Query>();
  return {
    'records.columns': async ({ view }) => ({ columns: await reader.call('columns', { view }) }),
    'records.order': async (query) => {
      const order = await reader.call('order', query);
      queries.delete(order.order);
      queries.set(order.order, query);
      if (queries.size > MOST_QUERIES) queries.delete(queries.keys().next().value!);
      return order;
    },
    'records.block': (range) => reader.call('block', range),
    'records.sums': async ({ order, fields }) => {
      const query = queries.get(order);
      if (query === undefined) throw new AppError('order-gone');
      return { sums: await counter.call('sums', { query, fields }) };
    },
    'records.distinct': (input) => counter.call('distinct', input),
    'records.locate': async (input) => ({ at: await reader.call('locate', input) }),
    'records.find': async (input) => ({ at: await reader.call('find', input) }),
    'records.details': (input) => reader.call('details', input),
    'records.rows': async (input) => ({ rows: await reader.call('rows', input) }),
    'records.counts': async () => (await counter.call('facts', {})).counts,
  };
}
