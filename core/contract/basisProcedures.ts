import { z } from 'zod';
import { NAME_KINDS } from '../fields/names.ts';
import { POLICY_NAMES } from '../fields/policies.ts';
import { CURRENCY } from '../fields/totals.ts';
import { emptyShape, lineShape, monthShape } from './shapes.ts';

/** What a project goes by besides its facts: policies of products, names that are the same, totals to hold the bill against. Every change is logged. */

const nameShape = lineShape(300).min(1);
const kindShape = z.enum(NAME_KINDS);
const sourceShape = z.object({ title: z.string(), url: z.string().nullable() });
const changedShape = z.object({ isChanged: z.boolean() });

const productShape = z.object({
  /** `*` for every product about which nothing is documented or set. */
  product: z.string(),
  isInProject: z.boolean(),
  policies: z.array(z.object({
    name: z.enum(POLICY_NAMES),
    /** A word of `policy.<name>.<value>`; of the lag whole hours. */
    value: z.string(),
    origin: z.enum(['default', 'documented', 'set']),
    source: sourceShape.nullable(),
    /** Whether the project sets it for this very product. */
    isOwn: z.boolean(),
    /** The value that it has where the project sets none for it. */
    standard: z.string(),
  })),
});

const unmatchedShape = z.object({
  kind: kindShape,
  side: z.enum(['deductions', 'bill']),
  name: z.string(),
  product: z.string().nullable(),
  subproduct: z.string().nullable(),
  /** Names of one kind and one place on different sides may be the same. */
  place: z.string(),
  rows: z.int(),
});

const sideShape = z.enum(['deductions', 'bill']);
const passShape = z.enum(['exact', 'day', 'month']);

export const basisProcedures = {
  'policies.list': { input: emptyShape, output: z.object({ products: z.array(productShape) }) },
  /** Sets a policy of a product; `null` takes back what was set. Throws `option-value` for a value that the policy does not have. */
  'policies.set': { input: z.strictObject({ product: nameShape, name: z.enum(POLICY_NAMES), value: z.string().max(40).nullable() }), output: changedShape },
  'names.list': {
    input: emptyShape,
    output: z.object({
      known: z.array(z.object({ kind: kindShape, names: z.array(z.string()).readonly(), source: sourceShape })).readonly(),
      own: z.array(z.object({ kind: kindShape, name: z.string(), same: z.string(), at: z.string(), who: z.string().nullable() })).readonly(),
      /** The first of them, and how many there are on each side. */
      unmatched: z.array(unmatchedShape).readonly(),
      totals: z.object({ deductions: z.int(), bill: z.int() }),
    }),
  },
  /** Says that two names are the same, or no longer. */
  'names.set': { input: z.strictObject({ kind: kindShape, name: nameShape, same: nameShape, isSame: z.boolean() }), output: changedShape },
  /** Units that the program does not know, and what the project says that they stand for. */
  'units.list': { input: emptyShape, output: z.object({ units: z.array(z.object({ word: z.string(), rows: z.int(), places: z.array(z.string()).readonly(), same: z.string().nullable() })) }) },
  /** Says what a unit stands for; `null` takes it back. Throws `option-value` for a word that has a meaning, and for a unit that nobody knows. */
  'units.set': { input: z.strictObject({ word: lineShape(60).min(1), same: lineShape(60).min(1).nullable() }), output: changedShape },
  'totals.list': {
    input: emptyShape,
    output: z.object({
      totals: z.array(z.object({ month: z.string(), payer: z.string().nullable(), product: z.string().nullable(), currency: z.string(), amount: z.string(), at: z.string(), who: z.string().nullable() })),
      months: z.array(z.string()), payers: z.array(z.string()), products: z.array(z.string()), currencies: z.array(z.string()),
    }),
  },
  /** States what a month costs; `null` takes it back. Throws `option-value` for what is no amount. */
  'totals.set': {
    input: z.strictObject({ month: monthShape, payer: nameShape.nullable(), product: nameShape.nullable(), currency: z.string().regex(CURRENCY), amount: z.string().max(60).nullable() }),
    output: changedShape,
  },
  /** How usage of both sides met in the last run; `null` where there is none. */
  'runs.matching': {
    input: emptyShape,
    output: z.object({
      matching: z.object({
        passes: z.array(z.object({ pass: passShape, matched: z.int(), onlyDeductions: z.int(), onlyBill: z.int() })).readonly(),
        leftovers: z.array(z.object({ side: sideShape, pass: passShape, owner: z.string(), product: z.string(), subproduct: z.string(), item: z.string(), intervals: z.int(), rows: z.int() })).readonly(),
        leftoverItems: z.int(),
      }).nullable(),
    }),
  },
} as const;

export type PolicyProduct = z.output<typeof productShape>;
export type UnmatchedName = z.output<typeof unmatchedShape>;
