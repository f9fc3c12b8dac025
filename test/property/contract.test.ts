import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { ERROR_CODES } from '../../core/base/errors.ts';
import { contract } from '../../core/contract/contract.ts';
import type { Reply } from '../../core/contract/protocol.ts';
import { testService, type TestService } from '../support/service.ts';
import { Random } from './random.ts';

/**
 * The page is not trusted: whatever a page (or what took it over) sends, the program answers with a value or a known code and goes on.
 * Calls are made from the contract's own schemas and then bent; `FUZZ_SECONDS` says for how long, the seed of each is told where it fails.
 */
const SECONDS = Number(process.env['FUZZ_SECONDS'] ?? 3);
const SEED = Number(process.env['PROPERTY_SEED'] ?? 90_210);

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

const WORDS = ['', 'bill', 'packages', 'a', '2025-05', '2025-05-31', '2025-05-01 00:00:00', '../../etc/passwd', '"; DROP TABLE text; --', '\0', '\uD800', '\u202E', '__proto__', 'constructor', '%', '_', '{x}', '9'.repeat(400), '-1', '1e999', 'NaN', 'extra:a', 'packageId', 'x'.repeat(20_000)];
const NUMBERS = [0, 1, -1, 2, 500, 1e6, 2 ** 31, 2 ** 53, -(2 ** 53), 0.5, 1e308];

function rubbish(random: Random): unknown {
  return random.pick<unknown>([null, true, [], {}, 'x', 0, -1, 1.5, [[[[]]]], { __proto__: null, constructor: 1 }, { length: 1e9 }, random.pick(WORDS), random.pick(NUMBERS)]);
}

function valueOf(schema: Schema, random: Random, depth = 0): unknown {
  if (random.chance(0.04) || depth > 6) return rubbish(random);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return valueOf(random.pick(choices), random, depth + 1);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return random.pick(schema.enum);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => schema.required?.includes(name) === true || random.chance(0.5)).map(([name, own]) => [name, valueOf(own, random, depth + 1)]));
    case 'array':
      return Array.from({ length: random.between(0, 3) }, () => valueOf(schema.items ?? {}, random, depth + 1));
    case 'string':
      return random.pick([...WORDS, ...keys]);
    case 'integer':
    case 'number':
      return random.chance(0.6) ? random.between(0, 300) : random.pick(NUMBERS);
    case 'boolean':
      return random.chance(0.5);
    case 'null':
      return null;
    default:
      return rubbish(random);
  }
}

let app: TestService;
/** Names that the program would know: findings, orders, fields. */
let keys: string[] = [];
const replies: Reply[] = [];
let send: (message: unknown) => void = () => {};

beforeAll(async () => {
  app = await testService();
  await app.client.call('projects.openSample', {});
  const { order } = await app.client.call('records.order', { view: 'findings' });
  const { rows } = await app.client.call('records.block', { order, start: 0, end: 20 });
  keys = [order, ...rows.map(({ values }) => values['key']!), 'product', 'deductedAt', 'after', 'transactionType'];
  const listeners: ((message: unknown) => void)[] = [];
  app.service.connect({ send: (message) => void replies.push(JSON.parse(JSON.stringify(message)) as Reply), onMessage: (listener) => void listeners.push(listener) });
  send = (message) => listeners.forEach((listener) => listener(message === undefined ? undefined : JSON.parse(JSON.stringify(message))));
}, 60_000);
afterAll(() => app.close());

// What would end or exchange the project that the others work on, and what takes long by nature, is left to tests of its own.
const LEFT_OUT = new Set(['projects.openSample', 'projects.close', 'projects.create', 'projects.open', 'projects.openRecent', 'projects.saveAs']);
const NAMES = Object.keys(contract.procedures).filter((name) => !LEFT_OUT.has(name)) as (keyof typeof contract.procedures)[];
const SCHEMAS = new Map(NAMES.map((name) => [name, z.toJSONSchema(contract.procedures[name].input, { io: 'input', unrepresentable: 'any' }) as Schema]));

