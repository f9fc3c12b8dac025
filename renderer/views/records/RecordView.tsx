import { useCallback, useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import type { Filter } from '../../../core/contract/shapes.ts';
import type { RecordKind } from '../../../core/fields/field.ts';
import { inWords } from '../../client.ts';
import { useApp, useCall, usePage, useSettings, useWays } from '../../frame/app.ts';
import { useCommand } from '../../frame/commands.ts';
import { Empty, Failed } from '../../frame/State.tsx';
import { keptSorts } from '../../grid/columnDefs.tsx';
import { ColumnSettings } from '../../grid/ColumnSettings.tsx';
import { gridColumns, type GridColumn } from '../../grid/columns.ts';
import { DataGrid, type GridHandle } from '../../grid/DataGrid.tsx';
import { numberDisplay, showCount } from '../../grid/format.ts';
import type { ColumnModel, ColumnSort, GridQuery } from '../../grid/query.ts';
import type { Order } from '../../grid/rowSource.ts';
import { StatusBar } from '../../grid/StatusBar.tsx';
import { useSay } from '../../i18n/useSay.ts';
import { Chips } from './Chips.tsx';
import { FilterBar, type BarFilters } from './FilterBar.tsx';
import { RecordTools } from './RecordTools.tsx';
import { useJump } from './useJump.ts';

const NO_MODEL: Readonly<Record<string, ColumnModel>> = {};

/** One grid of records with its filters, tools and totals. */
export function RecordView({ kind }: { readonly kind: RecordKind }): ReactElement {
  const { memory, state } = useApp();
  const names = useSay();
  const { t, locale, say } = names;
  const settings = usePage((page) => page.settings);
  const change = usePage((page) => [page.changes.imports, page.changes.project].join());
  const offered = useCall('records.columns', { view: kind }, ['imports', 'project']);
  const columns = useMemo(() => gridColumns(kind, { locale, say }, offered.value?.columns), [kind, locale, say, offered.value]);
  const remembered = memory.get(kind);
  const [bar, setBar] = useState<BarFilters>(() => new Map(remembered?.bar));
  const [quick, setQuick] = useState(remembered?.quick ?? '');
  const [model, setModel] = useState(remembered?.model ?? NO_MODEL);
  const [order, setOrder] = useState<Order | null>(null);
  const [query, setQuery] = useState<GridQuery | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [selected, setSelected] = useState(0);
  const [isChoosing, setChoosing] = useState(false);
  const [handle, setHandle] = useState<GridHandle | null>(null);
  const arrangement = useArrangement(kind, handle, columns);
  useEffect(() => { memory.set(kind, { model, bar: [...bar], quick }); }, [memory, kind, model, bar, quick]);
  const outer = useMemo(() => ({ view: kind, filters: [...bar.values()], quick, scope: settings.scope }), [kind, bar, quick, settings.scope]);
  const clear = useCallback(() => {
    setBar(new Map());
    setQuick('');
    setModel(NO_MODEL);
    if (handle?.api.isDestroyed() === false) handle.api.setFilterModel(null);
  }, [handle]);
  useAsked(kind, columns, handle, () => { setBar(new Map()); setQuick(''); });
  useJump(kind, handle, order, clear);
  useCommand('clearFilters', clear);
  useCommand('columns', () => setChoosing(true));
  return (
    <>
      <RecordTools kind={kind} order={order} query={query} handle={handle} columns={columns} quick={quick} setQuick={setQuick} choose={() => setChoosing(true)} />
      <FilterBar kind={kind} columns={columns} filters={bar} change={setBar} />
      <Chips columns={columns} model={model} clear={clear} remove={(id) => { const next = { ...model }; delete next[id]; handle?.api.setFilterModel(next); }} />
      {error !== null && <div style={{ padding: '0 16px 8px' }}><Failed message={inWords(error, say)} retry={() => { setError(null); handle?.source.forget(); handle?.api.purgeInfiniteCache(); }} /></div>}
      <section className="grid" aria-label={t(`nav.${kind}`)}>
        {offered.value !== null && (
          <DataGrid key={`${kind} ${locale} ${arrangement.turn}`} view={kind} columns={columns} state={settings.views[kind]} outer={outer} change={change}
            display={numberDisplay(settings.page['number'])} model={model} onModel={setModel} onReady={setHandle} onError={setError} onSelected={setSelected}
            onOrder={(next, asked) => { setOrder(next); setQuery(asked); if (next !== null) setError(null); }}
            onOpen={(row) => state.set({ drawer: { kind, id: row.id } })} onFocus={(row) => { if (state.get().drawer?.kind === kind) state.set({ drawer: { kind, id: row.id } }); }}
            onArranged={arrangement.keep} />
        )}
        {order?.total === 0 && <Nothing kind={kind} order={order} clear={clear} />}
      </section>
      <StatusBar order={order} columns={columns} selected={selected} display={numberDisplay(settings.page['number'])} />
      {isChoosing && handle !== null && (
        <ColumnSettings columns={columns} shown={new Set(columns.map((column) => column.id).filter((id) => handle.api.getColumn(id)?.isVisible() === true))} close={() => setChoosing(false)} restore={arrangement.restore}
          save={(shown) => {
            handle.api.setColumnsVisible(columns.filter((column) => shown.has(column.id) || column.locked).map((column) => column.id), true);
            handle.api.setColumnsVisible(columns.filter((column) => !shown.has(column.id) && !column.locked).map((column) => column.id), false);
          }} />
      )}
    </>
  );
}

/** Keeps order, width, pin, choice and sort of the columns in the settings a moment after the last change. */
function useArrangement(kind: RecordKind, handle: GridHandle | null, columns: readonly GridColumn[]): { readonly turn: number; readonly keep: () => void; readonly restore: () => void } {
  const change = useSettings();
  const timer = useRef(0);
  const [turn, setTurn] = useState(0);
  const latest = useRef({ handle, columns });
  latest.current = { handle, columns };
  return {
    turn,
    keep: () => {
      clearTimeout(timer.current);
      timer.current = window.setTimeout(() => {
        const { handle: grid, columns: all } = latest.current;
        if (grid === null || grid.api.isDestroyed()) return;
        const states = grid.api.getColumnState();
        const known = new Set(all.map((column) => column.id));
        const sorts = states.filter((column) => column.sort !== null && column.sort !== undefined).sort((a, b) => (a.sortIndex ?? 0) - (b.sortIndex ?? 0));
        change({ views: { [kind]: {
          columns: states.filter((column) => known.has(column.colId)).map((column) => ({
            key: column.colId, hidden: column.hide === true, pinned: column.pinned === 'left' || column.pinned === 'right' ? column.pinned : null, ...(typeof column.width === 'number' ? { width: Math.round(column.width) } : {}),
          })),
          sort: keptSorts(sorts.map(({ colId, sort }): ColumnSort => ({ colId, sort: sort === 'desc' ? 'desc' : 'asc' })), all),
        } } });
      }, 400);
    },
    restore: () => {
      clearTimeout(timer.current);
      // A new grid begins with the settings as they are by then.
      change({ views: { [kind]: null } }, () => setTurn((old) => old + 1));
    },
  };
}

/** Takes the conditions that another view asked of this grid, once, as filters of its columns. */
function useAsked(kind: RecordKind, columns: readonly GridColumn[], handle: GridHandle | null, begin: () => void): void {
  const { state } = useApp();
  const asked = usePage((page) => page.asked[kind]);
  useEffect(() => {
    if (asked === undefined || handle === null || handle.api.isDestroyed()) return;
    state.set({ asked: { ...state.get().asked, [kind]: undefined } });
    begin();
    const keyOf = (filter: Filter): string => ('any' in filter ? filter.any[0]!.field : filter.field);
    handle.api.setFilterModel(Object.fromEntries(asked.map((filter) => [columns.find((column) => column.fields.some((field) => field.key === keyOf(filter)))?.id ?? keyOf(filter), { filter }])));
  }, [asked, handle, kind, columns, state, begin]);
}

function Nothing({ kind, order, clear }: { readonly kind: RecordKind; readonly order: Order; readonly clear: () => void }): ReactElement {
  const { t } = useSay();
  const ways = useWays();
  if (order.all === 0) {
    return (
      <div className="overlay">
        <Empty title={t(`state.empty.${kind}`)} why={t('state.emptyWhy')}><button type="button" className="linkish" onClick={() => ways.open('imports')}>{t('state.toImports')}</button></Empty>
      </div>
    );
  }
  return (
    <div className="overlay">
      <Empty title={t('state.filtered')} why={t('state.filteredWhy', { count: showCount(order.all) })}>
        <button type="button" className="linkish" onClick={clear}>{t('state.clearFilters')}</button>
        {order.unscoped > 0 && <button type="button" className="linkish" onClick={() => ways.setScope({})}>{t('state.clearScope')}</button>}
      </Empty>
    </div>
  );
}
