import { z } from 'zod';
import { emptyShape, monthShape } from './shapes.ts';

/** What is loaded and what is missing, product by product. */

const gapShape = z.object({ from: z.string(), to: z.string() });

const cellShape = z.object({
  deductions: z.object({
    state: z.enum(['covered', 'partial', 'missing', 'idle']),
    rows: z.int(),
    /** Days that no export covers, as `2025-05-03`; both ends belong to them. */
    gaps: z.array(gapShape),
    /** The console shows none of these days any more. */
    isBeyond: z.boolean(),
  }),
  bill: z.object({ state: z.enum(['covered', 'missing', 'idle']), lines: z.int() }),
});

export const coverageProcedures = {
  /** Products that have packages or deductions, with one cell for each month. */
  'coverage.calendar': {
    input: emptyShape,
    output: z.object({
      months: z.array(monthShape),
      products: z.array(z.object({ product: z.string(), cells: z.array(cellShape) })),
      /** Products of the bill without packages and deductions, which are not listed. */
      others: z.int(),
    }),
  },
  'coverage.days': {
    input: z.object({ product: z.string().max(500), month: monthShape }),
    output: z.object({ days: z.array(z.object({ day: z.string(), isCovered: z.boolean(), deductions: z.int(), lines: z.int() })) }),
  },
} as const;

export type CoverageCalendar = z.output<(typeof coverageProcedures)['coverage.calendar']['output']>;
export type CoverageCell = CoverageCalendar['products'][number]['cells'][number];
export type CoverageDay = z.output<(typeof coverageProcedures)['coverage.days']['output']>['days'][number];
