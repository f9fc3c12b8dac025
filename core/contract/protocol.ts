import type { FailureCode } from '../base/errors.ts';
import type { Values } from '../base/text.ts';

/**
 * The one message protocol of every host: `call` and `cancel` towards the program, `progress`, `done`, `fail` and `event`
 * towards the page. Everything in it is JSON: decimals and times are texts, absent values are `null`.
 */
export type Request =
  | { readonly t: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly t: 'cancel'; readonly id: number };

export type Reply =
  | { readonly t: 'progress'; readonly id: number; readonly value: unknown }
  | { readonly t: 'done'; readonly id: number; readonly value: unknown }
  | { readonly t: 'fail'; readonly id: number; readonly code: FailureCode; readonly values: Values }
  | { readonly t: 'event'; readonly name: string; readonly value: unknown };

/** One end of a connection; messages arrive as they were sent. */
export interface Wire {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose?(listener: () => void): void;
}

/** What both ends need of an `AbortSignal`, which is no part of the language. */
export interface CallSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
