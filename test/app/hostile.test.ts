import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { read } from 'xlsx';
import { runChecks } from '../../core/host/runChecks.ts';
import { nodeCodecs } from '../../core/host/codecs.ts';
import { importFiles } from '../../core/host/importFiles.ts';
import { openSources } from '../../core/host/sources.ts';
import { Store } from '../../core/store/store.ts';
import { IGNORE } from '../support/decided.ts';
import { temporaryFolder } from '../support/stores.ts';
import { launch, targets, type Launched } from './launch.ts';

/** What somebody may write into a cell to take over whoever looks at it. Each would call `pwned` in a page that lets it. */
const PAYLOADS = [
  '<script>pwned(1)</script>', '<img src=x onerror=pwned(2)>', '"><svg/onload=pwned(3)>', '<svg><script href="data:,pwned(4)"/></svg>', "javascript:pwned(5)", '<a href="javascript:pwned(6)">x</a>',
  '{{constructor.constructor("pwned(7)")()}}', '${pwned(8)}', '<%= pwned(9) %>', '&lt;script&gt;pwned(10)&lt;/script&gt;', '&#60;img src=x onerror=pwned(11)&#62;', "';pwned(12);//", '</textarea><script>pwned(13)</script>',
  '</title><script>pwned(14)</script>', '<iframe srcdoc="<script>parent.pwned(15)</script>">', '<math><mtext></form><form><mglyph><style></math><img src onerror=pwned(16)>', '<style>*{background:url(https://example.com/16)}</style>',
  '<link rel=stylesheet href=https://example.com/17>', '<base href=https://example.com/>', '<meta http-equiv=refresh content="0;url=https://example.com/18">', '<form action=https://example.com/><button>x', 'data:text/html,<script>pwned(19)</script>',
  '=HYPERLINK("https://example.com/20","x")', '=cmd|\' /C calc\'!A0', '+1+cmd|x!A1', '-2+3', '@SUM(1)', '@kind.bill', '@ui.nav.bill', '__proto__', 'constructor', '%3Cscript%3Epwned(21)%3C/script%3E', '\\u003cscript\\u003epwned(22)',
  'pkg-\u202Efdp.exe', 'pkg\u200Bzero', 'pkg\u2066iso\u2069', 'bell\u0007', '{limit}', '<b onmouseover=pwned(23) autofocus onfocus=pwned(24) tabindex=0>',
];
/** What no eye can see must not stand in the page as it is; what a person reads in its place. */
// eslint-disable-next-line no-control-regex
const HIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200B\u202A-\u202E\u2060\u2066-\u2069]/;

const quoted = (cells: readonly string[]): string => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');

/** Exports with a payload in every text: names, ids, products, accounts, resources, tags, a header, and the file's name. */
function writeExports(folder: string): void {
  mkdirSync(folder);
  const packages = [['资源包ID', '资源包名称', '产品名称', '子产品名称', '状态', '资源类型', '总剩余量', '总量', '生效时间', '到期时间', '<img src=x onerror=pwned(30)>\u202E'],
    ...PAYLOADS.map((payload, at) => [`${payload}-${at}`, payload, payload, payload, '有效', '总量递减', '5分钟', '10分钟', '2025-01-01 00:00:00', '2025-12-31 23:59:59', payload])];
  const deductions = [['资源包ID', '产品名称', '资源包类型', '抵扣时间', '抵扣前包剩余量', '实际抵扣量', '抵扣后包剩余量', '被抵扣资源归属UIN', '被抵扣资源ID', payloadHeader],
    ...PAYLOADS.flatMap((payload, at) => [[`${payload}-${at}`, payload, '总量递减', '2025-05-10 04:10:46', '10分钟', '3分钟', '7分钟', payload, payload, payload], [`${payload}-${at}`, payload, '总量递减', '2025-05-11 04:10:46', '6分钟', '1分钟', '5分钟', payload, payload, payload]]),
    [PAYLOADS[0]!, 'x', '总量递减', 'not a time', 'x', 'y', 'z', '1', '2', PAYLOADS[1]!]];
  writeFileSync(join(folder, 'overview-<img src=x onerror=pwned(31)>\u202Evsc.csv'.replaceAll(/[/\\]/g, '_')), `\uFEFF${packages.map(quoted).join('\r\n')}`);
  writeFileSync(join(folder, 'details-\'"><svg onload=pwned(32)>.csv'), `\uFEFF${deductions.map(quoted).join('\r\n')}`);
  writeFileSync(join(folder, '=cmd <script>pwned(33)<_script>.csv'), 'a,b\r\n1,2\r\n');
}
const payloadHeader = '<svg onload=pwned(34)>';

