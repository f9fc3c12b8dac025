import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateDemo, renderCsv } from '../../core/demo/index.ts';
import { runCli } from '../../core/host/cli/cli.ts';
import { testService, type TestService } from '../support/service.ts';

const folder = mkdtempSync(join(tmpdir(), 'packledger-basis-'));
let app: TestService;

beforeAll(async () => {
  app = await testService();
  await app.client.call('projects.openSample', {});
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('policies of the open project', () => {
  test('are listed with their values, origins and sources, and set and taken back', async () => {
    const { client } = app;
    const policyOf = async (product: string, name: string) => (await client.call('policies.list', {})).products.find((one) => one.product === product)!.policies.find((one) => one.name === name);
    expect(await policyOf('实时音视频', 'retroactive')).toMatchObject({ value: 'purchase-day', origin: 'documented', source: { title: expect.stringContaining('实时音视频') as string }, isOwn: false });
    expect(await policyOf('云呼叫中心', 'lag')).toEqual({ name: 'lag', value: '24', origin: 'default', source: null, isOwn: false, standard: '24' });
    expect(await client.call('policies.set', { product: '*', name: 'lag', value: '6' })).toEqual({ isChanged: true });
    expect(await policyOf('实时音视频', 'lag')).toMatchObject({ value: '6', origin: 'set', isOwn: false, standard: '6' });
    expect(await client.call('policies.set', { product: '云呼叫中心', name: 'lag', value: '8' })).toEqual({ isChanged: true });
    expect(await policyOf('云呼叫中心', 'lag')).toMatchObject({ value: '8', origin: 'set', isOwn: true, standard: '6' });
    expect((await client.call('runs.latest', {})).run?.isStale).toBe(true);
    await expect(client.call('policies.set', { product: '云呼叫中心', name: 'lag', value: '1.5' })).rejects.toMatchObject({ code: 'option-value' });
    await expect(client.call('policies.set', { product: '云呼叫中心', name: 'order', value: 'never' })).rejects.toMatchObject({ code: 'option-value' });
    for (const product of ['*', '云呼叫中心']) expect(await client.call('policies.set', { product, name: 'lag', value: null })).toEqual({ isChanged: true });
    expect((await client.call('runs.latest', {})).run?.isStale).toBe(false);
    expect((await client.call('log.verify', {})).broken).toBeNull();
  });

  test('are also those of products that are not in it', async () => {
    const { products } = await app.client.call('policies.list', {});
    expect(products.find(({ product }) => product === '内容分发网络 CDN')).toMatchObject({ isInProject: false });
    expect(products[0]).toMatchObject({ product: '*', isInProject: true });
    expect(new Set(products.map(({ product }) => product)).size).toBe(products.length);
  });
});

describe('names of the open project', () => {
  test('without a partner are listed, and go when they are said to be the same', async () => {
    const { client } = app;
    const before = await client.call('names.list', {});
    expect(before.known.length).toBeGreaterThan(3);
    const name = before.unmatched.find(({ side, kind }) => side === 'deductions' && kind === 'product')!;
    const partner = before.unmatched.find(({ side, kind, place }) => side === 'bill' && kind === 'product' && place === name.place)!;
    expect((await client.call('overview.get', {})).unmatchedNames).toBe(before.totals.deductions);
    await client.call('names.set', { kind: 'product', name: name.name, same: partner.name, isSame: true });
    const joined = await client.call('names.list', {});
    expect(joined.own).toMatchObject([{ kind: 'product', name: name.name, same: partner.name }]);
    expect(joined.unmatched.some((one) => one.kind === 'product' && (one.name === name.name || one.name === partner.name))).toBe(false);
    await client.call('names.set', { kind: 'product', name: partner.name, same: name.name, isSame: false });
    expect(await client.call('names.list', {})).toEqual(before);
  });
});

describe('stated totals of the open project', () => {
  test('are offered, stated, checked and taken back', async () => {
    const { client } = app;
    const { months, currencies, products, totals } = await client.call('totals.list', {});
    expect([months.includes('2025-06'), products.includes('实时音视频')]).toEqual([true, true]);
    const of = { month: '2025-06', payer: null, product: null, currency: currencies[0]! };
    expect(await client.call('totals.set', { ...of, amount: '1,000,000.00' })).toEqual({ isChanged: true });
    expect((await client.call('totals.list', {})).totals).toContainEqual(expect.objectContaining({ ...of, amount: '1000000.00' }));
    const { checks } = await client.call('runs.start', {});
    expect(checks.find(({ id }) => id === 'stated-total')!.failed).toBeGreaterThan(0);
    await expect(client.call('totals.set', { ...of, amount: '1e6' })).rejects.toMatchObject({ code: 'option-value' });
    await client.call('totals.set', { ...of, amount: null });
    expect((await client.call('totals.list', {})).totals).toEqual(totals);
  });
});

test('how usage met is told of the last run', async () => {
  const { matching } = await app.client.call('runs.matching', {});
  expect(matching!.passes.map(({ pass }) => pass)).toEqual(['exact', 'day', 'month']);
  expect(matching!.passes[0]!.matched).toBeGreaterThan(100);
  expect(matching!.leftovers.reduce((sum, { intervals }) => sum + intervals, 0)).toBe(matching!.passes.reduce((sum, { onlyDeductions, onlyBill }) => sum + onlyDeductions + onlyBill, 0));
});

describe('the command line', () => {
  const project = join(folder, 'one.packledger');
  const said = async (...args: readonly string[]): Promise<{ code: number; out: string; failed: string }> => {
    const lines: string[] = [];
    const failures: string[] = [];
    const terminal = { out: (text: string): void => void lines.push(text), fail: (text: string): void => void failures.push(text), progress: () => {}, endProgress: () => {} };
    const code = await runCli({ args: [...args, '--locale', 'en'], terminal, now: '2025-08-01T00:00:00.000Z', language: 'en' });
    return { code, out: lines.join('\n'), failed: failures.join('\n') };
  };

  beforeAll(async () => {
    const demo = generateDemo({ seed: 21, rows: 300, layout: 'cn' });
    const files = demo.files.map((file) => {
      const path = join(folder, file.name);
      writeFileSync(path, `\uFEFF${[...renderCsv(file)].join('')}`);
      return path;
    });
    await said('import', ...files, '--project', project, '--snapshot', demo.snapshot);
  });

  test('lists and sets policies', async () => {
    const { code, out } = await said('policies', '--project', project);
    expect(code).toBe(0);
    expect(out).toContain('  retroactive Retroactive cover: purchase-day (from 00:00 of the purchase day) · documented · 实时音视频');
    expect((await said('policies', '--project', project, '--product', '云呼叫中心', '--policy', 'lag', '--value', '6')).out).toBe([
      '云呼叫中心', '  order Order of deduction: expiry (earliest expiry first, then earliest effective) · default (assumed)', '  retroactive Retroactive cover: none (none) · default (assumed)',
      '  anchor Period anchor: overview (as the overview prints it) · default (assumed)', '  lag Posting lag: 6 (6 h) · set for this project', '  byteBase Bytes per prefix: any (1000 or 1024) · default (assumed)',
      '  minuteCeiling Minutes rounded up per day: no (no) · default (assumed)',
    ].join('\n'));
    expect((await said('policies', '--project', project, '--product', '云呼叫中心', '--policy', 'lag', '--value', 'default')).out).toContain('lag Posting lag: 24 (24 h) · default (assumed)');
    expect(await said('policies', '--project', project, '--policy', 'lag', '--value', 'soon')).toMatchObject({ code: 2, failed: expect.stringContaining('0 … 744') as string });
    expect(await said('policies', '--project', project, '--policy', 'haste', '--value', '1')).toMatchObject({ code: 2, failed: expect.stringContaining('order, retroactive') as string });
    expect((await said('policies', '--project', join(folder, 'none.packledger'), '--policy', 'lag', '--value', '6')).code).toBe(2);
  });

  test('lists, joins and parts names', async () => {
    expect((await said('names', '--project', project, '--kind', 'item', '--name', '通话时长', '--same', '电话时长')).out).toContain('Billing item: 通话时长 = 电话时长 (this project)');
    expect((await said('names', '--project', project, '--kind', 'item', '--name', '电话时长', '--other', '通话时长')).out).not.toContain('(this project)');
    expect(await said('names', '--project', project, '--kind', 'unit', '--name', 'a', '--same', 'b')).toMatchObject({ code: 2 });
    expect((await said('names', '--project', project)).out).toMatch(/Names without a partner: deductions \d+ · bill \d+/);
  });

  test('states totals, and the result of a run has them, the passes and the names without a partner', async () => {
    expect((await said('totals', '--project', project)).out).toBe('No total is stated.');
    expect((await said('totals', '--project', project, '--month', '2025-06', '--amount', '1.00')).out).toBe('2025-06: 1.00 CNY');
    expect(await said('totals', '--project', project, '--month', '2025-6', '--amount', '1.00')).toMatchObject({ code: 2, failed: expect.stringContaining('2025-05') as string });
    const { out } = await said('reconcile', ...generateDemo({ seed: 21, rows: 300, layout: 'cn' }).files.map(({ name }) => join(folder, name)), '--project', project, '--json', '-');
    const result = JSON.parse(out) as { matching: { passes: { title: string; matched: number }[] }; unmatchedNames: { deductions: number; bill: number; names: unknown[] }; findings: { check: string; why: string[] }[] };
    expect(result.matching.passes[0]).toMatchObject({ title: 'exact: owner, product, item, equal interval' });
    expect(result.matching.passes[0]!.matched).toBeGreaterThan(0);
    expect(result.unmatchedNames.names).toHaveLength(result.unmatchedNames.deductions + result.unmatchedNames.bill);
    expect(result.findings.filter(({ check }) => check === 'stated-total')).toMatchObject([{ why: [expect.any(String), '2025-06: stated total 1.00 CNY', expect.any(String), expect.any(String)] as string[] }]);
    expect((await said('totals', '--project', project, '--month', '2025-06', '--amount', 'none')).out).toBe('No total is stated.');
  });
});
