import { addMonths, DAY, HOUR, MINUTE, monthOf, monthStart, type CivilTime } from '../base/time.ts';
import { nano, plainNano, type Nano } from './fixed.ts';
import type { Deduction } from './records.ts';
import { idOf, type Bench } from './bench.ts';
import type { Interval } from './plan.ts';
import { productOf } from './products.ts';

/** Faults of packages with a balance per period. */

/** The first whole month of the window after the days that no file covers, or simply the first. */
function wholeMonth(bench: Bench): Interval {
  const { windowStart, snapshot, holes } = bench.frame;
  const first = monthStart(monthOf(windowStart) + 1);
  const second = addMonths(first, 1);
  const covered = (holes.at(-1)?.end ?? windowStart) + 2 * DAY <= first;
  const start = covered || addMonths(second, 1) > snapshot ? first : second;
  return { start, end: addMonths(start, 1) };
}

/** A whole period begins with more than the capacity (carried over), or in every other turn with less. */
export function periodReset(bench: Bench, turn: number): void {
  const home = bench.monthly();
  const month = wholeMonth(bench);
  const more = turn % 2 === 0;
  const by = nano(more ? '777' : '55.5');
  for (const row of home.deductions) {
    if (row.at < month.start || row.at >= month.end) continue;
    row.before! += more ? by : -by;
    row.after! += more ? by : -by;
  }
  bench.expect({
    check: 'period-reset', packageId: idOf(home), quantity: plainNano(by), severity: more ? 'error' : 'warning',
    note: `the balances of one month ${more ? 'raised' : 'lowered'} by ${plainNano(by)}`,
  });
}

/** The balance is filled up inside a month, and more than the capacity is deducted in it. */
export function periodOverdrawn(bench: Bench): void {
  const month = wholeMonth(bench);
  const home = bench.monthly({ tenths: 6, refills: [month.start + 15 * DAY] });
  const { amount } = home.plan.packages[0]!.capacities[0]!;
  const sum = home.deductions.filter(({ at }) => at >= month.start && at < month.end).reduce((total, row) => total + row.deducted, 0n);
  bench.expect({
    check: 'period-overdrawn', packageId: idOf(home), quantity: plainNano(sum - amount), severity: 'error',
    note: `${plainNano(sum)} deducted in a month of ${plainNano(amount)}, after a refill in its middle`,
  });
}

/** The overview shows the state in which an earlier month ended, as if it had been taken then. */
export function periodWindow(bench: Bench): void {
  const home = bench.monthly();
  const [overview] = home.overviews;
  const { amount } = home.plan.packages[0]!.capacities[0]!;
  // Just after midnight the month before may still be shown.
  const back = bench.frame.snapshot - overview!.periodStart! < DAY ? 2 : 1;
  const start = addMonths(overview!.periodStart!, -back);
  const end = addMonths(start, 1);
  const closing = home.deductions.findLast(({ at }) => at >= start && at < end)?.after ?? amount;
  const later = overview!.periodsRemaining! - 1 + back;
  Object.assign(overview!, { periodStart: start, periodEnd: end, periodRemaining: closing, remaining: closing + amount * BigInt(later), periodsRemaining: later + 1 });
  bench.expect({ check: 'period-window', packageId: idOf(home), severity: 'warning', note: 'the overview shows an earlier month than the current one' });
}

export function periodCount(bench: Bench, turn: number): void {
  const home = bench.monthly();
  const [overview] = home.overviews;
  const which = turn % 3;
  if (which === 0) overview!.periodsTotal! += 1;
  else overview!.periodsRemaining! += which === 1 ? 1 : -3;
  bench.expect({
    check: 'period-count', packageId: idOf(home), quantity: which === 2 ? '2' : '1', severity: 'warning',
    note: ['a period too many in all', 'a period too many left', 'two periods too few left, even without the current one'][which]!,
  });
}

