import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { AppError } from '../../base/errors.ts';
import { LOOPBACK } from '../../contract/names.ts';
import type { HostTools } from '../hostTools.ts';
import { Profile } from '../profile.ts';
import { startService, type Service } from '../service.ts';
import { Downloads } from './downloads.ts';
import { Gate } from './gate.ts';
import { pageFile, pageHeaders } from './pageFiles.ts';
import { Uploads } from './uploads.ts';

export interface LoopbackOptions {
  /** Folder of the built page. */
  readonly page: string;
  readonly profileFolder: string;
  readonly project: string | null;
  readonly port: number;
  /** Language of the environment, such as `zh_CN.UTF-8`. */
  readonly language: string | undefined;
  /** Further origins, for a page that a development server serves. */
  readonly origins?: readonly string[];
  readonly report?: (error: unknown, where: string) => void;
  readonly checkOutput?: boolean;
}

export interface Loopback {
  /** The page with the token of this launch in its fragment, which no server and no log ever sees. */
  readonly url: string;
  readonly origin: string;
  readonly token: string;
  readonly service: Service;
  close(): Promise<void>;
}

const MOST_MESSAGE_BYTES = 128 * 1024 * 1024;

/** Not imported by name: that asks the module for everything that it offers, `WebSocket` too, and Node then loads all that `fetch` needs. */
const { createServer } = process.getBuiltinModule('node:http');

/** Serves the program to a browser of this machine, where Electron cannot be had. Throws `port-taken`. */
export async function startLoopback(options: LoopbackOptions): Promise<Loopback> {
  const report = options.report ?? (() => {});
  const downloads = new Downloads();
  const service = await startService({
    profile: new Profile(options.profileFolder), tools: browserTools(downloads, options.language), project: options.project, report, checkOutput: options.checkOutput ?? false,
  });
  const uploads = new Uploads(options.profileFolder, service.refs);
  const server = createServer();
  let port: number;
  try {
    port = await listen(server, options.port);
  } catch (error) {
    await service.close();
    throw error;
  }
  const token = randomBytes(24).toString('hex');
  const origin = `http://127.0.0.1:${port}`;
  const gate = new Gate(port, token, options.origins ?? []);
  const headers = pageHeaders(`'self' ws://127.0.0.1:${port}`);
  server.on('request', (request, response) => {
    answer(request, response, { gate, headers, page: options.page, downloads, uploads }).catch((error: unknown) => {
      if (response.headersSent || request.destroyed) response.destroy();
      else if (error instanceof AppError) response.writeHead(507, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify({ code: error.code, values: error.values }));
      else {
        report(error, 'loopback');
        response.writeHead(500).end();
      }
    });
  });
  const sockets = acceptSockets(server, gate, service);
  return {
    url: `${origin}/#${LOOPBACK.tokenKey}=${token}`,
    origin,
    token,
    service,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
      await service.close();
      uploads.clear();
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? new AppError('port-taken', { port }, error) : error));
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

interface Answering {
  readonly gate: Gate;
  readonly headers: Record<string, string>;
  readonly page: string;
  readonly downloads: Downloads;
  readonly uploads: Uploads;
}

async function answer(request: IncomingMessage, response: ServerResponse, { gate, headers, page, downloads, uploads }: Answering): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (!gate.isHostKnown(request) || !gate.isOriginKnown(request, request.method !== 'GET')) return refuse(response, 403);
  if (request.method === 'PUT' && pathname === LOOPBACK.upload) {
    if (!gate.hasToken(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1])) return refuse(response, 401);
    const ref = await uploads.take(searchParams.get('name') ?? '', request, Number(searchParams.get('modified')));
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(ref));
    return;
  }
  if (request.method !== 'GET') return refuse(response, 405);
  if (pathname.startsWith(LOOPBACK.download)) {
    if (!downloads.give(pathname.slice(LOOPBACK.download.length), response)) refuse(response, 404);
    return;
  }
  const file = pageFile(page, pathname);
  if (file === null) return refuse(response, 404);
  response.writeHead(200, { ...headers, 'content-type': file.type }).end(file.bytes);
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' }).end(String(status));
}

function acceptSockets(server: Server, gate: Gate, service: Service): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_MESSAGE_BYTES, handleProtocols: () => LOOPBACK.protocol });
  server.on('upgrade', (request, socket, head) => {
    const [protocol, token] = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((part) => part.trim());
    const isAllowed = request.url === LOOPBACK.rpc && gate.isHostKnown(request) && gate.isOriginKnown(request, true) && protocol === LOOPBACK.protocol && gate.hasToken(token);
    if (!isAllowed) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => serveSocket(opened, service));
  });
  return sockets;
}

function serveSocket(socket: WebSocket, service: Service): void {
  service.connect({
    send: (message) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage: (listener) => {
      socket.on('message', (data: Buffer) => {
        try {
          listener(JSON.parse(data.toString('utf8')));
        } catch {
          socket.close(1003);
        }
      });
    },
    onClose: (listener) => void socket.on('close', listener),
  });
  socket.on('error', () => socket.terminate());
}

/** A browser has dialogs of its own: it uploads what its user chose, and downloads what was exported. */
function browserTools(downloads: Downloads, language: string | undefined): HostTools {
  return {
    host: 'loopback',
    can: { choose: false, openFiles: false, menus: false },
    systemLocale: () => (language ?? '').replace('_', '-').split('.')[0]!,
    chooseFiles: () => Promise.resolve([]),
    chooseProject: () => Promise.resolve(null),
    chooseNewProject: () => Promise.resolve(null),
    openFile: (path) => Promise.resolve(downloads.offer(path)),
    showInFolder: () => {
      throw new AppError('not-allowed', { what: 'exports.showInFolder' });
    },
    openLogs: () => false,
    settingsChanged: () => {},
    projectOpened: () => {},
  };
}
