import type { BillRow } from '../fields/bill.ts';
import { AMOUNT_FIELDS, amountOf } from '../fields/facts.ts';
import type { Provenance } from '../fields/field.ts';
import { isUsageLine } from './survey.ts';

/** What checks of packages and usage may ask of a line: of a million lines nothing else is read for them. */
export const USAGE_FIELDS = [
  'owner', 'product', 'subproduct', 'componentName', 'componentType', 'usageStart', 'usageEnd', 'rawUsage', 'deductedUsage', 'usage', 'usageUnit', 'transactionId', 'transactionType', 'billingMode',
  'instanceId', 'region', 'currency', 'priceUnit', ...AMOUNT_FIELDS,
] as const satisfies readonly (keyof BillRow)[];

export type UsageLine = Pick<BillRow, (typeof USAGE_FIELDS)[number] | keyof Provenance>;

/** Whether a line of usage prints that nothing is left to pay: nothing was used beyond packages, or it cost nothing. Most lines do where packages pay. */
export function owesNothing(line: UsageLine): boolean {
  if (line.usage === null || !isUsageLine(line)) return false;
  const cost = amountOf(line);
  return cost !== null && (line.usage.sign() <= 0 || cost.sign() <= 0);
}
