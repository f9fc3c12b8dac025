import { NO_NAMES, type Names } from './names.ts';
import { NO_POLICIES, type PolicyBook } from './policies.ts';
import type { StatedTotal } from './totals.ts';

/** What a run goes by besides the facts: documented and set policies, the table of names, and totals that the user stated. */
export interface Basis {
  readonly policies: PolicyBook;
  readonly names: Names;
  readonly totals: readonly StatedTotal[];
}

/** Defaults alone. */
export const NO_BASIS: Basis = { policies: NO_POLICIES, names: NO_NAMES, totals: [] };
