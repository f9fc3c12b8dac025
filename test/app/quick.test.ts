import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateDemo, renderCsv } from '../../core/demo/index.ts';
import { LOOPBACK } from '../../core/contract/names.ts';
import { launch, targets, type Launched } from './launch.ts';

/** Rows of the deductions, of which the bill has about as many. */
const ROWS = 100_000;
/** The window promises 50 ms; a test machine shares its cores with the import and a browser. */
const MOST_STALL_MS = 400;

const files = mkdtempSync(join(tmpdir(), 'packledger-rows-'));
const names: string[] = [];
beforeAll(() => {
  for (const file of generateDemo({ seed: 7, layout: 'cn', faults: 'all', rows: ROWS }).files) {
    writeFileSync(join(files, file.name), `\uFEFF${[...renderCsv(file)].join('')}`);
    names.push(file.name);
  }
});
afterAll(() => rmSync(files, { recursive: true, force: true }));

/** Hands the files over as a drop does: by the bridge in Electron, by upload in a browser. */
function dropped({ page }: Launched): Promise<string[]> {
  return page.evaluate(async ({ given, upload, tokenKey }) => {
    const bridge = (globalThis as unknown as { packledger?: { handOver(files: File[]): Promise<{ ref: string }[]> } }).packledger;
    const made = given.map(({ name, text }) => new File([text], name));
    if (bridge !== undefined) return (await bridge.handOver(made)).map(({ ref }) => ref);
    const token = sessionStorage.getItem(tokenKey) ?? '';
    return Promise.all(made.map(async (file) => {
      const answer = await fetch(`${upload}?name=${encodeURIComponent(file.name)}`, { method: 'PUT', headers: { authorization: `Bearer ${token}` }, body: file });
      return ((await answer.json()) as { ref: string }).ref;
    }));
  }, { given: names.map((name) => ({ name, text: '' })), upload: LOOPBACK.upload, tokenKey: LOOPBACK.tokenKey });
}

describe.each(targets().filter((target) => target === 'double'))('a large import in %s', (target) => {
  let app: Launched;
  beforeAll(async () => {
    app = await launch({ target, dropped: files });
  });
  afterAll(() => app?.close());

  test('cancelled, it leaves nothing behind', async () => {
    const refs = await dropped(app);
    expect(refs).toHaveLength(names.length);
    await expect(app.call('imports.run', { refs }, { cancelAfter: 1500 })).rejects.toMatchObject({ code: 'cancelled' });
    expect(await app.call('records.counts', {})).toMatchObject({ packages: 0, deductions: 0, bill: 0 });
    expect((await app.call('imports.list', {})).imports).toEqual([]);
  });

  test('the program answers all the while, and a reader sees all or nothing', async () => {
    const refs = await dropped(app);
    await app.evaluate(() => {
      const own = globalThis as unknown as { stall: number; timer: NodeJS.Timeout };
      let last = performance.now();
      own.stall = 0;
      own.timer = setInterval(() => {
        own.stall = Math.max(own.stall, performance.now() - last - 10);
        last = performance.now();
      }, 10);
    }, null);
    const state = { isDone: false };
    const seen = new Set<number>();
    const reader = (async () => {
      while (!state.isDone) seen.add((await app.call('records.counts', {})).deductions);
    })();
    const report = await app.call('imports.run', { refs });
    state.isDone = true;
    await reader;
    const stall = await app.evaluate(() => {
      const own = globalThis as unknown as { stall: number; timer: NodeJS.Timeout };
      clearInterval(own.timer);
      return own.stall;
    }, null);
    const stored = report.tables.filter(({ kind }) => kind === 'deductions').reduce((sum, { counts }) => sum + counts.stored, 0);
    expect(stored).toBeGreaterThan(ROWS * 0.9);
    expect([...seen].filter((count) => count !== 0 && count !== stored)).toEqual([]);
    process.stdout.write(`longest stall of the main process during the import: ${stall.toFixed(0)} ms\n`);
    expect(stall).toBeLessThan(MOST_STALL_MS);
  });

  test('blocks come from anywhere, filtered and sorted, with exact totals', async () => {
    const { order, total } = await app.call('records.order', { view: 'bill', sort: [{ field: 'originalCost', descending: true }] });
    for (const at of [0, Math.floor(total / 2), total - 200]) {
      const { rows } = await app.call('records.block', { order, start: at, end: at + 200 });
      expect(rows.map((row) => row.at)).toEqual(Array.from({ length: 200 }, (_, place) => at + place));
    }
    const { sums } = await app.call('records.sums', { order, fields: ['originalCost'] });
    expect(sums.length).toBeGreaterThan(0);
  });

  test('an export is made in the background and can be cancelled', async () => {
    const started = await app.call('exports.start', { source: { what: 'view', query: { view: 'bill' }, format: 'xlsx' }, locale: 'zh-CN' });
    expect(started.export).toMatchObject({ state: 'running', type: 'bill' });
    await app.call('exports.cancel', { id: started.export.id });
    await expect.poll(async () => (await app.call('exports.list', {})).exports[0]!.state).toMatch(/cancelled|ready/);
    await app.call('exports.delete', { id: started.export.id });
    expect((await app.call('exports.list', {})).exports).toEqual([]);
  });
});
