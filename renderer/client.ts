import { AppError } from '../core/base/errors.ts';
import type { Say } from '../core/base/text.ts';
import type { Bridge } from '../core/contract/bridge.ts';
import { connectClient } from '../core/contract/client.ts';
import type { AppContract } from '../core/contract/contract.ts';
import { LOOPBACK } from '../core/contract/names.ts';
import type { Client } from '../core/contract/procedure.ts';
import type { Wire } from '../core/contract/protocol.ts';
import type { Ref } from '../core/contract/shapes.ts';

declare global {
  interface Window { readonly packledger?: Bridge }
}

/** How the page reaches the program: Electron's bridge, or the loopback host that served it. */
export interface Connection {
  readonly client: Client<AppContract>;
  /** Hears when the program is gone. */
  readonly onLost: (listener: () => void) => void;
  /** Hands files over that the user dropped or chose in the page. */
  handOver(files: readonly File[]): Promise<readonly Ref[]>;
}

export function connect(): Connection {
  const bridge = window.packledger;
  if (bridge !== undefined) {
    return { client: connectClient<AppContract>(bridge), onLost: () => undefined, handOver: (files) => bridge.handOver(files) };
  }
  const token = takeToken();
  const wire = socketWire(token);
  return { client: connectClient<AppContract>(wire), onLost: wire.onClose, handOver: (files) => Promise.all(files.map((file) => upload(file, token))) };
}

/** The token comes once in the fragment and is kept for this tab, so that a reload works and the address stays clean. */
function takeToken(): string {
  const given = new URLSearchParams(location.hash.slice(1)).get(LOOPBACK.tokenKey);
  if (given !== null) {
    sessionStorage.setItem(LOOPBACK.tokenKey, given);
    history.replaceState(null, '', location.pathname);
  }
  return given ?? sessionStorage.getItem(LOOPBACK.tokenKey) ?? '';
}

function socketWire(token: string): Wire & { readonly onClose: (listener: () => void) => void } {
  const socket = new WebSocket(`ws://${location.host}${LOOPBACK.rpc}`, [LOOPBACK.protocol, token || 'none']);
  const waiting: string[] = [];
  socket.addEventListener('open', () => { for (const text of waiting.splice(0)) socket.send(text); });
  return {
    send: (message) => {
      const text = JSON.stringify(message);
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
      else waiting.push(text);
    },
    onMessage: (listener) => socket.addEventListener('message', (event: MessageEvent<string>) => listener(JSON.parse(event.data))),
    onClose: (listener) => socket.addEventListener('close', listener),
  };
}

/** The status with which the program says why it could not take a file. */
const FAILED_AS_TOLD = 507;

async function upload(file: File, token: string): Promise<Ref> {
  const answer = await fetch(`${LOOPBACK.upload}?name=${encodeURIComponent(file.name)}&modified=${file.lastModified}`, { method: 'PUT', headers: { authorization: `Bearer ${token}` }, body: file });
  if (answer.status === FAILED_AS_TOLD) {
    const { code, values } = (await answer.json()) as Pick<AppError, 'code' | 'values'>;
    throw new AppError(code, values);
  }
  if (!answer.ok) throw new AppError('file-unreadable', { file: file.name, reason: String(answer.status) });
  return (await answer.json()) as Ref;
}

/** Any failure in words; what has no code is a defect of ours. */
export function inWords(error: unknown, say: Say): string {
  if (error instanceof AppError) return say(`error.${error.code}`, error.values);
  return say('error.defect', { message: error instanceof Error ? error.message : String(error) });
}

export function failureInWords(failure: Pick<AppError, 'code' | 'values'>, say: Say): string {
  return say(`error.${failure.code}`, failure.values);
}

export function isCancelled(error: unknown): boolean {
  return error instanceof AppError && error.code === 'cancelled';
}
