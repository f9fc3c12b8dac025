import type { Check } from '../check.ts';
import { rowArithmetic } from './rowArithmetic.ts';

/** All checks, in the order in which they hear the data and in which reports list them: those that gate others first. */
export const CHECKS: readonly Check[] = [
  rowArithmetic,
];
