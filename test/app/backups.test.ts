import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Store } from '../../core/store/store.ts';
import { BY, IGNORE, run } from '../support/decided.ts';
import { importAll, temporaryFolder } from '../support/stores.ts';
import { DEDUCTION_HEADER, deduction } from '../support/tables.ts';
import { launch, targets, type Launched } from './launch.ts';

/** Backups as people make and restore them in the settings, and what a redacted export is called. */
describe.each(targets())('backups in %s', (target) => {
  const folder = temporaryFolder();
  const path = folder.at('p.packledger');
  let app: Launched;
  let page: Page;

  beforeAll(async () => {
    const store = Store.open(path);
    await importAll(store, { name: 'a.csv', cells: [DEDUCTION_HEADER, deduction()] });
    run(store, [{ key: 'k1' }]);
    store.decisions.decide(['k1'], IGNORE, BY);
    store.close();
    app = await launch({ target, args: [path] });
    page = app.page;
    page.setDefaultTimeout(20_000);
  });
  afterAll(async () => {
    await app?.close();
    folder.remove();
  });

  const card = () => page.locator('section.card', { hasText: '备份与检查' });
  const entries = async (): Promise<number> => (await app.call('log.verify', {})).entries;

  test('one is made, the project is checked, changed, and restored after a question', async () => {
    await expect.poll(async () => (await app.call('app.info', {})).project.counts.deductions).toBe(1);
    // A key that comes before the page listens is lost; a click waits.
    await page.locator('.navigation li:nth-child(8) button').click();
    await card().waitFor();
    expect(await card().innerText()).toContain('还没有备份');
    await card().getByRole('button', { name: '立即备份' }).click();
    await expect.poll(() => card().locator('tbody tr').count()).toBe(1);
    expect(await card().locator('tbody tr').innerText()).toContain('手动');
    await card().getByRole('button', { name: '检查项目文件' }).click();
    await expect.poll(() => card().innerText()).toContain('项目文件完好');
    await app.call('findings.note', { key: 'k1', text: 'later' });
    expect(await entries()).toBe(2);
    await card().getByRole('button', { name: '恢复', exact: true }).click();
    const dialog = page.locator('.t-dialog');
    await dialog.waitFor();
    expect(await dialog.innerText()).toContain('当前文件会先另存为备份');
    await dialog.locator('.t-dialog__confirm').click();
    await expect.poll(() => card().locator('tbody tr').count()).toBe(2);
    expect(await card().innerText()).toContain('恢复前的项目');
    expect(await entries()).toBe(1);
  });

  test('axe finds no serious violation in the settings with backups', async () => {
    await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
    const serious = (): Promise<string[]> => page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; impact: string | null }[] }> } };
      return (await axe.run()).violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id);
    });
    await expect.poll(serious, { timeout: 20_000, interval: 700 }).toEqual([]);
  });

  test('an export is redacted where that is ticked', async () => {
    await page.keyboard.press('Control+7');
    await page.getByText('脱敏：用代号').click();
    await page.getByRole('button', { name: /抵扣明细 · csv/ }).click();
    await expect.poll(async () => (await app.call('exports.list', {})).exports[0]).toMatchObject({ state: 'ready', name: expect.stringContaining('脱敏') as unknown });
  });
});
