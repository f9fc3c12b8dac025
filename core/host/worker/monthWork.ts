import { AppError } from '../../base/errors.ts';
import { SIGN_ITEMS, type SignItem } from '../../fields/signOff.ts';
import type { Writing } from '../../store/log/log.ts';
import { hashesOf, sealState, type SealChange, type SealItems, type SignBody, type SignOff } from '../../store/signOffs.ts';
import type { Store } from '../../store/store.ts';
import { monthFacts, type MonthFacts } from '../../store/views/months.ts';
import { stampOfAll } from '../../store/views/version.ts';
import { isStaleRun } from './runSummary.ts';
import type { WorkContext } from './workContext.ts';

/** Signing months off: what a month consists of now, and whether it is still what was signed. */

interface SignedMonth {
  readonly entry: number;
  readonly at: string;
  readonly name: string;
  readonly who: string | null;
  readonly remark: string | null;
  readonly waived: SignItem[];
  readonly hashes: SignBody['hashes'];
  readonly hash: string;
}

export interface Month {
  readonly month: string;
  readonly state: ReturnType<typeof sealState>;
  readonly signed: SignedMonth | null;
  readonly times: number;
  readonly changes: { kind: SealChange['kind']; count: number; names: string[] }[];
  readonly checklist: { item: SignItem; isMet: boolean }[];
  readonly coverage: { kind: MonthFacts['kinds'][number]['kind']; state: MonthFacts['kinds'][number]['state'] }[];
  readonly findings: MonthFacts['counts'];
  readonly inputs: number;
  readonly digest: string;
}

/** Months that were signed and of which nothing is left count too: all their files are gone. */
export function monthsOf({ store, views }: Pick<WorkContext, 'store' | 'views'>): Month[] {
  return views.version.once('signed months', () => {
    const isFresh = isStaleRun(store) === false;
    const signed = Map.groupBy(store.signOffs.all(), ({ month }) => month);
    const facts = monthFacts(views);
    const gone = [...signed.keys()].filter((month) => !facts.some((one) => one.month === month)).map(emptyMonth);
    return [...facts, ...gone].sort((a, b) => (a.month < b.month ? -1 : 1)).map((month) => monthOf(store, month, signed.get(month.month) ?? [], isFresh));
  });
}

function emptyMonth(month: string): MonthFacts {
  const none = { all: 0, undecided: 0 };
  return { month, kinds: [], items: { input: [], finding: [], decision: [] }, counts: { error: none, warning: none, info: none } };
}

function monthOf(store: Store, facts: MonthFacts, signOffs: readonly SignOff[], isFresh: boolean): Month {
  const { month, kinds, items, counts } = facts;
  const last = signOffs.at(-1) ?? null;
  const changes = last === null ? [] : store.signOffs.changes(last.entry, items);
  return {
    month, state: sealState(last, changes), times: signOffs.length,
    signed: last === null ? null : signedMonth(last),
    changes: changes.map(({ kind, count, names }) => ({ kind, count, names: [...names] })),
    checklist: checklistOf(facts, isFresh), coverage: kinds.map(({ kind, state }) => ({ kind, state })), findings: counts, inputs: items.input.length, digest: digestOf(items),
  };
}

export function signedMonth({ entry, at, name, who, remark, waived, hashes, hash }: SignOff): SignedMonth {
  return { entry, at, name, who, remark, waived: SIGN_ITEMS.filter((item) => waived.includes(item)), hashes, hash };
}

function checklistOf({ kinds, counts }: MonthFacts, isFresh: boolean): Month['checklist'] {
  return [
    { item: 'run', isMet: isFresh },
    { item: 'coverage', isMet: kinds.length > 0 && kinds.every(({ state }) => state === 'full') },
    { item: 'decided', isMet: counts.error.undecided + counts.warning.undecided === 0 },
  ];
}

function digestOf(items: SealItems): string {
  const { input, finding, decision } = hashesOf(items);
  return [input, finding, decision].map((hash) => hash.slice(0, 16)).join('-');
}

/** A month as it would be signed, with the state of the project that it was read from. */
export interface Proposal {
  readonly digest: string;
  readonly stamp: string;
  readonly unmet: readonly SignItem[];
  readonly items: SealItems;
  readonly counts: SignBody['counts'];
}

/** Throws `month-unknown`. */
export function proposalOf({ store, views }: WorkContext, month: string): Proposal {
  const stamp = stampOfAll(views.db);
  const facts = monthFacts(views).find((one) => one.month === month);
  if (facts === undefined) throw new AppError('month-unknown', { month });
  const { items, counts } = facts;
  return {
    digest: digestOf(items), stamp, items,
    unmet: checklistOf(facts, isStaleRun(store) === false).flatMap(({ item, isMet }) => (isMet ? [] : [item])),
    counts: { input: items.input.length, finding: items.finding.length, decision: items.decision.length, undecided: counts.error.undecided + counts.warning.undecided },
  };
}

export interface SignInput {
  readonly month: string;
  readonly name: string;
  readonly remark: string | null;
  readonly proposal: Proposal;
  readonly writing: Writing;
}

/** Writes a sign-off; throws `sign-run` and `sign-changed`. */
export function signMonth(store: Store, { month, name, remark, proposal, writing }: SignInput): { entry: number } {
  const run = store.runs.latestHead();
  if (run === null || proposal.unmet.includes('run')) throw new AppError('sign-run', { month });
  const body = { month, name, remark, waived: [...proposal.unmet], counts: proposal.counts, run: { at: run.at, engine: run.engine, snapshot: run.snapshot } };
  return { entry: store.signOffs.sign(body, proposal.items, writing, (db) => stampOfAll(db) === proposal.stamp) };
}
