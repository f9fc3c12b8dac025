import type { RecordKind } from '../../fields/field.ts';
import type { FindingState, Query, Scope, View } from '../../fields/views.ts';
import { detailsOf } from '../../store/views/details.ts';
import type { MadeOrder } from '../../store/views/orders/orders.ts';
import { scopeChoices } from '../../store/views/projectFacts.ts';
import { periodOf } from '../../store/views/period.ts';
import { writeExport, type ExportInput } from './exportWork.ts';
import { coverageCalendar, coverageDays } from './coverageWork.ts';
import { inspectFiles, runImport, type ImportInput } from './importWork.ts';
import { overviewOf } from './overviewWork.ts';
import { compareSnapshots, snapshotList } from './snapshotWork.ts';
import { openSample } from './sampleWork.ts';
import { findingDetail, latestRun, relatedFindings, startRun } from './runWork.ts';
import type { WorkCall, WorkContext } from './workContext.ts';

/**
 * Everything that needs the project, which only threads of its own touch: the thread that serves windows must never wait
 * for a disk. What each thread is for stands in `ProjectSession`; all of them know all of this.
 */
export function workHandlers(context: WorkContext) {
  return {
    open: ({ path, cacheKib }: { path: string; cacheKib?: number }) => context.open(path, cacheKib),
    close: () => context.close(),
    copyTo: ({ path }: { path: string }) => context.store.copyTo(path),
    facts: () => ({ counts: context.views.counts(), files: context.views.files().size }),
    choices: (_input: object, call: WorkCall) => context.patiently(call, (views) => scopeChoices(views)),

    inspect: (input: ImportInput, call: WorkCall) => inspectFiles(context, input, call),
    import: (input: ImportInput, call: WorkCall) => runImport(context, input, call),
    sample: (input: { now: string }, call: WorkCall) => openSample(context, input, call),
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

    run: ({ now }: { now: string }, call: WorkCall) => startRun(context, now, call),
    latestRun: () => latestRun(context.store),
    finding: ({ key }: { key: string }) => findingDetail(context, key),
    related: ({ key }: { key: string }) => relatedFindings(context.store, key),
    decide: ({ keys, ...entry }: { keys: readonly string[]; state: FindingState; reason: string | null; note: string | null; at: string; who: string | null }) => context.store.decisions.decide(keys, entry),
    history: ({ key }: { key: string }) => context.store.decisions.history(key),
    overview: ({ scope }: { scope: Scope }, call: WorkCall) => context.patiently(call, () => overviewOf(context, scope)),

    coverage: ({ today }: { today: string }, call: WorkCall) => context.patiently(call, () => coverageCalendar(context, today)),
    coverageDays: ({ product, month }: { product: string; month: string }, call: WorkCall) => context.patiently(call, () => coverageDays(context, product, month)),
    snapshots: () => snapshotList(context),
    compare: ({ before, after }: { before: string; after: string }) => compareSnapshots(context, before, after),

    export: (input: ExportInput, call: WorkCall) => writeExport(context, input, call),
  };
}

export type WorkHandlers = ReturnType<typeof workHandlers>;
