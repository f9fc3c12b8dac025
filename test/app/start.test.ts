import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, targets, type Launched } from './launch.ts';

describe.each(targets())('the built program in %s', (target) => {
  const folder = mkdtempSync(join(tmpdir(), `packledger-${target}-`));
  let app: Launched;
  beforeAll(async () => {
    app = await launch({ target, folder });
  });
  afterAll(async () => {
    await app?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('starts with an empty project, and the page has no Node', async () => {
    const info = await app.call('app.info', {});
    expect(info.host).toBe(target === 'loopback' ? 'loopback' : 'electron');
    expect(info.project).toMatchObject({ isTemporary: true, files: 0 });
    expect(await app.page.evaluate(() => [typeof (globalThis as { require?: unknown }).require, typeof (globalThis as { process?: unknown }).process])).toEqual(['undefined', 'undefined']);
    expect(await app.page.title()).toContain('PackLedger');
  });

  test('opens the sample, runs it and pages through it', async () => {
    const { project } = await app.call('projects.openSample', {});
    expect(project.counts.deductions).toBeGreaterThan(100);
    const { order, total } = await app.call('records.order', { view: 'deductions', sort: [{ field: 'deductedAt', descending: true }] });
    const { rows } = await app.call('records.block', { order, start: total - 10, end: total });
    expect(rows.map(({ at }) => at)).toEqual(Array.from({ length: 10 }, (_, at) => total - 10 + at));
    expect(rows[0]!.values['packageId']).toBeTruthy();
    expect((await app.call('runs.latest', {})).run!.checks.length).toBeGreaterThan(20);
  });

  test('failures cross as codes', async () => {
    await expect(app.call('records.block', { order: 'nothing', start: 0, end: 10 })).rejects.toMatchObject({ code: 'order-gone' });
    await expect(app.call('records.block', { order: 1 as unknown as string, start: 0, end: 10 })).rejects.toMatchObject({ code: 'input-invalid' });
    await expect(app.call('imports.inspect', { refs: ['/etc/passwd'] })).rejects.toMatchObject({ code: 'ref-unknown' });
  });

  test('the page reaches nothing but the program', async () => {
    const reached = await app.page.evaluate(async () => {
      const tried = await Promise.all(['https://example.com/', 'http://127.0.0.1:9/'].map((url) => fetch(url, { mode: 'no-cors' }).then(() => 'reached', () => 'stopped')));
      const image = await new Promise((done) => {
        const element = new Image();
        element.addEventListener('load', () => done('reached'));
        element.addEventListener('error', () => done('stopped'));
        element.src = 'https://example.com/x.png';
      });
      return [...tried, image];
    });
    expect(reached).toEqual(['stopped', 'stopped', 'stopped']);
    const address = app.page.url();
    await app.page.evaluate(() => void window.open('https://example.com/')).catch(() => {});
    expect(app.page.url()).toBe(address);
  });

  if (target !== 'loopback') test('every request outside of the program is cancelled, and the page cannot leave', async () => {
    const address = app.page.url();
    await app.page.evaluate(() => { location.href = 'https://example.com/'; }).catch(() => {});
    await app.page.waitForTimeout(300);
    expect(app.page.url()).toBe(address);
    if (target !== 'double') return;
    const blocked = await app.evaluate(({ session }) => {
      const own = session.defaultSession as unknown as { wouldBlock(url: string): boolean };
      return ['https://example.com/', 'http://127.0.0.1:80/', 'ws://example.com/', 'file:///etc/passwd', 'app://other/x', 'app://packledger/index.html'].map((url) => own.wouldBlock(url));
    }, null);
    expect(blocked).toEqual([true, true, true, true, true, false]);
  });

  test('a restart finds settings and the project again', async () => {
    await app.call('settings.set', { theme: 'dark', locale: 'en', page: { drawer: '320' } });
    await app.call('projects.close', {});
    await app.call('imports.paste', { text: '资源包ID,产品名称,状态,资源类型,总剩余量,总量\npkg-1,实时音视频,有效,总量递减,5分钟,10分钟\n' })
      .then(({ refs }) => app.call('imports.run', { refs: refs.map(({ ref }) => ref) }));
    await app.close();
    app = await launch({ target, folder });
    const info = await app.call('app.info', {});
    expect(info).toMatchObject({ locale: 'en', settings: { theme: 'dark', page: { drawer: '320' } }, project: { counts: { packages: 1 } } });
  });
});
