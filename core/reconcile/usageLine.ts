import type { BillRow } from '../fields/bill.ts';
import { AMOUNT_FIELDS } from '../fields/facts.ts';
import type { Provenance } from '../fields/field.ts';

/** What checks of packages and usage may ask of a line: of a million lines nothing else is read for them. */
export const USAGE_FIELDS = [
  'owner', 'product', 'subproduct', 'componentName', 'componentType', 'usageStart', 'usageEnd', 'rawUsage', 'deductedUsage', 'usage', 'usageUnit', 'transactionId', 'transactionType', 'billingMode',
  'instanceId', 'region', 'currency', 'priceUnit', ...AMOUNT_FIELDS,
] as const satisfies readonly (keyof BillRow)[];

export type UsageLine = Pick<BillRow, (typeof USAGE_FIELDS)[number] | keyof Provenance>;
