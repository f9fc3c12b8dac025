import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import * as XLSX from 'xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../core/base/canonicalJson.ts';
import type { AppContract } from '../../core/contract/contract.ts';
import type { InputOf } from '../../core/contract/procedure.ts';
import type { Query } from '../../core/contract/shapes.ts';
import type { MonthFacts } from '../../core/contract/monthProcedures.ts';
import { generateDemo, renderCsv } from '../../core/demo/index.ts';
import type { ResultJson } from '../../core/host/result.ts';
import { summaries } from '../../core/host/worker/findingWork.ts';
import { Store } from '../../core/store/store.ts';
import { BY, bodyOf, IGNORE, run } from '../support/decided.ts';
import { cli } from '../support/runFiles.ts';
import { testService, type TestService } from '../support/service.ts';

const folder = mkdtempSync(join(tmpdir(), 'packledger-decisions-'));
let app: TestService;

beforeAll(async () => {
  app = await testService();
  await app.client.call('projects.openSample', {});
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const query = (rest: Partial<Query> = {}): Query => ({ view: 'findings', filters: [], quick: '', sort: [], scope: {}, ...rest });
const ofCheck = (check: string): Query => query({ filters: [{ op: 'in', field: 'check', values: [check] }] });

async function keysOf(given: Query): Promise<string[]> {
  const { order, total } = await app.client.call('records.order', given);
  return (await app.client.call('records.block', { order, start: 0, end: total })).rows.map(({ values }) => values['key']!);
}

const statusOf = async (key: string): Promise<string> => (await app.client.call('findings.get', { key })).finding.status;

async function undoLast(): Promise<void> {
  const { undo } = await app.client.call('findings.undoable', {});
  await app.client.call('findings.undo', { act: undo!.act });
}

test('what the sample states of its months is for nobody to take back', async () => {
  expect((await app.client.call('totals.list', {})).totals.length).toBeGreaterThan(0);
  expect(await app.client.call('findings.undoable', {})).toEqual({ undo: null, redo: null });
});

describe('what the page may ask', () => {
  const decide = (input: object): Promise<unknown> => app.client.call('findings.decide', input as InputOf<AppContract, 'findings.decide'>);

  test('resolving needs a code, ignoring a reason and a day that has not passed', async () => {
    const [key] = await keysOf(query());
    const keys = [key!];
    await expect(decide({ keys, state: 'resolved', reason: 'x' })).rejects.toMatchObject({ code: 'reason-needed' });
    await expect(decide({ keys, state: 'ignored', reason: '  ' })).rejects.toMatchObject({ code: 'reason-needed' });
    for (const until of ['2020-01-01', '2099-02-30']) await expect(decide({ keys, state: 'ignored', reason: 'x', until })).rejects.toMatchObject({ code: 'until-invalid' });
    expect((await app.client.call('findings.history', { key: key! })).entries).toEqual([]);
  });

  test('what it must not send is refused before anything is done', async () => {
    // What the sample states about months stands in the log already.
    const { entries } = await app.client.call('log.verify', {});
    const [key] = await keysOf(query());
    const keys = [key!];
    const wrong: object[] = [
      { keys, state: 'ignored', reason: 'x', surprise: 1 }, { keys, state: 'closed' }, { keys: [], state: 'open' }, { keys, state: 'ignored', reason: 'x'.repeat(1001) }, { keys, state: 'ignored', reason: 'a\nb' },
      { keys, state: 'ignored', reason: 'a\u0000b' }, { keys, state: 'ignored', reason: 'a\ud800' }, { keys, state: 'ignored', reason: 'a\u202eb' }, { keys, state: 'progress', note: 'a\u2066b' }, { keys, state: 'progress', note: 'x'.repeat(10_001) }, { keys, state: 'progress', note: 'a\u001bb' }, { keys, state: 'ignored', reason: 'x', until: 'soon' },
      { keys, state: 'ignored', reason: 'x', scope: 'everything' }, { keys, state: 'resolved', code: 'magic' }, { keys: ['x'.repeat(501)], state: 'open' }, { keys, state: 'resolved', code: 'data', scope: 'package' },
      { keys: [key, key], state: 'ignored', reason: 'x', scope: 'package' },
    ];
    for (const input of wrong) await expect(decide(input), JSON.stringify(input).slice(0, 120)).rejects.toMatchObject({ code: 'input-invalid' });
    const any = (name: string, input: object): Promise<unknown> => app.client.call(name as 'findings.undo', input as { act: number });
    for (const [name, input] of [
      ['findings.decideAll', { query: { view: 'bill' }, expected: 1, state: 'open' }], ['findings.decideAll', { query: query(), expected: 0, state: 'open' }], ['findings.note', { key, text: '' }], ['findings.note', { key, text: 'x'.repeat(10_001) }],
      ['findings.undo', { act: 1.5 }], ['findings.undo', { act: 1, more: 1 }], ['findings.rules', { x: 1 }], ['log.verify', { path: '/etc' }], ['months.sign', { month: '2025-13', name: 'x', digest: '' }],
      ['months.sign', { month: '2025-05', name: 'x'.repeat(101), digest: '' }], ['months.sign', { month: '2025-05', name: 'a\nb', digest: '' }], ['months.sign', { month: '2025-05', name: '@check', digest: '' }], ['months.sign', { month: '2025-05', name: '', digest: '' }],
    ] as const) await expect(any(name, input), `${name} ${JSON.stringify(input).slice(0, 80)}`).rejects.toMatchObject({ code: 'input-invalid' });
    await expect(app.client.call('findings.note', { key: key!, text: ' \n ' })).rejects.toMatchObject({ code: 'reason-needed' });
    await expect(app.client.call('findings.note', { key: 'nobody', text: 'x' })).rejects.toMatchObject({ code: 'finding-unknown' });
    expect(await app.client.call('log.verify', {})).toMatchObject({ entries, broken: null });
  });
});

describe('decisions', () => {
  test('about all that a filter has, as many as were seen, and back', async () => {
    const { client } = app;
    const given = ofCheck('chain-gap');
    const keys = await keysOf(given);
    expect(await client.call('findings.count', { query: given })).toEqual({ count: keys.length, unsettled: keys.length });
    const deciding = { query: given, state: 'resolved' as const, code: 'vendor' as const, reason: 'ticket 7' };
    await expect(client.call('findings.decideAll', { ...deciding, expected: keys.length + 1 })).rejects.toMatchObject({ code: 'count-changed', values: { expected: keys.length + 1, count: keys.length } });
    expect(await client.call('findings.decideAll', { ...deciding, expected: keys.length })).toMatchObject({ changed: keys.length });
    expect(await client.call('findings.count', { query: given })).toEqual({ count: keys.length, unsettled: 0 });
    expect((await client.call('findings.undoable', {})).undo).toMatchObject({ kind: 'decision', state: 'resolved', count: keys.length });
    const { finding } = await client.call('findings.get', { key: keys[0]! });
    expect(finding).toMatchObject({ status: 'resolved', code: 'vendor', reason: 'ticket 7', reopened: null, numbersThen: null, rule: null });
    expect(finding.firstSeen).not.toBeNull();
    await undoLast();
    expect(await statusOf(keys[0]!)).toBe('open');
    await client.call('findings.redo', { act: (await client.call('findings.undoable', {})).redo!.act });
    expect(await statusOf(keys[0]!)).toBe('resolved');
    await expect(client.call('findings.undo', { act: 1_000_000 })).rejects.toMatchObject({ code: 'act-gone' });
  });

  test('of a wider scope become rules that are listed, counted and revoked', async () => {
    const { client } = app;
    const key = (await keysOf(ofCheck('row-arithmetic')))[0]!;
    const { finding } = await client.call('findings.get', { key });
    const { count } = await client.call('findings.count', { key, scope: 'package' });
    expect(count).toBeGreaterThan(0);
    expect(await client.call('findings.decide', { keys: [key], state: 'ignored', reason: 'test account', until: '2099-12-31', scope: 'package' })).toMatchObject({ changed: count });
    const { rules } = await client.call('findings.rules', {});
    expect(rules).toMatchObject([{ scope: 'package', packageId: finding.packageId, reason: 'test account', until: '2099-12-31', count }]);
    await client.call('runs.start', {});
    expect((await client.call('findings.get', { key })).finding).toMatchObject({ status: 'ignored', until: '2099-12-31', reason: 'test account' });
    expect(await client.call('findings.revoke', { rule: rules[0]!.rule })).toMatchObject({ changed: count });
    expect([await statusOf(key), (await client.call('findings.rules', {})).rules]).toEqual(['open', []]);
    await expect(client.call('findings.revoke', { rule: rules[0]!.rule })).rejects.toMatchObject({ code: 'rule-unknown' });
  });

  test('and notes stand in the history, with who it was', async () => {
    const { client } = app;
    const key = (await keysOf(ofCheck('tax')))[0] ?? (await keysOf(query()))[0]!;
    await client.call('findings.note', { key, text: ' 问过厂商\n@li \n' });
    await client.call('findings.decide', { keys: [key], state: 'progress', note: 'me' });
    const { entries } = await client.call('findings.history', { key });
    expect(entries.slice(-2)).toMatchObject([{ kind: 'note', note: '问过厂商\n@li', isUndone: false }, { kind: 'decision', state: 'progress', note: 'me' }]);
    const { who } = entries.at(-1)!;
    expect(who).not.toBeNull();
    await client.call('settings.set', { page: { signer: ' Li\u0000 Si\u202e ' } });
    await client.call('findings.note', { key, text: 'x' });
    expect((await client.call('findings.history', { key })).entries.at(-1)!.who).toBe(`Li Si (${who})`);
    expect(entries.at(-1)!.numbers).not.toBeNull();
  });

  test('outlive the data: what closes by itself is listed, and comes back as it was decided', async () => {
    const { client, service } = app;
    await client.call('projects.close', {});
    const own = join(folder, 'life');
    mkdirSync(own);
    const demo = generateDemo({ seed: 5, layout: 'cn', faults: 'all', rows: 600, timesEach: 1 });
    const paths = demo.files.map((file) => {
      writeFileSync(join(own, file.name), `\uFEFF${[...renderCsv(file)].join('')}`);
      return join(own, file.name);
    });
    const add = async (): Promise<number> => (await client.call('imports.run', { refs: service.refs.addPaths(paths).map(({ ref }) => ref), snapshot: demo.snapshot })).id;
    const id = await add();
    await client.call('runs.start', {});
    const keys = await keysOf(query());
    await client.call('findings.decideAll', { query: query(), expected: keys.length, state: 'ignored', reason: 'known' });
    await client.call('imports.remove', { id });
    await client.call('runs.start', {});
    const closed = await client.call('findings.closed', {});
    expect(closed.total).toBe(keys.length);
    expect(closed.findings.every(({ state, numbers }) => state === 'ignored' && numbers !== null)).toBe(true);
    await add();
    await client.call('runs.start', {});
    expect((await client.call('findings.closed', {})).total).toBe(0);
    expect(await client.call('findings.count', { query: query() })).toEqual({ count: keys.length, unsettled: 0 });
    expect((await client.call('findings.history', { key: keys[0]! })).entries.map(({ kind, life }) => [kind, life])).toEqual([['decision', null], ['life', 'gone'], ['life', 'there']]);
    expect((await client.call('log.verify', {})).broken).toBeNull();
  });
});

test('a finding whose numbers changed since it was decided about tells both', () => {
  const store = Store.temporary();
  run(store, [{ key: 'a', quantity: '3.2' }]);
  store.decisions.decide(['a'], IGNORE, BY);
  run(store, [{ key: 'a', quantity: '41' }]);
  const summary = summaries(store)(bodyOf({ key: 'a', quantity: '41' }), 0);
  expect(summary).toMatchObject({ status: 'reopened', reopened: 'numbers', reason: 'known', quantity: '41', numbersThen: { quantity: '3.2', unit: '分钟' } });
  store.close();
});

test('what is ignored until a day is open again the day after, by the vendor\'s clock, after a run and after a restart', async () => {
  let now = '2025-08-01T00:00:00.000Z';
  const own = await testService({ keep: true, clock: () => new Date(now) });
  const { client } = own;
  await client.call('projects.openSample', {});
  const copy = (await client.call('projects.saveAs', { name: 'kept' })).project!;
  const { order } = await client.call('records.order', query());
  const keys = (await client.call('records.block', { order, start: 0, end: 2 })).rows.map(({ values }) => values['key']!);
  await client.call('findings.decide', { keys: [keys[0]!], state: 'ignored', reason: 'x', until: '2025-08-31' });
  await client.call('findings.decide', { keys: [keys[1]!], state: 'ignored', reason: 'x', until: '2025-09-30' });
  const standing = async (one: TestService): Promise<unknown[]> => Promise.all(keys.map(async (key) => {
    const { finding } = await one.client.call('findings.get', { key });
    return [finding.status, finding.reopened];
  }));
  now = '2025-08-31T15:59:59.000Z';
  await client.call('runs.start', {});
  expect(await standing(own)).toEqual([['ignored', null], ['ignored', null]]);
  now = '2025-08-31T16:00:00.000Z';
  await client.call('runs.start', {});
  expect(await standing(own)).toEqual([['reopened', 'until'], ['ignored', null]]);
  await own.close();
  now = '2025-10-01T00:00:00.000Z';
  const again = await testService({ folder: own.folder, clock: () => new Date(now) });
  expect((await again.client.call('app.info', {})).project.name).toBe(copy.name);
  expect(await standing(again)).toEqual([['reopened', 'until'], ['reopened', 'until']]);
  expect((await again.client.call('findings.history', { key: keys[1]! })).entries.at(-1)).toMatchObject({ kind: 'expired', who: null });
  await again.close();
});

describe('a month', () => {
  const month = async (name?: string): Promise<MonthFacts> => {
    const { months } = await app.client.call('months.list', {});
    return name === undefined ? months.at(-2)! : months.find((one) => one.month === name)!;
  };

  test('is signed as it was seen, and shows a broken seal with what changed since', async () => {
    const { client } = app;
    await client.call('findings.decide', { keys: await keysOf(query()), state: 'open' });
    const facts = await month();
    expect(facts).toMatchObject({ state: 'unsigned', signed: null, changes: [] });
    expect(facts.inputs).toBeGreaterThan(0);
    const sign = { month: facts.month, name: ' 李四 ', digest: facts.digest, remark: '月结' };
    await expect(client.call('months.sign', { ...sign, digest: 'another' })).rejects.toMatchObject({ code: 'sign-changed' });
    await expect(client.call('months.sign', { ...sign, month: '1999-01' })).rejects.toMatchObject({ code: 'month-unknown' });
    expect(facts.checklist.some(({ isMet }) => !isMet)).toBe(true);
    await expect(client.call('months.sign', sign)).rejects.toMatchObject({ code: 'sign-waive' });
    const { entry } = await client.call('months.sign', { ...sign, waive: true });
    const signed = await month(facts.month);
    expect(signed).toMatchObject({ state: 'signed', times: 1, changes: [], signed: { entry, name: '李四', remark: '月结', waived: facts.checklist.filter(({ isMet }) => !isMet).map(({ item }) => item) } });

    await client.call('exports.start', { source: { what: 'report' }, locale: 'zh-CN' });
    await expect.poll(async () => (await client.call('exports.list', {})).exports[0]!, { timeout: 20_000 }).toMatchObject({ type: 'report', state: 'ready' });
    const { url } = await client.call('exports.open', { id: (await client.call('exports.list', {})).exports[0]!.id });
    const workbook = XLSX.read(readFileSync(url!));
    expect((XLSX.utils.sheet_to_json<string[]>(workbook.Sheets['签核']!, { header: 1 })[1] ?? []).slice(0, 3)).toEqual([facts.month, '已签核', '李四']);
    expect(XLSX.utils.sheet_to_json<string[]>(workbook.Sheets['处理记录']!, { header: 1 })).toHaveLength(entry + 1);

    await client.call('runs.start', {});
    expect((await month(facts.month)).state).toBe('signed');
    await client.call('findings.decide', { keys: await keysOf(query()), state: 'progress' });
    expect(await month(facts.month)).toMatchObject({ state: 'broken', changes: [{ kind: 'decisionChanged' }] });
    await undoLast();
    expect((await month(facts.month)).state).toBe('signed');

    const { id } = (await client.call('imports.list', {})).imports[0]!;
    await client.call('imports.remove', { id });
    const after = await month(facts.month);
    expect(after.state).toBe('broken');
    expect(after.changes[0]).toMatchObject({ kind: 'inputRemoved', count: facts.inputs });
    expect(after.checklist[0]).toEqual({ item: 'run', isMet: false });
    expect((await client.call('log.verify', {})).broken).toBeNull();
  });

  test('cannot be signed before the checks have run over what is loaded', async () => {
    const { client, service } = app;
    const own = join(folder, 'stale.csv');
    writeFileSync(own, '资源包ID,产品名称,资源包类型,抵扣时间,抵扣前包剩余量,资源包单位,实际抵扣量,抵扣后包剩余量,用量开始时间,用量结束时间\npkg-1,实时音视频,总量递减,2025-05-08 02:05:11,10,分钟,1,9,2025-05-08 01:00:00,2025-05-08 01:59:59\n');
    await client.call('projects.close', {});
    await client.call('imports.run', { refs: service.refs.addPaths([own]).map(({ ref }) => ref) });
    const facts = await month('2025-05');
    const sign = { month: '2025-05', name: 'Li', digest: facts.digest, waive: true };
    await expect(client.call('months.sign', sign)).rejects.toMatchObject({ code: 'sign-run' });
    await client.call('runs.start', {});
    const { digest } = await month('2025-05');
    await client.call('months.sign', { ...sign, digest });
    expect((await month('2025-05')).state).toBe('signed');
  });
});

describe('the command line and every report', () => {
  let path = '';
  let files: string[] = [];
  const reported: unknown[] = [];

  beforeAll(async () => {
    const own = join(folder, 'cli');
    mkdirSync(own);
    path = join(folder, 'cli.packledger');
    const demo = generateDemo({ seed: 6, layout: 'cn', faults: 'all', rows: 600, timesEach: 1 });
    files = demo.files.map((file) => {
      writeFileSync(join(own, file.name), `\uFEFF${[...renderCsv(file)].join('')}`);
      return join(own, file.name);
    });
    await cli('reconcile', ...files, '--project', path, '--snapshot', demo.snapshot);
    const service = await testService();
    const { client } = service;
    await client.call('projects.open', { ref: service.service.refs.addPaths([path])[0]!.ref });
    const { order } = await client.call('records.order', query());
    const { rows } = await client.call('records.block', { order, start: 0, end: 1 });
    await client.call('findings.decide', { keys: [rows[0]!.values['key']!], state: 'ignored', reason: '=1+1', note: 'n', until: '2099-01-31' });
    const { months } = await client.call('months.list', {});
    await client.call('months.sign', { month: months[0]!.month, name: '李四', digest: months[0]!.digest, waive: true });
    await client.call('findings.decide', { keys: [rows[0]!.values['key']!], state: 'resolved', code: 'data' });
    reported.push(...service.reported);
    await service.close();
  }, 120_000);

  test('the log is verified, and the first broken entry is named in one sentence', async () => {
    expect(reported).toEqual([]);
    expect(await cli('verify-log', '--project', path)).toMatchObject({ code: 0, failures: '', out: expect.stringMatching(/^The log is intact: 3 entries, last hash [0-9a-f]{64}\.$/) as string });
    expect((await cli('verify-log')).code).toBe(2);
    expect((await cli('verify-log', '--project', join(folder, 'nobody.packledger'))).code).toBe(2);
    const { out: intact } = await cli('verify-log', '--project', path);
    const hash = /[0-9a-f]{64}/.exec(intact)![0];
    expect((await cli('verify-log', '--project', path, '--hash', hash.toUpperCase())).code).toBe(0);
    const other = await cli('verify-log', '--project', path, '--hash', hash.replace(/^./, (first) => (first === '0' ? '1' : '0')));
    expect([other.code, other.out]).toEqual([1, expect.stringContaining('No entry of the log has the hash')]);
    expect((await cli('verify-log', '--project', path, '--hash', 'abc')).code).toBe(2);
    const meddled = join(folder, 'meddled.packledger');
    writeFileSync(meddled, readFileSync(path));
    const db = new Database(meddled);
    db.exec("DROP TRIGGER log_never_changes; UPDATE log SET body = replace(body, '=1+1', '=1+2') WHERE id = 1");
    db.close();
    const { code, out } = await cli('verify-log', '--project', meddled);
    expect([code, out.split('\n').length]).toEqual([1, 1]);
    expect(out).toMatch(/^The log was changed: entry 1 \(.*\) is not what its hash says\.$/);
    expect((await cli('verify-log', '--project', meddled, '--locale', 'zh-CN')).out).toContain('第 1 条');
  });

  test('the workbook holds how findings stand, the months and the whole log, whose hashes can be computed from it', async () => {
    const book = join(folder, 'report.xlsx');
    const json = join(folder, 'result.json');
    await cli('reconcile', ...files, '--project', path, '--xlsx', book, '--json', json);
    const result = JSON.parse(readFileSync(json, 'utf8')) as ResultJson;
    expect(result.findings.find(({ status }) => status === 'resolved')).toMatchObject({ resolution: 'data', reason: null });
    expect(result.signOffs).toMatchObject([{ name: '李四' }]);
    const last = result.log.entries.at(-1)!;
    expect([result.log.hash, result.log.entries.length]).toEqual([last.hash, last.id]);
    for (const { id, act, at, who, kind, key, body, before, hash } of result.log.entries) expect(createHash('sha256').update(canonicalJson([id, act, at, who, kind, key, body, before])).digest('hex')).toBe(hash);

    const workbook = XLSX.read(readFileSync(book));
    const sheet = (name: string): string[][] => XLSX.utils.sheet_to_json<string[]>(workbook.Sheets[name]!, { header: 1, raw: false, defval: '' });
    const [header, ...entries] = sheet('Log');
    expect(header).toEqual(['Entry', 'Act', 'Time', 'System user', 'What', 'Key', 'Content (JSON)', 'Hash before', 'Hash']);
    expect(entries.map((cells) => [Number(cells[0]), cells[6], cells[7], cells[8]])).toEqual(result.log.entries.map(({ id, body, before, hash }) => [id, body, before, hash]));
    const [, seal] = sheet('Sign-offs');
    expect(seal!.slice(0, 3)).toEqual([result.signOffs[0]!.month, result.signOffs[0]!.state === 'broken' ? 'Seal broken' : 'Signed off', '李四']);
    const [names, ...findings] = sheet('Findings');
    const at = names!.indexOf('Status');
    expect(findings.map((cells) => cells[at])).toEqual(result.findings.map(({ status }) => ({ open: 'Open', resolved: 'Resolved', reopened: 'Reopened', progress: 'In progress', ignored: 'Ignored' })[status]));
    expect(sheet('Cover').flat().join(' ')).toContain(result.log.hash);
  });

  test('findings tell how they stand', async () => {
    const { out } = await cli('findings', '--project', path, '--json', '-');
    const findings = JSON.parse(out) as { status: string; decidedBy: string | null; resolution: string | null }[];
    expect(findings.filter(({ status }) => status === 'resolved')).toMatchObject([{ resolution: 'data' }]);
  });
});

test('nothing was a defect', () => {
  expect(app.reported).toEqual([]);
});
