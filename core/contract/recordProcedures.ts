import { z } from 'zod';
import { emptyShape, kindShape, queryShape, viewShape } from './shapes.ts';

/** Rows of the four views. A query is put in order once; its rows are then asked for by their places. */

/**
 * One row of a grid. `values` has the columns of the view by key, as they are shown: decimals with the decimals of their file,
 * times as `2025-05-01 08:00:00`, months as `2025-05`, choices as codes; an absent value is not there.
 */
export const gridRowShape = z.object({
  /** Number of the stored row; for a finding its place in the run. */
  id: z.int(),
  /** Place in the order, from 0. */
  at: z.int(),
  values: z.record(z.string(), z.string()),
});

/** A column that the view offers. */
export const viewColumnShape = z.object({
  key: z.string(),
  /** Kind of the field (see core/fields/field.ts); `name` for verbatim columns. */
  kind: z.string(),
  /** The header of a verbatim column; all others are named by the catalogue or by the texts. */
  header: z.string().nullable(),
  /** Whether any file has the column; the others are empty in every row. */
  isPresent: z.boolean(),
});

/** An exact sum over one column for one unit or currency. */
export const sumShape = z.object({
  field: z.string(),
  /** Unit or currency; `null` where rows state none. */
  unit: z.string().nullable(),
  value: z.string(),
  /** Rows that have a number. */
  count: z.int(),
});

const orderInput = z.object({ order: z.string().max(200) });

export const recordProcedures = {
  'records.columns': { input: z.object({ view: viewShape }), output: z.object({ columns: z.array(viewColumnShape) }) },
  /** Puts a query in order. The token stays good until another project is opened; after `changed` ask anew. */
  'records.order': {
    input: queryShape,
    output: z.object({
      order: z.string(),
      total: z.int(),
      /** Rows without the scope, and rows of the view without any condition. */
      unscoped: z.int(),
      all: z.int(),
    }),
  },
  /** Rows `start` to before `end` of an order. */
  'records.block': {
    input: orderInput.extend({ start: z.int().min(0), end: z.int().min(0) }),
    output: z.object({ rows: z.array(gridRowShape), total: z.int() }),
  },
  /** Exact sums of an order; more than one entry for a field means mixed units or currencies. Without `fields` the view's main ones. */
  'records.sums': { input: orderInput.extend({ fields: z.array(z.string().max(300)).max(50).optional() }), output: z.object({ sums: z.array(sumShape) }) },
  /** The values of a column with their counts, most frequent first; `null` is the absent value. `query` narrows the rows, `search` the values. */
  'records.distinct': {
    input: z.object({ query: queryShape, field: z.string().max(300), search: z.string().max(300).default(''), limit: z.int().min(1).max(5000).default(500) }),
    output: z.object({ values: z.array(z.object({ value: z.string().nullable(), count: z.int() })), total: z.int() }),
  },
  /** Where a stored row stands in an order; `null` where the order does not hold it. */
  'records.locate': { input: orderInput.extend({ id: z.int() }), output: z.object({ at: z.int().nullable() }) },
  /** The next place after `after` (before it where `isBackwards`) at which some text column contains `text`; goes round at the end. */
  'records.find': {
    input: orderInput.extend({ text: z.string().min(1).max(500), after: z.int().min(-1).default(-1), isBackwards: z.boolean().default(false) }),
    output: z.object({ at: z.int().nullable() }),
  },
  /** All about one stored row of a record view. */
  'records.details': {
    input: z.object({ kind: kindShape, id: z.int() }),
    output: z.object({
      values: z.record(z.string(), z.string()),
      file: z.object({ id: z.int(), name: z.string(), sheet: z.string().nullable(), kind: kindShape }),
      line: z.int(),
      /** The record as the file has it; `null` where its source was not kept. */
      raw: z.object({ headers: z.array(z.string()), cells: z.array(z.string()) }).nullable(),
      /** Further files that hold the same row. */
      seenIn: z.array(z.object({ file: z.string(), sheet: z.string().nullable(), line: z.int() })),
      /** Findings of the last run that cite it. */
      findings: z.array(z.object({ key: z.string(), check: z.string(), severity: z.string() })),
    }),
  },
  /** Rows by their numbers, for copying a selection; in the order of `ids`. */
  'records.rows': { input: z.object({ view: viewShape, ids: z.array(z.int()).max(10_000) }), output: z.object({ rows: z.array(gridRowShape) }) },
  'records.counts': { input: emptyShape, output: z.object({ packages: z.int(), deductions: z.int(), bill: z.int(), findings: z.int() }) },
} as const;

export type GridRow = z.output<typeof gridRowShape>;
export type ViewColumn = z.output<typeof viewColumnShape>;
export type Sum = z.output<typeof sumShape>;