/** The first row of a month is of usage in the last hour of the month before. */
export function periodSplit(bench: Bench): void {
  const home = bench.monthly();
  const { start } = wholeMonth(bench);
  const row = home.deductions.find(({ at }) => at >= start)!;
  Object.assign(row, { at: start + 10 * MINUTE, start: start - HOUR, end: start });
  const split = home.deductions.filter((other) => monthOf(other.at) !== monthOf(other.start));
  const sum = split.reduce((total, other) => total + other.deducted, 0n);
  bench.expect({ check: 'period-split', packageId: idOf(home), quantity: plainNano(sum), severity: 'info', note: `${plainNano(sum)} posted in the month after its usage` });
}

/** Set to "do not renew" although it is in use and ends soon; auto-renewal of what cannot be renewed; a term without auto-renewal. */
export function renewal(bench: Bench, turn: number): void {
  const which = turn % 3;
  const home = which === 0 ? bench.monthly({ product: productOf('gme'), expiry: nextFifteenth(bench) - 1 }) : which === 1 ? bench.total() : bench.monthly();
  const [overview] = home.overviews;
  if (which !== 2) overview!.renewalMode = which === 0 ? 'none' : 'auto';
  else overview!.cells = { renewalTerm: bench.settings.locale === 'en' ? '1 month' : '1个月' };
  bench.expect({
    check: 'renewal', packageId: idOf(home), severity: which === 0 ? 'warning' : 'info',
    note: ['in use, ends soon and will not be renewed', 'a total-decreasing package with auto-renewal', 'a term of auto-renewal without auto-renewal'][which]!,
  });
}

/** The end of the current period of a package that is renewed on the 15th. */
function nextFifteenth({ frame: { snapshot } }: Bench): CivilTime {
  const here = monthStart(monthOf(snapshot)) + 14 * DAY;
  return here > snapshot ? here : addMonths(here, 1);
}

/** Used from 08:00 to 14:00 each day, but the overview lets the package pay until 13:00 only. */
export function sliceWindow(bench: Bench, turn: number): void {
  const home = bench.monthly({ product: productOf('ems'), full: true, rhythm: { kind: 'bursts', every: 24 * (2 + turn % 3), length: 6, offset: 24 * (2 + turn % 3) - 8 } });
  home.overviews[0]!.cells = { scope: '08:00-13:00' };
  const late = home.deductions.filter(({ start }) => start % DAY >= 13 * HOUR);
  const sum = late.reduce((total, { deducted }) => total + deducted, 0n);
  bench.expect({ check: 'slice-window', packageId: idOf(home), quantity: plainNano(sum), severity: 'error', note: 'usage after 13:00 of a package that may pay from 08:00 to 13:00' });
}

/** The overview names calendar months, the balances follow the 15th; in the other turns one month's reset comes ten days late. */
export function periodBoundary(bench: Bench, turn: number): void {
  if (turn % 3 === 0) {
    const home = bench.monthly({ product: productOf('gme') });
    const start = monthStart(monthOf(bench.frame.snapshot));
    Object.assign(home.overviews[0]!, { periodStart: start, periodEnd: addMonths(start, 1) });
    bench.expect({ check: 'period-boundary', packageId: idOf(home), severity: 'info', note: 'the overview names another period than the balances follow' });
    return;
  }
  const { start, end } = wholeMonth(bench);
  const late = start + 10 * DAY;
  for (;;) {
    const home = bench.monthly();
    const { amount } = home.plan.packages[0]!.capacities[0]!;
    const before = home.deductions.findLast(({ at }) => at < start);
    const early = home.deductions.filter(({ at }) => at >= start && at < late);
    const rest = home.deductions.filter(({ at }) => at >= late && at < end);
    const taken = early.reduce((sum, { deducted }) => sum + deducted, 0n);
    if (before === undefined || early.length === 0 || rest.length === 0 || before.after! < taken) continue;
    shift(early, before.after! - amount);
    shift(rest, taken);
    bench.expect({ check: 'period-boundary', packageId: idOf(home), quantity: plainNano(amount - before.after! + taken), severity: 'warning', note: 'the balance of a month before goes on for ten days' });
    return;
  }
}

function shift(rows: readonly Deduction[], by: Nano): void {
  for (const row of rows) {
    row.before! += by;
    row.after! += by;
  }
}
