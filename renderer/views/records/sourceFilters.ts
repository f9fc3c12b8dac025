import type { RecordKind } from '../../../core/fields/field.ts';

/** A filter of the vendor's page: values to choose, words in any of several fields, or a range of time. */
export type SourceFilter =
  | { readonly type: 'values'; readonly field: string }
  | { readonly type: 'words'; readonly fields: readonly string[]; readonly label: string }
  | { readonly type: 'range'; readonly field: string; readonly label: string };

/** The filters that the vendor's pages have, in their order; every column has one of its own besides. */
export const SOURCE_FILTERS: Readonly<Record<RecordKind, readonly SourceFilter[]>> = {
  packages: [
    { type: 'values', field: 'product' },
    { type: 'words', fields: ['packageName', 'packageId'], label: 'nameOrId' },
    { type: 'values', field: 'status' },
    { type: 'range', field: 'expiry', label: 'expiry' },
  ],
  deductions: [
    { type: 'values', field: 'product' },
    { type: 'words', fields: ['packageId'], label: 'packageId' },
    { type: 'range', field: 'usageStart', label: 'usageTime' },
  ],
  bill: [
    { type: 'values', field: 'product' },
    { type: 'values', field: 'transactionType' },
    { type: 'values', field: 'owner' },
    { type: 'values', field: 'billMonth' },
  ],
};
