import { spawn } from 'node:child_process';
import { createReadStream, statSync } from 'node:fs';
import { request } from 'node:http';
import { basename } from 'node:path';
import { WebSocket } from 'ws';
import { connectClient } from '../../core/contract/client.ts';
import type { AppContract } from '../../core/contract/contract.ts';
import { LOOPBACK } from '../../core/contract/names.ts';
import type { Client } from '../../core/contract/procedure.ts';
import type { Ref } from '../../core/contract/shapes.ts';
import { watchMemory } from './measure.ts';
import { program } from './place.ts';
import { askStall, PROBED } from './stallProbe.ts';

/** The built program as a host of its page, and this process as the page: everything goes over its socket. */
export interface Served {
  readonly client: Client<AppContract>;
  /** The page's address with the token. */
  readonly url: string;
  /** Sends a file as a browser does. */
  upload(path: string): Promise<Ref>;
  /** The longest stall of the program's main thread since the last question, in seconds. Only with `probed`. */
  stall(): Promise<number>;
  /** Ends the program; answers the most memory that it had. */
  close(): Promise<number | null>;
}

/** A program that takes longer than this to open a project will not be waited for. */
const START_MS = 300_000;

export interface ServeOptions {
  readonly project: string;
  /** Where settings lie; the same folder again is a restart. */
  readonly profile: string;
  /** Watches the event loop of the main thread from inside. */
  readonly probed?: boolean;
}

export async function serve(options: ServeOptions): Promise<Served> {
  const host = await startHost(options);
  const { origin, token } = addressOf(host.url);
  const socket = new WebSocket(origin.replace('http', 'ws') + LOOPBACK.rpc, [LOOPBACK.protocol, token], { origin });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const client = connectClient<AppContract>({
    send: (message) => socket.send(JSON.stringify(message)),
    onMessage: (listener) => void socket.on('message', (data: Buffer) => listener(JSON.parse(data.toString('utf8')))),
    onClose: (listener) => void socket.on('close', listener),
  });
  return {
    client,
    url: host.url,
    upload: (path) => uploaded(path, origin, token),
    stall: () => host.stall(),
    close: () => {
      socket.terminate();
      return host.close();
    },
  };
}

export interface Host {
  readonly url: string;
  stall(): Promise<number>;
  close(): Promise<number | null>;
}

/** Starts the program and waits until it says its address. */
export async function startHost({ project, profile, probed = false }: ServeOptions): Promise<Host> {
  const [command, ...args] = program('serve', '--project', project);
  const child = spawn(command, [...(probed ? PROBED : []), ...args], { env: { ...process.env, PACKLEDGER_PROFILE: profile, LANG: 'zh_CN.UTF-8' }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const memory = watchMemory(child.pid);
  const ended = new Promise<void>((done) => void child.once('exit', () => done()));
  let text = '';
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(timer);
      memory.stop();
      child.kill('SIGKILL');
      reject(new Error(`${why} ${text.trim().slice(-300)}`.trim()));
    };
    const timer = setTimeout(() => fail(`the program said no address in ${START_MS / 1000} seconds`), START_MS);
    const hear = (data: Buffer): void => {
      text += data.toString('utf8');
      const found = /http:\/\/127\.0\.0\.1:\d+\/#token=\w+/.exec(text)?.[0];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
    child.once('exit', () => fail('the program ended:'));
  });
  return {
    url,
    stall: () => askStall(child),
    close: async () => {
      const peak = memory.stop();
      child.kill('SIGTERM');
      await ended;
      return peak;
    },
  };
}

function addressOf(url: string): { readonly origin: string; readonly token: string } {
  const { origin, hash } = new URL(url);
  return { origin, token: new URLSearchParams(hash.slice(1)).get(LOOPBACK.tokenKey) ?? '' };
}

function uploaded(path: string, origin: string, token: string): Promise<Ref> {
  return new Promise((resolve, reject) => {
    const headers = { origin, authorization: `Bearer ${token}`, 'content-length': statSync(path).size };
    const sent = request(`${origin}${LOOPBACK.upload}?name=${encodeURIComponent(basename(path))}`, { method: 'PUT', headers }, (answer) => {
      let text = '';
      answer.on('data', (data: Buffer) => { text += data.toString('utf8'); });
      answer.on('end', () => (answer.statusCode === 200 ? resolve(JSON.parse(text) as Ref) : reject(new Error(`the upload was answered with ${answer.statusCode}`))));
    });
    sent.on('error', reject);
    createReadStream(path).pipe(sent);
  });
}
