/** Parts of what a month is signed with: the files that went in, what was found, and what was decided about it. */
export const SEAL_PARTS = ['input', 'finding', 'decision'] as const;
export type SealPart = (typeof SEAL_PARTS)[number];

/** How a month stands: never signed, as it was signed, or changed since. */
export const SEAL_STATES = ['unsigned', 'signed', 'broken'] as const;
export type SealState = (typeof SEAL_STATES)[number];

/** What may have changed since a month was signed. */
export const SEAL_CHANGES = ['inputAdded', 'inputRemoved', 'findingAdded', 'findingGone', 'findingChanged', 'decisionChanged'] as const;
export type SealChangeKind = (typeof SEAL_CHANGES)[number];

/** What must be so before a month is signed; only the run cannot be waived. */
export const SIGN_ITEMS = ['run', 'coverage', 'decided'] as const;
export type SignItem = (typeof SIGN_ITEMS)[number];
