import { join } from 'node:path';
import type { AppContract } from '../../../core/contract/contract.ts';
import type { Client, InputOf } from '../../../core/contract/procedure.ts';
import type { Bench, Sample } from '../bench.ts';
import { demoData } from '../demoData.ts';
import { copied, storedProject } from '../projects.ts';
import { serve } from '../served.ts';
import { quantile } from '../statistics.ts';
import { OURS } from './jobs.ts';

const FIVE_MILLION = 5_000_000;
const MILLION = 1_000_000;
const BLOCK_ROWS = 200;
const BLOCKS_EACH = 60;

type Query = InputOf<AppContract, 'records.order'>;

/** What a user may sort and filter by: one of each kind of column, two at once, and filters of each kind. */
const ORDERS: readonly { readonly name: string; readonly query: Query }[] = [
  { name: 'as imported', query: { view: 'deductions' } },
  { name: 'by time', query: { view: 'deductions', sort: [{ field: 'deductedAt', descending: true }] } },
  { name: 'by decimal', query: { view: 'deductions', sort: [{ field: 'deducted', descending: true }] } },
  { name: 'by name', query: { view: 'deductions', sort: [{ field: 'packageName' }] } },
  { name: 'by id', query: { view: 'deductions', sort: [{ field: 'packageId' }] } },
  { name: 'by two columns', query: { view: 'deductions', sort: [{ field: 'product' }, { field: 'after', descending: true }] } },
  { name: 'more than, by decimal', query: { view: 'deductions', filters: [{ op: 'more', field: 'deducted', value: '10' }], sort: [{ field: 'before' }] } },
  { name: 'contains, by time', query: { view: 'deductions', filters: [{ op: 'contains', field: 'billingItem', value: 'token' }], sort: [{ field: 'usageStart' }] } },
  { name: 'between times, by id', query: { view: 'deductions', filters: [{ op: 'between', field: 'usageStart', from: '2025-06-01', to: '2025-06-30' }], sort: [{ field: 'usageOwner' }] } },
  { name: 'bill by amount', query: { view: 'bill', sort: [{ field: 'originalCost', descending: true }] } },
];

export const grid: Bench = {
  name: 'grid',
  what: 'orders and blocks of 200 rows of a stored project over the socket of the built program',
  rows: FIVE_MILLION,
  mostRuns: 1,
  prepare: async (rows) => {
    const { deductions, bill } = demoData(rows);
    const project = await storedProject(rows, 'all');
    return {
      data: `${deductions.rows.toLocaleString('en-US')} deductions and ${bill.rows.toLocaleString('en-US')} bill lines in a project`,
      contenders: [{ id: 'ours', name: OURS, run: (scratch) => gridSample(copied(project, scratch), join(scratch, 'profile')) }],
    };
  },
};

async function gridSample(project: string, profile: string): Promise<Sample> {
  const host = await serve({ project, profile });
  const blocks = new Map<string, number[]>();
  const orders = new Map<string, number>();
  const counts: Record<string, number> = {};
  let sums = 0;
  try {
    for (const { name, query } of ORDERS) {
      const { seconds, answer: { order, total, all } } = await timed(() => host.client.call('records.order', query));
      orders.set(name, (seconds * MILLION) / all);
      counts[name] = total;
      const summed = await timed(() => host.client.call('records.sums', { order }));
      sums = Math.max(sums, (summed.seconds * MILLION) / all);
      blocks.set(name, await blockTimes(host.client, order, total));
    }
  } finally {
    counts['peak'] = (await host.close()) ?? 0;
  }
  const { peak = 0, ...rows } = counts;
  const all = [...blocks.values()].flat();
  return {
    figures: {
      'block p50': quantile(all, 0.5),
      'block p95': quantile(all, 0.95),
      'block p95, worst order': Math.max(...[...blocks.values()].map((times) => quantile(times, 0.95))),
      'block, longest': Math.max(...all),
      'order per million, slowest': Math.max(...orders.values()),
      'sums per million, slowest': sums,
      ...Object.fromEntries([...orders].map(([name, seconds]) => [`order ${name}, per million`, seconds])),
    },
    cpuSeconds: null,
    peakBytes: peak === 0 ? null : peak,
    counts: rows,
  };
}

/** Blocks at depths that a fixed sequence draws, so that every run asks for the same ones. */
async function blockTimes(client: Client<AppContract>, order: string, total: number): Promise<number[]> {
  const times: number[] = [];
  for (let number = 0; number < BLOCKS_EACH; number += 1) {
    // Multiples of the golden ratio spread evenly over any range.
    const start = Math.floor(((number * 0.618_033_988_75) % 1) * Math.max(1, total - BLOCK_ROWS));
    const { seconds, answer } = await timed(() => client.call('records.block', { order, start, end: start + BLOCK_ROWS }));
    if (answer.rows.length !== Math.min(BLOCK_ROWS, total - start)) throw new Error(`a block of ${answer.rows.length} rows`);
    times.push(seconds);
  }
  return times;
}

export async function timed<T>(work: () => Promise<T>): Promise<{ readonly seconds: number; readonly answer: T }> {
  const begun = performance.now();
  const answer = await work();
  return { seconds: (performance.now() - begun) / 1000, answer };
}
