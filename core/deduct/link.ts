import type { Decimal } from '../base/decimal.ts';
import type { DeductionRow } from '../fields/deductions.ts';

/** A deduction row whose three balances are known. */
export type BalanceRow = DeductionRow & { readonly before: Decimal; readonly deducted: Decimal; readonly after: Decimal };

export function hasBalances(row: DeductionRow): row is BalanceRow {
  return row.before !== null && row.deducted !== null && row.after !== null;
}

/** One or more identical rows of a balance, and with which balances they may begin and leave off. */
export interface Link {
  readonly row: BalanceRow;
  readonly copies: readonly BalanceRow[];
}

/** Nearly every row is alone: all of them share this. */
const NO_COPIES: readonly BalanceRow[] = [];

/** What the row itself says the balance was afterwards; differs from `after` only where its arithmetic is wrong. */
export function computedAfter(row: BalanceRow): Decimal {
  return row.before.minus(row.deducted);
}

/** The same for the balance that it found. */
export function computedBefore(row: BalanceRow): Decimal {
  return row.after.plus(row.deducted);
}

/** A row whose own arithmetic is wrong may have misprinted any of its numbers: the chain still goes on through it. */
function beginsAt(row: BalanceRow, balance: Decimal): boolean {
  return row.before.equals(balance) || computedBefore(row).equals(balance);
}

function follows(next: BalanceRow, previous: BalanceRow): boolean {
  return next.before.equals(previous.after) || beginsAt(next, previous.after) || beginsAt(next, computedAfter(previous));
}

/** How often the identical rows of `previous` were deducted if `next` goes on from them; `null` if it does not. */
export function timesDeducted(next: BalanceRow, previous: Link): number | null {
  if (follows(next, previous.row)) return 1;
  let balance = previous.row.after;
  for (const [index, copy] of previous.copies.entries()) {
    balance = balance.minus(copy.deducted);
    if (next.before.equals(balance)) return index + 2;
  }
  return null;
}

export function followsLink(next: BalanceRow, previous: Link): boolean {
  return timesDeducted(next, previous) !== null;
}

/** Every balance from which the chain may go on after a link. */
export function balancesAfter({ row, copies }: Link): Decimal[] {
  const computed = computedAfter(row);
  const balances = computed.equals(row.after) ? [row.after] : [row.after, computed];
  let balance = row.after;
  for (const copy of copies) {
    balance = balance.minus(copy.deducted);
    balances.push(balance);
  }
  return balances;
}

/** A balance as a key of maps; equal balances have equal keys. */
export function keyOf(balance: Decimal): string {
  return balance.isNarrow ? `${balance.whole}:${balance.nano}` : balance.toString();
}

/** Identical rows become one link with copies: the store numbers the copies of a row from 0 inside its file. */
export function fold(rows: readonly BalanceRow[]): Link[] {
  const links: Link[] = [];
  let copies: BalanceRow[] = [];
  for (const row of rows) {
    const last = links.at(-1);
    if (row.copy > 0 && last !== undefined && last.row.deductedAt === row.deductedAt && last.row.before.equals(row.before)
      && last.row.deducted.equals(row.deducted) && last.row.usageStart === row.usageStart) {
      if (last.copies === NO_COPIES) links[links.length - 1] = { row: last.row, copies: (copies = []) };
      copies.push(row);
    } else links.push({ row, copies: NO_COPIES });
  }
  return links;
}