const SEEDED = temporaryFolder();
const PROJECT = SEEDED.at('hostile.packledger');

beforeAll(async () => {
  writeExports(SEEDED.at('exports'));
  const store = Store.open(PROJECT);
  const sources = openSources([SEEDED.at('exports')]);
  await importFiles(store, sources.files, { codecs: nodeCodecs, now: '2025-08-01T00:00:00.000Z' });
  sources.close();
  runChecks(store, '2025-08-01T00:00:00.000Z', { build: null });
  const by = { at: '2025-08-02T00:00:00.000Z', who: PAYLOADS[1]! };
  const [first, second] = store.runs.latest()!.findings.filter(({ check }) => check === 'status').map(({ key }) => key);
  store.decisions.decide([first!], { ...IGNORE, reason: PAYLOADS[0]!, note: PAYLOADS[2]! }, by);
  store.decisions.note(second!, PAYLOADS[14]!, by);
  store.close();
});
afterAll(() => SEEDED.remove());

describe.each(targets())('the page over hostile data in %s', (target) => {
  let app: Launched;
  let page: Page;
  const requests: string[] = [];
  const violations: string[] = [];
  const errors: string[] = [];

  beforeAll(async () => {
    app = await launch({ target, args: [PROJECT] });
    page = app.page;
    page.setDefaultTimeout(20_000);
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('dialog', (dialog) => { errors.push(`dialog: ${dialog.message()}`); void dialog.dismiss(); });
    await page.exposeFunction('told', (what: string) => void violations.push(what));
    await page.evaluate(() => {
      const own = globalThis as unknown as { pwned(what: unknown): void; told(what: string): void };
      own.pwned = (what) => own.told(`payload ${String(what)} ran`);
      document.addEventListener('securitypolicyviolation', (event) => own.told(`${event.violatedDirective} ${event.blockedURI}`));
    });
  });
  afterAll(() => app?.close());

  const open = async (view: number): Promise<void> => {
    await page.keyboard.press(`Control+${view}`);
    await page.locator(`.navigation li:nth-child(${view}) button[aria-current=page]`).waitFor();
  };
  /** What a person can read in the page, in texts and in the titles that show under the pointer; what the grid tells screen readers ends in a space without width, its own. */
  const everything = (): Promise<string> => page.evaluate(() => [document.body.innerText.replaceAll(Array.from(document.querySelectorAll<HTMLElement>('.ag-aria-description-container'), (element) => element.innerText).join('') || '\u0000', ''), ...Array.from(document.querySelectorAll('[title],[aria-label],[placeholder]'), (element) => ['title', 'aria-label', 'placeholder'].map((name) => element.getAttribute(name) ?? '').join('\n'))].join('\n'));
  /** Elements that only a payload could have made. */
  const foreign = (): Promise<string[]> => page.evaluate(() => Array.from(document.querySelectorAll('script:not([src]),iframe,object,embed,base,meta[http-equiv=refresh],form[action],link[href^="http"],img[onerror],svg[onload],[onmouseover],[onfocus],a[href^="javascript"],math'), (element) => element.outerHTML.slice(0, 200)));
  const isClean = async (where: string): Promise<void> => {
    await page.waitForTimeout(150);
    expect([where, await foreign()]).toEqual([where, []]);
    const text = await everything();
    const at = HIDDEN.exec(text)?.index;
    expect([where, at === undefined ? '' : JSON.stringify(text.slice(Math.max(0, at - 60), at + 30))]).toEqual([where, '']);
  };

  test('the project is open', async () => {
    await expect.poll(async () => (await app.call('app.info', {})).project.counts.deductions).toBe(PAYLOADS.length * 2);
  });

  test.each([[1, 'overview'], [2, 'packages'], [3, 'deductions'], [4, 'bill'], [5, 'findings'], [6, 'imports'], [7, 'exports'], [8, 'settings']] as const)('view %i (%s) shows it all as text', async (view, name) => {
    await open(view);
    if (view === 2 || view === 3 || view === 5) {
      await page.locator('.ag-row').first().waitFor();
      // All rows, by and by.
      for (let down = 0; down < 6; down += 1) {
        await isClean(`${name} ${down}`);
        await page.locator('.ag-row .ag-cell').first().hover();
        await page.mouse.wheel(0, 500);
      }
    } else await isClean(name);
    expect(errors).toEqual([]);
  });

  test('details, raw rows, filters, the explanation and its history, coverage and rejected rows', async () => {
    for (const view of [2, 3]) {
      await open(view);
      await page.locator('.ag-row').first().waitFor();
      await page.locator('.ag-row[row-index="0"] .ag-cell').nth(1).click();
      await page.keyboard.press('Enter');
      await page.locator('.drawer').waitFor();
      await expect.poll(() => page.locator('.drawer').innerText()).toContain('原始行');
      await isClean(`drawer ${view}`);
      await page.keyboard.press('Escape');
    }
    await page.locator('.ag-header-cell[col-id="product"] .ag-header-cell-filter-button, .ag-header-cell[col-id="product"] .ag-icon-filter').first().click();
    await page.locator('.column-filter .values label').first().waitFor();
    await isClean('filter');
    for (let at = 0; at < 40; at += 6) await page.locator('.column-filter .values label input').nth(at).check();
    await page.locator('.column-filter button[type=submit]').click();
    await page.locator('.chips').waitFor();
    await isClean('chips');
    await page.keyboard.press('Control+Shift+L');
    await open(5);
    await page.locator('.ag-row').first().waitFor();
    for (let row = 0; row < 6; row += 1) {
      await page.locator(`.ag-row[row-index="${row}"] .ag-cell`).nth(1).click();
      await page.locator('.why h2').waitFor();
      await isClean(`why ${row}`);
    }
    await open(6);
    const rejected = page.getByRole('button', { name: /被拒|拒绝|1 行/ }).first();
    if (await rejected.count() > 0) {
      await rejected.click();
      await isClean('rejected');
      await page.keyboard.press('Escape');
    }
  });

  test('the ticket and the report show what hides, and run nothing', async () => {
    const { order, total } = await app.call('records.order', { view: 'findings' });
    const { rows } = await app.call('records.block', { order, start: 0, end: Math.min(total, 500) });
    const seen: string[] = [];
    for (const { values } of rows.slice(0, 80)) seen.push((await app.call('findings.ticket', { key: values['key']!, locale: 'zh-CN' })).text);
    const hidden = seen.filter((text) => HIDDEN.test(text)).map((text) => JSON.stringify(text.slice(Math.max(0, HIDDEN.exec(text)!.index - 40), HIDDEN.exec(text)!.index + 20)));
    expect(hidden).toEqual([]);
    expect(seen.join('\n')).toContain('⟦U+202E⟧');
    await app.call('exports.start', { source: { what: 'report' }, locale: 'zh-CN' });
    await expect.poll(async () => (await app.call('exports.list', {})).exports[0]?.state).toBe('ready');
    const name = (await app.call('exports.list', {})).exports[0]!.name;
    const path = readdirSync(app.folder, { recursive: true }).map(String).find((one) => one.endsWith(name))!;
    const book = read(readFileSync(join(app.folder, path)), { cellFormula: true });
    const formulas = Object.values(book.Sheets).flatMap((sheet) => Object.entries(sheet).filter(([, cell]) => typeof cell === 'object' && cell !== null && ('f' in cell || 'l' in cell)).map(([at]) => at));
    expect(formulas).toEqual([]);
  });

  test('nothing ran, nothing was stopped on its way out, and every request went to the program itself', () => {
    expect(violations).toEqual([]);
    expect(errors).toEqual([]);
    const own = new URL(page.url()).origin;
    expect(requests.filter((url) => !url.startsWith(`${own}/`) && !url.startsWith('data:') && !url.startsWith('blob:') && !url.startsWith('app://'))).toEqual([]);
  });
});
