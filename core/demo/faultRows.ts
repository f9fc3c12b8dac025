import { nano, nanoText, plainNano } from './fixed.ts';
import { timeText } from './columns.ts';
import { idOf, place, raise, standsAlone, type Bench } from './bench.ts';

/** Faults inside one row of the deductions. */

const OFFSETS = ['0.5', '3.25', '0.000000001'];

/** The balance after is off; the next row goes on from the right one. */
export function rowArithmetic(bench: Bench, turn: number): void {
  const { home, rows, index } = place(bench, () => bench.total(), standsAlone);
  const row = rows[index]!;
  const off = nano(OFFSETS[turn % OFFSETS.length]!);
  row.after! += off;
  bench.expect({ check: 'row-arithmetic', packageId: idOf(home), quantity: plainNano(off), severity: 'error', note: `balance after raised by ${plainNano(off)} in one row` });
}

export function negativeAmount(bench: Bench, turn: number): void {
  if (turn % 2 === 0) reversal(bench);
  else aboveCapacity(bench);
}

/** A row that gives back what an earlier one deducted; everything after it goes on from there. */
function reversal(bench: Bench): void {
  const { home, rows, index } = place(bench, () => bench.total(), (all, at) => standsAlone(all, at) && standsAlone(all, at + 1)
    && all[at + 2]!.at - all[at + 1]!.at > 300 && all[at + 1]!.at - all[at]!.at < 10_000);
  const [row, last] = [rows[index]!, rows[index + 1]!];
  raise(home, index + 2, row.deducted);
  rows.splice(index + 2, 0, { ...row, at: last.at + 200, before: last.after, deducted: -row.deducted, after: last.after! + row.deducted, raw: -row.raw });
  bench.expect({ check: 'negative-amount', packageId: idOf(home), quantity: plainNano(row.deducted), severity: 'warning', note: 'a deduction given back by a row below zero' });
}

/** The capacity that the overview shows is less than balances that the package had. */
function aboveCapacity(bench: Bench): void {
  const home = bench.total({ full: true, tenths: 15 });
  const rows = home.deductions;
  const [overview] = home.overviews;
  const wrong = rows[5]!.before!;
  overview!.total = wrong;
  bench.expect({ check: 'negative-amount', packageId: idOf(home), severity: 'error', note: `capacity shown as ${plainNano(wrong)}, less than the first balances` });
}

export function coefficient(bench: Bench): void {
  const { home, rows, index } = place(bench, () => bench.total(), standsAlone);
  const row = rows[index]!;
  row.coefficient = (row.coefficient * 9n) / 10n;
  bench.expect({ check: 'coefficient', packageId: idOf(home), severity: 'error', note: `coefficient printed as ${plainNano(row.coefficient)} in one row` });
}

export function usageInterval(bench: Bench): void {
  const { home, rows, index } = place(bench, () => bench.total(), standsAlone);
  const row = rows[index]!;
  row.cells = { usageStart: timeText(row.end - 1), usageEnd: timeText(row.start) };
  bench.expect({ check: 'usage-interval', packageId: idOf(home), severity: 'error', note: 'usage start and end exchanged in one row' });
}

export function unitMismatch(bench: Bench): void {
  const { home, rows, index } = place(bench, () => bench.total(), standsAlone);
  if (bench.settings.gluedUnits) {
    const row = rows[index]!;
    row.cells = { after: `${nanoText(row.after!, bench.settings.grouping)}GB` };
    bench.expect({ check: 'unit-mismatch', packageId: idOf(home), severity: 'error', note: 'balance after in GB in one row' });
    return;
  }
  home.overviews[0]!.unit = 'GB';
  bench.expect({ check: 'unit-mismatch', packageId: idOf(home), severity: 'error', note: 'capacity unit of the overview is GB' });
}

export function zeroUsage(bench: Bench): void {
  const { home, rows, index } = place(bench, () => bench.total(), standsAlone);
  const row = rows[index]!;
  row.raw = 0n;
  bench.expect({ check: 'zero-usage', packageId: idOf(home), severity: 'error', note: `raw usage 0, deducted ${plainNano(row.deducted)}` });
}
