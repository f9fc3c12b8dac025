import { z } from 'zod';
import { emptyShape, failureShape, kindShape } from './shapes.ts';

/** Files on their way in, and what became of those that came in. */

const countsShape = z.object({ read: z.int(), stored: z.int(), known: z.int(), ignored: z.int(), rejected: z.int() });

export const workProgressShape = z.object({
  /** What is being worked on: a file, or a stage of the run (`survey`, `deductions`, `bill`). */
  name: z.string(),
  rows: z.int(),
  /** Bytes or rows out of all; `total` is 0 where nobody knows. */
  done: z.number(),
  total: z.number(),
});

export const rejectedShape = z.object({
  line: z.int(),
  /** Key of the field, empty for the row as a whole; the reason's sentence is `reject.<reason>`. */
  field: z.string(),
  reason: z.string(),
  cell: z.string(),
  cells: z.array(z.string()),
});

const windowShape = z.object({ start: z.string(), end: z.string() });

/** One table as it is understood: what a preview shows, and what the list of imports shows later. */
export const tableShape = z.object({
  /** Number of the imported table; 0 in a preview. */
  id: z.int(),
  name: z.string(),
  sheet: z.string().nullable(),
  kind: kindShape,
  layout: z.string(),
  format: z.string(),
  encoding: z.string().nullable(),
  sha256: z.string(),
  headerLine: z.int(),
  /** Keys of the fields that have a column, of needed ones that have none, and headers that are kept verbatim. */
  matched: z.array(z.string()),
  missing: z.array(z.string()),
  unknown: z.array(z.string()),
  counts: countsShape,
  /** Usage window of deductions, from the file's name or its rows. */
  window: windowShape.nullable(),
  windowFromName: z.boolean(),
  snapshot: z.string().nullable(),
  snapshotAssumed: z.boolean(),
});

const columnShape = z.object({
  header: z.string(),
  /** Keys of the fields it fills: two for a pair, none for a column that is kept verbatim. */
  fields: z.array(z.string()),
});

export const previewShape = tableShape.extend({
  /** Every column of the table in its order, and why the table was recognised: each header with its field. */
  columns: z.array(columnShape),
  /** First records after the header as they stand, with their lines. */
  sample: z.array(z.object({ line: z.int(), cells: z.array(z.string()) })),
  /** The first rejected rows. */
  rejected: z.array(rejectedShape),
});

export const refusedShape = z.object({ name: z.string(), failure: failureShape });

const inspectedShape = z.object({
  ref: z.string(),
  name: z.string(),
  tables: z.array(previewShape),
  refused: z.array(refusedShape),
  /** What lay beside a table and is no data of ours. */
  skipped: z.array(refusedShape),
  /** When the same bytes came in before. */
  importedAt: z.string().nullable(),
});

export const importShape = z.object({
  id: z.int(),
  at: z.string(),
  tables: z.array(tableShape),
  refused: z.array(refusedShape),
  skipped: z.array(refusedShape),
});

const snapshotInput = z.string().max(40).optional();

export const importProcedures = {
  /** What an import would do, without doing it: in a transaction that is taken back. */
  'imports.inspect': {
    input: z.object({ refs: z.array(z.string()).min(1).max(1000), snapshot: snapshotInput }),
    output: z.object({ files: z.array(inspectedShape) }),
    progress: workProgressShape,
  },
  /** Imports all files as one; `cancelled` leaves nothing behind. `snapshot` is when the overviews were taken. */
  'imports.run': {
    input: z.object({ refs: z.array(z.string()).min(1).max(1000), snapshot: snapshotInput }),
    output: importShape,
    progress: workProgressShape,
  },
  /** All imports, newest first. `skipped` is empty here. */
  'imports.list': { input: emptyShape, output: z.object({ imports: z.array(importShape) }) },
  /** What removing an import would take away: rows by kind that no other file holds, and those that stay because one does. */
  'imports.previewRemove': { input: z.object({ id: z.int() }), output: z.object({ removed: z.int(), kept: z.int() }) },
  /** Takes an import back; rows that another file holds too stay, as that file's. */
  'imports.remove': { input: z.object({ id: z.int() }), output: z.object({ removed: z.int(), kept: z.int() }) },
  'imports.rejected': {
    input: z.object({ file: z.int(), start: z.int().min(0).default(0), end: z.int().min(0).max(1_000_000).default(500) }),
    output: z.object({ total: z.int(), headers: z.array(z.string()), rows: z.array(rejectedShape) }),
  },
} as const;

export type WorkProgress = z.output<typeof workProgressShape>;
export type RowCounts = z.output<typeof countsShape>;
export type ImportedTable = z.output<typeof tableShape>;
export type PreviewTable = z.output<typeof previewShape>;
export type InspectedFile = z.output<typeof inspectedShape>;
export type ImportRecord = z.output<typeof importShape>;
export type RejectedRecord = z.output<typeof rejectedShape>;
