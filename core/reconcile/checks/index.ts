import { isLineCheck, type Check, type LineCheck } from '../check.ts';
import { beforeVoucher } from './beforeVoucher.ts';
import { billInterval } from './billInterval.ts';
import { billRange } from './billRange.ts';
import { billedWithBalance } from './billedWithBalance.ts';
import { chainFork } from './chainFork.ts';
import { chainGap } from './chainGap.ts';
import { chainIncrease } from './chainIncrease.ts';
import { chainStart } from './chainStart.ts';
import { coefficient } from './coefficient.ts';
import { coefficientChange } from './coefficientChange.ts';
import { coverageHole } from './coverageHole.ts';
import { coveredButCharged } from './coveredButCharged.ts';
import { cube } from './cube.ts';
import { dearPackage } from './dearPackage.ts';
import { deductOrder } from './deductOrder.ts';
import { deductedUsage } from './deductedUsage.ts';
import { deductionAfterEnd } from './deductionAfterEnd.ts';
import { deductionWithoutBill } from './deductionWithoutBill.ts';
import { duplicateRow } from './duplicateRow.ts';
import { duplicateTransaction } from './duplicateTransaction.ts';
import { earlyRunOut } from './earlyRunOut.ts';
import { endedTime } from './endedTime.ts';
import { expectedWaste } from './expectedWaste.ts';
import { idlePackage } from './idlePackage.ts';
import { lowPeriodUse } from './lowPeriodUse.ts';
import { missingColumn } from './missingColumn.ts';
import { monthChange } from './monthChange.ts';
import { monthRestated } from './monthRestated.ts';
import { negativeAmount } from './negativeAmount.ts';
import { netUsage } from './netUsage.ts';
import { notActivated } from './notActivated.ts';
import { originalCost } from './originalCost.ts';
import { outOfOrder } from './outOfOrder.ts';
import { overDeduction } from './overDeduction.ts';
import { overviewBalance } from './overviewBalance.ts';
import { overviewRange } from './overviewRange.ts';
import { overviewSum } from './overviewSum.ts';
import { overviewTotal } from './overviewTotal.ts';
import { ownerMismatch } from './ownerMismatch.ts';
import { packageChanged } from './packageChanged.ts';
import { packageWithoutPurchase } from './packageWithoutPurchase.ts';
import { paymentSplit } from './paymentSplit.ts';
import { periodBoundary } from './periodBoundary.ts';
import { periodCount } from './periodCount.ts';
import { periodOverdrawn } from './periodOverdrawn.ts';
import { periodReset } from './periodReset.ts';
import { periodSplit } from './periodSplit.ts';
import { periodWindow } from './periodWindow.ts';
import { precisionDifference } from './precisionDifference.ts';
import { purchaseWithoutPackage } from './purchaseWithoutPackage.ts';
import { realisedWaste } from './realisedWaste.ts';
import { refundLine } from './refundLine.ts';
import { rejectedRow } from './rejectedRow.ts';
import { renewal } from './renewal.ts';
import { renewalGap } from './renewalGap.ts';
import { renewalLine } from './renewalLine.ts';
import { repeatedPurchase } from './repeatedPurchase.ts';
import { restatedRow } from './restatedRow.ts';
import { rowArithmetic } from './rowArithmetic.ts';
import { rowCount } from './rowCount.ts';
import { sign } from './sign.ts';
import { sliceWindow } from './sliceWindow.ts';
import { snapshotDifference } from './snapshotDifference.ts';
import { splitUsage } from './splitUsage.ts';
import { staleSnapshot } from './staleSnapshot.ts';
import { statedTotal } from './statedTotal.ts';
import { status } from './status.ts';
import { tax } from './tax.ts';
import { totalCost } from './totalCost.ts';
import { truncatedExport } from './truncatedExport.ts';
import { unattributed } from './unattributed.ts';
import { uncoveredUse } from './uncoveredUse.ts';
import { unitMismatch } from './unitMismatch.ts';
import { unknownPackage } from './unknownPackage.ts';
import { unknownValue } from './unknownValue.ts';
import { usageInterval } from './usageInterval.ts';
import { validityOrder } from './validityOrder.ts';
import { validityWindow } from './validityWindow.ts';
import { wrongDocument } from './wrongDocument.ts';
import { zeroUsage } from './zeroUsage.ts';

/**
 * All checks, in the order in which they hear the data and in which reports list them: those whose failure makes others
 * unanswerable come first.
 */
export const CHECKS: readonly Check[] = [
  // data and coverage
  wrongDocument, missingColumn, rowCount, rejectedRow, coverageHole, truncatedExport, restatedRow, unknownValue, staleSnapshot,
  // deduction rows
  validityOrder, deductionAfterEnd, rowArithmetic, negativeAmount, unitMismatch, coefficient, coefficientChange, usageInterval, zeroUsage,
  // chains of balances; resets at the wrong time are for the first of these
  periodBoundary, chainGap, chainIncrease, duplicateRow, chainFork, chainStart, outOfOrder, unknownPackage,
  // periods and slices
  periodReset, periodSplit, sliceWindow, periodOverdrawn, periodCount, periodWindow,
  // overview against replay
  overviewBalance, overviewRange, overviewSum, overviewTotal, snapshotDifference, packageChanged,
  // validity and status
  validityWindow, status, endedTime, deductOrder, renewal,
  // usage, deductions and bill lines
  billedWithBalance, deductedUsage, netUsage, overDeduction, deductionWithoutBill, splitUsage, ownerMismatch,
  // purchases, renewals, refunds
  purchaseWithoutPackage, packageWithoutPurchase, refundLine, renewalLine, renewalGap, duplicateTransaction, repeatedPurchase, dearPackage,
  // bill formulae
  originalCost, beforeVoucher, totalCost, tax, paymentSplit, billRange, sign, billInterval, coveredButCharged,
  // totals
  statedTotal, precisionDifference, monthRestated, cube, monthChange, unattributed,
  // waste and risk
  idlePackage, expectedWaste, earlyRunOut, lowPeriodUse, realisedWaste, notActivated, uncoveredUse,
];

/** Those that may be made in a thread of their own. */
export const LINE_CHECKS: readonly LineCheck[] = CHECKS.filter(isLineCheck);
