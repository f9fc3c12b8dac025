/** The four tables that people look at, and how a look at one is described. */
export const VIEWS = ['packages', 'deductions', 'bill', 'findings'] as const;
export type View = (typeof VIEWS)[number];

/** Columns that every record view has besides its fields: the file's name and the line at which the row starts. */
export const FILE_COLUMN = 'file';
export const LINE_COLUMN = 'line';
/** A column that we do not know has this before its header; its cells are kept verbatim. */
export const EXTRA_PREFIX = 'extra:';

/** Columns of the findings view. `rows` is the number of cited rows, `status` how the finding
 * stands after the user's decision. */
export const FINDING_COLUMNS = [
  { key: 'severity', kind: 'choice' }, { key: 'check', kind: 'choice' }, { key: 'packageId', kind: 'name' }, { key: 'money', kind: 'money' },
  { key: 'currency', kind: 'name' }, { key: 'quantity', kind: 'quantity' }, { key: 'unit', kind: 'unit' }, { key: 'product', kind: 'name' },
  { key: 'transactionId', kind: 'name' }, { key: 'rows', kind: 'count' }, { key: 'status', kind: 'choice' }, { key: 'key', kind: 'id' },
] as const;

/** Narrows every view: months as `2025-05`, accounts, currencies. */
export interface Scope {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly accounts?: readonly string[] | undefined;
  readonly currencies?: readonly string[] | undefined;
}

/** A condition on one column; values are texts, whatever the column holds. */
export type Condition =
  | { readonly op: 'contains' | 'notContains' | 'starts' | 'ends' | 'equals' | 'notEqual' | 'less' | 'atMost' | 'more' | 'atLeast'; readonly field: string; readonly value: string }
  | { readonly op: 'between'; readonly field: string; readonly from: string; readonly to: string }
  | { readonly op: 'in' | 'notIn'; readonly field: string; readonly values: readonly (string | null)[] }
  | { readonly op: 'blank' | 'present'; readonly field: string };

/** A condition, or several of which one is enough. */
export type Filter = Condition | { readonly any: readonly Condition[] };

export interface Sort {
  readonly field: string;
  readonly descending: boolean;
}

/** Which rows of a view, in which order. */
export interface Query {
  readonly view: View;
  readonly filters: readonly Filter[];
  readonly quick: string;
  readonly sort: readonly Sort[];
  readonly scope: Scope;
}

/** Parts into which the total of a bill falls. */
export const TIE_PARTS = ['purchase', 'usage', 'refund', 'adjustment', 'precision', 'unattributed'] as const;
export type TiePart = (typeof TIE_PARTS)[number];
