import { browserPath, findBrowser } from './browser.ts';
import { installPackages } from './systemPackages.ts';

/** Runs once before the application tests: where there is no browser and the system's package may be installed, it is. */
export default function setup(): void {
  if (findBrowser() === undefined) installPackages(['chromium', 'fonts-noto-cjk']);
  browserPath();
}
