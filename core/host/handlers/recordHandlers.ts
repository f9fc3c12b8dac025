import type { AppHandlers, Services } from '../services.ts';

type Mine = 'records.columns' | 'records.order' | 'records.block' | 'records.sums' | 'records.distinct' | 'records.locate' | 'records.find' | 'records.details' | 'records.rows' | 'records.counts';

export function recordHandlers({ session: { reader } }: Services): Pick<AppHandlers, Mine> {
  return {
    'records.columns': async ({ view }) => ({ columns: await reader.call('columns', { view }) }),
    'records.order': (query) => reader.call('order', query),
    'records.block': (range) => reader.call('block', range),
    'records.sums': async (input) => ({ sums: await reader.call('sums', input) }),
    'records.distinct': (input) => reader.call('distinct', input),
    'records.locate': async (input) => ({ at: await reader.call('locate', input) }),
    'records.find': async (input) => ({ at: await reader.call('find', input) }),
    'records.details': (input) => reader.call('details', input),
    'records.rows': async (input) => ({ rows: await reader.call('rows', input) }),
    'records.counts': async () => (await reader.call('facts', {})).counts,
  };
}
