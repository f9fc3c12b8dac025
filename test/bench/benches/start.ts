import type { Bench } from '../bench.ts';
import { inBrowser } from '../inBrowser.ts';

const MILLION = 1_000_000;

export const start: Bench = {
  name: 'start',
  what: 'from a cold start of the built program to rows in its grid, in a browser that is open',
  rows: MILLION,
  prepare: (rows) => inBrowser(rows, ({ fromProcessStart, fromPageLoad }) => Promise.resolve({ 'from process start': fromProcessStart, 'from page load': fromPageLoad })),
};
