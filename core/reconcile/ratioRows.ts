import type { Decimal } from '../base/decimal.ts';
import type { History } from '../deduct/history.ts';
import type { DeductionRow } from '../fields/deductions.ts';
import type { Policy } from '../fields/policies.ts';
import { conversion } from '../fields/units.ts';

/** What single rows tell of how their usage was turned into a deduction. */

/** Decimals to which a back-computed raw usage is known to be rounded where it prints more (domain facts, 3.6). */
export const BACK_COMPUTED_DECIMALS = 7;

/** A row with everything that its equation asks for. */
export type RatioRow = DeductionRow & { readonly rawUsage: Decimal; readonly coefficient: Decimal; readonly deducted: Decimal };

export function isRatioRow(row: DeductionRow): row is RatioRow {
  return row.rawUsage !== null && row.coefficient !== null && row.deducted !== null;
}

/** The row that empties a package, and the one with which a fresh package goes on with the rest of that usage. */
export function isBackComputed(row: DeductionRow, history: History | null): boolean {
  if (row.after !== null && row.after.isZero()) return true;
  const capacity = history?.capacity ?? null;
  return capacity !== null && row.before !== null && row.before.equals(capacity);
}

/** The unit in which a row deducts; that of the package where the row prints none. */
export function deductedUnit(row: DeductionRow, packageUnit: string | null): string | null {
  return row.deductedUnit ?? row.packageUnit ?? packageUnit;
}

/** Whether the numbers of a row look like minutes rounded up: usage in seconds, whole minutes deducted. */
export function looksLikeCeiling(row: DeductionRow, unit: string | null, policy: Pick<Policy, 'minuteCeiling'>): boolean {
  if (!policy.minuteCeiling || row.rawUnit === null || unit === null || row.deducted === null) return false;
  return isUnit(row.rawUnit, '秒') && isUnit(unit, '分钟') && row.deducted.isNarrow && row.deducted.nano === 0;
}

function isUnit(unit: string, wanted: string): boolean {
  const ratio = conversion(unit, wanted);
  return ratio !== null && ratio.numerator === ratio.denominator;
}

/**
 * Tells, for the rows of one package, which billing items are deducted by rounded minutes: those of which no row deducts
 * a fraction of a minute. Only a package that has gone by can tell.
 */
export class CeilingWatch {
  private readonly fractional = new Set<string>();

  note(row: DeductionRow, policy: Policy): void {
    if (policy.minuteCeiling && row.deducted !== null && !(row.deducted.isNarrow && row.deducted.nano === 0)) this.fractional.add(itemOf(row));
  }

  roundsUp(row: DeductionRow): boolean {
    return !this.fractional.has(itemOf(row));
  }

  clear(): void {
    this.fractional.clear();
  }
}

function itemOf(row: DeductionRow): string {
  return `${row.usageProduct ?? ''}\u0001${row.usageSubproduct ?? ''}\u0001${row.billingItem ?? ''}`;
}
