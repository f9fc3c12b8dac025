import { AppError, type FailureCode } from '../base/errors.ts';
import type { Values } from '../base/text.ts';
import type { CallOptions, Client, Contract } from './procedure.ts';
import type { CallSignal, Reply, Wire } from './protocol.ts';

interface Pending {
  readonly options: CallOptions<unknown>;
  readonly cancel: () => void;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The calling end of a connection, for a page and for threads alike. It knows no schema: what it sends is validated
 * where it arrives.
 */
export function connectClient<C extends Contract>(wire: Wire): Client<C> {
  const connection = new Connection(wire);
  return {
    call: (name, input, options) => connection.call(name, input, (options ?? {}) as CallOptions<unknown>) as never,
    on: (name, listener) => connection.on(name, listener as (value: unknown) => void),
  };
}

class Connection {
  private lastId = 0;
  private isClosed = false;
  private readonly pending = new Map<number, Pending>();
  private readonly listeners = new Map<string, Set<(value: unknown) => void>>();
  private readonly wire: Wire;

  constructor(wire: Wire) {
    this.wire = wire;
    wire.onMessage((message) => this.hear(message as Reply));
    wire.onClose?.(() => this.close());
  }

  call(name: string, input: unknown, options: CallOptions<unknown>): Promise<unknown> {
    const { signal } = options;
    if (signal?.aborted === true) return Promise.reject(failureOf('cancelled'));
    if (this.isClosed) return Promise.reject(failureOf('connection-lost'));
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve, reject) => {
      const cancel = (): void => this.wire.send({ t: 'cancel', id });
      signal?.addEventListener('abort', cancel);
      this.pending.set(id, { options, cancel, resolve, reject });
      this.wire.send({ t: 'call', id, name, input });
    });
  }

  on(name: string, listener: (value: unknown) => void): () => void {
    const all = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, all.add(listener));
    return () => void all.delete(listener);
  }

  private hear(message: Reply): void {
    if (message.t === 'event') {
      for (const listener of this.listeners.get(message.name) ?? []) listener(message.value);
      return;
    }
    const call = this.pending.get(message.id);
    if (call === undefined) return;
    if (message.t === 'progress') {
      call.options.onProgress?.(message.value);
      return;
    }
    this.pending.delete(message.id);
    release(call.options.signal, call.cancel);
    if (message.t === 'done') call.resolve(message.value);
    else call.reject(failureOf(message.code, message.values));
  }

  private close(): void {
    this.isClosed = true;
    for (const { options, cancel, reject } of this.pending.values()) {
      release(options.signal, cancel);
      reject(failureOf('connection-lost'));
    }
    this.pending.clear();
  }
}

function release(signal: CallSignal | undefined, cancel: () => void): void {
  signal?.removeEventListener('abort', cancel);
}

/** A failure as an error that can be put into words; a defect of the program keeps its message. */
export function failureOf(code: FailureCode, values: Values = {}): AppError {
  return new AppError(code, values);
}
