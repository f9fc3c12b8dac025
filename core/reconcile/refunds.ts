import type { CivilTime } from '../base/time.ts';
import { transactionClass } from '../fields/choices.ts';
import type { BillRow } from '../fields/bill.ts';
import type { Package } from './world.ts';

/** When a package was refunded: by the bill, else by its overview's status and ended-at. */
export interface Refund {
  readonly time: CivilTime;
  readonly line: BillRow | null;
}

export function refundLines(pack: Package): BillRow[] {
  return pack.purchases.filter((line) => transactionClass(line.transactionType) === 'refund');
}

export function refundOf(pack: Package): Refund | null {
  let refund = known.get(pack);
  if (refund === undefined) {
    refund = findRefund(pack);
    known.set(pack, refund);
  }
  return refund;
}

/** Every row of a package asks. */
const known = new WeakMap<Package, Refund | null>();

function findRefund(pack: Package): Refund | null {
  const times = refundLines(pack).map((line) => ({ time: line.transactionTime ?? line.usageStart, line })).filter((entry) => entry.time !== null);
  times.sort((a, b) => a.time! - b.time!);
  const first = times[0];
  if (first !== undefined) return { time: first.time!, line: first.line };
  const { overview } = pack;
  return overview?.status === 'refunded' && overview.endedAt !== null ? { time: overview.endedAt, line: null } : null;
}
