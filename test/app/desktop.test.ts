import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, targets, type Launched } from './launch.ts';

const TABLE = '资源包ID,产品名称,状态,资源类型,总剩余量,总量\npkg-1,实时音视频,有效,总量递减,5分钟,10分钟\n';

/** What only a desktop has: dialogs, menus, other starts of the program, a window that stays where it was. */
describe.each(targets().filter((target) => target !== 'loopback'))('the desktop program in %s', (target) => {
  const folder = mkdtempSync(join(tmpdir(), 'packledger-desktop-'));
  const table = join(folder, '资源包总览.csv');
  let app: Launched;
  beforeAll(async () => {
    writeFileSync(table, TABLE);
    app = await launch({ target, folder });
  });
  afterAll(async () => {
    await app?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('chosen files are references, and no path of theirs ever reaches the page', async () => {
    await app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, table);
    const { refs } = await app.call('imports.choose', {});
    expect(refs).toEqual([{ ref: expect.stringMatching(/^[0-9a-f]+$/) as unknown, name: '资源包总览.csv', size: Buffer.byteLength(TABLE) }]);
    const { files } = await app.call('imports.inspect', { refs: refs.map(({ ref }) => ref) });
    expect(files[0]!.tables[0]).toMatchObject({ kind: 'packages', counts: { stored: 1 } });
    expect(JSON.stringify(files)).not.toContain(folder);
  });

  test('a project is created where the dialog says, and is in the list of recent ones', async () => {
    const path = join(folder, 'customer');
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, path);
    const { project } = await app.call('projects.create', {});
    expect(project).toMatchObject({ name: 'customer.packledger', isTemporary: false });
    expect((await app.call('projects.recent', {})).projects[0]).toMatchObject({ name: 'customer.packledger', isMissing: false });
  });

  test('another start hands its files over to this one', async () => {
    const heard = app.page.evaluate(() => new Promise((done) => {
      const bridge = (globalThis as unknown as { packledger: { onMessage(listener: (message: { t: string; name: string; value: unknown }) => void): void } }).packledger;
      bridge.onMessage((message) => {
        if (message.t === 'event' && message.name === 'files') done(message.value);
      });
    }));
    await app.page.waitForTimeout(200);
    await app.evaluate(({ app: program }, path) => {
      program.emit('second-instance', {}, ['packledger', path], '/');
    }, table);
    expect(await heard).toEqual({ refs: [{ ref: expect.any(String) as unknown, name: '资源包总览.csv', size: Buffer.byteLength(TABLE) }] });
  });

  test('menus speak the language of the page', async () => {
    const labels = (): Promise<string[]> => app.evaluate(({ Menu }) => {
      const menu = Menu.getApplicationMenu() as unknown as { items?: { label: string }[] } | { label: string }[];
      return (Array.isArray(menu) ? menu : menu.items!).map(({ label }) => label);
    }, null);
    await app.call('settings.set', { locale: 'zh-CN' });
    expect(await labels()).toContain('文件');
    await app.call('settings.set', { locale: 'en' });
    expect(await labels()).toContain('File');
  });

  test('a restart finds the window and the project where they were', async () => {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.setBounds({ x: 60, y: 40, width: 1100, height: 700 }), null);
    await app.close();
    app = await launch({ target, folder });
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getNormalBounds(), null)).toMatchObject({ width: 1100, height: 700 });
    expect((await app.call('app.info', {})).project.name).toBe('customer.packledger');
  });

  test('a project on the command line is opened', async () => {
    await app.call('projects.close', {});
    await app.close();
    app = await launch({ target, folder, args: [join(folder, 'customer.packledger')] });
    expect((await app.call('app.info', {})).project.name).toBe('customer.packledger');
  });
});
