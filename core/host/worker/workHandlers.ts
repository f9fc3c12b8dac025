import type { Locale } from '../../base/text.ts';
import type { RecordKind } from '../../fields/field.ts';
import type { DecisionScope } from '../../fields/decisions.ts';
import type { Query, Scope, View } from '../../fields/views.ts';
import { restoreBackup } from '../../store/backups.ts';
import type { Deciding } from '../../store/decisions.ts';
import type { Writing } from '../../store/log/log.ts';
import { detailsOf } from '../../store/views/details.ts';
import type { MadeOrder } from '../../store/views/orders/orders.ts';
import { scopeChoices } from '../../store/views/projectFacts.ts';
import { periodOf } from '../../store/views/period.ts';
import type { SameName } from '../../fields/names.ts';
import type { PolicyName } from '../../fields/policies.ts';
import { matchingOf } from '../runMemory.ts';
import { checkedTotal, type TypedTotal } from '../projectRules.ts';
import { expireDecisions } from '../today.ts';
import { backUp, soundnessOf, type BackupWish } from './backupWork.ts';
import type { ExportInput } from './exportWork.ts';
import { namesOf, policiesOf, totalsOf, unitsOf } from './basisWork.ts';
import { coverageCalendar, coverageDays } from './coverageWork.ts';
import type { ImportInput } from './importWork.ts';
import { findingDetail, relatedFindings } from './findingWork.ts';
import { latestRun } from './runSummary.ts';
import { compareSnapshots, snapshotList } from './snapshotWork.ts';
import { closedOf, historyOf, keysOf, rulesOf, unsettledOf, verdictOf } from './decisionWork.ts';
import type { SignInput } from './monthWork.ts';
import type { WorkCall, WorkContext } from './workContext.ts';

/** Most threads are asked for little of what they know: the rest is loaded when somebody asks for it, and nobody waits for it to see rows. */
const importing = () => import('./importWork.ts');
const running = () => import('./runWork.ts');
const months = () => import('./monthWork.ts');

/**
 * Everything that needs the project, which only threads of its own touch: the thread that serves windows must never wait
 * for a disk. What each thread is for stands in `ProjectSession`; all of them know all of this.
 */
