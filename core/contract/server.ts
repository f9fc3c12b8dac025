import type { z } from 'zod';
import { AppError } from '../base/errors.ts';
import type { CallContext, Contract, Handlers } from './procedure.ts';
import type { CallSignal, Reply, Request, Wire } from './protocol.ts';

/** The wish to cancel one call. */
class Cancellation implements CallSignal {
  aborted = false;
  private readonly listeners = new Set<() => void>();

  abort(): void {
    if (this.aborted) return;
    this.aborted = true;
    for (const listener of this.listeners) listener();
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.listeners.delete(listener);
  }
}

/** What a defect was, for the log; the page is told its message only. */
export type Report = (error: unknown, name: string) => void;

type AnyHandler = (input: unknown, context: CallContext<unknown>) => unknown;

export interface DispatchOptions {
  readonly report?: Report;
  /** Tests hold what goes out against the contract too. */
  readonly checkOutput?: boolean;
}

/** Runs one call: known by name, its input as declared, its failure an `AppError`. Every host ends here. */
export type Dispatch = (name: string, input: unknown, context: CallContext<unknown>) => Promise<unknown>;

export function dispatcher<C extends Contract>(contract: C, handlers: Handlers<C>, { report, checkOutput = false }: DispatchOptions = {}): Dispatch {
  return async (name, input, context) => {
    const procedure = Object.hasOwn(contract.procedures, name) ? contract.procedures[name] : undefined;
    if (procedure === undefined) throw new AppError('procedure-unknown', { name: name.slice(0, 100) });
    const parsed = procedure.input.safeParse(input);
    if (!parsed.success) throw new AppError('input-invalid', { detail: `${name}: ${shortly(parsed.error)}` });
    try {
      const value = await (handlers[name as keyof typeof handlers] as unknown as AnyHandler)(parsed.data, context);
      return checkOutput ? procedure.output.parse(value) : value;
    } catch (error) {
      if (error instanceof AppError) throw error;
      report?.(error, name);
      throw new AppError('defect', { message: error instanceof Error ? error.message : String(error) }, error);
    }
  };
}

/** The first thing that is wrong, without the value itself. */
function shortly(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? '' : `${issue.path.join('.')} ${issue.message}`.trim();
}

export interface Served {
  emit(name: string, value: unknown): void;
  /** Cancels what is running; nothing is answered any more. */
  close(): void;
}

/** Serves one connection: a window, a socket or a thread. What is no message of the protocol is not answered. */
export function serveWire(wire: Wire, dispatch: Dispatch): Served {
  const running = new Map<number, Cancellation>();
  let isOpen = true;
  const send = (reply: Reply): void => {
    if (isOpen) wire.send(reply);
  };
  const close = (): void => {
    isOpen = false;
    for (const cancellation of running.values()) cancellation.abort();
    running.clear();
  };
  const run = async (id: number, name: string, input: unknown): Promise<void> => {
    const signal = new Cancellation();
    running.set(id, signal);
    try {
      send({ t: 'done', id, value: await dispatch(name, input, { signal, progress: (value) => send({ t: 'progress', id, value }) }) });
    } catch (error) {
      const { code, values } = error instanceof AppError ? error : new AppError('defect', { message: String(error) });
      send({ t: 'fail', id, code, values });
    } finally {
      running.delete(id);
    }
  };
  wire.onClose?.(close);
  wire.onMessage((message) => {
    const request = requestOf(message);
    if (request === null || !isOpen) return;
    if (request.t === 'cancel') running.get(request.id)?.abort();
    else if (!running.has(request.id)) void run(request.id, request.name, request.input);
  });
  return { emit: (name, value) => send({ t: 'event', name, value }), close };
}

function requestOf(message: unknown): Request | null {
  if (typeof message !== 'object' || message === null) return null;
  const { t, id, name, input } = message as { readonly t?: unknown; readonly id?: unknown; readonly name?: unknown; readonly input?: unknown };
  if (typeof id !== 'number' || !Number.isSafeInteger(id)) return null;
  if (t === 'cancel') return { t, id };
  return t === 'call' && typeof name === 'string' ? { t, id, name, input } : null;
}
