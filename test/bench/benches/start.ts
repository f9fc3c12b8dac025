import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';
import { BROWSER_ARGS, findBrowser } from '../../support/browser.ts';
import type { Bench, Sample } from '../bench.ts';
import { demoData } from '../demoData.ts';
import { copied, storedProject } from '../projects.ts';
import { serve, startHost } from '../served.ts';
import { dataText, OURS } from './jobs.ts';

const MILLION = 1_000_000;
const SEEN_MS = 60_000;

/** The program starts anew, a browser that is already open loads its page, and the grid of deductions has rows with words in them. */
export const start: Bench = {
  name: 'start',
  what: 'from a cold start of the built program to rows in its grid, in a real browser',
  rows: MILLION,
  prepare: async (rows) => {
    const { deductions, bill } = demoData(rows);
    const project = await storedProject(rows, 'all');
    const browser = findBrowser();
    return {
      data: dataText({ deductions, 'bill lines': bill }),
      contenders: [{
        id: 'ours', name: OURS, absent: browser === undefined ? 'no Chromium or Chrome (Debian: chromium)' : null,
        run: (scratch) => startSample(copied(project, scratch), scratch, browser!),
      }],
    };
  },
};

async function startSample(project: string, scratch: string, executablePath: string): Promise<Sample> {
  const profile = join(scratch, 'profile');
  mkdirSync(profile, { recursive: true });
  const before = await serve({ project, profile });
  await before.client.call('settings.set', { page: { view: 'deductions' } });
  await before.close();
  const browser = await chromium.launchPersistentContext(join(scratch, 'browser'), { executablePath, args: BROWSER_ARGS, viewport: { width: 1280, height: 820 } });
  try {
    return await timeToRows(browser, project, profile);
  } finally {
    await browser.close();
  }
}

async function timeToRows(browser: BrowserContext, project: string, profile: string): Promise<Sample> {
  const page = browser.pages()[0] ?? (await browser.newPage());
  const begun = performance.now();
  const host = await startHost({ project, profile });
  let peakBytes: number | null = null;
  let figures: Record<string, number> = {};
  try {
    const served = performance.now();
    await page.goto(host.url, { waitUntil: 'commit' });
    await page.locator('.ag-row .ag-cell', { hasText: /\S/ }).first().waitFor({ timeout: SEEN_MS });
    const seen = performance.now();
    figures = { 'from process start': (seen - begun) / 1000, 'from page load': (seen - served) / 1000 };
  } finally {
    peakBytes = await host.close();
  }
  return { figures, cpuSeconds: null, peakBytes };
}
