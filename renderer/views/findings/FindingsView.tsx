import { useCallback, useEffect, useMemo, useState, type ReactElement } from 'react';
import { Button, Select } from 'tdesign-react';
import { FINDING_STATUSES } from '../../../core/contract/names.ts';
import type { Filter } from '../../../core/contract/shapes.ts';
import { inWords } from '../../client.ts';
import { useApp, usePage, useWays } from '../../frame/app.ts';
import { useCommand } from '../../frame/commands.ts';
import { Empty, Failed } from '../../frame/State.tsx';
import { useRun } from '../../frame/useRun.ts';
import { gridColumns, type GridColumn } from '../../grid/columns.ts';
import { DataGrid, type GridHandle } from '../../grid/DataGrid.tsx';
import { numberDisplay, showCount } from '../../grid/format.ts';
import type { ColumnModel, GridQuery } from '../../grid/query.ts';
import type { Order } from '../../grid/rowSource.ts';
import { useSay } from '../../i18n/useSay.ts';
import { useExport } from '../exports/useExport.ts';
import { Quick } from '../records/Quick.tsx';
import { useJump } from '../records/useJump.ts';
import { CheckList } from './CheckList.tsx';
import { FindingTools } from './FindingTools.tsx';
import { useFindingKeys } from './useFindingKeys.ts';
import { WhyPanel } from './WhyPanel.tsx';

const SEVERITIES = ['error', 'warning', 'info'] as const;
const NO_MODEL: Readonly<Record<string, ColumnModel>> = {};

/** What the checks say: checks at the left, their findings in the middle, and why at the right. */
export function FindingsView(): ReactElement {
  const { t } = useSay();
  const { run, start, isRunning } = useRun();
  const hasRows = usePage(({ project: { counts } }) => counts.packages + counts.deductions + counts.bill > 0);
  const ways = useWays();
  if (run === null) {
    return (
      <Empty title={t('run.never')} why={t(hasRows ? 'findings.notRun' : 'state.emptyWhy')}>
        {hasRows ? <Button loading={isRunning} onClick={start}>{t('run.start')}</Button> : <Button onClick={() => ways.open('imports')}>{t('state.toImports')}</Button>}
      </Empty>
    );
  }
  return <Findings checks={run.checks} />;
}

function Findings({ checks }: { readonly checks: Parameters<typeof CheckList>[0]['checks'] }): ReactElement {
  const { state } = useApp();
  const { t, locale, say } = useSay();
  const check = usePage((page) => page.check);
  const selected = usePage((page) => page.finding);
  const settings = usePage((page) => page.settings);
  const change = usePage((page) => [page.changes.run, page.changes.project, page.changes.decisions].join());
  const [severities, setSeverities] = useState<readonly string[]>([]);
  const [states, setStates] = useState<readonly string[]>([]);
  const [order, setOrder] = useState<Order | null>(null);
  const [query, setQuery] = useState<GridQuery | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [handle, setHandle] = useState<GridHandle | null>(null);
  const [model, setModel] = useState(NO_MODEL);
  const [quick, setQuick] = useState('');
  const columns = useMemo(() => withStatus(gridColumns('findings', { locale, say })), [locale, say]);
  const save = useExport();
  const filters = useMemo<Filter[]>(() => [
    ...(check === null ? [] : [{ op: 'in' as const, field: 'check', values: [check] }]),
    ...(severities.length === 0 ? [] : [{ op: 'in' as const, field: 'severity', values: [...severities] }]),
    ...(states.length === 0 ? [] : [{ op: 'in' as const, field: 'status', values: [...states] }]),
  ], [check, severities, states]);
  const outer = useMemo(() => ({ view: 'findings' as const, filters, quick, scope: settings.scope }), [filters, quick, settings.scope]);
  const clear = useCallback(() => { setSeverities([]); setStates([]); setQuick(''); setModel(NO_MODEL); state.set({ check: null }); if (handle?.api.isDestroyed() === false) handle.api.setFilterModel(null); }, [state, handle]);
  useCommand('clearFilters', clear);
  useCommand('export', () => save({ what: 'report' }));
  useAsked(setStates);
  useJump('findings', handle, order, clear);
  useLinked(handle);
  useMarked(selected, handle, order);
  useFirst(selected, isOrderOf(query, filters) ? order : null);
  const onKeyDown = useFindingKeys(handle, order);
  return (
    <>
      <header className="view-head">
        <h1>{t('nav.findings')}</h1>
        {order !== null && <span className="muted">{t('status.count', { count: showCount(order.total) })}</span>}
        <span className="grow" />
        <Quick text={quick} change={setQuick} />
        <Select multiple clearable minCollapsedNum={1} style={{ width: 130 }} placeholder={t('finding.severity')} value={[...severities]} onChange={(value) => setSeverities(value as string[])}
          options={SEVERITIES.map((severity) => ({ value: severity, label: say(`severity.${severity}`) }))} inputProps={{ 'aria-label': t('finding.severity') } as object} />
        <Select multiple clearable minCollapsedNum={1} style={{ width: 130 }} placeholder={t('finding.status')} value={[...states]} onChange={(value) => setStates(value as string[])}
          options={FINDING_STATUSES.map((one) => ({ value: one, label: t(`decision.${one}`) }))} inputProps={{ 'aria-label': t('finding.status') } as object} />
        <Button variant="outline" onClick={clear}>{t('reset')}</Button>
        <Button variant="outline" disabled={query === null} onClick={() => { if (query !== null) save({ what: 'view', query, format: 'xlsx' }); }}>{t('export.findings')}</Button>
        <Button onClick={() => save({ what: 'report' })}>{t('export.report')}</Button>
      </header>
      <FindingTools order={order} query={query} />
      {error !== null && <Failed message={inWords(error, say)} />}
      <div className="findings">
        <CheckList checks={checks} selected={check} select={(id) => state.set({ check: id, finding: null })} />
        <section className="finding-grid" aria-label={t('findings.list')} onKeyDown={onKeyDown}>
          <DataGrid key={locale} view="findings" columns={columns} state={undefined} outer={outer} change={change} display={numberDisplay(settings.page['number'])} model={model}
            onModel={setModel} onReady={setHandle} onError={setError} onOrder={(next, asked) => { setOrder(next); setQuery(asked); }} onSelected={() => undefined} onArranged={() => undefined}
            onOpen={() => document.getElementById('why')?.focus()} onFocus={(row) => { const key = row.values['key']; if (key !== undefined) state.set({ finding: key }); }} />
          {order?.total === 0 && <NoFindings order={order} clear={clear} />}
        </section>
        <WhyPanel findingKey={selected} />
      </div>
    </>
  );
}

