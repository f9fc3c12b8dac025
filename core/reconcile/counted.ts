import { Decimal } from '../base/decimal.ts';
import type { CivilTime } from '../base/time.ts';
import type { Replay } from '../deduct/replay.ts';
import type { DeductionRow } from '../fields/deductions.ts';
import { conversion, convert } from '../fields/units.ts';

/** A deduction as it counts in a sum. */
export interface Counted {
  readonly row: DeductionRow;
  readonly at: CivilTime;
  /** In the unit that was asked for, as often as the balance went down. */
  readonly amount: Decimal;
}

/** Every deduction of a package posted since `from`, by time, those without balances too; `null` where units do not convert. */
export function countedRows(replay: Replay, unit: string | null, from: CivilTime): Counted[] | null {
  const rows: Counted[] = [];
  const add = (row: DeductionRow, times: number): boolean => {
    if (row.deducted === null || row.deductedAt === null || row.deductedAt < from) return true;
    const isSame = row.packageUnit === null || unit === null || row.packageUnit === unit;
    const ratio = isSame ? null : conversion(row.packageUnit, unit);
    if (!isSame && ratio === null) return false;
    const amount = times === 1 ? row.deducted : row.deducted.times(Decimal.ofInteger(times));
    rows.push({ row, at: row.deductedAt, amount: ratio === null ? amount : convert(amount, ratio) });
    return true;
  };
  if (!eachSince(replay, from, add)) return null;
  // Rows without balances have no order inside a second: what they took decides, and their numbers which of two equal ones is cited.
  return rows.sort((a, b) => a.at - b.at || a.amount.compare(b.amount) || a.row.row - b.row.row);
}

/** Shows `take` the rows that may have been posted since `from`, with how often the balance went down; ends where it answers `false`, and answers whether it never did. */
function eachSince(replay: Replay, from: CivilTime, take: (row: DeductionRow, times: number) => boolean): boolean {
  for (const { steps, key } of replay.histories) {
    if (key.period.end !== null && key.period.end <= from) continue;
    for (const step of steps) if (step.broken?.kind !== 'fork' && !take(step.row, step.counted)) return false;
  }
  return replay.unchained.every((row) => take(row, 1));
}

export function sumOfCounted(rows: readonly Counted[]): Decimal {
  return rows.reduce((sum, { amount }) => sum.plus(amount), Decimal.zero);
}

/**
 * The sum of everything posted in `[from, to]`, if all of it is printed in `unit` and in files that are plain: what nearly every package
 * answers, without an object for each row. `null` where a row is otherwise.
 */
export function plainSum(replay: Replay, unit: string | null, { from, to }: { readonly from: CivilTime; readonly to: CivilTime }, isPlain: (file: number) => boolean): Decimal | null {
  let sum = Decimal.zero;
  let file = -1;
  const take = (row: DeductionRow, times: number): boolean => {
    if (row.deducted === null || row.deductedAt === null || row.deductedAt < from || row.deductedAt > to) return true;
    if (row.packageUnit !== null && row.packageUnit !== unit) return false;
    if (row.file !== file && !isPlain(row.file)) return false;
    file = row.file;
    sum = sum.plus(times === 1 ? row.deducted : row.deducted.times(Decimal.ofInteger(times)));
    return true;
  };
  if (!eachSince(replay, from, take)) return null;
  return sum;
}
