import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { launch, ROOT } from '../app/launch.ts';

/** Pictures of every view with the sample data, in both languages and themes, into `screenshots`: for looking at. */
const VIEWS = ['overview', 'packages', 'deductions', 'bill', 'findings', 'imports', 'exports', 'settings'] as const;
const SIZES = [{ width: 1440, height: 900 }, { width: 1024, height: 640 }] as const;
/** Until charts and grids stand still. */
const SETTLE_MS = 700;

const folder = join(ROOT, 'screenshots');
mkdirSync(folder, { recursive: true });
const app = await launch({ target: 'loopback' });
const { page } = app;
try {
  await page.getByRole('button', { name: '打开样例数据' }).click();
  await page.locator('.cards').waitFor({ timeout: 60_000 });
  let pictures = 0;
  for (const locale of ['zh-CN', 'en'] as const) {
    for (const theme of ['light', 'dark'] as const) {
      await app.call('settings.set', { locale, theme });
      for (const size of SIZES) {
        await page.setViewportSize(size);
        for (const [index, view] of VIEWS.entries()) {
          await page.keyboard.press(`Control+${index + 1}`);
          await page.locator(`.navigation li:nth-child(${index + 1}) button[aria-current=page]`).waitFor();
          await pause(SETTLE_MS);
          await page.screenshot({ path: join(folder, `${view}-${locale}-${theme}-${size.width}.png`) });
          pictures += 1;
        }
      }
    }
  }
  process.stdout.write(`${pictures} pictures in ${folder}\n`);
} finally {
  await app.close();
}
