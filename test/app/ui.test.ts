import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, targets, type Launched } from './launch.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What users do in the page, on every host of the one built program, with the sample data. */
describe.each(targets())('the page in %s', (target) => {
  let app: Launched;
  let page: Page;

  beforeAll(async () => {
    app = await launch({ target });
    page = app.page;
    page.setDefaultTimeout(20_000);
    await page.getByRole('button', { name: '打开样例数据' }).click();
    await page.locator('.cards').waitFor({ timeout: 60_000 });
  });
  afterAll(() => app?.close());

  const open = async (view: number): Promise<void> => {
    await page.keyboard.press(`Control+${view}`);
    await page.locator(`.navigation li:nth-child(${view}) button[aria-current=page]`).waitFor();
  };
  const cells = (column: string): Promise<string[]> => page.locator(`.ag-row .ag-cell[col-id="${column}"]`).allInnerTexts();
  const status = (): Promise<string> => page.locator('.status').innerText();

  test('the overview adds the bill up and says what is missing', async () => {
    await open(1);
    await expect.poll(() => page.locator('.card', { hasText: '账单合计' }).innerText()).toContain('相加一致');
    await expect.poll(() => page.locator('.banner-warning').first().innerText()).toContain('结果不完整');
  });

  test('sorts by a click, exactly as the store does', async () => {
    await open(3);
    await page.locator('.ag-header-cell[col-id="deductedAt"] .ag-header-cell-label').click();
    const { order } = await app.call('records.order', { view: 'deductions', sort: [{ field: 'deductedAt', descending: false }] });
    const { rows } = await app.call('records.block', { order, start: 0, end: 5 });
    await expect.poll(async () => (await cells('deductedAt')).slice(0, 5)).toEqual(rows.map((row) => row.values['deductedAt']));
  });

  test('filters a column by values that occur, and takes the filter away again', async () => {
    const { project } = await app.call('app.info', {});
    await page.locator('.ag-header-cell[col-id="product"] .ag-header-cell-filter-button, .ag-header-cell[col-id="product"] .ag-icon-filter').first().click();
    const first = page.locator('.column-filter .values label').first();
    const [name, count] = [await first.locator('.name').innerText(), (await first.locator('.number').innerText())];
    await first.locator('input').check();
    await page.locator('.column-filter button[type=submit]').click();
    await expect.poll(status).toContain(`${count} / ${project.counts.deductions.toLocaleString('en')} 行`);
    await expect.poll(async () => [...new Set(await cells('product'))]).toEqual([name]);
    await page.keyboard.press('Control+Shift+L');
    await expect.poll(status).toContain(`共 ${project.counts.deductions.toLocaleString('en')} 行`);
  });

  test('goes to a row that was never loaded, and opens it with its file, line and raw row', async () => {
    await open(3);
    await page.locator('.ag-row').first().waitFor();
    await page.keyboard.press('Control+g');
    await page.locator('.t-dialog input').fill('4000');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest('.ag-row')?.getAttribute('row-index'))).toBe('3999');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.drawer').innerText()).toContain('原始行');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.drawer').count()).toBe(0);
  });

  test('columns that were chosen are there after a restart of the page; restore default takes them back', async () => {
    await open(3);
    await page.locator('.ag-row').first().waitFor();
    await page.keyboard.press('Control+l');
    await page.locator('.column-settings label', { hasText: '文件' }).click();
    await page.locator('.column-settings label', { hasText: '产品名称' }).first().click();
    await page.getByRole('button', { name: '保存' }).click();
    await expect.poll(async () => (await app.call('settings.get', {})).views.deductions?.columns.find((column) => column.key === 'file')?.hidden).toBe(false);
    await page.reload();
    await page.locator('.ag-row').first().waitFor();
    expect(await page.locator('.ag-header-cell[col-id="product"]').count()).toBe(0);
    await page.keyboard.press('Control+l');
    await page.getByRole('button', { name: '恢复默认' }).click();
    await expect.poll(() => page.locator('.ag-header-cell[col-id="product"]').count()).toBe(1);
  });

  test('a finding explains itself, and its row is one click away', async () => {
    await open(5);
    await page.locator('.check', { hasText: '余量断档' }).first().click();
    await expect.poll(() => page.locator('.why').innerText()).toContain('chain-gap');
    expect(await page.locator('.why ol li').count()).toBeGreaterThan(3);
    await page.locator('.why .rows button').first().click();
    await expect.poll(() => page.locator('.drawer').innerText()).toContain('余量断档');
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest('.ag-row') !== null && document.activeElement?.closest('.ag-row') !== undefined)).toBe(true);
  });

  test('a finding becomes a ticket with its records to attach', async () => {
    await open(5);
    await page.locator('.ag-row').first().waitFor();
    await page.locator('.ag-row .ag-cell').first().click();
    await page.locator('.why h2').waitFor();
    await page.getByRole('button', { name: '复制工单说明（英文）' }).click();
    await page.getByText('工单说明已复制').waitFor();
    const { exports: before } = await app.call('exports.list', {});
    await page.getByRole('button', { name: '保存附件' }).click();
    await expect.poll(async () => (await app.call('exports.list', {})).exports.filter(({ type, state }) => type === 'evidence' && state === 'ready').length).toBe(1);
    const { exports } = await app.call('exports.list', {});
    expect(exports.length).toBe(before.length + 1);
    expect(exports[0]!.name).toContain('工单附件');
  });

  test('exports what is on screen: the rows of the filter, the columns that are shown', async () => {
    await open(2);
    await page.locator('.ag-row').first().waitFor();
    await page.getByRole('button', { name: '导出', exact: true }).last().click();
    await page.getByText('可见列，csv').click();
    await expect.poll(async () => (await app.call('exports.list', {})).exports[0]).toMatchObject({ type: 'packages', state: 'ready', format: 'csv', rows: (await app.call('app.info', {})).project.counts.packages });
    const [record] = (await app.call('exports.list', {})).exports;
    const path = readdirSync(app.folder, { recursive: true }).map(String).find((one) => one.endsWith(record!.name))!;
    const lines = readFileSync(join(app.folder, path), 'utf8').replace('\uFEFF', '').trimEnd().split(/\r?\n/).map((line) => line.split(','));
    const { order } = await app.call('records.order', { view: 'packages' });
    const { rows } = await app.call('records.block', { order, start: 0, end: 10 });
    expect(lines[0]!.slice(0, 4)).toEqual(['资源包名称', '资源包ID', '产品名称', '子产品名称']);
    expect(lines[0]).not.toContain('资源包归属UIN');
    expect(lines.slice(1, 11).map((line) => line[1])).toEqual(rows.map(({ values }) => values['packageId']));
    await open(7);
    await expect.poll(() => page.locator('.plain').innerText()).toContain('已生成');
  });

  test('a row can be ticked once it has arrived, not before', async () => {
    await open(3);
    await page.locator('.ag-row .ag-selection-checkbox input').first().waitFor();
    const ticked = await page.evaluate(async () => {
      // Looks at every state in which rows are shown: those without a name are on their way.
      const seen = { onTheirWay: 0, withBox: 0 };
      const look = (): void => {
        for (const row of document.querySelectorAll('.ag-row:has(.ag-cell[col-id="product"])')) {
          if (row.querySelector('.ag-cell[col-id="product"]')?.textContent !== '') continue;
          seen.onTheirWay += 1;
          const box = document.querySelector(`.ag-row[row-index="${row.getAttribute('row-index')}"] .ag-selection-checkbox`);
          if (box !== null && box.checkVisibility({ visibilityProperty: true }) && box.querySelector('input:not([disabled])') !== null) seen.withBox += 1;
        }
      };
      const observer = new MutationObserver(look);
      observer.observe(document.querySelector('.ag-root-wrapper')!, { childList: true, subtree: true, characterData: true, attributes: true });
      const view = document.querySelector('.ag-grid-viewport')!;
      for (const part of [0.5, 0.9, 0.3]) {
        view.scrollTop = view.scrollHeight * part;
        await new Promise((resolve) => { setTimeout(resolve, 700); });
      }
      view.scrollTop = 0;
      observer.disconnect();
      return seen;
    });
    expect(ticked.onTheirWay).toBeGreaterThan(0);
    expect(ticked.withBox).toBe(0);
  });

  test('copies ticked rows with their headers, a pair as two columns, numbers as they are', async () => {
    await open(3);
    await page.locator('.ag-row[row-index="0"] .ag-selection-checkbox input').check();
    await page.locator('.ag-row[row-index="1"] .ag-selection-checkbox input').check();
    await page.locator('.ag-row[row-index="1"] .ag-cell[col-id="product"]').click();
    const [shown] = await cells('packageName+packageId');
    await page.keyboard.press('Control+Shift+C');
    await expect.poll(() => page.locator('body').innerText()).toContain('已复制 2 行');
    await open(6);
    await page.locator('summary', { hasText: '粘贴' }).click();
    await page.locator('textarea.paste').focus();
    await page.keyboard.press('Control+v');
    const lines = (await page.locator('textarea.paste').inputValue()).split('\n').map((line) => line.split('\t'));
    expect(lines).toHaveLength(3);
    expect(lines[0]!.slice(0, 4)).toEqual(['资源包归属UIN', '资源包名称', '资源包ID', '产品名称']);
    expect(`${lines[1]![1]}\n${lines[1]![2]}`).toBe(shown);
    await page.locator('textarea.paste').fill('');
    await page.locator('summary', { hasText: '粘贴' }).click();
  });

  test('the coverage calendar says which export would fill a gap', async () => {
    await open(6);
    const { months, products } = await app.call('coverage.calendar', {});
    const row = products.findIndex((one) => one.cells.some(({ deductions }) => deductions.gaps.length > 0));
    const at = products[row]!.cells.findIndex(({ deductions }) => deductions.gaps.length > 0);
    const { gaps } = products[row]!.cells[at]!.deductions;
    expect(months.length).toBeLessThan(13);
    await page.locator('.coverage tbody tr').nth(row).locator('td button').nth(at).click();
    const told = page.locator('.coverage .banner');
    await expect.poll(() => told.innerText()).toContain(gaps[0]!.from);
    expect(await told.innerText()).toMatch(/费用中心 › 资源包管理 › 抵扣明细|只能查最近 3 个月/);
    await expect.poll(() => told.locator('thead th').count()).toBeGreaterThan(28);
    await page.evaluate(AXE);
    await expect.poll(() => page.evaluate(seriousViolations), { timeout: 20_000, interval: 700 }).toEqual([]);
    await page.locator('.coverage tbody tr').nth(row).locator('td button').nth(at).click();
    await told.waitFor({ state: 'detached' });
  });

  if (target === 'loopback') test('a file dropped anywhere is recognised', async () => {
    await open(2);
    await page.locator('main').evaluate((main, text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], '总览.csv'));
      main.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }));
    }, '资源包ID,产品名称,状态,资源类型,总剩余量,总量\npkg-drop,实时音视频,有效,总量递减,5分钟,10分钟\n');
    await expect.poll(() => page.locator('article').innerText()).toContain('识别为资源包总览');
    await page.getByRole('button', { name: '放弃' }).click();
  });

  if (target === 'loopback') test('a long import is cancelled from the task strip and leaves nothing behind', async () => {
    const before = (await app.call('app.info', {})).project;
    const rows = Array.from({ length: 300_000 }, (_, at) => `pkg-${at % 50},实时音视频,总量递减,2025-05-${10 + (at % 18)} 04:10:46,${500_000 - at},1,${499_999 - at},100012345678`);
    const text = ['资源包ID,产品名称,资源包类型,抵扣时间,抵扣前包剩余量,实际抵扣量,抵扣后包剩余量,被抵扣资源归属UIN', ...rows].join('\n');
    const file = join(app.folder, 'long.csv');
    writeFileSync(file, text);
    await open(6);
    await page.locator('input[type=file]').first().setInputFiles(file);
    await page.getByRole('button', { name: '导入 300,000 行' }).click({ timeout: 60_000 });
    await page.locator('.task', { hasText: '导入' }).getByRole('button', { name: '取消' }).click();
    await expect.poll(() => page.locator('body').innerText()).toContain('已取消');
    expect((await app.call('app.info', {})).project.counts).toEqual(before.counts);
    await page.getByRole('button', { name: '放弃' }).click();
  });

  test('an import is taken back and the checks run again', async () => {
    const files = async (): Promise<number> => (await app.call('app.info', {})).project.files;
    await open(6);
    // The sample is two imports: an earlier overview, then everything else.
    for (const before of [await files(), 1]) {
      expect(before).toBeGreaterThan(0);
      await page.getByRole('button', { name: '撤销导入' }).first().click();
      await page.locator('.t-dialog').getByRole('button', { name: '撤销导入' }).click();
      await expect.poll(files).toBeLessThan(before);
    }
    expect(await files()).toBe(0);
  });

  test('a pasted table is recognised before anything is changed', async () => {
    await page.locator('summary', { hasText: '粘贴' }).click();
    await page.locator('textarea.paste').fill('资源包ID\t产品名称\t状态\t资源类型\t总剩余量\t总量\npkg-1\t实时音视频\t有效\t总量递减\t5分钟\t10分钟');
    await page.getByRole('button', { name: '识别', exact: true }).click();
    await expect.poll(() => page.locator('article').innerText()).toContain('识别为资源包总览');
    expect((await app.call('app.info', {})).project.counts.packages).toBe(0);
    await page.getByRole('button', { name: '导入 1 行' }).click();
    await expect.poll(async () => (await app.call('app.info', {})).project.counts.packages).toBe(1);
  });

  test('speaks English at once, and dark is dark everywhere', async () => {
    await open(8);
    await page.getByText('English').click();
    await expect.poll(() => page.locator('.navigation').innerText()).toContain('Deductions');
    await page.getByText('Dark', { exact: true }).click();
    await expect.poll(() => page.evaluate(() => document.documentElement.getAttribute('theme-mode'))).toBe('dark');
    await open(2);
    await expect.poll(async () => page.locator('.ag-root-wrapper').evaluate((grid) => getComputedStyle(grid).backgroundColor)).not.toBe('rgb(255, 255, 255)');
  });

  test('axe finds no serious violation in any view', async () => {
    await page.evaluate(AXE);
    for (let view = 1; view <= 8; view += 1) {
      await open(view);
      // While a theme or a view fades in, colours are between two states; what stays is a violation.
      await expect.poll(() => page.evaluate(seriousViolations), { message: `view ${view}`, timeout: 20_000, interval: 700 }).toEqual([]);
    }
  });
});

/** Runs in the page, where axe stands as a global. */
async function seriousViolations(): Promise<string[]> {
  const { axe } = globalThis as unknown as { axe: { run(root: Document): Promise<{ violations: { id: string; impact: string | null; nodes: { target: string[] }[] }[] }> } };
  const { violations } = await axe.run(document);
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}