test(`calls out of the contract's schemas and bent ones are answered with a value or a known code (seed ${SEED})`, async () => {
  const known = new Set<string>(ERROR_CODES);
  const until = performance.now() + SECONDS * 1000;
  let calls = 0;
  for (let seed = SEED; performance.now() < until; seed += 1) {
    const random = new Random(seed);
    const name = random.pick(NAMES);
    const input = valueOf(SCHEMAS.get(name)!, random);
    const id = 1_000_000 + seed;
    replies.length = 0;
    send({ t: 'call', id, name, input });
    // Sometimes the same again, a wish to cancel it, or one to cancel what never was.
    if (random.chance(0.1)) send({ t: 'call', id, name, input });
    if (random.chance(0.1)) send({ t: 'cancel', id });
    if (random.chance(0.1)) send({ t: 'cancel', id: -seed });
    const answer = await expect.poll(() => replies.find((reply) => 'id' in reply && reply.id === id && reply.t !== 'progress'), { timeout: 60_000, interval: 1, message: `seed ${seed}: ${name} was never answered` }).toBeDefined().then(() => replies.find((reply) => 'id' in reply && reply.id === id && reply.t !== 'progress')!);
    const code = answer.t === 'fail' ? answer.code : 'done';
    expect([`seed ${seed}: ${name} ${JSON.stringify(input).slice(0, 400)}`, code === 'done' || (known.has(code) && code !== 'defect') ? 'fine' : JSON.stringify(answer)]).toEqual([expect.anything(), 'fine']);
    calls += 1;
  }
  expect(calls).toBeGreaterThan(20);
  expect(app.reported).toEqual([]);
});

test(`messages that are none of the protocol are not answered, and the connection goes on (seed ${SEED})`, async () => {
  replies.length = 0;
  for (let seed = SEED; seed < SEED + 2000; seed += 1) {
    const random = new Random(seed);
    const message = random.pick<() => unknown>([
      () => rubbish(random), () => ({ t: rubbish(random), id: rubbish(random), name: rubbish(random), input: rubbish(random) }), () => ({ t: 'done', id: seed, value: rubbish(random) }), () => ({ t: 'event', name: 'changed', value: rubbish(random) }),
      () => ({ t: 'call', id: 'x', name: 'app.info', input: {} }), () => ({ t: 'call', id: 2 ** 60, name: 'app.info', input: {} }), () => ({ t: 'cancel', id: rubbish(random) }), () => [{ t: 'call', id: 1, name: 'app.info', input: {} }],
    ])();
    // Names that nobody knows are answered so; everything else in here is no call.
    const isCall = typeof message === 'object' && message !== null && (message as { t?: unknown }).t === 'call' && Number.isSafeInteger((message as { id?: unknown }).id);
    if (!isCall) send(message);
  }
  send({ t: 'call', id: 7, name: 'app.info', input: {} });
  await expect.poll(() => replies.some((reply) => 'id' in reply && reply.id === 7)).toBe(true);
  expect(replies.filter((reply) => reply.t !== 'event' && reply.id !== 7)).toEqual([]);
});

test('what is too large is refused by its size', async () => {
  const { client } = app;
  await expect(client.call('imports.paste', { text: 'x'.repeat(50_000_001) })).rejects.toMatchObject({ code: 'input-invalid' });
  await expect(client.call('imports.inspect', { refs: Array.from({ length: 1001 }, () => 'x') })).rejects.toMatchObject({ code: 'input-invalid' });
  await expect(client.call('findings.decide', { keys: Array.from({ length: 100_001 }, () => 'k'), state: 'open', code: null, reason: null, note: null, until: null, run: null } as never)).rejects.toMatchObject({ code: 'input-invalid' });
  await expect(client.call('settings.set', { page: { a: 'x'.repeat(100_001) } })).rejects.toMatchObject({ code: 'input-invalid' });
  await expect(client.call('records.order', { view: 'bill', filters: Array.from({ length: 101 }, () => ({ op: 'blank' as const, field: 'a' })) })).rejects.toMatchObject({ code: 'input-invalid' });
  await expect(client.call('x'.repeat(1_000_000) as 'app.info', {})).rejects.toMatchObject({ code: 'procedure-unknown', values: { name: 'x'.repeat(100) } });
});
