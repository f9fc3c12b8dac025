/** The life of a finding: what the user may make of it, and how it then stands. */

/** What the user makes of a finding. */
export const FINDING_STATES = ['open', 'progress', 'resolved', 'ignored'] as const;
export type FindingState = (typeof FINDING_STATES)[number];

/**
 * How a finding of the last run stands: as the user decided, or reopened because its numbers changed since then or because the
 * date passed until which it was ignored. One that is gone from the last run is closed, and stands in no table of findings.
 */
export const FINDING_STATUSES = ['open', 'reopened', 'progress', 'resolved', 'ignored'] as const;
export type FindingStatus = (typeof FINDING_STATUSES)[number];

/** What settled a finding that is resolved: data were completed, the vendor corrected, the amount was adjusted, or it is explained. */
export const RESOLUTIONS = ['data', 'vendor', 'adjusted', 'explained'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** How far ignoring reaches: this finding, all of its package, or all of its check and product; the wider ones also cover what is found later. */
export const SCOPES = ['finding', 'package', 'check-product'] as const;
export type DecisionScope = (typeof SCOPES)[number];

/** Why a decision no longer holds. */
export const REOPENINGS = ['numbers', 'until'] as const;
export type Reopening = (typeof REOPENINGS)[number];

/** Texts that the user writes, in characters. */
export const LIMITS = { reason: 1000, note: 10_000, signer: 100 } as const;
