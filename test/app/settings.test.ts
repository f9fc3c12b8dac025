import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Store } from '../../core/store/store.ts';
import { run } from '../support/decided.ts';
import { importAll, temporaryFolder } from '../support/stores.ts';
import { DEDUCTION_HEADER, deduction } from '../support/tables.ts';
import { launch, targets, type Launched } from './launch.ts';

/** Units are explained in the settings, and the last setting is taken back by the key and by the button. */
describe.each(targets())('settings in %s', (target) => {
  const folder = temporaryFolder();
  const path = folder.at('p.packledger');
  let app: Launched;
  let page: Page;

  beforeAll(async () => {
    const store = Store.open(path);
    await importAll(store, { name: 'a.csv', cells: [DEDUCTION_HEADER, deduction().map((cell) => (cell === '秒' ? 'Zeits' : cell)), deduction({ at: 'bad' })] });
    run(store, [{ key: 'k1' }]);
    store.close();
    app = await launch({ target, args: [path] });
    page = app.page;
    page.setDefaultTimeout(20_000);
  });
  afterAll(async () => {
    await app?.close();
    folder.remove();
  });

  const card = () => page.locator('#units');
  const same = async (): Promise<(string | null)[]> => (await app.call('units.list', {})).units.map((unit) => unit.same);
  // One that is disabled is no button.
  const undo = () => page.getByRole('button', { name: '撤销', exact: true });

  test('a unit that nobody knows is listed with its rows, explained, and taken back', async () => {
    await expect.poll(async () => (await app.call('app.info', {})).project.counts.deductions).toBe(1);
    // A key that comes before the page listens is lost; a click waits.
    await page.locator('.navigation li:nth-child(8) button').click();
    await expect.poll(() => card().innerText()).toContain('Zeits');
    expect(await card().locator('tbody tr').innerText()).toContain('资源包抵扣明细 › 被抵扣资源原始用量单位');
    expect(await undo().count()).toBe(0);
    await card().getByRole('textbox').fill('没有这个单位');
    await card().getByRole('button', { name: '保存' }).click();
    await page.getByText(/没有这个单位.*1000分钟/).waitFor();
    expect(await same()).toEqual([null]);
    await card().getByRole('textbox').fill('1000秒');
    await card().getByRole('button', { name: '保存' }).click();
    await expect.poll(() => card().locator('tbody tr').innerText()).toContain('1000秒');
    await expect.poll(() => undo().getAttribute('title')).toBe('撤销上一步（单位）Ctrl+Z');
    await page.locator('h1').click();
    await page.keyboard.press('Control+z');
    await expect.poll(same).toEqual([null]);
    await page.getByText('已撤销：单位。重新对账后生效。').waitFor();
    await page.getByRole('button', { name: '重做', exact: true }).click();
    await expect.poll(same).toEqual(['1000秒']);
    await card().getByRole('button', { name: /^撤回/ }).click();
    await expect.poll(same).toEqual([null]);
    expect((await app.call('log.verify', {})).broken).toBeNull();
  });

  test('rejected rows are saved redacted where that is ticked', async () => {
    await page.keyboard.press('Control+6');
    await page.locator('.table-scroll button.linkish').first().click();
    const dialog = page.locator('.t-dialog');
    await dialog.getByText('脱敏：用代号').click();
    await dialog.getByRole('button', { name: '保存为工作簿' }).click();
    await expect.poll(async () => (await app.call('exports.list', {})).exports[0]).toMatchObject({ state: 'ready', name: expect.stringContaining('脱敏') as unknown });
  });
});
