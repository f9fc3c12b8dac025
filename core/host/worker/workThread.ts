import { Worker } from 'node:worker_threads';
import { connectClient } from '../../contract/client.ts';
import type { CallOptions, Client, Contract } from '../../contract/procedure.ts';
import { threadEntry } from '../threadEntry.ts';
import type { WorkProgress } from './workContext.ts';
import type { WorkHandlers } from './workHandlers.ts';

/** What rows of a million leave behind is cleaned up in time: twice the room makes a run faster by a twentieth and larger by 100 MiB. */
const YOUNG_MIB = 48;

type InputOf<N extends keyof WorkHandlers> = WorkHandlers[N] extends (input: infer I, ...rest: never[]) => unknown ? I : never;
type OutputOf<N extends keyof WorkHandlers> = Awaited<ReturnType<WorkHandlers[N]>>;

/** The main thread's end of a thread that works. */
export interface WorkThread {
  call<N extends keyof WorkHandlers>(name: N, input: InputOf<N>, options?: CallOptions<WorkProgress>): Promise<OutputOf<N>>;
  close(): Promise<void>;
}

/** Starts a thread. Where it dies, everything that waits for it fails with `connection-lost`, and `onDeath` hears why. */
export function startThread(name: string, onDeath: (error: unknown) => void): WorkThread {
  const worker = new Worker(threadEntry('worker.js', 'main.ts'), { name, execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB } });
  let isClosing = false;
  const client: Client<Contract> = connectClient({
    send: (message) => worker.postMessage(message),
    onMessage: (listener) => void worker.on('message', listener),
    onClose: (listener) => void worker.on('exit', listener),
  });
  worker.on('error', (error) => {
    if (!isClosing) onDeath(error);
  });
  return {
    call: (work, input, options) => client.call(work, input, options) as never,
    close: async () => {
      await client.call('close', {}).catch(() => {});
      isClosing = true;
      await worker.terminate();
    },
  };
}
