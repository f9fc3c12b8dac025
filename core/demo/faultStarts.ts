import { DAY, monthOf, monthStart } from '../base/time.ts';
import { nano, plainNano } from './fixed.ts';
import { idOf, raise, type Bench, type CaseParts } from './bench.ts';
import type { Case } from './source.ts';

/** Faults of packages that begin inside the exported window, so that the files know them from their first deduction. */

/** Days of the window after which no day without a file comes any more. */
const AFTER_HOLES = 22;

/** A package with one balance that begins, full, in the window; its first usage is a day later. */
export function young(bench: Bench, turn: number, parts: CaseParts = {}): Case {
  const begin = AFTER_HOLES + (turn % 10);
  const { windowStart, usageEnd } = bench.frame;
  return bench.total({ daysAgo: -begin, usage: { start: windowStart + (begin + 1) * DAY, end: usageEnd }, ...parts });
}

/** A package per month that begins, full, with the first month after those days. */
export function youngMonthly(bench: Bench, parts: CaseParts = {}): Case {
  const { windowStart, usageEnd } = bench.frame;
  const month = monthOf(windowStart + AFTER_HOLES * DAY) + 1;
  return bench.monthly({ monthsAgo: monthOf(windowStart) - month, full: true, usage: { start: monthStart(month), end: usageEnd }, ...parts });
}

/** The first rows are missing, or in every other turn all balances are lower. */
export function chainStart(bench: Bench, turn: number): void {
  const home = young(bench, turn);
  const count = turn % 2 === 0 ? 1 + (turn % 3) : 0;
  const lost = count === 0 ? nano('12.000000001') : home.deductions.splice(0, count).reduce((sum, row) => sum + row.deducted, 0n);
  if (count === 0) raise(home, 0, -lost);
  bench.expect({
    check: 'chain-start', packageId: idOf(home), quantity: plainNano(lost), severity: 'warning',
    note: count === 0 ? `all balances lowered by ${plainNano(lost)}` : `the first ${count} rows removed`,
  });
}

/** The rows have no balances, and the overview shows less than what they leave. */
export function overviewSum(bench: Bench, turn: number): void {
  const home = young(bench, turn);
  const lost = nano(['31.5', '0.000000001', '7'][turn % 3]!);
  for (const row of home.deductions) Object.assign(row, { before: null, after: null });
  home.overviews[0]!.remaining! -= lost;
  bench.expect({ check: 'overview-sum', packageId: idOf(home), quantity: plainNano(lost), severity: 'error', note: `remaining lowered by ${plainNano(lost)}, rows without balances` });
}

/** The total remaining follows from nothing; the period's own is right. */
export function overviewTotal(bench: Bench, turn: number): void {
  const home = youngMonthly(bench);
  const off = nano(['12.5', '-3', '0.000000001'][turn % 3]!);
  home.overviews[0]!.remaining! += off;
  bench.expect({ check: 'overview-total', packageId: idOf(home), quantity: plainNano(off < 0n ? -off : off), severity: 'info', note: `total remaining off by ${plainNano(off)}` });
}
