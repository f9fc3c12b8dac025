import { useState, type ReactElement } from 'react';
import { Button, Checkbox, MessagePlugin, Select } from 'tdesign-react';
import { visible } from '../../../core/base/visible.ts';
import type { ExportRecord } from '../../../core/contract/exportProcedures.ts';
import { failureInWords, inWords } from '../../client.ts';
import { useApp, useCall, usePage } from '../../frame/app.ts';
import { Modal } from '../../frame/Modal.tsx';
import { localTime } from '../../frame/ScopeBar.tsx';
import { Mark, type Mood } from '../../frame/Severity.tsx';
import { Failed } from '../../frame/State.tsx';
import { showCount } from '../../grid/format.ts';
import { useSay } from '../../i18n/useSay.ts';
import { useExport } from './useExport.ts';

const TYPES = ['packages', 'deductions', 'bill', 'findings', 'report', 'rejected', 'evidence'] as const;
const STATES = ['running', 'ready', 'failed', 'cancelled'] as const;
const MOODS: Readonly<Record<ExportRecord['state'], Mood>> = { running: 'info', ready: 'good', failed: 'error', cancelled: 'unknown' };
const KINDS = ['packages', 'deductions', 'bill', 'findings'] as const;

/** Files on their way out and those that were made, as the vendor's page keeps its export records. */
export function ExportsView(): ReactElement {
  const { t, say } = useSay();
  const scope = usePage((page) => page.settings.scope);
  const counts = usePage((page) => page.project.counts);
  const hasRun = usePage((page) => page.run !== null);
  const [types, setTypes] = useState<readonly string[]>([]);
  const [states, setStates] = useState<readonly string[]>([]);
  const { value, error, reload } = useCall('exports.list', {}, ['exports', 'project']);
  const [isRedacted, setRedacted] = useState(false);
  const save = useExport(isRedacted);
  const shown = (value?.exports ?? []).filter((record) => (types.length === 0 || types.includes(record.type)) && (states.length === 0 || states.includes(record.state)));
  return (
    <>
      <header className="view-head"><h1>{t('nav.exports')}</h1></header>
      <div className="view-scroll">
        <section className="card" aria-label={t('export.new')}>
          <h2>{t('export.new')}</h2>
          <div className="row" style={{ justifyContent: 'flex-start' }}>
            <Button disabled={!hasRun} onClick={() => save({ what: 'report' })}>{t('export.report')}</Button>
            {KINDS.map((kind) => (
              <Button key={kind} variant="outline" disabled={counts[kind] === 0} onClick={() => save({ what: 'view', query: { view: kind, scope }, format: 'xlsx' })}>{t(`nav.${kind}`)} · xlsx</Button>
            ))}
            {KINDS.map((kind) => (
              <Button key={kind} variant="text" disabled={counts[kind] === 0} onClick={() => save({ what: 'view', query: { view: kind, scope }, format: 'csv' })}>{t(`nav.${kind}`)} · csv</Button>
            ))}
          </div>
          <Checkbox checked={isRedacted} onChange={setRedacted}>{t('export.redact')}</Checkbox>
          <span className="muted">{t(isRedacted ? 'export.redactWhy' : 'export.newWhy')}</span>
        </section>
        <section className="card" aria-label={t('export.records')}>
          <div className="row">
            <h2>{t('export.records')}</h2>
            <span className="row">
              <Select multiple clearable minCollapsedNum={1} style={{ width: 180 }} placeholder={t('export.type')} value={[...types]} onChange={(next) => setTypes(next as string[])}
                options={TYPES.map((type) => ({ value: type, label: t(`export.type.${type}`) }))} inputProps={{ 'aria-label': t('export.type') } as object} />
              <Select multiple clearable minCollapsedNum={1} style={{ width: 160 }} placeholder={t('export.state')} value={[...states]} onChange={(next) => setStates(next as string[])}
                options={STATES.map((one) => ({ value: one, label: t(`export.state.${one}`) }))} inputProps={{ 'aria-label': t('export.state') } as object} />
            </span>
          </div>
          {error !== null && <Failed message={inWords(error, say)} retry={reload} />}
          {value !== null && shown.length === 0 ? <span className="muted">{t(value.exports.length === 0 ? 'export.none' : 'state.filtered')}</span> : <Records records={shown} />}
        </section>
      </div>
    </>
  );
}

