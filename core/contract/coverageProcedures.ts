import { z } from 'zod';
import { emptyShape, monthShape } from './shapes.ts';

/** What is loaded and what is missing, product by product; and what changed from one overview to another. */

const timeShape = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/);
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
  /** The overviews by when they were taken, the last one first. */
  'packages.snapshots': {
    input: emptyShape,
    output: z.object({ snapshots: z.array(z.object({ at: z.string(), packages: z.int(), files: z.array(z.string()), isAssumed: z.boolean() })) }),
  },
  /** What changed between two of them; throws `snapshot-unknown`. */
  'packages.compare': {
    input: z.object({ before: timeShape, after: timeShape }),
    output: z.object({
      differences: z.array(z.object({
        packageId: z.string(),
        packageName: z.string().nullable(),
        product: z.string().nullable(),
        /** `unlisted`: the later overview lists no package of the product. */
        what: z.enum(['new', 'gone', 'unlisted', 'changed']),
        expiry: z.string().nullable(),
        /** The last overview that has it. */
        lastSeen: z.string(),
        changes: z.array(z.object({ field: z.string(), kind: z.enum(['status', 'balance', 'expiry', 'renewal', 'other']), before: z.string(), after: z.string() })),
      })),
    }),
  },
} as const;

export type SnapshotList = z.output<(typeof coverageProcedures)['packages.snapshots']['output']>['snapshots'];
export type PackageChange = z.output<(typeof coverageProcedures)['packages.compare']['output']>['differences'][number];
export type CoverageCalendar = z.output<(typeof coverageProcedures)['coverage.calendar']['output']>;
export type CoverageCell = CoverageCalendar['products'][number]['cells'][number];
export type CoverageDay = z.output<(typeof coverageProcedures)['coverage.days']['output']>['days'][number];
