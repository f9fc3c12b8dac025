import { app, protocol, session, type Session } from 'electron';
import { pageFile, pageHeaders } from '../core/host/loopback/pageFiles.ts';
import { PAGE_ORIGIN, SCHEME } from './channels.ts';

/** Before the program is ready: the page's scheme behaves like https, with storage and fetch. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

/** Serves the built page with its policy as a header. */
export function servePage(root: string): void {
  const headers = pageHeaders("'self'");
  protocol.handle(SCHEME, (request) => {
    const url = new URL(request.url);
    const file = url.origin === PAGE_ORIGIN || url.host === 'packledger' ? pageFile(root, url.pathname) : null;
    if (file === null || request.method !== 'GET') return new Response('404', { status: 404 });
    return new Response(file.bytes, { headers: { ...headers, 'content-type': file.type } });
  });
}

/** Whether a page may go there. A development server's address counts only where one was given. */
export function isOurs(url: string, devServer: string | undefined): boolean {
  if (url.startsWith(`${PAGE_ORIGIN}/`)) return true;
  return devServer !== undefined && new URL(url).origin === new URL(devServer).origin;
}

const HARMLESS = new Set(['data:', 'blob:', 'devtools:', 'chrome-extension:']);

/**
 * This program is offline: whatever is not its own page is stopped before it leaves, whoever asks for it. Nothing that a
 * page might ask permission for is ever granted.
 */
export function goOffline(devServer: string | undefined, report: (what: string) => void, own: Session = session.defaultSession): void {
  own.webRequest.onBeforeRequest((details, answer) => {
    const { protocol: scheme, host } = new URL(details.url);
    const isDev = devServer !== undefined && host === new URL(devServer).host;
    const isAllowed = isOurs(details.url, devServer) || HARMLESS.has(scheme) || isDev;
    if (!isAllowed) report(`blocked ${scheme}//${host}`);
    answer({ cancel: !isAllowed });
  });
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  own.setPermissionCheckHandler(() => false);
  own.setDevicePermissionHandler(() => false);
  own.on('will-download', (event) => event.preventDefault());
}

/** For every page there will ever be: it stays where it is and opens nothing. */
export function holdPages(devServer: string | undefined): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (!isOurs(event.url, devServer)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}
