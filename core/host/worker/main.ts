import { parentPort, receiveMessageOnPort } from 'node:worker_threads';
import { AppError, invariant } from '../../base/errors.ts';
import { serveWire, type Dispatch } from '../../contract/server.ts';
import { WorkContext, type WorkCall } from './workContext.ts';
import { workHandlers } from './workHandlers.ts';

/** A thread that works on the project: one call after the other, because a connection must not be shared by two. */
invariant(parentPort !== null, 'a worker thread');
const port = parentPort;
const listeners: ((message: unknown) => void)[] = [];
const hear = (message: unknown): void => {
  for (const listener of listeners) listener(message);
};

/** Messages also arrive while a call never lets go of the thread. */
const context = new WorkContext(() => {
  for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) hear(next.message);
});
const handlers = workHandlers(context);
let queue: Promise<unknown> = Promise.resolve();

const dispatch: Dispatch = (name, input, call) => {
  const work = async (): Promise<unknown> => {
    if (call.signal.aborted) throw new AppError('cancelled');
    invariant(Object.hasOwn(handlers, name), `work named ${name}`);
    const handler = handlers[name as keyof typeof handlers] as (input: unknown, call: WorkCall) => unknown;
    try {
      return await handler(input, call);
    } catch (error) {
      if (error instanceof AppError) throw error;
      // The page is told one sentence; where it happened is for whoever reads the log.
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      throw new AppError('defect', { message: error instanceof Error ? error.message : String(error) }, error);
    }
  };
  const result = queue.then(work);
  queue = result.catch(() => {});
  return result;
};

serveWire({
  send: (message) => port.postMessage(message),
  onMessage: (listener) => void listeners.push(listener),
}, dispatch);
port.on('message', hear);
