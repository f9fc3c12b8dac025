import { EventEmitter } from 'node:events';
import type { Route } from 'playwright-core';
import { strict } from './strict.ts';

type Handler = (request: Request) => Response | Promise<Response>;
type BeforeRequest = (details: { readonly url: string; readonly method: string; readonly resourceType: string }, answer: (what: { cancel?: boolean }) => void) => void;

const handlers = new Map<string, Handler>();

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged: () => {},
  handle: (scheme: string, handler: Handler) => void handlers.set(scheme, handler),
});

/** Chromium knows no scheme of ours: `app://packledger/x` is served as `https://packledger.app.test/x`. */
export function toWeb(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)/i, (whole, scheme: string, host: string) => (handlers.has(scheme) ? `https://${host}.${scheme}.test` : whole));
}

export function fromWeb(url: string): string {
  return url.replace(/^https:\/\/([^/?#]+)\.([a-z0-9+-]+)\.test(?=[/?#]|$)/, (whole, host: string, scheme: string) => (handlers.has(scheme) ? `${scheme}://${host}` : whole));
}

let beforeRequest: BeforeRequest | null = null;

class Session extends EventEmitter {
  readonly webRequest = strict('webRequest', { onBeforeRequest: (listener: BeforeRequest) => { beforeRequest = listener; } });
  readonly protocol = protocol;
  setPermissionRequestHandler(): void {}
  setPermissionCheckHandler(): void {}
  setDevicePermissionHandler(): void {}
  /** Whether a request would leave, as a spec asks it. */
  wouldBlock(url: string): boolean {
    let isBlocked = false;
    beforeRequest?.({ url, method: 'GET', resourceType: 'xhr' }, ({ cancel }) => { isBlocked = cancel === true; });
    return isBlocked;
  }
}

export const session = strict('session', { defaultSession: strict('session.defaultSession', new Session()) });

/** Every request of a page comes by here: the program's filter first, then the handler of its scheme. */
export async function serveRoute(route: Route): Promise<void> {
  const request = route.request();
  const url = fromWeb(request.url());
  if (session.defaultSession.wouldBlock(url)) return route.abort('blockedbyclient');
  const handler = handlers.get(new URL(url).protocol.slice(0, -1));
  if (handler === undefined) return route.continue();
  const response = await handler(new Request(url, { method: request.method() }));
  return route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body: Buffer.from(await response.arrayBuffer()) });
}
