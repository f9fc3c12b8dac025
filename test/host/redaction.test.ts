import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { read, utils } from 'xlsx';
import { runCli } from '../../core/host/cli/cli.ts';
import { nodeCodecs } from '../../core/host/codecs.ts';
import { importFiles } from '../../core/host/importFiles.ts';
import { redactorOf } from '../../core/host/redactor.ts';
import { runChecks } from '../../core/host/runChecks.ts';
import { generateDemo } from '../../core/demo/index.ts';
import { GENERAL, IDENTIFYING } from '../../core/fields/redaction.ts';
import { RECORD_KINDS } from '../../core/fields/field.ts';
import { Store } from '../../core/store/store.ts';
import { sourcesOf } from '../property/pipeline.ts';
import { testService, type TestService } from '../support/service.ts';
import { temporaryFolder } from '../support/stores.ts';

/** Redacted exports hold nothing that identifies a customer, the same pseudonym for the same value everywhere, and all else as it was. */
const folder = temporaryFolder();
const PATH = folder.at('p.packledger');
let secrets: string[] = [];
let app: TestService;

async function filled(path: string): Promise<void> {
  const store = Store.open(path);
  await importFiles(store, sourcesOf(generateDemo({ seed: 3, rows: 600, timesEach: 1, faults: 'all', layout: 'reseller' }), 'utf-8'), { codecs: nodeCodecs, now: '2025-08-01T00:00:00.000Z' });
  runChecks(store, '2025-08-01T00:00:00.000Z', { build: null });
  const keys = store.runs.latest()!.findings.map(({ key }) => key);
  store.decisions.decide(keys.slice(0, 3), { state: 'ignored', code: null, reason: 'asked 王五 about it', note: 'call 13800138000', until: null }, { at: '2025-08-02T00:00:00.000Z', who: '张三丰' });
  store.decisions.note(keys[4]!, 'Contoso knows', { at: '2025-08-02T00:00:00.000Z', who: '张三丰' });
  store.close();
}

beforeAll(async () => {
  await filled(PATH);
  const store = Store.open(PATH);
  const data = store.dataset();
  const found = new Set<string>(['王五', '13800138000', '张三丰', 'Contoso', ...data.files.map(({ name }) => name), ...data.files.map(({ sha256 }) => sha256), store.decisions.log.head().hash, ...store.runs.latest()!.findings.map(({ key }) => key)]);
  const general = new Set<string>();
  for (const [kind, rows] of [['packages', data.packages()], ['deductions', data.deductions()], ['bill', data.bill()]] as const) {
    for (const row of rows as Iterable<object>) {
      const values = row as Readonly<Record<string, unknown>>;
      for (const key of GENERAL[kind]) general.add(String(values[key]));
      for (const key of Object.keys(IDENTIFYING[kind])) if (typeof values[key] === 'string' && values[key].length > 3) found.add(values[key]);
    }
  }
  store.close();
  secrets = [...found].filter((secret) => !general.has(secret));
  app = await testService();
  await app.client.call('projects.open', { ref: app.service.refs.addPaths([PATH])[0]!.ref });
}, 60_000);
afterAll(async () => {
  await app.close();
  folder.remove();
});

/** Every text of a saved file. */
function textOf(path: string): string {
  if (path.endsWith('.csv')) return readFileSync(path, 'utf8');
  const book = read(readFileSync(path));
  return book.SheetNames.map((name) => `${name}\n${utils.sheet_to_csv(book.Sheets[name]!)}`).join('\n');
}

const leaks = (text: string): string[] => secrets.filter((secret) => text.includes(secret));

type Source = Parameters<TestService['client']['call']>[1];

async function saved(source: object, isRedacted = true): Promise<string> {
  const { export: started } = await app.client.call('exports.start', { source, locale: 'zh-CN', isRedacted } as Source as never) as { export: { id: string; name: string } };
  await expect.poll(async () => (await app.client.call('exports.list', {})).exports.find(({ id }) => id === started.id)?.state, { timeout: 30_000 }).toBe('ready');
  expect([started.name, leaks(isRedacted ? started.name : '')]).toEqual([started.name, []]);
  return (await app.client.call('exports.open', { id: started.id })).url!;
}

const view = (name: string, format: 'csv' | 'xlsx' = 'csv'): object => ({ what: 'view', query: { view: name, filters: [], quick: '', sort: [], scope: {} }, format });

