import type { Bench, Contender, Outcome, Prepared, Result, Sample } from './bench.ts';
import { scratchFolder } from './place.ts';

/**
 * Lets the program and its peers do the same job in turn: A B C, A B C, …, so that what disturbs the machine disturbs
 * all of them. Who fails once is out; the others go on. `tell` hears whose turn it is.
 */
export async function runBench(bench: Bench, rows: number, runs: number, tell: (line: string) => void): Promise<Outcome> {
  let prepared: Prepared;
  try {
    prepared = await bench.prepare(rows);
  } catch (error) {
    return { bench: bench.name, what: bench.what, rows, data: 'could not be prepared', results: [{ id: 'ours', name: 'PackLedger', absent: null, failure: sentence(error), samples: [] }] };
  }
  const { data, contenders } = prepared;
  const states = contenders.map((contender) => ({ contender, samples: [] as Sample[], failure: null as string | null }));
  const rounds = Math.min(runs, bench.mostRuns ?? runs);
  for (let round = 1; round <= rounds; round += 1) {
    for (const state of states) {
      if (state.failure !== null || isAbsent(state.contender)) continue;
      tell(`${bench.name} ${round}/${rounds} ${state.contender.name} …`);
      try {
        state.samples.push(await inScratch(state.contender));
      } catch (error) {
        state.failure = sentence(error);
      }
    }
  }
  const results = states.map(({ contender, samples, failure }): Result => ({ id: contender.id, name: contender.name, absent: contender.absent ?? null, failure, samples: failure === null ? samples : [] }));
  return { bench: bench.name, what: bench.what, rows, data, results };
}

function sentence(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}

function isAbsent({ absent }: Contender): boolean {
  return absent !== undefined && absent !== null;
}

async function inScratch(contender: Contender): Promise<Sample> {
  const scratch = scratchFolder();
  try {
    return await contender.run(scratch.path);
  } finally {
    scratch.remove();
  }
}
