import type { Check } from '../check.ts';
import { billedWithBalance } from './billedWithBalance.ts';
import { chainFork } from './chainFork.ts';
import { chainGap } from './chainGap.ts';
import { chainIncrease } from './chainIncrease.ts';
import { deductedUsage } from './deductedUsage.ts';
import { deductionAfterEnd } from './deductionAfterEnd.ts';
import { deductionWithoutBill } from './deductionWithoutBill.ts';
import { duplicateRow } from './duplicateRow.ts';
import { endedTime } from './endedTime.ts';
import { netUsage } from './netUsage.ts';
import { outOfOrder } from './outOfOrder.ts';
import { overDeduction } from './overDeduction.ts';
import { overviewBalance } from './overviewBalance.ts';
import { overviewRange } from './overviewRange.ts';
import { periodOverdrawn } from './periodOverdrawn.ts';
import { periodReset } from './periodReset.ts';
import { rowArithmetic } from './rowArithmetic.ts';
import { status } from './status.ts';
import { unknownPackage } from './unknownPackage.ts';
import { validityOrder } from './validityOrder.ts';
import { validityWindow } from './validityWindow.ts';

/** All checks, in the order in which they hear the data and in which reports list them: those that gate others first. */
export const CHECKS: readonly Check[] = [
  // rows
  validityOrder, deductionAfterEnd, rowArithmetic,
  // chains
  chainGap, chainIncrease, duplicateRow, chainFork, outOfOrder, unknownPackage,
  // periods
  periodReset, periodOverdrawn,
  // overview against replay
  overviewBalance, overviewRange,
  // validity, status
  validityWindow, status, endedTime,
  // usage, deductions and bill lines
  billedWithBalance, deductedUsage, netUsage, overDeduction, deductionWithoutBill,
];
