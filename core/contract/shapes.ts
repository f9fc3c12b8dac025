import { z } from 'zod';
import { ERROR_CODES } from '../base/errors.ts';
import { RECORD_KINDS } from '../fields/field.ts';
import { THEMES, VIEWS } from './names.ts';

/** Shapes that several subjects share. */

export const localeShape = z.enum(['zh-CN', 'en']);
export const themeShape = z.enum(THEMES);
export const kindShape = z.enum(RECORD_KINDS as readonly ['packages', 'deductions', 'bill']);
export const viewShape = z.enum(VIEWS);

/** A sentence that the page puts into words: `texts.get` knows those of the checks, resources/strings all others. */
export const sentenceShape = z.object({ id: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) });

/** Why something failed: its sentence is `error.<code>`. */
export const failureShape = z.object({ code: z.enum(ERROR_CODES), values: z.record(z.string(), z.union([z.string(), z.number()])) });

/** Stands for a file that the user chose, dropped, pasted or uploaded; its path stays with the program. */
export const refShape = z.object({ ref: z.string(), name: z.string(), size: z.number() });

/** `2025-05`. */
export const monthShape = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

/** Narrows every view; an absent part narrows nothing. Rows that have no such value (no month, no account) stay out. */
export const scopeShape = z.object({
  from: monthShape.optional(),
  to: monthShape.optional(),
  accounts: z.array(z.string()).max(1000).optional(),
  currencies: z.array(z.string()).max(100).optional(),
});

const keyShape = z.string().min(1).max(300);
const valueShape = z.string().max(10_000);

/**
 * A condition on one column. Texts compare without regard to case (ASCII); numbers exactly, given as plain digits; times as
 * `2025-05-01` or `2025-05-01 08:00:00`, where a date alone means its first second for `from`, `atLeast`, `less` and its last one
 * for `to`, `atMost`, `more`; choices by their codes.
 */
export const conditionShape = z.discriminatedUnion('op', [
  z.object({ op: z.enum(['contains', 'notContains', 'starts', 'ends', 'equals', 'notEqual', 'less', 'atMost', 'more', 'atLeast']), field: keyShape, value: valueShape }),
  z.object({ op: z.literal('between'), field: keyShape, from: valueShape, to: valueShape }),
  z.object({ op: z.enum(['in', 'notIn']), field: keyShape, values: z.array(valueShape.nullable()).max(5000) }),
  z.object({ op: z.enum(['blank', 'present']), field: keyShape }),
]);

/** A condition, or several of which one is enough. */
export const filterShape = z.union([conditionShape, z.object({ any: z.array(conditionShape).min(1).max(20) })]);

export const sortShape = z.object({ field: keyShape, descending: z.boolean().default(false) });

/** Which rows, in which order. Without a sort a view has its natural order (file and line; findings: by check, as the run lists them). */
export const queryShape = z.object({
  view: viewShape,
  /** All of them must hold. */
  filters: z.array(filterShape).max(100).default([]),
  /** Words (parted by spaces) that must each occur in some text column. */
  quick: z.string().max(500).default(''),
  sort: z.array(sortShape).max(10).default([]),
  scope: scopeShape.default({}),
});

/**
 * Text that a person writes and that goes into the log: no control characters, which would hide what stands there, and no half
 * characters, which no file could keep; nor what turns the direction of writing around, so that one reads what is not there.
 * Longer notes may have lines.
 */
const written = (most: number, pattern: RegExp): z.ZodString => z.string().max(most).regex(pattern);
export const lineShape = (most: number): z.ZodString => written(most, /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u);
export const linesShape = (most: number): z.ZodString => written(most, /^(?:[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]|[\n\r\t])*$/u);

/** A finding's key. */
export const findingKeyShape = z.string().min(1).max(500);

/** `2025-05-31`. */
export const dayShape = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const emptyShape = z.object({});

export type Sentence = z.output<typeof sentenceShape>;
export type Failure = z.output<typeof failureShape>;
export type Ref = z.output<typeof refShape>;
export type Scope = z.output<typeof scopeShape>;
export type Condition = z.output<typeof conditionShape>;
export type Filter = z.output<typeof filterShape>;
export type Sort = z.output<typeof sortShape>;
export type Query = z.output<typeof queryShape>;
