import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AppError } from '../../core/base/errors.ts';
import { connectClient } from '../../core/contract/client.ts';
import { contract } from '../../core/contract/contract.ts';
import type { Handlers } from '../../core/contract/procedure.ts';
import type { Wire } from '../../core/contract/protocol.ts';
import { dispatcher, serveWire } from '../../core/contract/server.ts';

const small = {
  procedures: {
    double: { input: z.object({ n: z.int() }), output: z.object({ n: z.int() }), progress: z.object({ at: z.int() }) },
    wait: { input: z.object({}), output: z.object({}) },
    break: { input: z.object({ how: z.enum(['known', 'defect', 'output']) }), output: z.object({ x: z.string() }) },
  },
  events: { told: z.object({ what: z.string() }) },
} as const;

const handlers: Handlers<typeof small> = {
  double: ({ n }, { progress }) => {
    progress({ at: 1 });
    progress({ at: 2 });
    return { n: 2 * n };
  },
  wait: (_input, { signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new AppError('cancelled')))),
  break: ({ how }) => {
    if (how === 'known') throw new AppError('file-missing', { file: 'a.csv' });
    if (how === 'defect') throw new Error('our fault');
    return { x: 1 } as never;
  },
};

/** Two ends of a wire on which only JSON travels. */
function wires(): { page: Wire; program: Wire; cut: () => void; sent: unknown[] } {
  const toPage: ((message: unknown) => void)[] = [];
  const toProgram: ((message: unknown) => void)[] = [];
  const closers: (() => void)[] = [];
  const sent: unknown[] = [];
  const pass = (to: typeof toPage) => (message: unknown) => {
    sent.push(message);
    queueMicrotask(() => to.forEach((listener) => listener(JSON.parse(JSON.stringify(message)))));
  };
  const onClose = (listener: () => void): void => void closers.push(listener);
  return {
    page: { send: pass(toProgram), onMessage: (listener) => void toPage.push(listener), onClose },
    program: { send: pass(toPage), onMessage: (listener) => void toProgram.push(listener), onClose },
    cut: () => closers.forEach((close) => close()),
    sent,
  };
}

function connected(report: (error: unknown) => void = () => {}) {
  const ends = wires();
  const served = serveWire(ends.program, dispatcher(small, handlers, { checkOutput: true, report }));
  return { client: connectClient<typeof small>(ends.page), served, ...ends };
}

describe('one call', () => {
  test('answers, and tells its progress before', async () => {
    const { client } = connected();
    const told: number[] = [];
    expect(await client.call('double', { n: 21 }, { onProgress: ({ at }) => void told.push(at) })).toEqual({ n: 42 });
    expect(told).toEqual([1, 2]);
  });

  test('fails with a code, whoever is to blame', async () => {
    const reported: unknown[] = [];
    const { client } = connected((error) => void reported.push(error));
    await expect(client.call('break', { how: 'known' })).rejects.toMatchObject({ code: 'file-missing', values: { file: 'a.csv' } });
    await expect(client.call('double', { n: 'x' as unknown as number })).rejects.toMatchObject({ code: 'input-invalid' });
    await expect(client.call('toString' as 'wait', {})).rejects.toMatchObject({ code: 'procedure-unknown' });
    expect(reported).toEqual([]);
    await expect(client.call('break', { how: 'defect' })).rejects.toMatchObject({ code: 'defect', values: { message: 'our fault' } });
    await expect(client.call('break', { how: 'output' })).rejects.toMatchObject({ code: 'defect' });
    expect(reported).toHaveLength(2);
  });

  test('can be cancelled before and while it runs', async () => {
    const { client } = connected();
    const abort = new AbortController();
    const waiting = client.call('wait', {}, { signal: abort.signal });
    await Promise.resolve();
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await expect(client.call('wait', {}, { signal: abort.signal })).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('the connection', () => {
  test('events reach whoever listens', async () => {
    const { client, served } = connected();
    const heard: string[] = [];
    const stop = client.on('told', ({ what }) => void heard.push(what));
    served.emit('told', { what: 'a' });
    await new Promise((done) => setTimeout(done));
    stop();
    served.emit('told', { what: 'b' });
    await new Promise((done) => setTimeout(done));
    expect(heard).toEqual(['a']);
  });

  test('when it is cut, what waits fails and what runs is cancelled', async () => {
    const { client, cut } = connected();
    const waiting = client.call('wait', {});
    cut();
    await expect(waiting).rejects.toMatchObject({ code: 'connection-lost' });
    await expect(client.call('wait', {})).rejects.toMatchObject({ code: 'connection-lost' });
  });

  test('rubbish is not answered', async () => {
    const { page, sent } = connected();
    for (const rubbish of [null, 1, 'x', {}, { t: 'call' }, { t: 'call', id: 'x', name: 'wait' }, { t: 'call', id: 1.5, name: 'wait' }, { t: 'cancel', id: 9 }]) page.send(rubbish);
    await new Promise((done) => setTimeout(done));
    expect(sent.filter((message) => (message as { t?: string } | null)?.t === 'fail')).toEqual([]);
  });
});

describe('the contract', () => {
  test('nothing of its client end knows a schema', () => {
    const room = join(import.meta.dirname, '../../core/contract');
    for (const name of ['client.ts', 'protocol.ts', 'names.ts', 'bridge.ts']) expect(readFileSync(join(room, name), 'utf8'), name).not.toMatch(/from 'zod'|^import \{[^}]*\} from '\.\/shapes/m);
    expect(readdirSync(room)).toContain('contract.ts');
  });

  test('every procedure takes an object, so that fields may be added', () => {
    for (const [name, { input }] of Object.entries(contract.procedures)) expect(input.safeParse('x').success, name).toBe(false);
    expect(Object.keys(contract.procedures).every((name) => /^[a-z]+\.[a-zA-Z]+$/.test(name))).toBe(true);
  });
});
