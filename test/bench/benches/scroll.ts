import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Bench } from '../bench.ts';
import { inBrowser } from '../inBrowser.ts';
import { quantile } from '../statistics.ts';

const FIVE_MILLION = 5_000_000;
const JUMPS = 40;
const STEPS = 150;
/** Some twenty rows. */
const STEP_PIXELS = 800;
const STEP_MS = 30;
const LONGEST_MS = 30_000;
const LOOK_MS = 25;

/** The wheel goes to any depth at once, then on and on. Judged in steps of a frame, which takes long where a browser draws without a graphics card. */
export const scroll: Bench = {
  name: 'scroll',
  what: 'for how long rows stay blank in the page while somebody scrolls, in a browser',
  rows: FIVE_MILLION,
  mostRuns: 1,
  prepare: (rows) => inBrowser(rows, ({ page }) => blanksOf(page)),
};

async function blanksOf(page: Page): Promise<Readonly<Record<string, number>>> {
  const box = await page.locator('.ag-grid-viewport').boundingBox();
  await page.mouse.move((box?.x ?? 0) + 300, (box?.y ?? 0) + 300);
  await page.evaluate(`(() => { ${readFileSync(join(import.meta.dirname, '../ours/watchBlanks.js'), 'utf8')} })()`);
  const jumps = await watched(page, async () => {
    const height = await page.evaluate<number>("document.querySelector('.ag-grid-viewport').scrollHeight");
    let at = 0;
    for (let number = 1; number <= JUMPS; number += 1) {
      const to = Math.floor(((number * 0.618_033_988_75) % 1) * height);
      await page.mouse.wheel(0, to - at);
      at = to;
      await filled(page);
    }
  });
  const steady = await watched(page, async () => {
    for (let number = 0; number < STEPS; number += 1) {
      await page.mouse.wheel(0, -STEP_PIXELS);
      await pause(STEP_MS);
    }
    await filled(page);
  });
  return {
    'longest blank': Math.max(0, ...jumps, ...steady) / 1000,
    'blank after a jump, p50': jumps.length === 0 ? 0 : quantile(jumps, 0.5) / 1000,
    'blank after a jump, p95': jumps.length === 0 ? 0 : quantile(jumps, 0.95) / 1000,
    'blank in steady scrolling, longest': Math.max(0, ...steady) / 1000,
  };
}

async function watched(page: Page, scrolls: () => Promise<void>): Promise<number[]> {
  await page.evaluate('globalThis.blanks = watchBlanks()');
  await scrolls();
  return page.evaluate<number[]>('blanks.stop()');
}

/** Until the frame after the last wheel shows words everywhere. */
async function filled(page: Page): Promise<void> {
  const until = performance.now() + LONGEST_MS;
  do await pause(LOOK_MS); while ((await page.evaluate<boolean>('blanks.isBlankNow()')) && performance.now() < until);
}
