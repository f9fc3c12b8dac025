import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { AppContract } from '../../../core/contract/contract.ts';
import type { Client } from '../../../core/contract/procedure.ts';
import type { Bench, Sample } from '../bench.ts';
import { demoData, type DataFile } from '../demoData.ts';
import { copied, storedProject } from '../projects.ts';
import { serve, type Served } from '../served.ts';
import { idleProcess } from '../stallProbe.ts';
import { quantile } from '../statistics.ts';
import { timed } from './grid.ts';
import { dataText, OURS } from './jobs.ts';

const MILLION = 1_000_000;
/** The project that is there before has so much less. */
const SMALLER = 10;
const BLOCK_ROWS = 200;
const PAUSE_MS = 20;

/** The one thread that no work may hold up, while a file comes in, checks run and a workbook goes out, and a reader asks for rows all the time. */
export const stall: Bench = {
  name: 'stall',
  what: 'the longest stall of the main thread while a reader asks for blocks',
  rows: MILLION,
  mostRuns: 1,
  prepare: async (rows) => {
    const { deductions } = demoData(rows);
    const project = await storedProject(Math.ceil(rows / SMALLER), 'all');
    return {
      data: dataText({ 'deductions come in': deductions }),
      contenders: [{ id: 'ours', name: OURS, run: (scratch) => stallSample(copied(project, scratch), join(scratch, 'profile'), deductions) }],
    };
  },
};

async function stallSample(project: string, profile: string, file: DataFile): Promise<Sample> {
  const idle = idleProcess();
  const host = await serve({ project, profile, probed: true });
  const { client } = host;
  const figures: Record<string, number> = {};
  const waits: number[] = [];
  let peakBytes: number | null = null;
  try {
    await idle.stall();
    const ref = await phase(host, figures, 'upload', () => host.upload(file.path), waits);
    await phase(host, figures, 'import', () => client.call('imports.run', { refs: [ref.ref] }), waits);
    await phase(host, figures, 'run', () => client.call('runs.start', {}), waits);
    await phase(host, figures, 'export', () => exported(client), waits);
    figures['stall of an idle process meanwhile'] = await idle.stall();
  } finally {
    idle.end();
    peakBytes = await host.close();
  }
  const longest = Math.max(...['import', 'run', 'export'].map((name) => figures[`stall, ${name}`]!));
  return { figures: { 'longest stall': longest, ...figures, 'block p95 meanwhile': quantile(waits, 0.95), 'block, longest': Math.max(...waits) }, cpuSeconds: null, peakBytes, counts: { blocks: waits.length } };
}

async function phase<T>(host: Served, figures: Record<string, number>, name: string, work: () => Promise<T>, waits: number[]): Promise<T> {
  const reader = readAllTheTime(host.client, waits);
  await host.stall();
  const { seconds, answer } = await timed(work);
  figures[`stall, ${name}`] = await host.stall();
  figures[`${name} takes`] = seconds;
  await reader.stop();
  return answer;
}

/** Asks for blocks of the deductions, one after the other, as somebody does who scrolls. */
function readAllTheTime(client: Client<AppContract>, waits: number[]): { readonly stop: () => Promise<void> } {
  const state = { isStopped: false };
  const reading = (async () => {
    const { order, total } = await client.call('records.order', { view: 'deductions', sort: [{ field: 'deducted', descending: true }] });
    for (let number = 0; !state.isStopped; number += 1) {
      const start = Math.floor(((number * 0.618_033_988_75) % 1) * Math.max(1, total - BLOCK_ROWS));
      waits.push((await timed(() => client.call('records.block', { order, start, end: start + BLOCK_ROWS }))).seconds);
      await pause(PAUSE_MS);
    }
  })();
  return {
    stop: () => {
      state.isStopped = true;
      return reading;
    },
  };
}

/** Begins the export of all deductions as a workbook and waits for it as the page does, by its record. */
async function exported(client: Client<AppContract>): Promise<void> {
  const { export: { id } } = await client.call('exports.start', { source: { what: 'view', query: { view: 'deductions' }, format: 'xlsx' }, locale: 'zh-CN' });
  for (;;) {
    await pause(PAUSE_MS);
    const { exports } = await client.call('exports.list', {});
    const state = exports.find((one) => one.id === id)?.state;
    if (state === 'ready') return;
    if (state !== 'running') throw new Error(`the export is ${state ?? 'gone'}`);
  }
}
