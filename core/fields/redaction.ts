import type { RecordKind } from './field.ts';

/** What a value that identifies somebody is of; equal values of one class get equal pseudonyms, whatever column they stand in. */
export const REDACTION_CLASSES = ['account', 'package', 'resource', 'name', 'order', 'note', 'file', 'person', 'finding', 'hash', 'other'] as const;
export type RedactionClass = (typeof REDACTION_CLASSES)[number];

/** The columns that say whose a record is: accounts, packages, resources, projects, orders, and whatever customers write themselves. */
export const IDENTIFYING: Readonly<Record<RecordKind, Readonly<Record<string, RedactionClass>>>> = {
  packages: { packageId: 'package', packageName: 'name', packageOwner: 'account', scope: 'note' },
  deductions: { packageId: 'package', packageName: 'name', packageOwner: 'account', usageOwner: 'account' },
  bill: {
    instanceId: 'resource', instanceName: 'name', payer: 'account', owner: 'account', operator: 'account', reseller: 'account', project: 'name', transactionId: 'order', orderId: 'order', relatedOrder: 'order',
    recordId: 'order', configuration: 'note', remark: 'note', discountObject: 'note', discountContent: 'note', calculationNote: 'note',
  },
};

/** Columns whose words say what a record is about; a customer's name that is one of them gives nobody away. */
export const GENERAL: Readonly<Record<RecordKind, readonly string[]>> = {
  packages: ['product', 'subproduct', 'region', 'zone', 'status', 'packageType', 'unit', 'renewalMode', 'renewalTerm'],
  deductions: ['product', 'subproduct', 'usageProduct', 'usageSubproduct', 'billingItem', 'packageType', 'packageUnit', 'rawUnit'],
  bill: ['product', 'subproduct', 'region', 'zone', 'componentType', 'componentName', 'instanceType', 'billingMode', 'transactionType', 'currency', 'priceUnit', 'usageUnit', 'paymentStatus', 'siteRegion', 'discountType'],
};
