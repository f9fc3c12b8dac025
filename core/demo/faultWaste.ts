import { DAY, startOfDay } from '../base/time.ts';
import { idOf, type Bench } from './bench.ts';

/** Money at risk, without any contradiction. */

export function idlePackage(bench: Bench): void {
  const { windowStart } = bench.frame;
  const home = bench.total({ usage: { start: windowStart, end: windowStart + 40 * DAY } });
  bench.expect({ check: 'idle-package', packageId: idOf(home), severity: 'warning', note: 'nothing deducted for more than 40 days' });
}

export function expectedWaste(bench: Bench, turn: number): void {
  const { snapshot } = bench.frame;
  const home = bench.total({ rhythm: { kind: 'bursts', every: 50, length: 1, offset: 7 }, expiry: startOfDay(snapshot) + (15 + (turn % 10)) * DAY - 1, daysAgo: 200, tenths: 60, full: true });
  bench.expect({ check: 'expected-waste', packageId: idOf(home), severity: 'warning', note: 'most of it will be left when it expires in two or three weeks' });
}

export function realisedWaste(bench: Bench, turn: number): void {
  const { snapshot, windowStart } = bench.frame;
  const expiry = startOfDay(snapshot) - (12 + (turn % 10)) * DAY - 1;
  const home = bench.total({ usage: { start: windowStart, end: expiry + 1 - DAY }, expiry, daysAgo: 280 });
  bench.expect({ check: 'realised-waste', packageId: idOf(home), severity: 'info', note: 'expired with a balance' });
}