test('there is something to hide, and plain exports hold it', async () => {
  expect(secrets.length).toBeGreaterThan(100);
  expect(leaks(textOf(await saved(view('bill'), false))).length).toBeGreaterThan(20);
  expect(leaks(textOf(await saved({ what: 'report' }, false))).length).toBeGreaterThan(50);
});

test.each([...RECORD_KINDS, 'findings'])('the view of %s, as csv and as a workbook', async (name) => {
  for (const format of ['csv', 'xlsx'] as const) expect([format, leaks(textOf(await saved(view(name, format))))]).toEqual([format, []]);
});

test('the report with its log, and the evidence of every tenth finding', async () => {
  expect(leaks(textOf(await saved({ what: 'report' })))).toEqual([]);
  const { order, total } = await app.client.call('records.order', { view: 'findings' });
  const { rows } = await app.client.call('records.block', { order, start: 0, end: Math.min(500, total) });
  let cited = 0;
  for (let at = 0; at < rows.length; at += 10) {
    const text = textOf(await saved({ what: 'evidence', key: rows[at]!.values['key']! }));
    cited += text.split('\n').length - 2;
    expect(leaks(text)).toEqual([]);
  }
  expect(cited).toBeGreaterThan(5);
});

test('numbers, times and products stay as they are, row by row; equal values get equal pseudonyms, others get others', async () => {
  const plain = textOf(await saved(view('deductions'), false)).trim().split(/\r?\n/).map((line) => line.split(','));
  const redacted = textOf(await saved(view('deductions'))).trim().split(/\r?\n/).map((line) => line.split(','));
  expect(redacted[0]).toEqual(plain[0]);
  const at = (name: string): number => plain[0]!.findIndex((header) => header.replace('\uFEFF', '') === name);
  for (const name of ['产品名称', '抵扣时间', '实际抵扣量', '抵扣后包剩余量', '用量开始时间']) expect(redacted.map((row) => row[at(name)])).toEqual(plain.map((row) => row[at(name)]));
  const ids = at('资源包ID');
  const pairs = new Map(plain.slice(1).map((row, index) => [row[ids]!, redacted[index + 1]![ids]!]));
  expect(plain.slice(1).map((row) => pairs.get(row[ids]!))).toEqual(redacted.slice(1).map((row) => row[ids]));
  expect(new Set(pairs.values()).size).toBe(pairs.size);
  expect([...pairs.values()].filter((one) => !/^package-[a-z2-7]{12}$/.test(one))).toEqual([]);
  // The report speaks of the same packages by the same names.
  const report = textOf(await saved({ what: 'report' }));
  expect([...pairs.values()].some((pseudonym) => report.includes(pseudonym))).toBe(true);
});

test('another project gives the same value another pseudonym, and a reopened one the same', async () => {
  const other = folder.at('other.packledger');
  await filled(other);
  const tell = (path: string): string => {
    const store = Store.open(path, { readonly: true });
    try {
      return redactorOf(store).of('account', '100012345678');
    } finally {
      store.close();
    }
  };
  expect(tell(PATH)).toBe(tell(PATH));
  expect(tell(PATH)).not.toBe(tell(other));
});

test('what no column told of is hidden in texts too: account numbers, ids in sentences and in pairs', () => {
  const store = Store.open(PATH, { readonly: true });
  const redactor = redactorOf(store);
  const id = [...store.dataset().packages()][0]!.packageId!;
  store.close();
  const hidden = redactor.of('package', id);
  expect(redactor.text(`package ${id}, see 200098765432-202504.csv`)).toBe(`package ${hidden}, see ${redactor.of('account', '200098765432')}-202504.csv`);
  expect(redactor.text(`name\n${id}`)).toBe(`name\n${hidden}`);
  expect(redactor.text('2025-05-01 00:00:00 · 1,234.5')).toBe('2025-05-01 00:00:00 · 1,234.5');
  expect(redactor.of('account', '')).toBe('');
});

test('on the command line', async () => {
  const terminal = { out: () => {}, fail: () => {}, progress: () => {}, endProgress: () => {} };
  for (const [name, file] of [['bill', 'b.csv'], ['findings', 'f.xlsx']] as const) {
    const out = folder.at(file);
    expect(await runCli({ args: ['export', name, '--project', PATH, '--out', out, '--redact'], terminal, now: '2025-08-03T00:00:00.000Z', language: 'en' })).toBe(0);
    expect(leaks(textOf(out))).toEqual([]);
  }
  expect(readdirSync(folder.path).map((name) => join(folder.path, name)).length).toBeGreaterThan(3);
});
