import type { Bench } from './bench.ts';
import * as chains from './faultChains.ts';
import * as files from './faultFiles.ts';
import * as money from './faultMoney.ts';
import * as overview from './faultOverview.ts';
import * as periods from './faultPeriods.ts';
import * as purchases from './faultPurchases.ts';
import * as rest from './faultRest.ts';
import * as rows from './faultRows.ts';
import * as snapshots from './faultSnapshots.ts';
import * as starts from './faultStarts.ts';
import * as usage from './faultUsage.ts';
import * as waste from './faultWaste.ts';
import { FAULT_IDS, settingsOf, type BillLayout, type DemoOptions, type FaultId } from './types.ts';

interface Fault {
  /** Plants it once, in records of its own; `turn` counts from 0 and chooses among its variants. */
  readonly plant: (bench: Bench, turn: number) => void;
  /** The layouts of the bill in which it can exist; all of them where absent. */
  readonly layouts?: readonly BillLayout[];
  /** Planted after the clean accounts, so that seeds keep what they had before there was such a fault. */
  readonly later?: true;
}

const FAULTS: Readonly<Record<FaultId, Fault>> = {
  'row-arithmetic': { plant: rows.rowArithmetic },
  'negative-amount': { plant: rows.negativeAmount },
  coefficient: { plant: rows.coefficient },
  'usage-interval': { plant: rows.usageInterval },
  'unit-mismatch': { plant: rows.unitMismatch },
  'zero-usage': { plant: rows.zeroUsage },
  'chain-gap': { plant: chains.chainGap },
  'chain-increase': { plant: chains.chainIncrease },
  'duplicate-row': { plant: chains.duplicateRow },
  'chain-fork': { plant: chains.chainFork },
  'out-of-order': { plant: chains.outOfOrder },
  'unknown-package': { plant: chains.unknownPackage },
  'period-reset': { plant: periods.periodReset },
  'period-overdrawn': { plant: periods.periodOverdrawn },
  'overview-balance': { plant: overview.overviewBalance },
  'overview-range': { plant: overview.overviewRange },
  'validity-window': { plant: overview.validityWindow },
  'deduction-after-end': { plant: overview.deductionAfterEnd },
  status: { plant: overview.status },
  'ended-time': { plant: overview.endedTime },
  'validity-order': { plant: overview.validityOrder },
  'billed-with-balance': { plant: usage.billedWithBalance },
  'deducted-usage': { plant: usage.deductedUsage, layouts: ['cn'] },
  'net-usage': { plant: usage.netUsage, layouts: ['cn'] },
  'over-deduction': { plant: usage.overDeduction, layouts: ['cn'] },
  'deduction-without-bill': { plant: usage.deductionWithoutBill, layouts: ['cn'] },
  'purchase-without-package': { plant: purchases.purchaseWithoutPackage },
  'package-without-purchase': { plant: purchases.packageWithoutPurchase },
  'refund-line': { plant: purchases.refundLine },
  'duplicate-transaction': { plant: money.duplicateTransaction },
  'original-cost': { plant: money.originalCost },
  'before-voucher': { plant: money.beforeVoucher },
  'total-cost': { plant: money.totalCost, layouts: ['reseller', 'intl'] },
  tax: { plant: money.tax, layouts: ['intl'] },
  'payment-split': { plant: money.paymentSplit, layouts: ['cn'] },
  sign: { plant: money.sign },
  'bill-range': { plant: money.billRange },
  'covered-but-charged': { plant: money.coveredButCharged },
  'unknown-value': { plant: files.unknownValue },
  'rejected-row': { plant: files.rejectedRow },
  'coverage-hole': { plant: files.coverageHole },
  'missing-column': { plant: files.missingColumn },
  'wrong-document': { plant: files.wrongDocument },
  'idle-package': { plant: waste.idlePackage },
  'expected-waste': { plant: waste.expectedWaste },
  'realised-waste': { plant: waste.realisedWaste },
  'chain-start': { plant: starts.chainStart, later: true },
  'period-window': { plant: periods.periodWindow, later: true },
  'period-count': { plant: periods.periodCount, later: true },
  'period-split': { plant: periods.periodSplit, later: true },
  'overview-sum': { plant: starts.overviewSum, later: true },
  'overview-total': { plant: starts.overviewTotal, later: true },
  'snapshot-difference': { plant: snapshots.snapshotDifference, later: true },
  'package-changed': { plant: snapshots.packageChanged, later: true },
  renewal: { plant: periods.renewal, later: true },
  'renewal-line': { plant: purchases.renewalLine, later: true },
  'renewal-gap': { plant: purchases.renewalGap, later: true },
  'owner-mismatch': { plant: usage.ownerMismatch, later: true },
  'deduct-order': { plant: usage.deductOrder, later: true },
  'slice-window': { plant: periods.sliceWindow, later: true },
  'period-boundary': { plant: periods.periodBoundary, later: true },
  'month-change': { plant: money.monthChange, later: true },
  'uncovered-use': { plant: waste.uncoveredUse, later: true },
  'split-usage': { plant: usage.splitUsage, layouts: ['cn'], later: true },
  'month-restated': { plant: files.monthRestated, later: true },
  'restated-row': { plant: files.restatedRow, later: true },
  'stated-total': { plant: money.statedTotal, later: true },
  'repeated-purchase': { plant: rest.repeatedPurchase, later: true },
  'dear-package': { plant: rest.dearPackage, later: true },
  'coefficient-change': { plant: rest.coefficientChange, later: true },
  'bill-interval': { plant: rest.billInterval, later: true },
  unattributed: { plant: rest.unattributed, later: true },
  'precision-difference': { plant: rest.precisionDifference, later: true },
  'stale-snapshot': { plant: rest.staleSnapshot, later: true },
  'truncated-export': { plant: rest.truncatedExport, later: true },
  'early-run-out': { plant: waste.earlyRunOut, later: true },
  'low-period-use': { plant: waste.lowPeriodUse, later: true },
  'not-activated': { plant: waste.notActivated, later: true },
};

export function isLater(id: FaultId): boolean {
  return FAULTS[id].later === true;
}

/** The faults that can be planted with these options. */
export function faultsFor(options: DemoOptions): FaultId[] {
  const { layout } = settingsOf(options);
  return FAULT_IDS.filter((id) => FAULTS[id].layouts?.includes(layout) ?? true);
}

/** The faults that were asked for and are possible, in their fixed order. */
export function chosenFaults(options: DemoOptions): FaultId[] {
  const { faults = 'none' } = options;
  if (faults === 'none') return [];
  return faultsFor(options).filter((id) => faults === 'all' || faults.includes(id));
}

export function plantFaults(bench: Bench, chosen: readonly FaultId[]): void {
  for (const id of chosen) {
    // Every variant of a rejected cell has a cause of its own, and findings are folded by cause.
    const times = id === 'rejected-row' ? Math.max(bench.settings.timesEach, 4) : bench.settings.timesEach;
    for (let turn = 0; turn < times; turn += 1) FAULTS[id].plant(bench, turn);
  }
}
