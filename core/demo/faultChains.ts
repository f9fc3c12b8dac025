import { HOUR, MINUTE } from '../base/time.ts';
import { needOf } from './draw.ts';
import { NANO, nano, plainNano } from './fixed.ts';
import { awayFromHoles, idOf, place, raise, standsAlone, type Bench } from './bench.ts';
import type { Deduction } from './records.ts';

/** Faults in the chain of balances. */

/** Rows are missing; the bill stays as it was. */
export function chainGap(bench: Bench, turn: number): void {
  const count = 1 + (turn % 3);
  const { home, rows, index } = place(bench, () => bench.total(), (all, at) => Array.from({ length: count + 2 }, (_, next) => at - 1 + next)
    .every((next) => standsAlone(all, next)) && awayFromHoles(bench, all[at - 1]!.at, all[at + count]!.at));
  const removed = rows.splice(index, count);
  const sum = removed.reduce((total, row) => total + row.deducted, 0n);
  bench.expect({ check: 'chain-gap', packageId: idOf(home), quantity: plainNano(sum), severity: 'error', note: `${count} rows removed` });
}

const RISES = ['17.25', '120.5', '0.000000007'];

export function chainIncrease(bench: Bench, turn: number): void {
  const { home, index } = place(bench, () => bench.total(), standsAlone);
  const by = nano(RISES[turn % RISES.length]!);
  raise(home, index, by);
  bench.expect({ check: 'chain-increase', packageId: idOf(home), quantity: plainNano(by), severity: 'error', note: `all balances raised by ${plainNano(by)} from one row on` });
}

/** A row stands twice in the file; in every other turn it was also deducted twice. */
export function duplicateRow(bench: Bench, turn: number): void {
  const { home, rows, index } = place(bench, () => bench.total(), standsAlone);
  const row = rows[index]!;
  const twice = turn % 2 === 1;
  if (twice) raise(home, index + 1, -row.deducted);
  rows.splice(index + 1, 0, { ...row });
  bench.expect({
    check: 'duplicate-row', packageId: idOf(home), severity: twice ? 'error' : 'warning',
    note: twice ? `a row twice, and ${plainNano(row.deducted)} deducted twice` : 'a row listed twice, deducted once',
  });
}

/** Another deduction from the same balance, of which the chain knows nothing. */
export function chainFork(bench: Bench): void {
  const { home, rows, index } = place(bench, () => bench.total(), (all, at) => standsAlone(all, at) && all[at + 1]!.at - all[at]!.at > 2 * MINUTE);
  const row = rows[index]!;
  const raw = row.raw + 7n * NANO;
  const deducted = needOf(row.item, raw);
  rows.splice(index + 1, 0, { ...row, at: row.at + MINUTE, raw, deducted, after: row.before! - deducted });
  bench.expect({ check: 'chain-fork', packageId: idOf(home), severity: 'error', note: 'a second, different row from the same balance' });
}

/** Two neighbours were deducted in the other order than their times say. */
export function outOfOrder(bench: Bench, turn: number): void {
  const far = turn % 2 === 0;
  const { home, rows, index } = place(bench, () => bench.total(), (all, at) => {
    if (!standsAlone(all, at) || !standsAlone(all, at + 1)) return false;
    const apart = all[at + 1]!.at - all[at]!.at;
    return far ? apart > HOUR + MINUTE : apart < HOUR;
  });
  const [first, second] = [rows[index]!, rows[index + 1]!];
  const seconds = second.at - first.at;
  exchangeTimes(first, second);
  bench.expect({ check: 'out-of-order', packageId: idOf(home), severity: far ? 'error' : 'warning', note: `two neighbouring rows exchange their times, ${seconds} s apart` });
}

function exchangeTimes(first: Deduction, second: Deduction): void {
  const { at, start, end } = first;
  Object.assign(first, { at: second.at, start: second.start, end: second.end });
  Object.assign(second, { at, start, end });
}

export function unknownPackage(bench: Bench): void {
  const home = bench.total();
  home.overviews = [];
  bench.expect({ check: 'unknown-package', packageId: idOf(home), severity: 'warning', note: 'missing from the overview' });
}
