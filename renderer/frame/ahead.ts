import type { AppContract } from '../../core/contract/contract.ts';
import type { Client, InputOf, Names, OutputOf } from '../../core/contract/procedure.ts';

/** A client that can ask before anybody wants the answer. */
export interface Ahead {
  /** Whoever makes a call that was sent ahead gets that call's answer, once. */
  readonly client: Client<AppContract>;
  /** Sends a call for whoever will make it. */
  send<N extends Names<AppContract>>(name: N, input: InputOf<AppContract, N>): Promise<OutputOf<AppContract, N>>;
}

/**
 * The first view makes its calls one after the other, and only once React and the grid are made, which takes longer than the answers.
 * Whatever changes in the program makes all that was sent ahead worthless.
 */
export function withAhead(client: Client<AppContract>): Ahead {
  const sent = new Map<string, Promise<unknown>>();
  const keyOf = (name: string, input: unknown): string => `${name} ${JSON.stringify(input)}`;
  client.on('changed', () => sent.clear());
  return {
    client: {
      on: (name, listener) => client.on(name, listener),
      call: (name, input, options) => {
        const key = keyOf(name, input);
        const early = sent.get(key);
        if (early === undefined || options?.signal?.aborted === true) return client.call(name, input, options);
        sent.delete(key);
        return early as never;
      },
    },
    send(name, input) {
      const answer = client.call(name, input);
      sent.set(keyOf(name, input), answer);
      // Whoever takes it hears of the failure.
      answer.catch(() => undefined);
      return answer;
    },
  };
}
