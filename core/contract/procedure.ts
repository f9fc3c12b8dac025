import type { z } from 'zod';
import type { CallSignal } from './protocol.ts';

/** One procedure: what goes in, what comes out, and what is told on the way. */
export interface Procedure<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType, Progress extends z.ZodType = z.ZodType> {
  readonly input: Input;
  readonly output: Output;
  readonly progress?: Progress;
}

export interface Contract {
  readonly procedures: Readonly<Record<string, Procedure>>;
  readonly events: Readonly<Record<string, z.ZodType>>;
}

export type Names<C extends Contract> = keyof C['procedures'] & string;
export type EventNames<C extends Contract> = keyof C['events'] & string;
/** What the page gives; fields with a default may be left out. */
export type InputOf<C extends Contract, N extends Names<C>> = z.input<C['procedures'][N]['input']>;
/** What a handler is given. */
export type TakenBy<C extends Contract, N extends Names<C>> = z.output<C['procedures'][N]['input']>;
export type OutputOf<C extends Contract, N extends Names<C>> = z.output<C['procedures'][N]['output']>;
export type ProgressOf<C extends Contract, N extends Names<C>> = C['procedures'][N] extends { readonly progress: infer P extends z.ZodType } ? z.output<P> : never;
export type EventOf<C extends Contract, E extends EventNames<C>> = z.output<C['events'][E]>;

/** What a handler has besides its input. */
export interface CallContext<Progress> {
  readonly signal: CallSignal;
  readonly progress: (value: Progress) => void;
}

export type Handler<C extends Contract, N extends Names<C>> = (input: TakenBy<C, N>, context: CallContext<ProgressOf<C, N>>) => Promise<OutputOf<C, N>> | OutputOf<C, N>;
export type Handlers<C extends Contract> = { readonly [N in Names<C>]: Handler<C, N> };

export interface CallOptions<Progress> {
  readonly signal?: CallSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** The page's end. A call that fails rejects with an `AppError`; `cancelled` where its signal fired. */
export interface Client<C extends Contract> {
  call<N extends Names<C>>(name: N, input: InputOf<C, N>, options?: CallOptions<ProgressOf<C, N>>): Promise<OutputOf<C, N>>;
  /** Hears an event until the answered function is called. */
  on<E extends EventNames<C>>(name: E, listener: (value: EventOf<C, E>) => void): () => void;
}
