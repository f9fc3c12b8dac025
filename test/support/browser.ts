import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Arguments that every browser of ours gets: no sandbox in a container, and nothing of its own on the network. */
export const BROWSER_ARGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-default-apps',
];

/** The browser to test with: named in PACKLEDGER_BROWSER, installed, or Playwright's. Where there is none, one sentence says so. */
export function browserPath(): string {
  const found = findBrowser();
  if (found === undefined) {
    throw new Error('These tests need Chromium or Chrome and found none: install it (Debian: apt-get install chromium fonts-noto-cjk), run npx playwright-core install chromium, or name one in PACKLEDGER_BROWSER.');
  }
  return found;
}

export function findBrowser(): string | undefined {
  const named = process.env['PACKLEDGER_BROWSER'] ?? process.env['CHROME_PATH'];
  const inPath = (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...(named === undefined ? [] : [named]), ...inPath, ...PLACES, chromium.executablePath()].find((path) => path !== '' && existsSync(path));
}
