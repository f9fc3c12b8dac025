import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseCivil } from '../../core/base/time.ts';
import { generateDemo, renderCsv } from '../../core/demo/index.ts';
import { nodeCodecs } from '../../core/host/codecs.ts';
import { importFiles } from '../../core/host/importFiles.ts';
import { runChecks } from '../../core/host/runChecks.ts';
import { openSources } from '../../core/host/sources.ts';
import { Store } from '../../core/store/store.ts';
import { BY, IGNORE } from '../support/decided.ts';
import { temporaryFolder } from '../support/stores.ts';
import { launch, targets, type Launched } from './launch.ts';

/** The life of a finding and the sign-off of a month, done in the page as people do it. */
describe.each(targets())('decisions in %s', (target) => {
  let app: Launched;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    app = await launch({ target });
    page = app.page;
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => errors.push(error.message));
    await page.getByRole('button', { name: '打开样例数据' }).click();
    await page.locator('.cards').waitFor({ timeout: 60_000 });
    await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  });
  afterAll(() => app?.close());

  const open = async (view: number): Promise<void> => {
    await page.keyboard.press(`Control+${view}`);
    await page.locator(`.navigation li:nth-child(${view}) button[aria-current=page]`).waitFor();
  };
  const panel = (): Promise<string> => page.locator('.why').innerText();
  const dialog = () => page.locator('.t-dialog');
  const gone = (): Promise<void> => dialog().waitFor({ state: 'detached' });
  const shownKey = async (): Promise<string> => {
    const { order } = await app.call('records.order', { view: 'findings', filters: [{ op: 'in', field: 'check', values: ['chain-gap'] }] });
    return (await app.call('records.block', { order, start: 0, end: 1 })).rows[0]!.values['key']!;
  };
  const status = async (): Promise<string> => (await app.call('findings.get', { key: await shownKey() })).finding.status;

  test('a finding is ignored with the keyboard alone, and Ctrl+Z takes it back', async () => {
    await open(5);
    await page.locator('.check', { hasText: '余量断档' }).first().click();
    await expect.poll(panel).toContain('chain-gap');
    await page.locator('.ag-row[row-index="0"] .ag-cell').nth(1).click();
    await page.keyboard.press('i');
    await dialog().waitFor();
    expect(await dialog().locator('.t-dialog__confirm.t-is-disabled').count()).toBe(1);
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
    await page.keyboard.type('已知');
    await expect.poll(() => dialog().innerText()).toContain('现在涉及 1 条');
    await expect.poll(() => page.evaluate(seriousViolations), { timeout: 20_000, interval: 700 }).toEqual([]);
    await page.keyboard.press('Enter');
    await gone();
    await expect.poll(panel).toContain('已忽略');
    expect(await status()).toBe('ignored');
    await page.keyboard.press('Control+z');
    await expect.poll(status).toBe('open');
    await expect.poll(panel).toContain('已撤销');
    await page.keyboard.press('Control+y');
    await expect.poll(status).toBe('ignored');
  });

  test('resolving asks how; the history tells each step with who and when', async () => {
    await page.getByRole('button', { name: '解决…' }).click();
    await dialog().getByLabel('厂商更正').check();
    await dialog().getByLabel('说明（可不填）').fill('工单 7');
    await dialog().getByRole('button', { name: '确定' }).click();
    await gone();
    await expect.poll(() => page.locator('.history').innerText()).toContain('厂商更正 · 工单 7');
    await page.locator('#finding-note textarea').fill('问过厂商\n等回复');
    await page.keyboard.press('Control+z');
    expect(await page.locator('#finding-note textarea').inputValue()).not.toBe('问过厂商\n等回复');
    expect(await status()).toBe('resolved');
    await page.locator('#finding-note textarea').fill('问过厂商\n等回复');
    await page.getByRole('button', { name: '添加备注' }).click();
    await expect.poll(() => page.locator('.history li').first().innerText()).toContain('等回复');
    expect(await page.locator('#finding-note textarea').inputValue()).toBe('');
    expect(await page.locator('.history li').count()).toBe(3);
  });

  test('all that the filter has is decided about at once, after its count was shown', async () => {
    await page.getByRole('button', { name: '批量处理…' }).click();
    const { count, unsettled } = await app.call('findings.count', { query: { view: 'findings', filters: [{ op: 'in', field: 'check', values: ['chain-gap'] }] } });
    await expect.poll(() => dialog().innerText()).toContain(`当前筛选共 ${count} 条，其中 ${unsettled} 条尚未了结`);
    await dialog().getByLabel('处理中').check();
    await dialog().getByRole('button', { name: `处理 ${count} 条` }).click();
    await gone();
    await expect.poll(() => page.locator('.ag-row .ag-cell[col-id="status"]').allInnerTexts().catch(() => [])).not.toContain('已忽略');
    expect(await status()).toBe('progress');
    await page.getByRole('button', { name: '撤销', exact: true }).click();
    await expect.poll(status).toBe('resolved');
  });

  test('a wider scope becomes a rule, which is listed and revoked', async () => {
    await page.getByRole('button', { name: '忽略…' }).click();
    await dialog().getByLabel('原因（必填）').fill('测试账号');
    await dialog().getByLabel('这个资源包的全部发现').check();
    await expect.poll(() => dialog().innerText()).toMatch(/现在涉及 \d+ 条/);
    await dialog().getByRole('button', { name: '确定' }).click();
    await gone();
    await page.getByRole('button', { name: '忽略规则（1）' }).click();
    await expect.poll(() => dialog().innerText()).toContain('测试账号');
    await expect.poll(() => page.evaluate(seriousViolations), { timeout: 20_000, interval: 700 }).toEqual([]);
    await dialog().getByRole('button', { name: '撤销规则' }).click();
    await expect.poll(() => dialog().innerText()).toContain('没有忽略规则');
    await dialog().getByRole('button', { name: '关闭' }).click();
    await gone();
    expect(await status()).toBe('open');
  });

  test('a month is signed off, and a later decision breaks the seal and is named', async () => {
    await open(1);
    const card = page.getByRole('region', { name: '月度签核' });
    await expect.poll(() => card.innerText()).toContain('未签核');
    await card.getByRole('button', { name: /^签核… / }).last().click();
    await dialog().waitFor();
    await dialog().getByLabel('签核人姓名').fill('李四');
    expect(await dialog().locator('.t-dialog__confirm.t-is-disabled').count()).toBe(1);
    await dialog().getByRole('checkbox').check();
    await expect.poll(() => page.evaluate(seriousViolations), { timeout: 20_000, interval: 700 }).toEqual([]);
    await dialog().getByRole('button', { name: '签核', exact: true }).click();
    await gone();
    await expect.poll(() => card.innerText()).toMatch(/李四\s+\d{4}-/);
    await card.getByRole('button', { name: '查看' }).click();
    await expect.poll(() => card.innerText()).toContain('与签核时一致');
    const { order, total } = await app.call('records.order', { view: 'findings' });
    const { rows } = await app.call('records.block', { order, start: 0, end: total });
    await app.call('findings.decide', { keys: rows.map(({ values }) => values['key']!), state: 'progress' });
    await expect.poll(() => card.innerText()).toContain('封签破损');
    await expect.poll(() => page.locator('.banner-error').first().innerText()).toMatch(/封签破损：2025-\d\d/);
    await expect.poll(() => card.innerText()).toMatch(/\d+ 条发现的决定变了/);
    await expect.poll(() => page.evaluate(seriousViolations), { timeout: 20_000, interval: 700 }).toEqual([]);
    await card.locator('.banner li button').first().click();
    await page.locator('.navigation li:nth-child(5) button[aria-current=page]').waitFor();
    await expect.poll(panel).toContain('处理中');
  });

  test('the log is verified from the settings, in both languages', async () => {
    await open(8);
    await page.getByRole('button', { name: '核验记录' }).click();
    await expect.poll(() => page.getByRole('region', { name: '处理记录' }).innerText()).toContain('处理记录完整');
    await page.getByText('English').click();
    await expect.poll(() => page.getByRole('region', { name: 'Log of decisions' }).innerText()).toContain('The log is intact');
    await open(5);
    await expect.poll(() => page.locator('.finding-tools').innerText()).toContain('Decide all…');
    await page.setViewportSize({ width: 1024, height: 640 });
    await page.getByRole('button', { name: 'Ignore…' }).click();
    await dialog().waitFor();
    await expect.poll(async () => {
      const box = await dialog().locator('.t-dialog__confirm').boundingBox();
      return box === null ? 0 : box.y + box.height;
    }).toBeLessThanOrEqual(640);
    await page.keyboard.press('Escape');
    await gone();
  });

  test('an open dialog has the keys, even where a list behind it took the focus', async () => {
    const cell = page.locator('.finding-grid .ag-row .ag-cell').first();
    await cell.click();
    const shown = await status();
    await page.keyboard.press('i');
    const reason = dialog().getByLabel('Reason (required)');
    await expect.poll(() => reason.evaluate((input) => input === document.activeElement)).toBe(true);
    await cell.focus();
    await page.keyboard.type('en');
    expect(await reason.inputValue()).toBe('en');
    expect(await dialog().count()).toBe(1);
    await cell.focus();
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Escape');
    await gone();
    expect(await status()).toBe(shown);
    // The list has the focus again, so that the next letter is about its row.
    expect(await cell.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test('nothing broke in the page', () => {
    expect(errors).toEqual([]);
  });
});

/** A project in which everything was ignored, then three findings went and five have other numbers. */
async function livedIn(folder: ReturnType<typeof temporaryFolder>): Promise<string> {
  const demo = generateDemo({ seed: 5, layout: 'cn', faults: 'all', rows: 600, timesEach: 1 });
  const paths = demo.files.map((file) => {
    writeFileSync(folder.at(file.name), `\uFEFF${[...renderCsv(file)].join('')}`);
    return folder.at(file.name);
  });
  const path = folder.at('lived.packledger');
  const store = Store.open(path);
  const sources = openSources(paths);
  await importFiles(store, sources.files, { codecs: nodeCodecs, now: '2025-08-01T00:00:00.000Z', snapshot: parseCivil(demo.snapshot)! });
  sources.close();
  runChecks(store, '2025-08-01T00:00:00.000Z');
  const latest = store.runs.latest()!;
  store.decisions.decide(latest.findings.map(({ key }) => key), IGNORE, BY);
  const changed = latest.findings.slice(3).map((one, at) => (at < 5 ? { ...one, body: JSON.stringify({ ...(JSON.parse(one.body) as object), quantity: '41', unit: '分钟' }) } : one));
  store.runs.save({ ...latest, at: '2025-08-02T00:00:00.000Z', findings: changed });
  store.close();
  return path;
}

describe.each(targets())('what became of decisions in %s', (target) => {
  const folder = temporaryFolder();
  let app: Launched;

  beforeAll(async () => {
    app = await launch({ target, args: [await livedIn(folder)] });
    app.page.setDefaultTimeout(20_000);
    await app.page.locator('.cards').waitFor({ timeout: 60_000 });
  });
  afterAll(async () => {
    await app?.close();
    folder.remove();
  });

  test('reopened findings are told on the overview, one click away, with the numbers then and now', async () => {
    await app.page.getByRole('button', { name: '5 条发现重新打开' }).click();
    await expect.poll(() => app.page.locator('.ag-row').count()).toBe(5);
    await expect.poll(() => app.page.locator('.why').innerText()).toMatch(/数字变了，重新打开\s+原为已忽略[\s\S]*决定时：.*现在：41 分钟/);
    await expect.poll(() => app.page.locator('.history li').first().innerText()).toContain('程序');
  });

  test('what closed by itself is listed with what had been decided', async () => {
    await app.page.getByRole('button', { name: '已自动关闭（3）' }).click();
    await expect.poll(() => app.page.locator('.t-dialog tbody tr').allInnerTexts()).toHaveLength(3);
    expect((await app.page.locator('.t-dialog tbody tr').allInnerTexts()).every((text) => text.includes('已忽略'))).toBe(true);
    await app.page.keyboard.press('Escape');
  });
});

/** Runs in the page, where axe stands as a global. */
async function seriousViolations(): Promise<string[]> {
  const { axe } = globalThis as unknown as { axe: { run(root: Document): Promise<{ violations: { id: string; impact: string | null; nodes: { target: string[] }[] }[] }> } };
  const { violations } = await axe.run(document);
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}
