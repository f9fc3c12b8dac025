import { z } from 'zod';
import { EXPORT_STATES, EXPORT_TYPES } from './names.ts';
import { emptyShape, failureShape, localeShape, queryShape } from './shapes.ts';

/** Files on their way out: made in the background, kept in a list that survives a restart. */

export const exportShape = z.object({
  id: z.string(),
  type: z.enum(EXPORT_TYPES),
  /** `资源包抵扣明细-2025-05-08 00_00_00-2025-07-31 23_59_59_68946048c9d89.xlsx` */
  name: z.string(),
  format: z.enum(['xlsx', 'csv']),
  state: z.enum(EXPORT_STATES),
  createdAt: z.string(),
  openedAt: z.string().nullable(),
  /** The project that it came from. */
  project: z.string(),
  rows: z.int().nullable(),
  bytes: z.int().nullable(),
  failure: failureShape.nullable(),
  /** The file was moved or deleted outside of the program. */
  isMissing: z.boolean(),
  /** Progress while running. */
  done: z.number(),
  total: z.number(),
});

const whatShape = z.discriminatedUnion('what', [
  /** A view: all rows of the query, in its order. `columns` are keys in their order; without them all columns in the source's order. */
  z.object({ what: z.literal('view'), query: queryShape, columns: z.array(z.string().max(300)).max(2000).optional(), format: z.enum(['xlsx', 'csv']) }),
  z.object({ what: z.literal('report') }),
  z.object({ what: z.literal('rejected'), file: z.int() }),
  /** The records that a finding cites, as their files have them. */
  z.object({ what: z.literal('evidence'), key: z.string().max(500) }),
]);

export const exportProcedures = {
  /** Begins an export and answers at once; `task` and `changed` tell how it goes. */
  'exports.start': { input: z.object({ source: whatShape, locale: localeShape, /** With pseudonyms for what identifies customers. */ isRedacted: z.boolean().default(false) }), output: z.object({ export: exportShape }) },
  /** Newest first. */
  'exports.list': { input: emptyShape, output: z.object({ exports: z.array(exportShape) }) },
  /** Opens the file with its program (Electron, `url` is `null`), or answers an address from which the browser gets it once. */
  'exports.open': { input: z.object({ id: z.string() }), output: z.object({ url: z.string().nullable() }) },
  'exports.showInFolder': { input: z.object({ id: z.string() }), output: emptyShape },
  'exports.delete': { input: z.object({ id: z.string() }), output: emptyShape },
  'exports.cancel': { input: z.object({ id: z.string() }), output: emptyShape },
} as const;

export type ExportRecord = z.output<typeof exportShape>;
export type ExportSource = z.output<typeof whatShape>;
