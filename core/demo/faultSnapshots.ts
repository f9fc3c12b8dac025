import { DAY } from '../base/time.ts';
import { earlierMoment } from './plan.ts';
import { NANO, nano, plainNano } from './fixed.ts';
import { idOf, type Bench } from './bench.ts';
import type { Overview } from './records.ts';
import type { Case } from './source.ts';

/** Faults between two overviews of the same packages. */

/** What an overview said of a package with one balance some weeks before the others were taken. */
export function earlierOf(bench: Bench, home: Case): Overview {
  const moment = earlierMoment(bench.frame);
  const [overview] = home.overviews;
  const last = home.deductions.findLast(({ at }) => at <= moment);
  const remaining = last === undefined ? home.plan.packages[0]!.capacities[0]!.opening : last.after;
  const earlier: Overview = { ...overview!, status: 'valid', remaining };
  bench.earlier.push(earlier);
  return earlier;
}

/** The earlier overview shows more or less than was left then. */
export function snapshotDifference(bench: Bench, turn: number): void {
  const home = bench.total();
  const off = nano(['4.5', '-250', '0.000000002'][turn % 3]!);
  earlierOf(bench, home).remaining! += off;
  bench.expect({ check: 'snapshot-difference', packageId: idOf(home), quantity: plainNano(off < 0n ? -off : off), severity: 'error', note: `remaining of the earlier overview off by ${plainNano(off)}` });
}

/** The earlier overview shows another capacity, scope or beginning. */
export function packageChanged(bench: Bench, turn: number): void {
  const home = bench.total();
  const earlier = earlierOf(bench, home);
  const which = turn % 3;
  if (which === 0) earlier.total! += 500n * NANO;
  if (which === 1) {
    earlier.cells = { scope: '开发环境' };
    home.overviews[0]!.cells = { scope: '生产环境' };
  }
  if (which === 2) earlier.effective -= 5 * DAY;
  bench.expect({
    check: 'package-changed', packageId: idOf(home), severity: 'warning', ...(which === 0 ? { quantity: '500' } : {}),
    note: ['500 less than in the earlier overview', 'another scope than in the earlier overview', 'effective 5 days later than in the earlier overview'][which]!,
  });
}
