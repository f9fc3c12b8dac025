import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Decimal } from '../../core/base/decimal.ts';
import type { Query } from '../../core/contract/shapes.ts';
import { generateDemo, renderCsv } from '../../core/demo/index.ts';
import { testService, type TestService } from '../support/service.ts';

const folder = mkdtempSync(join(tmpdir(), 'packledger-demo-'));
let app: TestService;

/** The exports of a small customer, as files. */
function demoFiles(seed = 0, rows?: number): string[] {
  const own = join(folder, `${seed}-${rows ?? 0}`);
  mkdirSync(own, { recursive: true });
  const demo = generateDemo({ seed, layout: 'cn', faults: 'all', ...(rows === undefined ? {} : { rows }) });
  return demo.files.map((file) => {
    const path = join(own, file.name);
    writeFileSync(path, `\uFEFF${[...renderCsv(file)].join('')}`);
    return path;
  });
}

beforeAll(async () => {
  app = await testService();
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const query = (view: Query['view'], rest: Partial<Query> = {}): Query => ({ view, filters: [], quick: '', sort: [], scope: {}, ...rest });

describe('the sample', () => {
  test('opens with records, findings and an overview that adds up', async () => {
    const { client } = app;
    const { project } = await client.call('projects.openSample', {});
    expect(project.isSample).toBe(true);
    expect(project.counts.deductions).toBeGreaterThan(100);
    expect(project.counts.findings).toBeGreaterThan(5);
    const overview = await client.call('overview.get', {});
    expect(overview.tieOut.length).toBeGreaterThan(0);
    for (const { total, parts, addsUp } of overview.tieOut) {
      expect(addsUp).toBe(true);
      expect(parts.reduce((sum, part) => sum.plus(Decimal.of(part.value)), Decimal.zero).toString()).toBe(total);
    }
    expect(overview.months.length).toBeGreaterThan(0);
    const { run } = await client.call('runs.latest', {});
    expect(run?.isStale).toBe(false);
    expect(run?.checks.length).toBeGreaterThan(20);
  });

  test('the coverage calendar counts every deduction once', async () => {
    const { client } = app;
    const { project } = await client.call('app.info', {});
    const { months, products } = await client.call('coverage.calendar', {});
    expect(products.every(({ cells }) => cells.length === months.length)).toBe(true);
    expect(products.flatMap(({ cells }) => cells).reduce((sum, { deductions }) => sum + deductions.rows, 0)).toBe(project.counts.deductions);
    const [{ product, cells } = { product: '', cells: [] }] = products;
    const days = await Promise.all(months.map((month) => client.call('coverage.days', { product, month })));
    expect(days.map((one) => one.days.reduce((sum, { deductions }) => sum + deductions, 0))).toEqual(cells.map(({ deductions }) => deductions.rows));
    expect(days.map((one) => one.days.reduce((sum, { lines }) => sum + lines, 0))).toEqual(cells.map(({ bill }) => bill.lines));
  });

  test('orders by a decimal, and blocks join without a gap', async () => {
    const { client } = app;
    const { order, total } = await client.call('records.order', query('deductions', { sort: [{ field: 'deducted', descending: true }] }));
    const blocks = [];
    for (let start = 0; start < total; start += 500) blocks.push(...(await client.call('records.block', { order, start, end: start + 500 })).rows);
    expect(blocks.map(({ at }) => at)).toEqual(Array.from({ length: total }, (_, at) => at));
    const values = blocks.map(({ values: { deducted } }) => deducted).filter((value) => value !== undefined).map((value) => Decimal.of(value));
    for (let at = 1; at < values.length; at += 1) expect(values[at - 1]!.compare(values[at]!)).toBeGreaterThanOrEqual(0);
    expect(new Set(blocks.map(({ id }) => id)).size).toBe(total);
  });

  test('rows of an order come while others are made, and one that nobody waits for any more is given up', async () => {
    const { client } = app;
    const { order } = await client.call('records.order', query('deductions', { sort: [{ field: 'after', descending: true }] }));
    const done: string[] = [];
    const sorts = ['before', 'packageId', 'deductedAt', 'line', 'file'] as const;
    const made = sorts.map((field) => client.call('records.order', query('deductions', { sort: [{ field, descending: true }] })).then(() => void done.push(field)));
    const abort = new AbortController();
    const given = client.call('records.order', query('bill', { sort: [{ field: 'owner', descending: true }] }), { signal: abort.signal });
    abort.abort();
    await client.call('records.block', { order, start: 10, end: 20 });
    expect(done).not.toContain('file');
    await expect(given).rejects.toMatchObject({ code: 'cancelled' });
    await Promise.all(made);
    expect(done).toEqual(sorts);
  });

  test('sums of a filtered set are those of its rows, digit by digit', async () => {
    const { client } = app;
    const { values } = await client.call('records.distinct', { query: query('deductions'), field: 'product' });
    const filters = [{ op: 'in' as const, field: 'product', values: [values[0]!.value] }, { op: 'more' as const, field: 'deducted', value: '0.5' }];
    const { order, total } = await client.call('records.order', query('deductions', { filters }));
    const { rows } = await client.call('records.block', { order, start: 0, end: total });
    const { sums } = await client.call('records.sums', { order, fields: ['deducted'] });
    const expected = rows.reduce((sum, row) => sum.plus(Decimal.of(row.values['deducted']!)), Decimal.zero);
    expect(sums.reduce((sum, one) => sum.plus(Decimal.of(one.value)), Decimal.zero).toString()).toBe(expected.toString());
    expect(total).toBeGreaterThan(0);
    expect(rows.every((row) => row.values['product'] === values[0]!.value && Decimal.of(row.values['deducted']!).isGreaterThan(Decimal.of('0.5')))).toBe(true);
  });

  test('distinct values count every row once', async () => {
    const { client } = app;
    const { values } = await client.call('records.distinct', { query: query('bill'), field: 'transactionType' });
    const { all } = await client.call('records.order', query('bill'));
    expect(values.reduce((sum, one) => sum + one.count, 0)).toBe(all);
  });

  test('details tell file, line and the raw record, and a finding leads to its rows', async () => {
    const { client } = app;
    const { order } = await client.call('records.order', query('findings', { sort: [{ field: 'money', descending: true }] }));
    const { rows } = await client.call('records.block', { order, start: 0, end: 50 });
    const { evidence, why } = await client.call('findings.get', { key: rows[0]!.values['key']! });
    expect(why.length).toBeGreaterThan(1);
    const cited = evidence.find((row) => row.row !== null)!;
    const details = await client.call('records.details', { kind: cited.kind, id: cited.row! });
    expect(details.line).toBe(cited.line);
    expect(details.raw!.cells.length).toBe(details.raw!.headers.length);
    expect(details.findings.map(({ key }) => key)).toContain(rows[0]!.values['key']);
    const natural = await client.call('records.order', query(cited.kind));
    expect((await client.call('records.block', { order: natural.order, start: cited.at!, end: cited.at! + 1 })).rows[0]!.id).toBe(cited.row);
  });

  test('a decision survives a new run and needs a reason', async () => {
    const { client } = app;
    const { order } = await client.call('records.order', query('findings'));
    const { rows } = await client.call('records.block', { order, start: 0, end: 1 });
    const key = rows[0]!.values['key']!;
    await expect(client.call('findings.decide', { keys: [key], state: 'ignored' })).rejects.toMatchObject({ code: 'reason-needed' });
    await client.call('findings.decide', { keys: [key], state: 'ignored', reason: 'known' });
    await client.call('runs.start', {});
    const { finding } = await client.call('findings.get', { key });
    expect(finding).toMatchObject({ status: 'ignored', reason: 'known', reopened: null });
    expect((await client.call('findings.history', { key })).entries).toHaveLength(1);
  });
});

describe('imports', () => {
  test('a preview leaves nothing behind; what comes in can be taken back', async () => {
    const { client, service } = app;
    await client.call('projects.close', {});
    const refs = service.refs.addPaths(demoFiles(3)).map(({ ref }) => ref);
    const { files } = await client.call('imports.inspect', { refs });
    expect(files).toHaveLength(refs.length);
    const tables = files.flatMap((file) => file.tables);
    expect(tables.length).toBeGreaterThan(2);
    expect(tables.every((table) => table.counts.stored + table.counts.known > 0 && table.sample.length > 0 && table.columns.length > 5)).toBe(true);
    expect((await client.call('imports.list', {})).imports).toEqual([]);
    const first = await client.call('imports.run', { refs });
    expect(first.tables.map(({ counts }) => counts.stored)).toEqual(tables.map(({ counts }) => counts.stored));
    const again = await client.call('imports.run', { refs });
    expect(again.tables.every((table) => table.counts.stored === 0 && table.counts.known > 0)).toBe(true);
    const before = await client.call('records.counts', {});
    expect(await client.call('imports.remove', { id: first.id })).toMatchObject({ removed: 0 });
    expect(await client.call('records.counts', {})).toEqual(before);
    await client.call('imports.remove', { id: again.id });
    expect(await client.call('records.counts', {})).toEqual({ packages: 0, deductions: 0, bill: 0, findings: 0 });
  });

  test('overviews of two moments are compared, and of an unknown one are not', async () => {
    const { client } = app;
    await client.call('projects.close', {});
    const pack = { 资源包名称: '包', 资源包ID: 'snap-1', 产品名称: '产品', 状态: '有效', 资源类型: '总量递减', 容量单位: '次', 总剩余量: '10', 总量: '100', 生效时间: '2023-06-01 00:00:00', 到期时间: '2024-06-01 00:00:00' };
    const overviews = [['2024-01-01 00:00:00', pack], ['2024-02-01 00:00:00', { ...pack, 状态: '已用尽', 总剩余量: '0.50' }]] as const;
    for (const [snapshot, row] of overviews) {
      const { refs } = await client.call('imports.paste', { text: `${Object.keys(row).join('\t')}\n${Object.values(row).join('\t')}\n` });
      await client.call('imports.run', { refs: refs.map(({ ref }) => ref), snapshot });
    }
    const { snapshots } = await client.call('packages.snapshots', {});
    expect(snapshots.map(({ at, packages }) => [at, packages])).toEqual([['2024-02-01 00:00:00', 1], ['2024-01-01 00:00:00', 1]]);
    const [after, before] = snapshots.map(({ at }) => at) as [string, string];
    const { differences } = await client.call('packages.compare', { before, after });
    expect(differences).toMatchObject([{ packageId: 'snap-1', what: 'changed', lastSeen: after, changes: [{ field: 'status', kind: 'status', before: 'valid' }, { field: 'remaining', kind: 'balance', before: '10', after: '0.5' }] }]);
    await expect(client.call('packages.compare', { before: '2023-01-01 00:00:00', after })).rejects.toMatchObject({ code: 'snapshot-unknown' });
    await expect(client.call('packages.compare', { before: 'yesterday', after })).rejects.toMatchObject({ code: 'input-invalid' });
  });

  test('an order that was given out tells what is there now', async () => {
    const { client, service } = app;
    await client.call('projects.close', {});
    const refs = service.refs.addPaths(demoFiles(3)).map(({ ref }) => ref);
    const { order: empty } = await client.call('records.order', query('bill', { sort: [{ field: 'totalCost', descending: true }] }));
    const totalOf = async (order: string): Promise<number> => {
      const { rows, total } = await client.call('records.block', { order, start: 0, end: 3 });
      expect(rows).toHaveLength(Math.min(3, total));
      return total;
    };
    expect(await totalOf(empty)).toBe(0);
    const { id } = await client.call('imports.run', { refs });
    const { bill, findings: none } = await client.call('records.counts', {});
    expect([await totalOf(empty), none]).toEqual([bill, 0]);

    const { order, total } = await client.call('records.order', query('findings', { filters: [{ op: 'in', field: 'status', values: ['open'] }], sort: [{ field: 'money', descending: true }] }));
    expect(total).toBe(0);
    await client.call('runs.start', {});
    const { findings } = await client.call('records.counts', {});
    expect(findings).toBeGreaterThan(3);
    expect(await totalOf(order)).toBe(findings);
    const { rows } = await client.call('records.block', { order, start: 1, end: 2 });
    await client.call('findings.decide', { keys: [rows[0]!.values['key']!], state: 'progress' });
    expect(await totalOf(order)).toBe(findings - 1);
    expect(await client.call('records.locate', { order, id: rows[0]!.id })).toEqual({ at: null });

    const { accounts, months, currencies } = await client.call('projects.choices', {});
    expect([accounts.length > 0, months.length > 0, currencies]).toEqual([true, true, ['CNY']]);
    await client.call('imports.remove', { id });
    expect(await totalOf(empty)).toBe(0);
    expect((await client.call('records.sums', { order: empty })).sums).toEqual([]);
    expect(await client.call('projects.choices', {})).toEqual({ accounts: [], months: [], currencies: [] });
    await client.call('projects.close', {});
    await expect(client.call('records.block', { order: empty, start: 0, end: 1 })).rejects.toMatchObject({ code: 'order-gone' });
  });

  test('cancelling leaves nothing behind', async () => {
    const { client, service } = app;
    await client.call('projects.close', {});
    const refs = service.refs.addPaths(demoFiles(4, 60_000)).map(({ ref }) => ref);
    const abort = new AbortController();
    let told = 0;
    const running = client.call('imports.run', { refs }, { signal: abort.signal, onProgress: () => { if ((told += 1) === 2) abort.abort(); } });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(told).toBeGreaterThanOrEqual(2);
    expect((await client.call('records.counts', {})).deductions).toBe(0);
    expect((await client.call('imports.list', {})).imports).toEqual([]);
  });

  test('pasted tables and rubbish', async () => {
    const { client } = app;
    const html = '<table><tr><th>资源包ID</th><th>产品名称</th><th>状态</th><th>资源类型</th><th>总剩余量</th><th>总量</th></tr><tr><td>pkg-1</td><td>A &amp; B</td><td>有效</td><td>总量递减</td><td>5分钟</td><td>10分钟</td></tr></table>';
    const { refs } = await client.call('imports.paste', { html });
    const { files } = await client.call('imports.inspect', { refs: refs.map(({ ref }) => ref) });
    expect(files[0]!.tables[0]).toMatchObject({ kind: 'packages', counts: { stored: 1 } });
    await expect(client.call('imports.inspect', { refs: ['nobody'] })).rejects.toMatchObject({ code: 'ref-unknown' });
    await expect(client.call('imports.paste', { text: '  ' })).rejects.toMatchObject({ code: 'file-empty' });
    await expect(client.call('records.order', { view: 'bill', filters: [{ op: 'equals', field: 'a"; DROP TABLE text; --', value: '1' }] })).rejects.toMatchObject({ code: 'input-invalid' });
    await expect(client.call('records.order', { view: 'nothing' as 'bill' })).rejects.toMatchObject({ code: 'input-invalid' });
    await expect(client.call('nobody.knows' as 'app.info', {})).rejects.toMatchObject({ code: 'procedure-unknown' });
  });
});

describe('exports and settings', () => {
  test('an export holds the rows of its query in their order', async () => {
    const { client } = app;
    await client.call('projects.openSample', {});
    const asked = query('deductions', { filters: [{ op: 'present', field: 'coefficient' }], sort: [{ field: 'after', descending: false }] });
    const { order, total } = await client.call('records.order', asked);
    const { rows } = await client.call('records.block', { order, start: 0, end: total });
    const { export: started } = await client.call('exports.start', { source: { what: 'view', query: asked, columns: ['packageId', 'after'], format: 'csv' }, locale: 'en' });
    expect(started.state).toBe('running');
    await expect.poll(async () => (await client.call('exports.list', {})).exports[0]!.state, { timeout: 20_000 }).toBe('ready');
    const { url } = await client.call('exports.open', { id: started.id });
    const lines = readFileSync(url!, 'utf8').slice(1).trim().split('\r\n');
    expect(lines.slice(1)).toEqual(rows.map(({ values }) => `${values['packageId'] ?? ''},${values['after'] ?? ''}`));
    expect(started.name).toMatch(/^Deduction details-.*_[0-9a-f]{13}\.csv$/);
  });

  test('the report and what was rejected', async () => {
    const { client } = app;
    await client.call('exports.start', { source: { what: 'report' }, locale: 'zh-CN' });
    await expect.poll(async () => (await client.call('exports.list', {})).exports[0]!, { timeout: 20_000 }).toMatchObject({ type: 'report', state: 'ready' });
    const { imports } = await client.call('imports.list', {});
    const table = imports[0]!.tables.find(({ counts }) => counts.rejected > 0);
    if (table === undefined) return;
    const rejected = await client.call('imports.rejected', { file: table.id });
    expect(rejected.total).toBe(table.counts.rejected);
    await client.call('exports.start', { source: { what: 'rejected', file: table.id }, locale: 'zh-CN' });
    await expect.poll(async () => (await client.call('exports.list', {})).exports[0]!, { timeout: 20_000 }).toMatchObject({ type: 'rejected', state: 'ready', rows: table.counts.rejected });
  });

  test('a restart keeps settings, the project and exports; what was running has failed', async () => {
    const first = await testService({ keep: true });
    await first.client.call('settings.set', { locale: 'en', theme: 'dark', views: { bill: { columns: [{ key: 'product', hidden: true }] } } });
    const refs = first.service.refs.addPaths(demoFiles(3)).map(({ ref }) => ref);
    await first.client.call('imports.run', { refs });
    const counts = await first.client.call('records.counts', {});
    const { export: started } = await first.client.call('exports.start', { source: { what: 'view', query: query('bill'), format: 'xlsx' }, locale: 'en' });
    first.service.profile.change({ exports: first.service.profile.exports.map((one) => ({ ...one, state: 'running' as const })) });
    await expect.poll(async () => (await first.client.call('exports.list', {})).exports[0]!.state, { timeout: 20_000 }).not.toBe('running');
    first.service.profile.change({ exports: first.service.profile.exports.map((one) => ({ ...one, state: 'running' as const })) });
    await first.close();
    const second = await testService({ folder: first.folder });
    const info = await second.client.call('app.info', {});
    expect(info.locale).toBe('en');
    expect(info.settings).toMatchObject({ theme: 'dark', views: { bill: { columns: [{ key: 'product', hidden: true }] } } });
    expect(info.project.counts).toEqual(counts);
    expect((await second.client.call('exports.list', {})).exports[0]).toMatchObject({ id: started.id, state: 'failed', failure: { code: 'interrupted' } });
    await second.close();
  });
});

test('nothing was a defect', () => {
  expect(app.reported).toEqual([]);
});
