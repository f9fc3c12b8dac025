import { DAY, HOUR, startOfDay, type CivilTime } from '../base/time.ts';
import { needOf } from './draw.ts';
import { NANO, nano, plainNano } from './fixed.ts';
import { prepaidLine } from './lines.ts';
import { inactiveScope } from './accounts.ts';
import { idOf, type Bench } from './bench.ts';
import { PLAIN } from './products.ts';
import type { Case } from './source.ts';

/** Faults of the overview, and of validity, status and end. */

const SHIFTS = ['3.25', '1000.5', '0.000000003'];

export function overviewBalance(bench: Bench, turn: number): void {
  const by = nano(SHIFTS[turn % SHIFTS.length]!);
  const monthly = turn % 3 === 1;
  const home = monthly ? bench.monthly() : bench.total();
  const [overview] = home.overviews;
  overview!.remaining! -= by;
  if (monthly) overview!.periodRemaining! -= by;
  bench.expect({ check: 'overview-balance', packageId: idOf(home), quantity: plainNano(by), severity: 'error', note: `${monthly ? 'period remaining' : 'remaining'} lowered by ${plainNano(by)}` });
}

export function overviewRange(bench: Bench, turn: number): void {
  const home = bench.total();
  const [overview] = home.overviews;
  const by = nano('12.5');
  overview!.remaining = turn % 2 === 0 ? overview!.total! + by : -by;
  bench.expect({ check: 'overview-range', packageId: idOf(home), quantity: plainNano(by), severity: 'error', note: turn % 2 === 0 ? `remaining ${plainNano(by)} above total` : `remaining ${plainNano(by)} below zero` });
}

/** The package ended before its last usage, or in every other turn began after its first. */
export function validityWindow(bench: Bench, turn: number): void {
  const early = turn % 2 === 1;
  const home = bench.total(early ? { full: true } : {});
  const [overview] = home.overviews;
  const { deductions: rows, lines } = home;
  const purchase = lines.find(({ kind }) => kind === 'purchase')!;
  if (early) {
    const effective = startOfDay(rows[4]!.start) + 3 * DAY;
    Object.assign(overview!, { effective });
    Object.assign(purchase, { at: effective + 8 * HOUR, start: effective });
  } else {
    const expiry = startOfDay(rows.at(-8)!.end) + 2 * DAY - 1;
    Object.assign(overview!, { expiry, endedAt: expiry, status: 'expired' });
    purchase.end = expiry;
  }
  bench.expect({ check: 'validity-window', packageId: idOf(home), severity: 'error', note: early ? 'began after its first usage' : 'expired before its last usage' });
}

export function deductionAfterEnd(bench: Bench, turn: number): void {
  const which = turn % 3;
  if (which === 0) afterExhaustion(bench);
  else if (which === 1) afterRefund(bench);
  else {
    const home = bench.total();
    Object.assign(home.overviews[0]!, { status: 'inactive', endedAt: null });
    bench.expect({ check: 'deduction-after-end', packageId: idOf(home), severity: 'error', note: 'deductions of a package that is not activated' });
  }
}

function afterExhaustion(bench: Bench): void {
  const home = bench.total({ tenths: 5 });
  const last = home.deductions.at(-1)!;
  const raw = 3n * NANO;
  const deducted = needOf(last.item, raw);
  const start = last.end + 5 * HOUR;
  home.deductions.push({ ...last, at: start + HOUR + 900, before: 0n, deducted, after: -deducted, raw, start, end: start + HOUR });
  bench.expect({ check: 'deduction-after-end', packageId: idOf(home), severity: 'error', note: 'a deduction after the balance was used up' });
}

/** A moment in the longest pause between deductions. */
export function inPause(home: Case): { readonly at: CivilTime; readonly after: number } {
  const rows = home.deductions;
  let after = 0;
  for (let index = 5; index < rows.length - 6; index += 1) {
    if (rows[index + 1]!.at - rows[index]!.at > rows[after + 1]!.at - rows[after]!.at) after = index;
  }
  return { at: startOfDay(rows[after]!.at) + 3 * DAY + 10 * HOUR, after };
}

function afterRefund(bench: Bench): void {
  const home = bench.total();
  const { at } = inPause(home);
  Object.assign(home.overviews[0]!, { status: 'refunded', endedAt: at });
  const [pack] = home.plan.packages;
  home.lines.push(prepaidLine(pack!, 'refund', -(pack!.price! * 4n) / 10n, { at, start: at, end: at }, [home.plan.index, 50]));
  bench.expect({ check: 'deduction-after-end', packageId: idOf(home), severity: 'error', note: 'deductions after the refund' });
}

export function status(bench: Bench, turn: number): void {
  const which = turn % 3;
  const home = bench.total(which === 2 ? { tenths: 5 } : {});
  const shown = (['expired', 'exhausted', 'valid'] as const)[which]!;
  home.overviews[0]!.status = shown;
  bench.expect({ check: 'status', packageId: idOf(home), severity: 'error', note: `status shown as ${shown}` });
}

export function endedTime(bench: Bench, turn: number): void {
  const home = bench.total(turn % 2 === 0 ? { tenths: 5 } : {});
  home.overviews[0]!.endedAt! += 5 * DAY;
  bench.expect({ check: 'ended-time', packageId: idOf(home), severity: 'warning', note: 'ended-at 5 days late' });
}

export function validityOrder(bench: Bench, turn: number): void {
  const home = bench.keep(inactiveScope(bench.planner, PLAIN[turn % PLAIN.length]!));
  const [overview] = home.overviews;
  overview!.expiry = overview!.effective - (turn % 2 === 0 ? DAY : 0);
  bench.expect({ check: 'validity-order', packageId: idOf(home), severity: 'error', note: 'effective not before expiry' });
}
