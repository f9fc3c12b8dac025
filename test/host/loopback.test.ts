import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { LOOPBACK } from '../../core/contract/names.ts';
import { startLoopback, type Loopback } from '../../core/host/loopback/loopback.ts';

const folder = mkdtempSync(join(tmpdir(), 'packledger-loopback-'));
let host: Loopback;
beforeAll(async () => {
  mkdirSync(join(folder, 'page'));
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  host = await startLoopback({ page: join(folder, 'page'), profileFolder: join(folder, 'profile'), project: null, port: 0, language: 'en_US.UTF-8' });
});
afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer { readonly status: number; readonly headers: Record<string, string | string[] | undefined>; readonly body: string }

/** Plain HTTP: unlike `fetch` it sends whatever Host and Origin it is told. */
function ask(path: string, { method = 'GET', headers = {}, body = '' }: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Answer> {
  const { port } = new URL(host.origin);
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers: { host: `127.0.0.1:${port}`, ...headers } }, (response) => {
      let text = '';
      response.on('data', (data) => { text += String(data); });
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function socket({ path = LOOPBACK.rpc, protocols = [LOOPBACK.protocol, host.token], origin = host.origin, headers = {} }: { path?: string; protocols?: string[]; origin?: string | undefined; headers?: Record<string, string> } = {}): Promise<string> {
  return new Promise((resolve) => {
    const opened = new WebSocket(host.origin.replace('http', 'ws') + path, protocols, { ...(origin === '' ? {} : { origin }), headers });
    opened.on('open', () => {
      opened.close();
      resolve('open');
    });
    opened.on('error', () => resolve('refused'));
  });
}

describe('who may come in', () => {
  test('the page is served with a strict policy', async () => {
    const { status, headers, body } = await ask('/');
    expect([status, body]).toEqual([200, '<!doctype html><title>page</title>']);
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
    expect(headers['content-security-policy']).not.toContain('unsafe-eval');
  });

  test('only the right token, Host and Origin open a socket', async () => {
    expect(await socket()).toBe('open');
    expect(await socket({ protocols: [LOOPBACK.protocol, 'x'.repeat(host.token.length)] })).toBe('refused');
    expect(await socket({ protocols: [LOOPBACK.protocol] })).toBe('refused');
    expect(await socket({ origin: 'http://evil.example' })).toBe('refused');
    expect(await socket({ origin: '' })).toBe('refused');
    expect(await socket({ headers: { host: 'evil.example' } })).toBe('refused');
    expect(await socket({ path: '/other' })).toBe('refused');
  });

  test('another name for this machine is refused', async () => {
    expect((await ask('/', { headers: { host: 'evil.example' } })).status).toBe(403);
    expect((await ask('/', { headers: { host: 'localhost' } })).status).toBe(403);
    expect((await ask('/', { headers: { origin: 'http://evil.example' } })).status).toBe(403);
  });

  test('names that other machines make point here, and every way to write this one, are refused', async () => {
    const { port } = new URL(host.origin);
    const names = ['rebind.example', `rebind.example:${port}`, `localhost:${port}`, `[::1]:${port}`, `127.0.0.1.nip.io:${port}`, `127.1:${port}`, `2130706433:${port}`, `0.0.0.0:${port}`, '127.0.0.1', `127.0.0.1:${Number(port) + 1}`, `127.0.0.1:${port}.`];
    for (const name of names) {
      expect([name, (await ask('/', { headers: { host: name } })).status, await socket({ headers: { host: name } })]).toEqual([name, 403, 'refused']);
    }
  });

  test('origins that only look like this one are refused', async () => {
    const { port } = new URL(host.origin);
    for (const origin of ['null', 'file://', `http://127.0.0.1:${port}.evil.example`, `https://127.0.0.1:${port}`, `http://localhost:${port}`, `http://127.0.0.1:${Number(port) + 1}`, `${host.origin}/`, `${host.origin} http://evil.example`]) {
      expect([origin, (await ask('/', { headers: { origin } })).status, await socket({ origin })]).toEqual([origin, 403, 'refused']);
    }
  });

  test('a token must be whole, of this launch, and the first after the protocol', async () => {
    for (const token of ['', host.token.slice(0, -1), `${host.token}0`, host.token.toUpperCase().replace(/^./, 'x'), '0'.repeat(host.token.length)]) expect([token.length, await socket({ protocols: token === '' ? [LOOPBACK.protocol] : [LOOPBACK.protocol, token] })]).toEqual([token.length, 'refused']);
    expect(await socket({ protocols: [host.token, LOOPBACK.protocol] })).toBe('refused');
    expect(await socket({ path: `${LOOPBACK.rpc}?token=${host.token}`, protocols: [LOOPBACK.protocol] })).toBe('refused');
  });

  test('no method but GET and the upload does anything', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND']) {
      const { status, headers } = await ask('/', { method, headers: { origin: host.origin, authorization: `Bearer ${host.token}` } });
      expect([method, status, headers['access-control-allow-origin']]).toEqual([method, 405, undefined]);
    }
  });

  test('a message larger than any of ours, or no text, ends the connection before it is taken in', async () => {
    const { port } = new URL(host.origin);
    const closed = await new Promise<string>((resolve) => {
      const raw = connect(Number(port), '127.0.0.1');
      let heard = Buffer.alloc(0);
      let isUp = false;
      raw.on('data', (data: Buffer) => {
        heard = Buffer.concat([heard, data]);
        if (isUp || !heard.includes('\r\n\r\n')) return;
        isUp = true;
        // The head of a frame that promises 200 MiB.
        raw.write(Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0x0c, 0x80, 0, 0, 1, 2, 3, 4]));
      });
      raw.on('close', () => resolve(heard.subarray(heard.indexOf('\r\n\r\n') + 4).toString('hex')));
      raw.write(`GET ${LOOPBACK.rpc} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${host.origin}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: ${LOOPBACK.protocol}, ${host.token}\r\n\r\n`);
    });
    // A closing frame with 1009, "message too big", or the end at once.
    expect(['880203f1', '']).toContain(closed);
    expect(await socket()).toBe('open');
  });

  test('nothing but the page is read', async () => {
    for (const path of ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/%00', '/%zz', '/nothing.js', '//etc/passwd']) expect((await ask(path)).status, path).toBe(404);
    expect((await ask('/', { method: 'POST', headers: { origin: host.origin } })).status).toBe(405);
    expect((await ask('/', { method: 'DELETE' })).status).toBe(403);
  });
});

