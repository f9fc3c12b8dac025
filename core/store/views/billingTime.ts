import type { Columns } from '../segments/columns.ts';
import type { Connection } from '../sqlite.ts';

/** What decides to which month a line belongs. */
export const BILLING_FIELDS = ['billMonth', 'billingMode', 'usageStart', 'transactionTime'] as const;

export interface BillingTimes {
  /** The months that lines print; not a number where they print none. */
  readonly months: Float64Array;
  readonly isPrepaid: (at: number) => boolean;
  /** Where no month is printed its time decides: when a prepaid line was paid and any other was used; not a number where neither is known. */
  readonly timeOf: (at: number) => number;
}

/** As `billMonthPiece` in `viewQuery.ts` has it, out of columns that hold `BILLING_FIELDS`. */
export function billingTimes(db: Connection): (columns: Columns) => BillingTimes {
  const prepaid = db.prepare("SELECT id FROM text WHERE value = 'prepaid'").pluck().get() as number | undefined;
  return (columns) => {
    const modes = columns.refs('billingMode').ids;
    const [used, paid] = [columns.integers('usageStart').values, columns.integers('transactionTime').values];
    const isPrepaid = (at: number): boolean => modes[at] === prepaid;
    return {
      months: columns.integers('billMonth').values,
      isPrepaid,
      timeOf: (at) => {
        const [first, other] = isPrepaid(at) ? [paid[at]!, used[at]!] : [used[at]!, paid[at]!];
        return Number.isNaN(first) ? other : first;
      },
    };
  };
}
