import { useCallback, useEffect, useMemo, useState, type ReactElement } from 'react';
import { Button, Select } from 'tdesign-react';
import type { Filter } from '../../../core/contract/shapes.ts';
import { inWords } from '../../client.ts';
import { useApp, useCall, usePage, useWays } from '../../frame/app.ts';
import { useCommand } from '../../frame/commands.ts';
import { Empty, Failed } from '../../frame/State.tsx';
import { useRun } from '../../frame/useRun.ts';
import { gridColumns } from '../../grid/columns.ts';
import { DataGrid, type GridHandle } from '../../grid/DataGrid.tsx';
import { numberDisplay, showCount } from '../../grid/format.ts';
import type { ColumnModel, GridQuery } from '../../grid/query.ts';
import type { Order } from '../../grid/rowSource.ts';
import { useSay } from '../../i18n/useSay.ts';
import { useExport } from '../exports/useExport.ts';
import { useJump } from '../records/useJump.ts';
import { CheckList } from './CheckList.tsx';
import { useFindingKeys } from './useFindingKeys.ts';
import { WhyPanel } from './WhyPanel.tsx';

const SEVERITIES = ['error', 'warning', 'info'] as const;
const STATES = ['open', 'progress', 'resolved', 'ignored'] as const;
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
  const columns = useMemo(() => gridColumns('findings', { locale, say }), [locale, say]);
  const save = useExport();
  const filters = useMemo<Filter[]>(() => [
    ...(check === null ? [] : [{ op: 'in' as const, field: 'check', values: [check] }]),
    ...(severities.length === 0 ? [] : [{ op: 'in' as const, field: 'severity', values: [...severities] }]),
    ...(states.length === 0 ? [] : [{ op: 'in' as const, field: 'status', values: [...states] }]),
  ], [check, severities, states]);
  const outer = useMemo(() => ({ view: 'findings' as const, filters, quick: '', scope: settings.scope }), [filters, settings.scope]);
  const clear = useCallback(() => { setSeverities([]); setStates([]); state.set({ check: null }); handle?.api.setFilterModel(null); }, [state, handle]);
  useCommand('clearFilters', clear);
  useCommand('export', () => save({ what: 'report' }));
  useJump('findings', handle, order, clear);
  useLinked(selected, handle);
  const onKeyDown = useFindingKeys(handle, order);
  return (
    <>
      <header className="view-head">
        <h1>{t('nav.findings')}</h1>
        {order !== null && <span className="muted">{t('status.count', { count: showCount(order.total) })}</span>}
        <span className="grow" />
        <Select multiple clearable minCollapsedNum={1} style={{ width: 150 }} placeholder={t('finding.severity')} value={[...severities]} onChange={(value) => setSeverities(value as string[])}
          options={SEVERITIES.map((severity) => ({ value: severity, label: say(`severity.${severity}`) }))} inputProps={{ 'aria-label': t('finding.severity') } as object} />
        <Select multiple clearable minCollapsedNum={1} style={{ width: 150 }} placeholder={t('finding.status')} value={[...states]} onChange={(value) => setStates(value as string[])}
          options={STATES.map((one) => ({ value: one, label: t(`decision.${one}`) }))} inputProps={{ 'aria-label': t('finding.status') } as object} />
        <Button variant="outline" onClick={clear}>{t('reset')}</Button>
        <Button variant="outline" disabled={query === null} onClick={() => { if (query !== null) save({ what: 'view', query, format: 'xlsx' }); }}>{t('export.findings')}</Button>
        <Button onClick={() => save({ what: 'report' })}>{t('export.report')}</Button>
      </header>
      {error !== null && <Failed message={inWords(error, say)} />}
      <div className="findings">
        <CheckList checks={checks} selected={check} select={(id) => state.set({ check: id })} />
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

/** A finding that another view asked for is looked up once and shown in the list. */
function useLinked(key: string | null, handle: GridHandle | null): void {
  const { state } = useApp();
  const found = useCall('findings.get', { key: key ?? '' });
  useEffect(() => {
    if (key === null || handle === null || handle.api.isDestroyed() || found.value?.finding.key !== key) return;
    const focused = handle.api.getFocusedCell();
    const row = focused === null ? undefined : handle.api.getDisplayedRowAtIndex(focused.rowIndex)?.data;
    if (row?.values['key'] !== key) state.set({ jump: { view: 'findings', id: found.value.finding.position } });
  }, [key, handle, found.value, state]);
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
