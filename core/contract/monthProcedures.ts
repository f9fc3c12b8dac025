import { z } from 'zod';
import { LIMITS, SEAL_CHANGES, SEAL_STATES, SIGN_ITEMS } from './names.ts';
import { kindShape, linesShape, lineShape, monthShape } from './shapes.ts';

/** Signing months off. */

const countShape = z.object({ all: z.int(), undecided: z.int() });

export const signedShape = z.object({
  /** Number in the log. */
  entry: z.int(),
  at: z.string(),
  /** Who signed, as they wrote it, and who was logged in. */
  name: z.string(),
  who: z.string().nullable(),
  remark: z.string().nullable(),
  waived: z.array(z.enum(SIGN_ITEMS)),
  /** Of the files, of the findings, and of what was decided about them. */
  hashes: z.object({ input: z.string(), finding: z.string(), decision: z.string() }),
  /** Stands for the sign-off and for everything that was logged before it. */
  hash: z.string(),
});

const monthFactsShape = z.object({
  month: monthShape,
  state: z.enum(SEAL_STATES),
  signed: signedShape.nullable(),
  /** How many sign-offs the month has had. */
  times: z.int(),
  /** What is no longer as it was signed; files by name, findings by key. */
  changes: z.array(z.object({ kind: z.enum(SEAL_CHANGES), count: z.int(), names: z.array(z.string()) })),
  /** What must be so before it is signed. */
  checklist: z.array(z.object({ item: z.enum(SIGN_ITEMS), isMet: z.boolean() })),
  coverage: z.array(z.object({ kind: kindShape, state: z.enum(['full', 'partial', 'none']) })),
  findings: z.object({ error: countShape, warning: countShape, info: countShape }),
  inputs: z.int(),
  /** Stands for what would be signed now. */
  digest: z.string(),
});

export const monthProcedures = {
  /** Every month with data, the first one first. */
  'months.list': { input: z.strictObject({}), output: z.object({ months: z.array(monthFactsShape) }) },
  /**
   * Signs a month as the user saw it, by its digest. `sign-run` where the checks have not run over what is loaded, `sign-waive` where
   * something on the checklist is not met and not waived, `sign-changed` where the month is no longer what was seen.
   */
  'months.sign': {
    input: z.strictObject({
      month: monthShape,
      /** Sentences take a value that begins with @ for one of their own words, which no name is. */
      name: lineShape(LIMITS.signer).regex(/^[^@]/u),
      remark: linesShape(LIMITS.reason).nullable().default(null),
      digest: z.string().max(100),
      waive: z.boolean().default(false),
    }),
    output: z.object({ entry: z.int() }),
  },
} as const;

export type MonthFacts = z.output<typeof monthFactsShape>;