export function workHandlers(context: WorkContext) {
  return {
    open: ({ path, cacheKib }: { path: string; cacheKib?: number }) => context.open(path, cacheKib),
    close: () => context.close(),
    copyTo: ({ path }: { path: string }) => context.store.copyTo(path),
    backUp: (of: BackupWish) => ({ name: backUp(context.store, of) }),
    /** Of a project that no thread has open. */
    restore: ({ path, name, now }: { path: string; name: string; now: string }) => ({ replaced: restoreBackup(path, name, now) }),
    check: () => soundnessOf(context.store),
    facts: () => ({ counts: context.views.counts(), files: context.views.files().size }),
    choices: (_input: object, call: WorkCall) => context.patiently(call, (views) => scopeChoices(views)),

    inspect: (input: ImportInput, call: WorkCall) => importing().then((work) => work.inspectFiles(context, input, call)),
    import: (input: ImportInput, call: WorkCall) => importing().then((work) => work.runImport(context, input, call)),
    sample: (input: { now: string }, call: WorkCall) => import('./sampleWork.ts').then((work) => work.openSample(context, input, call)),
    imports: () => context.store.importList(),
    removal: ({ id }: { id: number }) => context.store.removal(id),
    remove: ({ id }: { id: number }) => {
      const removal = context.store.removal(id);
      context.store.removeImport(id);
      return removal;
    },
    rejected: ({ file, start, end }: { file: number; start: number; end: number }) => context.store.rejectedRows(file, start, end),

    columns: ({ view }: { view: View }) => [...context.views.columns(view)],
    makeOrder: (query: Query, call: WorkCall) => context.patiently(call, (views) => views.makeOrder(query)),
    keepOrder: (made: MadeOrder) => context.views.keepOrder(made),
    block: ({ order, start, end }: { order: string; start: number; end: number }) => context.views.block(order, start, end),
    rows: ({ view, ids }: { view: View; ids: readonly number[] }) => context.views.rows(view, ids),
    sums: ({ query, fields }: { query: Query; fields?: readonly string[] | undefined }, call: WorkCall) => context.patiently(call, (views) => views.sums(query, fields)),
    distinct: ({ query, ...options }: { query: Query; field: string; search: string; limit: number }, call: WorkCall) => context.patiently(call, (views) => views.distinct(query, options)),
    locate: ({ order, id }: { order: string; id: number }) => context.views.locate(order, id),
    find: ({ order, text, after, isBackwards }: { order: string; text: string; after: number; isBackwards: boolean }, call: WorkCall) => context.patiently(call, (views) => views.find(order, text, after, isBackwards)),
    details: ({ kind, id }: { kind: RecordKind; id: number }) => detailsOf(context.views, kind, id),
    period: (query: Query) => periodOf(context.views, query),

    run: ({ now }: { now: string }, call: WorkCall) => running().then((work) => work.startRun(context, now, call)),
    latestRun: () => latestRun(context.store),
    finding: ({ key }: { key: string }) => findingDetail(context, key),
    ticket: ({ key, locale }: { key: string; locale: Locale }) => running().then((work) => work.ticketOf(context, key, locale)),
    related: ({ key }: { key: string }) => relatedFindings(context.store, key),
    decide: ({ keys, deciding, scope, writing }: { keys: readonly string[]; deciding: Deciding; scope: DecisionScope; writing: Writing }) => (scope === 'finding'
      ? context.store.decisions.decide(keys, deciding, writing)
      : context.store.decisions.ignoreWidely(keys[0]!, scope, deciding, writing)),
    keysOf: (query: Query, call: WorkCall) => context.patiently(call, (views) => keysOf(views, query)),
    unsettled: (query: Query, call: WorkCall) => context.patiently(call, (views) => unsettledOf(views, query)),
    covered: ({ key, scope }: { key: string; scope: DecisionScope }) => context.store.decisions.coveredCount(key, scope),
    note: ({ key, text, writing }: { key: string; text: string; writing: Writing }) => context.store.decisions.note(key, text, writing),
    history: ({ key }: { key: string }) => historyOf(context.store, key),
    undoable: () => context.store.decisions.undoable(),
    undo: ({ act, writing }: { act: number; writing: Writing }) => context.store.decisions.undo(act, writing),
    redo: ({ act, writing }: { act: number; writing: Writing }) => context.store.decisions.redo(act, writing),
    rules: () => rulesOf(context.store),
    revoke: ({ rule, writing }: { rule: number; writing: Writing }) => context.store.decisions.revoke(rule, writing),
    closed: ({ limit }: { limit: number }) => closedOf(context.store, limit),
    expire: ({ now }: { now: string }) => expireDecisions(context.store, now),
    verifyLog: () => verdictOf(context.store.verifyLog()),

    months: (_input: object, call: WorkCall) => months().then((work) => context.patiently(call, () => work.monthsOf(context))),
    proposal: ({ month }: { month: string }, call: WorkCall) => months().then((work) => context.patiently(call, () => work.proposalOf(context, month))),
    sign: (input: SignInput) => months().then((work) => work.signMonth(context.store, input)),
    overview: ({ scope }: { scope: Scope }, call: WorkCall) => import('./overviewWork.ts').then((work) => context.patiently(call, () => work.overviewOf(context, scope))),

    coverage: ({ today }: { today: string }, call: WorkCall) => context.patiently(call, () => coverageCalendar(context, today)),
    coverageDays: ({ product, month }: { product: string; month: string }, call: WorkCall) => context.patiently(call, () => coverageDays(context, product, month)),
    snapshots: () => snapshotList(context),
    compare: ({ before, after }: { before: string; after: string }) => compareSnapshots(context, before, after),

    policies: () => policiesOf(context),
    setPolicy: ({ product, name, value, writing }: { product: string; name: PolicyName; value: string | null; writing: Writing }) => context.store.settings.setPolicy({ product, name, value }, writing),
    names: (_input: object, call: WorkCall) => context.patiently(call, () => namesOf(context)),
    setName: ({ kind, name, same, isSame, writing }: SameName & { isSame: boolean; writing: Writing }) => context.store.settings.setName({ kind, name, same }, isSame, writing),
    units: (_input: object, call: WorkCall) => context.patiently(call, () => unitsOf(context)),
    setUnit: ({ word, same, writing }: { word: string; same: string | null; writing: Writing }) => context.store.settings.setUnit({ word, same }, writing),
    totals: (_input: object, call: WorkCall) => context.patiently(call, () => totalsOf(context)),
    setTotal: ({ typed, writing }: { typed: TypedTotal; writing: Writing }) => {
      const { of, amount } = checkedTotal(typed);
      return context.store.settings.setTotal(of, amount, writing);
    },
    matching: () => matchingOf(context.store.runs.latest()),

    export: (input: ExportInput, call: WorkCall) => import('./exportWork.ts').then((work) => work.writeExport(context, input, call)),
  };
}

export type WorkHandlers = ReturnType<typeof workHandlers>;