function Records({ records }: { readonly records: readonly ExportRecord[] }): ReactElement {
  const { t } = useSay();
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label={t('export.records')}>
      <table className="plain">
        <thead><tr><th>{t('export.type')}</th><th>{t('export.name')}</th><th>{t('export.state')}</th><th className="number">{t('export.rows')}</th><th>{t('export.created')}</th><th>{t('export.opened')}</th><th>{t('export.actions')}</th></tr></thead>
        <tbody>{records.map((record) => <RecordLine key={record.id} record={record} />)}</tbody>
      </table>
    </div>
  );
}

function RecordLine({ record }: { readonly record: ExportRecord }): ReactElement {
  const { t, say } = useSay();
  const task = usePage((page) => page.tasks.find((one) => one.kind === 'export' && one.state === 'running' && one.name === record.name));
  const done = task?.done ?? record.done;
  const total = task?.total ?? record.total;
  const percent = record.state === 'running' && total > 0 ? ` ${Math.floor((done / total) * 100)} %` : '';
  return (
    <tr>
      <td style={{ whiteSpace: 'nowrap' }}>{t(`export.type.${record.type}`)}</td>
      <td className="mono name">{visible(record.name)}</td>
      <td>
        {record.isMissing ? <Mark mood="warning">{t('export.missing')}</Mark> : <Mark mood={MOODS[record.state]}>{`${t(`export.state.${record.state}`)}${percent}`}</Mark>}
        {record.failure !== null && <div className="severity-error two-lines" title={failureInWords(record.failure, say)}>{failureInWords(record.failure, say)}</div>}
      </td>
      <td className="number">{record.rows === null ? '' : showCount(record.rows)}</td>
      <td style={{ whiteSpace: 'nowrap' }}>{localTime(record.createdAt)}</td>
      <td style={{ whiteSpace: 'nowrap' }}>{record.openedAt === null ? '—' : localTime(record.openedAt)}</td>
      <td><Actions record={record} /></td>
    </tr>
  );
}

function Actions({ record }: { readonly record: ExportRecord }): ReactElement {
  const { t, say } = useSay();
  const { connection } = useApp();
  const canShowFolder = usePage((page) => page.canShowFolder);
  const [isDeleting, setDeleting] = useState(false);
  const tell = (error: unknown): void => void MessagePlugin.error(inWords(error, say), 6000);
  const open = (): void => {
    connection.client.call('exports.open', { id: record.id }).then(({ url }) => {
      if (url === null) return;
      const link = document.createElement('a');
      link.href = url;
      link.download = record.name;
      link.click();
    }).catch(tell);
  };
  const canOpen = record.state === 'ready' && !record.isMissing;
  return (
    <span className="row" style={{ flexWrap: 'nowrap', whiteSpace: 'nowrap' }}>
      {canOpen && <button type="button" className="linkish" onClick={open}>{t(canShowFolder ? 'export.open' : 'export.download')}</button>}
      {canOpen && canShowFolder && <button type="button" className="linkish" onClick={() => { connection.client.call('exports.showInFolder', { id: record.id }).catch(tell); }}>{t('export.show')}</button>}
      {record.state === 'running' && <button type="button" className="linkish" onClick={() => { connection.client.call('exports.cancel', { id: record.id }).catch(tell); }}>{t('cancel')}</button>}
      {record.state !== 'running' && <button type="button" className="linkish" onClick={() => setDeleting(true)}>{t('export.delete')}</button>}
      {isDeleting && (
        <Modal theme="warning" header={t('export.delete')} close={() => setDeleting(false)} confirmBtn={{ content: t('export.delete'), theme: 'danger' }} cancelBtn={t('cancel')}
          onConfirm={() => { setDeleting(false); connection.client.call('exports.delete', { id: record.id }).catch(tell); }}>{t('export.deleteWhy', { name: record.name })}</Modal>
      )}
    </span>
  );
}