describe('files', () => {
  test('an upload that cannot be kept is answered with the reason, however much of it there is', async () => {
    const uploads = join(folder, 'profile', `uploads-${process.pid}`);
    rmSync(uploads, { recursive: true, force: true });
    writeFileSync(uploads, 'in the way');
    const headers = { origin: host.origin, authorization: `Bearer ${host.token}` };
    const answer = await ask(`${LOOPBACK.upload}?name=a.csv`, { method: 'PUT', headers, body: 'x'.repeat(4_000_000) });
    rmSync(uploads);
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([507, { code: 'out-unwritable', values: { file: 'a.csv' } }]);
    expect((await ask(`${LOOPBACK.upload}?name=a.csv`, { method: 'PUT', headers, body: 'x' })).status).toBe(200);
  });

  test('an upload needs the token and the origin, and becomes a reference', async () => {
    const headers = { origin: host.origin, authorization: `Bearer ${host.token}` };
    const path = `${LOOPBACK.upload}?name=${encodeURIComponent('../账单.csv')}`;
    expect((await ask(path, { method: 'PUT', headers: { origin: host.origin }, body: 'a' })).status).toBe(401);
    expect((await ask(path, { method: 'PUT', headers: { authorization: headers.authorization }, body: 'a' })).status).toBe(403);
    const { status, body } = await ask(path, { method: 'PUT', headers, body: 'a,b\n1,2\n' });
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual({ ref: expect.stringMatching(/^[0-9a-f]{24}$/) as unknown, name: '账单.csv', size: 8 });
    expect(body).not.toContain(folder);
  });

  test('a download works once', async () => {
    expect((await ask(`${LOOPBACK.download}${'0'.repeat(48)}`)).status).toBe(404);
    const url = (await host.service.tools.openFile(join(folder, 'secret.txt')))!;
    expect(await ask(url)).toMatchObject({ status: 200, body: 'secret' });
    expect((await ask(url)).status).toBe(404);
  });
});
