import type { Page } from 'playwright-core';
import type { AppContract } from '../../core/contract/contract.ts';
import { LOOPBACK } from '../../core/contract/names.ts';
import type { InputOf, Names, OutputOf } from '../../core/contract/procedure.ts';

/** Calls a procedure from inside the page over its own transport, beside whatever the page itself does. */
export type Call = <N extends Names<AppContract>>(name: N, input: InputOf<AppContract, N>, options?: { readonly cancelAfter?: number }) => Promise<OutputOf<AppContract, N> & { readonly waited: number }>;

export function callerOf(page: Page): Call {
  return async (name, input, { cancelAfter } = {}) => {
    const answer = await page.evaluate(inPage, { name, input, cancelAfter: cancelAfter ?? 0, rpc: LOOPBACK.rpc, protocol: LOOPBACK.protocol, tokenKey: LOOPBACK.tokenKey });
    if (answer.t === 'done') return { ...(answer.value as object), waited: answer.waited } as never;
    throw Object.assign(new Error(`${name}: ${answer.code} ${JSON.stringify(answer.values)}`), { code: answer.code });
  };
}

interface Answer { t: string; id: number; value: unknown; code: string; values: unknown; waited: number }
interface Line { send(message: unknown): void; onMessage(listener: (message: unknown) => void): void }
interface Given { name: string; input: unknown; cancelAfter: number; rpc: string; protocol: string; tokenKey: string }

/** Runs in the page, so it stands alone. Its numbers are far from those of the page's own calls. */
async function inPage({ name, input, cancelAfter, rpc, protocol, tokenKey }: Given): Promise<Answer> {
  const own = globalThis as unknown as { packledger?: Line; specLine?: Line; specId?: number; specWaiting?: Map<number, (answer: Answer) => void>; sessionStorage: Storage };
  if (own.specLine === undefined) {
    own.specWaiting = new Map();
    own.specId = 1_000_000_000;
    if (own.packledger !== undefined) own.specLine = own.packledger;
    else {
      const socket = new WebSocket(`ws://${location.host}${rpc}`, [protocol, own.sessionStorage.getItem(tokenKey) ?? '']);
      await new Promise((resolve, reject) => {
        socket.addEventListener('open', resolve);
        socket.addEventListener('error', () => reject(new Error('the socket was refused')));
      });
      own.specLine = {
        send: (message) => socket.send(JSON.stringify(message)),
        onMessage: (listener) => socket.addEventListener('message', (event) => listener(JSON.parse(String(event.data)))),
      };
    }
    own.specLine.onMessage((message) => {
      const answer = message as Answer;
      if (answer.t === 'done' || answer.t === 'fail') own.specWaiting!.get(answer.id)?.(answer);
    });
  }
  own.specId! += 1;
  const id = own.specId!;
  const begun = performance.now();
  const answered = new Promise<Answer>((resolve) => own.specWaiting!.set(id, resolve));
  own.specLine.send({ t: 'call', id, name, input });
  if (cancelAfter > 0) setTimeout(() => own.specLine!.send({ t: 'cancel', id }), cancelAfter);
  return { ...(await answered), waited: performance.now() - begun };
}
