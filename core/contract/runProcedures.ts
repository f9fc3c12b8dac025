import { z } from 'zod';
import { FINDING_STATES, FINDING_STATUSES, REOPENINGS, RESOLUTIONS, TIE_PARTS } from './names.ts';
import { workProgressShape } from './importProcedures.ts';
import { emptyShape, findingKeyShape, kindShape, localeShape, monthShape, scopeShape, sentenceShape } from './shapes.ts';

/** Runs of the checks, their findings, and the overview made of both. */

const severityShape = z.enum(['error', 'warning', 'info']);

const checkShape = z.object({
  id: z.string(),
  family: z.string(),
  checked: z.int(),
  passed: z.int(),
  failed: z.int(),
  notCheckable: z.int(),
  reasons: z.array(z.object({ reason: sentenceShape, count: z.int() })),
  /** Findings of the check in this run, by severity. */
  findings: z.object({ error: z.int(), warning: z.int(), info: z.int() }),
});

export const runShape = z.object({
  at: z.string(),
  engine: z.string(),
  snapshot: z.string().nullable(),
  /** Files came or went since, or the checks are of another version. */
  isStale: z.boolean(),
  checks: z.array(checkShape),
  findings: z.object({ error: z.int(), warning: z.int(), info: z.int() }),
});

/** A row that a finding cites. */
const evidenceShape = z.object({
  kind: kindShape,
  /** Number of the stored row; `null` for one that was set aside. */
  row: z.int().nullable(),
  file: z.string(),
  sheet: z.string().nullable(),
  line: z.int(),
  /** Place of the row in the natural order of its view, from 0. */
  at: z.int().nullable(),
  values: z.record(z.string(), z.string()),
});

export const findingShape = z.object({
  key: z.string(),
  check: z.string(),
  severity: severityShape,
  packageId: z.string().nullable(),
  transactionId: z.string().nullable(),
  product: z.string().nullable(),
  quantity: z.string().nullable(),
  unit: z.string().nullable(),
  money: z.string().nullable(),
  currency: z.string().nullable(),
  rowCount: z.int(),
  /** Place in the run, which is the `id` of its grid row. */
  position: z.int(),
  status: z.enum(FINDING_STATUSES),
  /** Why it was reopened. */
  reopened: z.enum(REOPENINGS).nullable(),
  /** What was decided last about it by itself. */
  decided: z.enum(FINDING_STATES).nullable(),
  code: z.enum(RESOLUTIONS).nullable(),
  reason: z.string().nullable(),
  note: z.string().nullable(),
  until: z.string().nullable(),
  /** The rule that ignores it, where it was not decided about by itself. */
  rule: z.int().nullable(),
  /** Who decided, and when. */
  who: z.string().nullable(),
  decidedAt: z.string().nullable(),
  /** The numbers that were decided about, where they are others now. */
  numbersThen: z.object({ quantity: z.string().nullable(), unit: z.string().nullable(), money: z.string().nullable(), currency: z.string().nullable(), rowCount: z.int().nullable() }).nullable(),
  /** Time of the first run that had it. */
  firstSeen: z.string().nullable(),
});

const money = z.object({ currency: z.string().nullable(), value: z.string() });

const readiness = z.object({
  kind: kindShape,
  state: z.enum(['full', 'partial', 'none']),
  rows: z.int(),
  /** Days without data, as `2025-05-03`…; for deductions the days that no export's window covers. */
  gaps: z.array(z.object({ from: z.string(), to: z.string() })),
  files: z.array(z.string()),
});

export const runProcedures = {
  /** Runs all checks over everything in the project; `cancelled` keeps the last run. `isSame` says that nothing had changed since that one; else so many packages of all were looked at, because imports had touched them. */
  'runs.start': { input: emptyShape, output: runShape.extend({ isSame: z.boolean(), heard: z.number().int(), packages: z.number().int() }), progress: workProgressShape },
  'runs.latest': { input: emptyShape, output: z.object({ run: runShape.nullable() }) },
  /** A finding in full; the rule is `<check>.rule`, what to do `<check>.act`. */
  'findings.get': {
    input: z.object({ key: findingKeyShape }),
    output: z.object({ finding: findingShape, why: z.array(sentenceShape), act: sentenceShape, evidence: z.array(evidenceShape) }),
  },
  /** A finding as text for a ticket to the vendor, in either language. Throws `finding-unknown`. */
  'findings.ticket': { input: z.object({ key: z.string().max(500), locale: localeShape }), output: z.object({ text: z.string() }) },
  /** Other findings of the same package, transaction or product. */
  'findings.related': { input: z.object({ key: findingKeyShape }), output: z.object({ findings: z.array(findingShape) }) },
  'overview.get': {
    input: z.object({ scope: scopeShape.default({}) }),
    output: z.object({
      months: z.array(z.object({ month: monthShape, kinds: z.array(readiness) })),
      /** Per currency; the parts add up to the total. */
      tieOut: z.array(z.object({
        currency: z.string().nullable(),
        total: z.string(),
        lines: z.int(),
        parts: z.array(z.object({ part: z.enum(TIE_PARTS), value: z.string(), lines: z.int(), types: z.array(z.object({ type: z.string().nullable(), value: z.string(), lines: z.int() })) })),
        addsUp: z.boolean(),
      })),
      findings: z.array(z.object({ severity: severityShape, count: z.int(), money: z.array(money) })),
      /** Most money first. */
      top: z.array(findingShape),
      /** Findings that were decided about and are open again. */
      reopened: z.int(),
      notCheckable: z.int(),
      /** Names of deductions that no line of the bill has. */
      unmatchedNames: z.int(),
      packages: z.object({
        total: z.int(),
        active: z.int(),
        expiring: z.int(),
        /** The moment that "in 30 days" counts from: the last snapshot. */
        snapshot: z.string().nullable(),
        atRisk: z.array(z.object({ row: z.int(), packageId: z.string(), packageName: z.string().nullable(), product: z.string().nullable(), expiry: z.string().nullable(), days: z.int().nullable(), remaining: z.string().nullable(), total: z.string().nullable(), unit: z.string().nullable(), usedPercent: z.string().nullable() })),
      }),
    }),
  },
} as const;

export type Run = z.output<typeof runShape>;
export type CheckCounts = z.output<typeof checkShape>;
export type FindingRecord = z.output<typeof findingShape>;
export type EvidenceRow = z.output<typeof evidenceShape>;
export type Overview = z.output<(typeof runProcedures)['overview.get']['output']>;
export type FindingDetail = z.output<(typeof runProcedures)['findings.get']['output']>;
