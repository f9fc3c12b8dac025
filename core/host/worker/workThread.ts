import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { invariant } from '../../base/errors.ts';
import { connectClient } from '../../contract/client.ts';
import type { CallOptions, Client, Contract } from '../../contract/procedure.ts';
import type { WorkProgress } from './workContext.ts';
import type { WorkHandlers } from './workHandlers.ts';

type InputOf<N extends keyof WorkHandlers> = WorkHandlers[N] extends (input: infer I, ...rest: never[]) => unknown ? I : never;
type OutputOf<N extends keyof WorkHandlers> = Awaited<ReturnType<WorkHandlers[N]>>;

/** The main thread's end of a thread that works. */
export interface WorkThread {
  call<N extends keyof WorkHandlers>(name: N, input: InputOf<N>, options?: CallOptions<WorkProgress>): Promise<OutputOf<N>>;
  close(): Promise<void>;
}

/** Where the thread's program lies: beside the built program, or in the sources. */
function entry(): URL {
  const here = import.meta.dirname;
  const found = [join(here, 'worker.js'), join(here, '..', 'worker.js'), join(here, 'main.ts')].find((path) => existsSync(path));
  invariant(found !== undefined, 'the program of the worker thread');
  return pathToFileURL(found);
}

/** Starts a thread. Where it dies, everything that waits for it fails with `connection-lost`, and `onDeath` hears why. */
export function startThread(name: string, onDeath: (error: unknown) => void): WorkThread {
  const worker = new Worker(entry(), { name, execArgv: [] });
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