/** Another view may ask for findings that stand in some way. */
function useAsked(setStates: (states: readonly string[]) => void): void {
  const { state } = useApp();
  const asked = usePage((page) => page.asked.findings);
  useEffect(() => {
    if (asked === undefined) return;
    state.set({ asked: { ...state.get().asked, findings: undefined }, check: null, finding: null });
    const standing = asked.find((filter) => 'field' in filter && filter.field === 'status' && filter.op === 'in');
    if (standing !== undefined && 'values' in standing) setStates(standing.values.filter((value) => value !== null));
  }, [asked, state, setStates]);
}

/** How a finding stands is what people look for while they work through a list: it stands beside the check. */
function withStatus(columns: readonly GridColumn[]): readonly GridColumn[] {
  const FIRST = ['severity', 'status', 'check'];
  const place = ({ id }: GridColumn): number => (FIRST.includes(id) ? FIRST.indexOf(id) : FIRST.length);
  return columns.toSorted((a, b) => place(a) - place(b));
}

/** Whether the order that stands is already that of these filters. */
function isOrderOf(query: GridQuery | null, filters: readonly Filter[]): boolean {
  return query !== null && JSON.stringify(query.filters.slice(0, filters.length)) === JSON.stringify(filters) && (filters.length > 0 || query.filters.length === 0);
}

/** The first finding of a new list is shown at once, so that the panel is never empty without reason. */
function useFirst(selected: string | null, order: Order | null): void {
  const { connection, state } = useApp();
  useEffect(() => {
    if (selected !== null || order === null || order.total === 0) return undefined;
    let isCurrent = true;
    connection.client.call('records.block', { order: order.order, start: 0, end: 1 }).then(({ rows }) => {
      const key = rows[0]?.values['key'];
      // Another check may have been chosen while the answer was on its way.
      if (isCurrent && key !== undefined && state.get().finding === null) state.set({ finding: key });
    }, () => undefined);
    return () => { isCurrent = false; };
  }, [selected, order, connection, state]);
}

/** A finding that another view asked for is looked up once and shown in the list. */
function useLinked(handle: GridHandle | null): void {
  const { connection, state } = useApp();
  const linked = usePage((page) => page.linked);
  useEffect(() => {
    if (linked === null || handle === null) return;
    state.set({ linked: null });
    connection.client.call('findings.get', { key: linked }).then(({ finding }) => state.set({ jump: { view: 'findings', id: finding.position } }), () => undefined);
  }, [linked, handle, connection, state]);
}

/** The row of the finding that the panel explains is marked, however it was chosen. */
function useMarked(selected: string | null, handle: GridHandle | null, order: Order | null): void {
  useEffect(() => {
    if (handle === null || order === null) return undefined;
    const mark = (): void => {
      if (handle.api.isDestroyed()) return;
      handle.api.forEachNode((node) => { if (node.data !== undefined) node.setSelected(node.data.values['key'] === selected); });
    };
    mark();
    const timer = setTimeout(mark, 400);
    return () => clearTimeout(timer);
  }, [selected, handle, order]);
}

function NoFindings({ order, clear }: { readonly order: Order; readonly clear: () => void }): ReactElement {
  const { t } = useSay();
  const ways = useWays();
  return (
    <div className="overlay">
      {order.all === 0 ? <Empty title={t('findings.none')} why={t('findings.noneWhy')} /> : (
        <Empty title={t('state.filtered')} why={t('state.filteredWhy', { count: showCount(order.all) })}>
          <button type="button" className="linkish" onClick={clear}>{t('state.clearFilters')}</button>
          {order.unscoped > 0 && <button type="button" className="linkish" onClick={() => ways.setScope({})}>{t('state.clearScope')}</button>}
        </Empty>
      )}
    </div>
  );
}
