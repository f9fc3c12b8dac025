import { z } from 'zod';
import { FINDING_STATES, LIMITS, RESOLUTIONS, SCOPES } from './names.ts';
import { dayShape, emptyShape, findingKeyShape, linesShape, lineShape, queryShape, sentenceShape } from './shapes.ts';

/** What the user makes of findings, and the log of it. The page is not trusted: names that are not known are refused. */

const nothing = z.strictObject({});
const stateShape = z.enum(FINDING_STATES);
const codeShape = z.enum(RESOLUTIONS);
const scopeNameShape = z.enum(SCOPES);

/** Resolving needs a code, ignoring a reason; only what is ignored may have a last day. */
const deciding = {
  state: stateShape,
  code: codeShape.nullable().default(null),
  reason: lineShape(LIMITS.reason).nullable().default(null),
  note: linesShape(LIMITS.note).nullable().default(null),
  /** Last day on which it is ignored. */
  until: dayShape.nullable().default(null),
  /** Time of the run whose numbers were seen; `run-changed` where another was made since. Not asked where absent. */
  run: z.string().max(100).optional(),
};

/** How many findings it was about, and the act's number, by which it is taken back; `null` where nothing was done. */
const decidedShape = z.object({ changed: z.int(), act: z.int().nullable() });

const actShape = z.object({
  act: z.int(),
  at: z.string(),
  kind: z.string(),
  state: stateShape.nullable(),
  count: z.int(),
});

const ruleShape = z.object({
  rule: z.int(),
  scope: scopeNameShape,
  check: z.string().nullable(),
  product: z.string().nullable(),
  packageId: z.string().nullable(),
  reason: z.string(),
  until: z.string().nullable(),
  at: z.string(),
  who: z.string().nullable(),
  /** Findings of the last run that are ignored by it. */
  count: z.int(),
});

const numbersShape = z.object({ quantity: z.string().nullable(), unit: z.string().nullable(), money: z.string().nullable(), currency: z.string().nullable(), rowCount: z.int().nullable() });

const historyShape = z.object({
  /** Number in the log. */
  entry: z.int(),
  at: z.string(),
  /** `null` for what the program noted by itself. */
  who: z.string().nullable(),
  kind: z.enum(['decision', 'note', 'expired', 'life']),
  state: stateShape.nullable(),
  code: codeShape.nullable(),
  reason: z.string().nullable(),
  note: z.string().nullable(),
  until: z.string().nullable(),
  /** Whether it was decided with a wider scope. */
  byRule: z.boolean(),
  /** What a run did to it: it went, its numbers changed, or it is again as it was decided about. */
  life: z.enum(['gone', 'changed', 'there']).nullable(),
  /** The numbers then, and the version that had found them. */
  numbers: numbersShape.nullable(),
  engine: z.string().nullable(),
  isUndone: z.boolean(),
});

const closedShape = z.object({
  key: z.string(),
  check: z.string(),
  firstSeen: z.string(),
  /** Time of the run that no longer had it. */
  gone: z.string(),
  packageId: z.string().nullable(),
  product: z.string().nullable(),
  numbers: numbersShape.nullable(),
  /** What the user had made of it. */
  state: stateShape.nullable(),
});

export const decisionProcedures = {
  /** Decides about findings of the last run; survives every import. With a wider scope one finding is given, and what is found later is ignored too. */
  'findings.decide': { input: z.strictObject({ keys: z.array(findingKeyShape).min(1).max(100_000), ...deciding, scope: scopeNameShape.default('finding') }), output: decidedShape },
  /** Decides about all findings of a query, of which the user saw so many; `count-changed` where there are others now. */
  'findings.decideAll': { input: z.strictObject({ query: queryShape, expected: z.int().min(1).max(1_000_000), ...deciding }), output: decidedShape },
  /** How many findings a query has, and how many of them nobody has settled; or how many a wider scope would ignore. */
  'findings.count': {
    input: z.union([z.strictObject({ query: queryShape }), z.strictObject({ key: findingKeyShape, scope: scopeNameShape })]),
    output: z.object({ count: z.int(), unsettled: z.int() }),
  },
  'findings.note': { input: z.strictObject({ key: findingKeyShape, text: linesShape(LIMITS.note).min(1) }), output: emptyShape },
  'findings.history': { input: z.strictObject({ key: findingKeyShape }), output: z.object({ entries: z.array(historyShape) }) },
  /** The act that can be taken back, and the one that can be done again. */
  'findings.undoable': { input: nothing, output: z.object({ undo: actShape.nullable(), redo: actShape.nullable() }) },
  /** Takes the last act back, which the user saw; `act-gone` where another was last. */
  'findings.undo': { input: z.strictObject({ act: z.int() }), output: decidedShape },
  'findings.redo': { input: z.strictObject({ act: z.int() }), output: decidedShape },
  'findings.rules': { input: nothing, output: z.object({ rules: z.array(ruleShape) }) },
  /** Ends a rule; what was ignored with it is open again. */
  'findings.revoke': { input: z.strictObject({ rule: z.int() }), output: decidedShape },
  /** Findings that a later run no longer had: how many, and so many of the last ones. */
  'findings.closed': { input: z.strictObject({ limit: z.int().min(0).max(1000).default(1000) }), output: z.object({ total: z.int(), findings: z.array(closedShape) }) },
  /** Goes through the whole log; `broken` says what is wrong first. `hash` stands for all of it. */
  'log.verify': { input: nothing, output: z.object({ entries: z.int(), hash: z.string(), broken: sentenceShape.nullable() }) },
} as const;

export type Rule = z.output<typeof ruleShape>;
export type HistoryEntry = z.output<typeof historyShape>;
export type UndoableAct = z.output<typeof actShape>;
export type ClosedFinding = z.output<typeof closedShape>;
