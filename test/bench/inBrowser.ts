import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { BROWSER_ARGS, findBrowser } from '../support/browser.ts';
import type { Prepared, Sample } from './bench.ts';
import { dataText, OURS } from './benches/jobs.ts';
import { demoData } from './demoData.ts';
import { copied, storedProject } from './projects.ts';
import { serve, startHost } from './served.ts';

/** The page of the built program in a real browser, opened on the deductions of a stored project. */

const SEEN_MS = 60_000;

export interface Opened {
  readonly page: Page;
  /** Seconds until the grid had rows with words in them, the browser being open before. */
  readonly fromProcessStart: number;
  readonly fromPageLoad: number;
}

/** What a bench needs that looks at the page: each run gets a copy of the project, a program of its own and a browser. */
export function inBrowser(rows: number, figures: (opened: Opened) => Promise<Readonly<Record<string, number>>>): Promise<Prepared> {
  return prepared(rows, async (project, scratch, executablePath) => {
    const profile = await profileOnDeductions(project, scratch);
    const browser = await openBrowser(scratch, executablePath);
    try {
      return await sampleOf(browser, project, profile, figures);
    } finally {
      await browser.close();
    }
  });
}

async function prepared(rows: number, run: (project: string, scratch: string, executablePath: string) => Promise<Sample>): Promise<Prepared> {
  const { deductions, bill } = demoData(rows);
  const project = await storedProject(rows, 'all');
  const browser = findBrowser();
  return {
    data: dataText({ deductions, 'bill lines': bill }),
    contenders: [{
      id: 'ours', name: OURS, absent: browser === undefined ? 'no Chromium or Chrome (Debian: chromium)' : null,
      run: (scratch) => run(copied(project, scratch), scratch, browser!),
    }],
  };
}

/** Settings with which the page opens on the grid of deductions. */
async function profileOnDeductions(project: string, scratch: string): Promise<string> {
  const profile = join(scratch, 'profile');
  mkdirSync(profile, { recursive: true });
  const host = await serve({ project, profile });
  await host.client.call('settings.set', { page: { view: 'deductions' } });
  await host.close();
  return profile;
}

function openBrowser(scratch: string, executablePath: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(join(scratch, 'browser'), { executablePath, args: [...BROWSER_ARGS, '--disable-smooth-scrolling'], viewport: { width: 1280, height: 820 } });
}

/** Memory is the program's; the browser's is not counted. */
async function sampleOf(browser: BrowserContext, project: string, profile: string, figures: (opened: Opened) => Promise<Readonly<Record<string, number>>>): Promise<Sample> {
  const page = browser.pages()[0] ?? (await browser.newPage());
  const begun = performance.now();
  const host = await startHost({ project, profile });
  let peakBytes: number | null = null;
  let seen: Readonly<Record<string, number>>;
  try {
    const served = performance.now();
    await page.goto(host.url, { waitUntil: 'commit' });
    await page.locator('.ag-row .ag-cell', { hasText: /\S/ }).first().waitFor({ timeout: SEEN_MS });
    const now = performance.now();
    seen = await figures({ page, fromProcessStart: (now - begun) / 1000, fromPageLoad: (now - served) / 1000 });
  } finally {
    peakBytes = await host.close();
  }
  return { figures: seen, cpuSeconds: null, peakBytes };
}
